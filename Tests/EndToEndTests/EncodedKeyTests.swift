import Foundation
import TestSupport
import Testing

/// Keys in other forms than their own, as each command finds and shows them.
@Suite struct EncodedKeyTests {
  private static let key = Fake.key("zqt", "encoded")

  private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  /// A Kubernetes Secret whose value is the key.
  private var secret: String {
    """
    apiVersion: v1
    kind: Secret
    data:
      api-key: \(base64(Self.key))

    """
  }

  private func places(_ report: Report) -> [String] {
    report.findings.map { finding in
      let place = finding.location
      let encodings = place.encodings.joined(separator: "/")
      return "\(place.path):\(place.line):\(place.column)-\(place.endColumn) \(encodings)"
    }
  }

  // MARK: - scan

  @Test func theSameKeyIsOneKeyInEveryForm() throws {
    let scratch = try Scratch()
    let digits = Data(Self.key.utf8).map { String(format: "%02x", Int($0)) }.joined()
    try scratch.write("a.txt", "A=\(Self.key)\nB=\(base64(Self.key))\nC=\(digits)\n")
    let report = try scratch.scanJSON("a.txt").expect(.findings).report()
    #expect(places(report) == ["a.txt:1:3-45 ", "a.txt:2:3-59 base64", "a.txt:3:3-87 hex"])
    #expect(Set(report.findings.map(\.key.fingerprint)).count == 1)
    #expect(report.findings.allSatisfy { $0.key.length == 42 && $0.key.customerID == 1 })
    #expect(report.summary.keys == 1)
    let groups = try scratch.shell(
      "$zleaks scan --format jsonl a.txt |$zleaks report --group-by key -"
    )
    #expect(groups.text.contains("(unknown, 3 places)"))
    let shown = try scratch.scanJSON("--show-secrets", "a.txt").report()
    #expect(shown.findings.map(\.key.value) == [Self.key, Self.key, Self.key])
  }

  /// Texts in UTF-16 in binary formats: neither where they start nor what stands beside them tells the
  /// byte order for sure.
  @Test func wideTextIsFoundWhateverStandsBesideIt() throws {
    let scratch = try Scratch()
    let text = Array("note \(Self.key)".utf8)
    let big = text.flatMap { [0, $0] as [UInt8] }
    let little = text.flatMap { [$0, 0] as [UInt8] }
    let keyOffset = 2 * 5
    for start in 0..<4 {
      let before = [UInt8](repeating: 0x01, count: start)
      // A property list has the count of characters before them; then the next object.
      let list = before + [0x6F, 0x10, 0x2F] + big + [0x51, 0x78]
      try scratch.write("list", list)
      let found = try scratch.scanJSON("list").expect(.findings).report().findings
      #expect(found.map(\.location.byteOffset) == [start + 3 + keyOffset])
      #expect(found.map(\.location.encodings) == [["utf-16be"]])
      // A count of four bytes, and two characters behind that are none of the text's.
      try scratch.write("count", before + [0x54, 0, 0, 0] + little + [0x41, 0x42])
      let other = try scratch.scanJSON("count").expect(.findings).report().findings
      #expect(other.map(\.key.length) == [42])
      #expect(other.map(\.confidence) == ["exact"])
    }
  }

  @Test func threeEncodingsAreUndoneWhereThatIsAsked() throws {
    let scratch = try Scratch()
    let wide = Data(Self.key.utf16.flatMap { [UInt8($0), 0] }).base64EncodedString()
    for lead in 0..<9 {
      let text = String(repeating: "x", count: lead) + " \(Self.key) y"
      try scratch.write("thrice", "v: \(base64(base64(base64(text))))\n")
      try scratch.scanJSON("thrice").expect(.clean)
      let deep = try scratch.scanJSON("--decode-depth", "3", "thrice").expect(.findings).report()
      #expect(deep.findings.map(\.location.encodings) == [["base64", "base64", "base64"]])
      #expect(deep.findings.map(\.key.length) == [42])
    }
    let script = "powershell -EncodedCommand \(wide)\r\n"
    try scratch.write("run.ps1", [0xFF, 0xFE] + script.utf16.flatMap { [UInt8($0), 0] })
    try scratch.scanJSON("run.ps1").expect(.clean)
    let deep = try scratch.scanJSON("--decode-depth", "3", "run.ps1").expect(.findings).report()
    #expect(deep.findings.map(\.location.encodings) == [["utf-16le", "base64", "utf-16le"]])
  }

