import Foundation
import TestSupport
import Testing

/// Containers that stand in base64 in texts, made by the system's own programs.
@Suite struct TextContainerTests {
  private static var text: [UInt8] { Array("first\nkey = \"\(Fake.query)\"\n".utf8) }

  /// Writes a Helm release, a file for cloud-init and a mail, each with a key in it; the key's text
  /// stands in `plain` while they are made.
  private func makeTexts(in directory: String) throws {
    let script = """
      gzip -n plain
      { printf 'data:\\n  release: '; base64 -w 0 plain.gz | base64 -w 0; echo; } > helm.yaml
      { printf 'write_files:\\n- content: |\\n'; base64 plain.gz | sed 's/^/    /'
        printf '  encoding: gz+b64\\n'; } > user-data
      { printf 'Content-Transfer-Encoding: base64\\r\\n\\r\\n'; base64 plain.gz | sed 's/$/\\r/'
        printf -- '--x--\\r\\n'; } > mail.eml
      rm plain.gz
      """
    let outcome = try Command.run(["sh", "-ec", script], in: directory)
    try #require(outcome.status == 0, "\(outcome.errorText)")
  }

  private func makeTexts(_ scratch: Scratch, in directory: String = ".") throws {
    let prefix = directory == "." ? "" : directory + "/"
    // Enough that there are several lines of base64.
    let lines = (0..<200).map { "line \($0 &* 7_919 % 1_009)\n" }.joined()
    try scratch.write(prefix + "plain", Self.text + Array(lines.utf8))
    try makeTexts(in: scratch.path(directory))
  }

  private static let lines = [
    "helm.yaml!base64@2:12:2:8: base64/base64", "mail.eml!base64@3:1:2:8: base64",
    "user-data!base64@3:5:2:8: base64",
  ]

  private func places(_ outcome: Command.Outcome) -> [String] {
    outcome.text.split(separator: "\n").filter { $0.contains("exact") }.map { line in
      let encodings = line.split(separator: "inside ").last?.prefix { $0 != ")" && $0 != "," }
      return "\(line.prefix { $0 != " " }) \(encodings ?? "")"
    }
  }

  @Test func scanFindsKeysInThem() throws {
    let scratch = try Scratch()
    try makeTexts(scratch)
    #expect(places(try scratch.zleaks("scan").expect(.findings)) == Self.lines)
    try scratch.zleaks("scan", "--no-archives").expect(.clean)
    try scratch.zleaks("scan", "--decode-depth", "0").expect(.clean)
    let once = try scratch.zleaks("scan", "--decode-depth", "1").expect(.findings)
    #expect(places(once) == Array(Self.lines.dropFirst()))
  }

  @Test func standardInputMayHoldThem() throws {
    let scratch = try Scratch()
    try makeTexts(scratch)
    let bytes = try scratch.read("user-data")
    let outcome = try scratch.zleaks("scan", "-", input: bytes).expect(.findings)
    #expect(places(outcome) == ["-!base64@3:5:2:8: base64"])
  }

  @Test func diffFindsWhatIsNewInThem() throws {
    let repository = try HistoryRepository()
    try makeTexts(repository.scratch, in: repository.name)
    try repository.git("add", "-A")
    let staged = try Command.run([Zleaks.binary, "diff", "--staged"], in: repository.path)
    #expect(places(staged.expect(.findings)) == Self.lines)
    try repository.git("commit", "-q", "-m", "m")
    // The same keys, packed anew and in other places.
    let script =
      "for f in helm.yaml user-data mail.eml; do { echo more; cat $f; } > n; mv n $f; done"
    #expect(try Command.run(["sh", "-c", script], in: repository.path).status == 0)
    try repository.git("commit", "-q", "-a", "-m", "moved")
    let range = try Command.run([Zleaks.binary, "diff", "HEAD~1..HEAD"], in: repository.path)
    range.expect(.clean)
  }

  @Test func historyFindsKeysInThoseThatAreGone() throws {
    let repository = try HistoryRepository()
    try repository.commit("helm.yaml", String(repeating: "some line of a release\n", count: 99))
    try makeTexts(repository.scratch, in: repository.name)
    try repository.git("add", "-A")
    try repository.git("commit", "-q", "-m", "texts")
    try repository.git("rm", "-q", "helm.yaml", "mail.eml", "user-data")
    try repository.git("commit", "-q", "-m", "gone")
    for pack in [false, true] {
      if pack { try repository.git("repack", "-q", "-a", "-d", "-f") }
      let outcome = try Command.run([Zleaks.binary, "history", "."], in: repository.path)
      #expect(places(outcome.expect(.findings)) == Self.lines)
    }
  }

  @Test func reportsPointAtTheText() throws {
    let scratch = try Scratch()
    try makeTexts(scratch)
    let github = try scratch.zleaks("scan", "--format", "github").expect(.findings)
    #expect(github.text.contains("file=helm.yaml,title="))
    #expect(github.text.contains("in 'base64@2:12', line 2"))
    let jsonl = try scratch.zleaks("scan", "--format", "jsonl", "helm.yaml").expect(.findings)
    let location = try jsonl.report().findings.first?.location
    #expect(location?.path == "helm.yaml!base64@2:12")
    #expect(location?.encodings == ["base64", "base64"])
    try scratch.write("base", "path:helm.yaml # a\npath:mail.eml!base64@3:1 # b\n")
    let rest = try scratch.zleaks("scan", "--baseline", "base").expect(.findings)
    #expect(places(rest) == [Self.lines[2]])
  }
}
