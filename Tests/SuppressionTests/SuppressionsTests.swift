import ScanModel
import Testing

@testable import Suppression

@Suite struct SuppressionsTests {
  private func finding(_ key: UInt8, _ path: String?, entry: String? = nil) -> Finding {
    Finding(
      rule: RuleID("r"),
      severity: .high,
      confidence: .exact,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: "…"),
        fingerprint: Fingerprint(of: [key].span),
        byteCount: 1,
        customerID: nil
      ),
      location: Location(
        path: path.map { ContentPath($0) },
        isInPath: false,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, 1),
        byteCount: 1,
        encodings: [],
        entry: entry.map { ContentPath($0) }
      ),
      secret: nil
    )
  }

  private func file(
    _ text: String,
    _ kind: SuppressionRecord.Kind = .ignoreFile
  ) throws -> SuppressionFile {
    try SuppressionFile(parsing: Array(text.utf8), name: ContentPath("f"), kind: kind)
  }

  /// The indices of the findings that are suppressed.
  private func suppressed(_ findings: [Finding]) -> [Int] {
    findings.indices.filter { findings[$0].suppression != nil }
  }

  @Test func aKeyIsSuppressedWhereverItStands() throws {
    var suppressions = Suppressions()
    suppressions.add(try file("\(Fingerprint(of: [1].span)) # known"))
    var findings = [finding(1, "a"), finding(2, "a"), finding(1, "b/c"), finding(1, nil)]
    suppressions.apply(to: &findings)
    #expect(suppressed(findings) == [0, 2, 3])
    #expect(findings[0].suppression == SuppressionRecord(kind: .ignoreFile, reason: "known"))
  }

  @Test(arguments: [
    ("path:docs", "docs/a.md", true), ("path:docs/", "docs/x/a.md", true),
    ("path:docs/*.md", "docs/x/a.md", false), ("path:*.md", "docs/x/a.md", true),
    ("path:/a.md", "docs/a.md", false), ("path:wow!.txt", "wow!.txt", true),
    ("path:wow", "wow!.txt", false),
  ])
  func aPathIsSuppressedByGlob(entry: String, path: String, isSuppressed: Bool) throws {
    var suppressions = Suppressions()
    suppressions.add(try file(entry, .baseline))
    var findings = [finding(1, path)]
    suppressions.apply(to: &findings)
    #expect(findings[0].suppression?.kind == (isSuppressed ? .baseline : nil))
  }

  @Test(arguments: [
    ("path:a!.zip", true), ("path:x/*.zip", true), ("path:in.jar", false),
    ("path:x/a!.zip!in.jar", true), ("path:b.txt", true), ("path:x/a!.zip!*.txt", false),
    ("path:a", false), ("path:**/b.txt", true), ("path:other.zip", false),
  ])
  func aGlobOnAContainerCoversItsEntries(entry: String, isSuppressed: Bool) throws {
    var suppressions = Suppressions()
    suppressions.add(try file(entry, .baseline))
    var findings = [finding(1, "x/a!.zip!in.jar!d/b.txt", entry: "in.jar!d/b.txt")]
    suppressions.apply(to: &findings)
    #expect(findings[0].suppression?.kind == (isSuppressed ? .baseline : nil))
  }

  @Test func globsStartFromTheFilesDirectory() throws {
    var suppressions = Suppressions()
    suppressions.add(try file("path:/a"), directory: Array("/w/sub".utf8))
    var findings = [finding(1, "sub/a"), finding(1, "a"), finding(1, "suba/a")]
    suppressions.apply(to: &findings) { Array("/w/".utf8) + ($0.location.path?.bytes ?? []) }
    #expect(suppressed(findings) == [0])
  }

  @Test func whatIsSuppressedAlreadyStaysAsItIs() throws {
    var suppressions = Suppressions()
    suppressions.add(try file("path:*"))
    var findings = [finding(1, "a")]
    findings[0].suppression = SuppressionRecord(kind: .inline, reason: nil)
    suppressions.apply(to: &findings)
    #expect(findings[0].suppression?.kind == .inline)
    #expect(suppressions.unused.isEmpty)
  }

  @Test func entriesThatMatchNothingAreNamed() throws {
    var suppressions = Suppressions()
    suppressions.add(try file("path:used\n# x\npath:un*used\n\(Fingerprint(of: [9].span))\n"))
    var findings = [finding(1, "used")]
    suppressions.apply(to: &findings)
    #expect(suppressions.unused.map(\.line) == [3, 4])
    #expect(suppressions.unused.map(\.text.text).first == "path:un*used")
  }
}