  /// As the registry's editor exports strings that name variables (`REG_EXPAND_SZ`).
  @Test func exportsOfTheRegistryAreRead() throws {
    let scratch = try Scratch()
    let wide = (Self.key + "\0").utf8.flatMap { [$0, 0] as [UInt8] }
    let digits = wide.map { String(format: "%02x", Int($0)) }
    let lines = stride(from: 0, to: digits.count, by: 25).map {
      digits[$0..<min($0 + 25, digits.count)].joined(separator: ",")
    }
    try scratch.write("k.reg", "\"V\"=hex(2):" + lines.joined(separator: ",\\\r\n  ") + "\r\n")
    let found = try scratch.scanJSON("k.reg").expect(.findings).report().findings
    #expect(found.map(\.location.encodings) == [["hex", "utf-16le"]])
    #expect(found.map(\.key.length) == [42])
    #expect(found.map(\.location.column) == [12])
  }

  @Test func noReportShowsTheEncodedKey() throws {
    let scratch = try Scratch()
    try scratch.write("\(base64(Self.key)).yaml", secret)
    try scratch.write(
      "wide.reg",
      Array("\"K\"=\"\(Self.key)\"".utf8).flatMap { [$0, 0] as [UInt8] }
    )
    let encoded = base64(Self.key)
    for format in [
      "text", "json", "jsonl", "sarif", "gitlab", "junit", "csv", "markdown", "html", "github",
    ] {
      let outcome = try scratch.zleaks("scan", "--format", format).expect(.findings)
      #expect(!outcome.text.contains(encoded.dropFirst(8).prefix(40)), "\(format)")
      #expect(!outcome.errorText.contains(encoded.dropFirst(8).prefix(40)), "\(format)")
      #expect(!outcome.text.contains(Self.key.dropFirst(6).prefix(20)), "\(format)")
    }
  }

