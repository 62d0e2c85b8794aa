import ScanModel
import Testing

/// What a secret of these tests holds; nothing that shows it may pass.
private let word = "correct-horse-battery-staple"
private let secret = Secret(Array(word.utf8))

/// Whether some text shows the secret: as text, or as the list of its bytes.
private func shows(_ text: String) -> Bool {
  text.contains("horse") || text.contains("104") || text.contains("0x68")
}

/// Every way in which Swift turns a value into text.
private func texts(of value: some Any) -> [String] {
  var printed = ""
  print(value, to: &printed)
  var debugPrinted = ""
  debugPrint(value, to: &debugPrinted)
  var dumped = ""
  dump(value, to: &dumped)
  return [
    printed, debugPrinted, dumped, "\(value)", String(describing: value),
    String(reflecting: value), "\([value])", "\(["key": value])", "\(Optional(value) as Any)",
    String(describing: Mirror(reflecting: value).children.map { "\($0)" }),
  ]
}

@Suite struct SecretTests {
  @Test func noTextOfASecretShowsIt() {
    #expect(texts(of: secret).filter(shows) == [])
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.description == "<secret, 28 bytes>")
  }

  @Test func noTextOfAFindingShowsItsSecret() {
    let finding = Finding(
      rule: RuleID("rule"),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "cor…"),
        fingerprint: Fingerprint(of: [0x68].span),
        byteCount: 28,
        customerID: nil
      ),
      location: Location(
        path: ContentPath("a"),
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, 28)
      ),
      secret: secret
    )
    #expect(texts(of: finding).filter { $0.contains("horse") || $0.contains("99, 111") } == [])
  }

  @Test func lendsItsBytes() {
    let copy = secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    #expect(copy == Array(word.utf8))
  }
}
