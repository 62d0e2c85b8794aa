import Reporting
import ScanModel
import Testing

/// The line that the text report has for a finding's history.
@Suite struct OriginTextTests {
  private func introduction(
    author: String? = "Ann <ann@example.com>",
    date: String? = "2024-05-01T23:30:00-07:00"
  ) -> GitFacts.Introduction {
    GitFacts.Introduction(
      commit: "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d",
      author: author,
      date: date,
      path: ContentPath("src/app.ts")
    )
  }

  /// The second line of the report of a finding; `nil` if there is none.
  private func line(
    _ introduction: GitFacts.Introduction? = nil,
    _ exposure: GitFacts.Exposure? = nil,
    kind: GitFacts.Kind = .blob
  ) -> String? {
    let finding = ReportFixtures.plain.placed(
      at: ContentPath("src/app.ts"),
      git: GitFacts(object: "ab", kind: kind, introduction: introduction, exposure: exposure)
    )
    let lines = ReportFixtures.report(.text, [finding]).split(separator: "\n").map(String.init)
    guard lines.count == 2 else { return lines.count == 1 ? nil : "\(lines)" }
    return lines[1]
  }

  private func exposure(
    isInHead: Bool = true,
    _ references: [String] = [],
    of referenceCount: Int? = nil,
    paths: [String] = ["src/app.ts"],
    pathCount: Int? = nil
  ) -> GitFacts.Exposure {
    GitFacts.Exposure(
      isReachable: true,
      isInHead: isInHead,
      references: references,
      referenceCount: referenceCount,
      paths: paths.map { ContentPath($0) },
      pathCount: pathCount
    )
  }

  @Test func namesNoOtherPathOfAnEntryThanItsArchive() {
    let place = Location(
      path: nil,
      isInPath: false,
      start: LineColumn(line: 1, column: 1),
      range: ByteRange(0, 42),
      byteCount: 42,
      encodings: [],
      entry: ContentPath("conf/app.env")
    )
    let finding = ReportFixtures.finding(at: place).placed(
      at: ContentPath("s.zip"),
      git: GitFacts(object: "ab", kind: .blob, exposure: exposure(paths: ["s.zip", "t.zip"]))
    )
    #expect(
      ReportFixtures.report(.text, [finding]).split(separator: "\n").last
        == "    in HEAD; also at t.zip"
    )
  }

  @Test func saysNothingWhereNothingIsKnown() {
    #expect(line() == nil)
    #expect(line(introduction(author: nil, date: nil), kind: .commit) == nil)
  }

  @Test func namesTheCommitThatBroughtItIn() {
    #expect(
      line(introduction())
        == "    introduced in 1a2b3c4d5e6f by Ann <ann@example.com> on 2024-05-01"
    )
    #expect(line(introduction(author: nil, date: nil)) == "    introduced in 1a2b3c4d5e6f")
    // A commit's own text stands in that commit, which the line before names.
    #expect(line(introduction(), kind: .commit) == "    by Ann <ann@example.com> on 2024-05-01")
  }

  @Test func namesAFewReferencesAndCountsTheRest() {
    #expect(line(nil, exposure()) == "    in HEAD")
    #expect(line(nil, exposure(["refs/heads/main"])) == "    in HEAD, on main")
    #expect(
      line(nil, exposure(isInHead: false, ["refs/remotes/origin/a", "refs/tags/v1"]))
        == "    not in HEAD, on origin/a and tag v1"
    )
    #expect(
      line(nil, exposure(["refs/heads/a", "refs/notes/commits", "HEAD"]))
        == "    in HEAD, on a, refs/notes/commits and a detached HEAD"
    )
    let names = (1...8).map { "refs/heads/b\($0)" }
    #expect(line(nil, exposure(names)) == "    in HEAD, on b1, b2, b3 and 5 more")
    #expect(line(nil, exposure(names, of: 1_204)) == "    in HEAD, on b1, b2, b3 and 1,201 more")
  }

  @Test func namesOtherPaths() {
    #expect(
      line(nil, exposure(paths: ["a", "src/app.ts", "z"])) == "    in HEAD; also at a and z"
    )
    #expect(
      line(nil, exposure(paths: ["a", "src/app.ts"] + (1...6).map { "z\($0)" }, pathCount: 20))
        == "    in HEAD; also at a, z1, z2 and 16 more"
    )
  }

  @Test(arguments: [
    ("stash", "not reachable: held by the stash"), ("index", "not reachable: held by the index"),
    ("reflog of HEAD", "not reachable: held by the reflog of HEAD"),
    ("FETCH_HEAD", "not reachable: held by FETCH_HEAD"),
    ("work tree x", "not reachable: held by work tree x"),
    ("dangling", "dangling: no branch or tag leads to it"),
  ])
  func saysWhatHoldsWhatIsNotReachable(_ holder: String, _ expected: String) {
    let exposure = GitFacts.Exposure(isReachable: false, isInHead: false, holder: holder)
    #expect(line(nil, exposure) == "    " + expected)
    #expect(
      line(introduction(author: nil, date: nil), exposure)
        == "    introduced in 1a2b3c4d5e6f; " + expected
    )
  }

  @Test func escapesAndClipsWhatTheRepositorySays() {
    let key = String(decoding: ReportFixtures.key, as: UTF8.self)
    #expect(
      line(introduction(author: "\u{1B}[2J\n\(key)\u{202E} <x>", date: nil))
        == #"    introduced in 1a2b3c4d5e6f by \x1b[2J\n"# + "\(ReportFixtures.redacted)"
        + #"\u{202e} <x>"#
    )
    #expect(
      line(nil, exposure(["refs/heads/\u{1B}\(key)"], paths: ["\(key)/\u{9B}"]))
        == #"    in HEAD, on \x1b"# + "\(ReportFixtures.redacted); also at "
        + "\(ReportFixtures.redacted)/" + #"\u{9b}"#
    )
    let long = String(repeating: "a", count: 115) + key
    #expect(
      line(introduction(author: long, date: nil))
        == "    introduced in 1a2b3c4d5e6f by " + String(repeating: "a", count: 115)
        + ReportFixtures.redacted.prefix(5) + "…"
    )
  }

  @Test func dimsTheLineWhereColourIsWanted() {
    let finding = ReportFixtures.plain.placed(
      at: ContentPath("a"),
      git: GitFacts(object: "ab", kind: .blob, exposure: exposure(paths: []))
    )
    let report = ReportFixtures.report(.text, [finding], context: ReportContext(usesColor: true))
    #expect(report.hasSuffix("\n    \u{1B}[2min HEAD\u{1B}[0m\n"))
  }
}