  @Test func depthsAreTheUsers() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", base64(base64("user:\(Self.key)")) + "\n")
    try scratch.zleaks("scan").expect(.findings)
    try scratch.zleaks("scan", "--decode-depth", "1").expect(.clean)
    try scratch.zleaks("scan", "--decode-depth", "0").expect(.clean)
    try scratch.zleaks("scan", "--decode-depth", "4").expect(.usage)
  }

  // MARK: - diff

  @Test func aStagedSecretIsFoundWhereItStands() throws {
    let repository = try HistoryRepository()
    try repository.commit("secret.yaml", secret.replacing(base64(Self.key), with: "e30="))
    try repository.scratch.write("repo/secret.yaml", secret)
    try repository.git("add", "-A")
    let outcome = try Command.run(
      [Zleaks.binary, "diff", "--staged", "--format", "jsonl"],
      in: repository.path
    )
    let report = try outcome.expect(.findings).report()
    #expect(places(report) == ["secret.yaml:4:12-68 base64"])
  }

  @Test func aKeyThatWasThereInAnotherFormIsNotNew() throws {
    let repository = try HistoryRepository()
    try repository.commit("secret.yaml", secret)
    try repository.scratch.write("repo/secret.yaml", secret + "plain: \(Self.key)\n")
    try repository.git("add", "-A")
    try Command.run([Zleaks.binary, "diff", "--staged"], in: repository.path).expect(.clean)
  }

  /// The old key's text, of which the new key changes the second line alone.
  @Test func aKeyOfWhichOneLineIsNewIsNew() throws {
    let old = "x: \"" + String(repeating: "#", count: 30) + Self.key
    let new = old.dropLast(20) + Fake.key("zqt", "another").suffix(20)
    let data = [old, String(new)].map { text in
      Data((text + "\" and so on and so on\n").utf8)
        .base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        .split(separator: "\n").map(String.init)
    }
    try #require(data[0][0] == data[1][0] && data[0][1] != data[1][1])
    let patch = """
      --- a/secret.yaml
      +++ b/secret.yaml
      @@ -1,3 +1,3 @@
       data: |
         \(data[1][0])
      -  \(data[0][1])
      +  \(data[1][1])

      """
    let scratch = try Scratch()
    let outcome = try scratch.zleaks("diff", "-", "--format", "jsonl", input: Array(patch.utf8))
    let report = try outcome.expect(.findings).report()
    #expect(report.findings.map(\.location.line) == [2])
    #expect(report.findings.map(\.key.redacted) == [Fake.redacted(String(new.suffix(42)))])
  }

  @Test func aStagedArchiveIsOpened() throws {
    let repository = try HistoryRepository()
    try repository.commit("a", "text")
    try repository.scratch.write("repo/secret.yaml", secret)
    try repository.git(["config", "tar.tar.gz.command", "gzip -nc"])
    let shell = try Command.run(["gzip", "-n", "secret.yaml"], in: repository.path)
    try #require(shell.status == 0)
    try repository.git("add", "-A")
    let staged = try Command.run(
      [Zleaks.binary, "diff", "--staged", "--format", "jsonl"],
      in: repository.path
    )
    let expected = ["secret.yaml.gz!content:4:12-68 base64"]
    #expect(places(try staged.expect(.findings).report()) == expected)
    try repository.git("commit", "-q", "-m", "m")
    let range = try Command.run(
      [Zleaks.binary, "diff", "HEAD~1..HEAD", "--format", "jsonl"],
      in: repository.path
    )
    #expect(places(try range.expect(.findings).report()) == expected)
  }

  // MARK: - history and sweep

  @Test func historyReadsEveryForm() throws {
    let repository = try HistoryRepository()
    let wide = Array("\"Key\"=\"\(Self.key)\"\r\n".utf8).flatMap { [$0, 0] as [UInt8] }
    try repository.scratch.write("repo/wide.reg", [0xFF, 0xFE] + wide)
    try repository.commit("secret.yaml", secret)
    try repository.git("rm", "-q", "wide.reg", "secret.yaml")
    try repository.commit("other", "text")
    let report = try repository.history().expect(.findings).report()
    #expect(
      places(report) == ["secret.yaml:4:12-68 base64", "wide.reg:1:17-101 utf-16le"]
    )
    #expect(report.findings.allSatisfy { $0.git?.inHead == false })
    try repository.history("--decode-depth", "0", repository.name).expect(.clean)
  }

  @Test func sweepTakesTheDepthsAndResumesOnlyWithTheSame() throws {
    let repositories = try SweepRepositories()
    try repositories.scratch.makeDirectory("src")
    let one = try repositories.make("one", key: "a")
    try one.git("rm", "-q", "key.txt")
    try one.git("commit", "-q", "--amend", "--allow-empty", "-m", "m")
    try one.git("reflog", "expire", "--expire=now", "--all")
    try one.git("gc", "-q", "--prune=now")
    try one.commit("secret.yaml", secret)
    let closed = ["--output", "results", "--resume", "--decode-depth", "0"]
    try repositories.run(["sweep", "--quiet", "src"] + closed).expect(.clean)
    try repositories.sweep("src", "--output", "results", "--resume").expect(.findings)
    #expect(try repositories.events().last { $0.hasSuffix("one") } == "scanned src/one")
    try repositories.sweep("src", "--output", "results", "--resume").expect(.findings)
    #expect(try repositories.events().last { $0.hasSuffix("one") } == "unchanged src/one")
    try repositories.sweep("src", "--output", "results", "--resume", "--no-archives")
      .expect(.findings)
    #expect(try repositories.events().last { $0.hasSuffix("one") } == "scanned src/one")
    try repositories.sweep("src", "--output", "other", "--archive-depth", "2").expect(.findings)
  }
}
