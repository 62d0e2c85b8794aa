import ScanModel

@testable import Reporting

/// Findings and summaries with any combination of facts, the same for the same seed.
final class RandomFindings {
  private var numbers: SplitMix64

  init(seed: UInt64) {
    numbers = SplitMix64(seed: seed)
  }

  /// A finding whose secret is its own key.
  func finding() -> Finding {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let key =
      Array("zqt_".utf8) + (0..<37).map { _ in pick(alphabet) } + [pick(Array("AQgw".utf8))]
    let tail = String(decoding: key.suffix(4), as: UTF8.self)
    let column = number(1...70_000)
    let start = LineColumn(
      line: number(1...9_000_000),
      column: column,
      characterColumn: maybe { number(1...column) }
    )
    let entry = maybe { path() }
    let outer = maybe { path() }
    let hasOffset = chance()
    let offset = number(0...1 << 50)
    return Finding(
      rule: pick([RuleID("vectara-query-key"), RuleID("a"), RuleID("my-rule-2")]),
      severity: pick(Severity.allCases),
      confidence: pick(Confidence.allCases),
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "zqt_…\(tail)"),
        fingerprint: Fingerprint(of: key.span),
        byteCount: key.count,
        customerID: maybe { pick([0, 1, UInt32.max]) }
      ),
      location: Location(
        path: entry.map { ContentPath(inside: outer, $0) } ?? outer,
        isInPath: chance(),
        start: start,
        range: hasOffset ? ByteRange(offset, offset + key.count) : nil,
        byteCount: key.count,
        encodings: list { pick(["gzip", "base64", "utf-16le", text()]) },
        entry: entry
      ),
      secret: Secret(key),
      nearbyKeys: list { Fingerprint(of: [UInt8(truncatingIfNeeded: numbers.next())].span) },
      git: maybe { git() },
      status: status(),
      suppression: maybe {
        SuppressionRecord(kind: pick(SuppressionRecord.Kind.allCases), reason: maybe { text() })
      }
    )
  }

  /// A summary that counts `findingCount` findings.
  func summary(findingCount: Int) -> ScanSummary {
    var coverage = Coverage()
    coverage.fileCount = number(0...1 << 40)
    coverage.objectCount = number(0...1 << 40)
    coverage.byteCount = number(0...1 << 52)
    for reason in SkipReason.allCases where chance() {
      coverage.addSkipped(reason, count: number(1...1 << 40))
    }
    for problem in list({
      ScanProblem(path: maybe { path() }, operation: pick([.open, .read, .list]), cause: text())
    }) {
      coverage.addProblem(problem)
    }
    return ScanSummary(
      coverage: coverage,
      findingCount: findingCount,
      keyCount: number(0...findingCount),
      suppressedCount: number(0...1 << 40),
      hiddenCount: number(0...1 << 40),
      seconds: pick([0, 0.04, 12.3456, 86_400.001, .nan, Double(number(0...1 << 40)) / 1_000]),
      version: pick(["0.1.0", "", text()]),
      isInterrupted: chance(),
      isShallow: chance()
    )
  }

  // MARK: - Parts

  private func git() -> GitFacts {
    GitFacts(
      object: pick([String(repeating: "0a", count: 20), String(repeating: "9", count: 64)]),
      kind: pick([.blob, .commit, .tag]),
      introduction: maybe {
        GitFacts.Introduction(
          commit: String(repeating: "c", count: 40),
          author: maybe { text() },
          date: timestamp()?.description,
          path: maybe { path() }
        )
      },
      exposure: maybe { exposure() },
      repository: maybe { path() }
    )
  }

  private func exposure() -> GitFacts.Exposure {
    let references = list { text() }
    let paths = list { ContentPath(text()) }
    return GitFacts.Exposure(
      isReachable: chance(),
      isInHead: chance(),
      references: references,
      referenceCount: references.count + pick([0, 0, 7]),
      paths: paths,
      pathCount: paths.count + pick([0, 0, 9]),
      holder: maybe { text() }
    )
  }

  private func status() -> KeyStatus {
    let reason = pick(UnknownReason.allCases)
    guard let evidence = evidence() else { return .unknown(reason) }
    switch number(0...2) {
    case 0: return .active(evidence)
    case 1: return .disabled(evidence)
    default: return .unknown(reason, evidence)
    }
  }

  /// Evidence, or, now and then, none.
  private func evidence() -> KeyEvidence? {
    guard number(0...3) > 0, let checkedAt = timestamp() else { return nil }
    var evidence = KeyEvidence(
      method: pick(KeyEvidence.Method.allCases),
      checkedAt: checkedAt,
      keyID: maybe { "aky_" + "x9" },
      keyName: maybe { text() },
      role: maybe { pick(["serving", "personal"]) },
      requestID: maybe { text() }
    )
    evidence.detail = maybe { text() }
    return evidence
  }

  private func timestamp() -> Timestamp? {
    Timestamp(
      // West of UTC it would still be the year 0 in the first day.
      seconds: number(-62_135_500_000...253_370_764_799),
      zoneMinutes: chance() ? 0 : number(-1_439...1_439)
    )
  }

  private func path() -> ContentPath {
    pick([
      ContentPath("src/app.ts"), ContentPath([0x61, 0xFF, 0x2F, 0xC3]),
      ReportFixtures.hostilePath, ContentPath(text()), ContentPath("a b/ü"),
    ])
  }

  private func text() -> String {
    pick([
      "plain", "", "a\u{1B}[2J", "line\nend\r\t", "\"quoted\" \\ back", "\u{202E}bidi\u{2028}",
      "é ü 日本 🔑", "]]></script>", "\u{0}\u{7F}\u{FEFF}",
    ])
  }

  private func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &numbers)
  }

  private func chance() -> Bool { Bool.random(using: &numbers) }

  private func pick<Value>(_ values: [Value]) -> Value {
    values[number(0...values.count - 1)]
  }

  private func maybe<Value>(_ make: () -> Value) -> Value? { chance() ? make() : nil }

  private func list<Value>(_ make: () -> Value) -> [Value] {
    (0..<number(0...3)).map { _ in make() }
  }
}
