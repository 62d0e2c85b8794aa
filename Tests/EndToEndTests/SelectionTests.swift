import TestSupport
import Testing

@Suite struct SelectionTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("src/app.ts", "const k = '\(Fake.query)'\n")
    try scratch.write("src/lib/deep.py", "K = '\(Fake.index)'\n")
    try scratch.write("docs/read.md", "key \(Fake.personal)\n")
  }

  /// Where the keys are that a scan with these options finds.
  private func places(_ options: String...) throws -> [String] {
    try Command.run([Zleaks.binary, "scan", "--format", "jsonl"] + options, in: scratch.path)
      .report().places
  }

  @Test func everythingByDefault() throws {
    #expect(try places() == ["docs/read.md:1:5", "src/app.ts:1:12", "src/lib/deep.py:1:6"])
  }

  @Test(arguments: [
    ["."], ["./"], [".//"], ["./src", "docs/"], ["src", "docs"], ["docs/read.md", "./src//"],
  ])
  func pathsAreNormal(_ arguments: [String]) throws {
    let places = try Command.run(
      [Zleaks.binary, "scan", "--format", "jsonl"] + arguments,
      in: scratch.path
    ).report().places
    #expect(places == ["docs/read.md:1:5", "src/app.ts:1:12", "src/lib/deep.py:1:6"])
  }

  @Test func excludes() throws {
    #expect(try places("--exclude", "*.ts") == ["docs/read.md:1:5", "src/lib/deep.py:1:6"])
    #expect(try places("--exclude", "src/lib") == ["docs/read.md:1:5", "src/app.ts:1:12"])
    #expect(try places("--exclude", "src", "--exclude=docs/").isEmpty)
    #expect(try places("--exclude", "**/deep.*", "src") == ["src/app.ts:1:12"])
  }

  @Test func includes() throws {
    #expect(try places("--include", "*.py") == ["src/lib/deep.py:1:6"])
    #expect(try places("--include", "src", "--exclude", "*.py") == ["src/app.ts:1:12"])
  }

  @Test func excludedIsCounted() throws {
    let summary = try scratch.scanJSON("--exclude", "*.ts").report().summary
    #expect(summary.skipped == [.init(reason: "excluded", count: 1)])
    #expect(summary.complete && summary.files == 2)
  }

  @Test(.enabled(if: Zleaks.program("git") != nil)) func gitIgnoredOnlyIfAsked() throws {
    #expect(try Command.run(["git", "init", "-q"], in: scratch.path).status == 0)
    try scratch.write(".gitignore", "*.py\n/docs/\n")
    let all = ["docs/read.md:1:5", "src/app.ts:1:12", "src/lib/deep.py:1:6"]
    #expect(try places() == all)
    #expect(try places("--gitignore") == ["src/app.ts:1:12"])
    let summary = try scratch.scanJSON("--gitignore").report().summary
    #expect(
      summary.skipped == [
        .init(reason: "git-directory", count: 1), .init(reason: "git-ignored", count: 2),
      ]
    )
  }

  @Test func allowMarksUnlessNoIgnore() throws {
    try scratch.write("src/app.ts", "const k = '\(Fake.query)' // zleaks:allow public demo\n")
    #expect(try places("src/app.ts").isEmpty)
    #expect(try places("--no-ignore", "src/app.ts") == ["src/app.ts:1:12"])
    #expect(try scratch.scanJSON("src/app.ts").expect(.clean).report().summary.suppressed == 1)
  }

  @Test func leastSeverity() throws {
    #expect(try places("--min-severity", "medium").count == 3)
    #expect(
      try places("--min-severity", "high") == ["docs/read.md:1:5", "src/lib/deep.py:1:6"]
    )
    let report = try scratch.scanJSON("--min-severity", "critical").report()
    #expect(report.places == ["docs/read.md:1:5"])
    #expect(report.summary.hidden == 2)
  }

  @Test func leastConfidence() throws {
    try scratch.write(
      "mix.txt",
      "old-\(Fake.query)\n\(Fake.query)\nzqt_your_api_key_here\n"
    )
    #expect(try places("mix.txt") == ["mix.txt:1:5", "mix.txt:2:1"])
    #expect(try places("--min-confidence", "exact", "mix.txt") == ["mix.txt:2:1"])
    #expect(
      try places("--min-confidence", "possible", "mix.txt")
        == ["mix.txt:1:5", "mix.txt:2:1", "mix.txt:3:1"]
    )
    #expect(try scratch.scanJSON("mix.txt").report().summary.hidden == 1)
  }

  @Test func placeholdersAloneAreClean() throws {
    try scratch.write("mix.txt", "zqt_your_api_key_here\n")
    try scratch.scanJSON("mix.txt").expect(.clean)
    try scratch.scanJSON("--min-confidence", "possible", "mix.txt").expect(.findings)
  }

  @Test func linksAreNotFollowedBelowArguments() throws {
    try scratch.link("src/again.ts", to: "app.ts")
    try scratch.link("loop", to: ".")
    let report = try scratch.scanJSON().report()
    #expect(report.findings.count == 3)
    #expect(report.summary.skipped == [.init(reason: "symbolic-link", count: 2)])
    #expect(try places("src/again.ts") == ["src/again.ts:1:12"])
  }
}
