import Foundation
import TestSupport
import Testing

@Suite struct SuppressionTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("src/app.ts", "const k = '\(Fake.query)'\n")
    try scratch.write("src/lib/deep.py", "K = '\(Fake.index)'\n")
    try scratch.write("docs/read.md", "key \(Fake.personal)\n")
  }

  /// The fingerprint of a key, as another program computes it.
  private func fingerprint(_ key: String) throws -> String {
    let outcome = try Command.run(["sha256sum"], input: Array(key.utf8))
    return "sha256:" + outcome.text.prefix(64)
  }

  private func places(_ arguments: [String], in directory: String = "") throws -> [String] {
    try Command.run(
      [Zleaks.binary, "scan", "--format", "jsonl"] + arguments,
      in: scratch.path + directory
    ).report().places
  }

  @Test func anIgnoreFileSuppressesKeysAndPaths() throws {
    try scratch.write(".zleaksignore", "\(try fingerprint(Fake.query)) # demo\npath:docs # prose\n")
    let outcome = try scratch.zleaks("scan", "--format", "jsonl")
    let report = try outcome.report()
    #expect(report.places == ["src/lib/deep.py:1:6"])
    #expect(report.summary.suppressed == 2)
    #expect(outcome.errorText.contains("2 suppressed"))
    #expect(try places(["--no-ignore"]).count == 3)
  }

  @Test func aRunWithNothingElseIsClean() throws {
    try scratch.write(".zleaksignore", "path:src\npath:docs\n")
    let outcome = try scratch.zleaks("scan")
    #expect(outcome.status == Zleaks.Exit.clean.rawValue)
    #expect(outcome.text == "")
  }

  @Test func anIgnoreFileCountsFromItsOwnDirectory() throws {
    try scratch.write("src/.zleaksignore", "path:/app.ts\npath:/docs\n")
    #expect(try places(["src"]) == ["src/lib/deep.py:1:6"])
    #expect(try places(["src/app.ts"]) == [])
    #expect(try places([scratch.path("src/lib/../app.ts")]) == [])
    #expect(try places(["."], in: "/src") == ["lib/deep.py:1:6"])
    // One below what is scanned is the tree's, not the user's.
    #expect(try places([]).count == 3)
    #expect(try places(["src/lib"]) == ["src/lib/deep.py:1:6"])
  }

  @Test func theTopOfTheWorkTreeCountsBelowIt() throws {
    #expect(try Command.run(["git", "init", "-q", scratch.path]).status == 0)
    try scratch.write(".zleaksignore", "path:src/lib\n")
    #expect(try places(["src"]) == ["src/app.ts:1:12"])
    #expect(try places([], in: "/src/lib") == [])
    #expect(try places(["deep.py"], in: "/src/lib") == [])
  }

  @Test(arguments: ["link", "directory", "line", "conflict", "huge"])
  func anIgnoreFileThatCannotBeUsedStopsTheRun(kind: String) throws {
    switch kind {
    case "link":
      try scratch.write("elsewhere", "path:**\n")
      try scratch.link(".zleaksignore", to: "elsewhere")
    case "directory": try scratch.makeDirectory(".zleaksignore")
    case "line": try scratch.write(".zleaksignore", "path:ok\nwhat\n")
    case "conflict": try scratch.write(".zleaksignore", "path:ok\n<<<<<<< HEAD\n")
    default:
      try scratch.write(
        ".zleaksignore",
        [UInt8](repeating: UInt8(ascii: "\n"), count: 16 << 20 + 1)
      )
    }
    let outcome = try scratch.zleaks("scan")
    #expect(outcome.status == Zleaks.Exit.usage.rawValue)
    #expect(outcome.text == "")
    #expect(outcome.errorText.hasPrefix("zleaks: error: cannot use '.zleaksignore'"))
    #expect(!["line", "conflict"].contains(kind) || outcome.errorText.contains("line 2"))
    #expect(try scratch.zleaks("scan", "--no-ignore").status == Zleaks.Exit.findings.rawValue)
  }

  @Test func aBaselineSuppressesAndMustBeThere() throws {
    try scratch.write("known.txt", "\(try fingerprint(Fake.personal))\npath:src/lib/\n")
    #expect(try places(["--baseline", "known.txt"]) == ["src/app.ts:1:12"])
    #expect(try places(["--baseline", "known.txt", "--no-ignore"]).count == 3)
    let missing = try scratch.zleaks("scan", "--baseline", "nowhere")
    #expect(missing.status == Zleaks.Exit.usage.rawValue)
    #expect(missing.errorText.contains("'nowhere': no such file"))
  }

  @Test func entriesThatMatchNothingAreNamedByVerbose() throws {
    try scratch.write(".zleaksignore", "path:src\npath:gone # old\n")
    let outcome = try scratch.zleaks("scan", "--verbose")
    #expect(
      outcome.errorText.contains("zleaks: '.zleaksignore', line 2: 'path:gone' matched nothing")
    )
    #expect(!outcome.errorText.contains("line 1"))
    #expect(try !scratch.zleaks("scan").errorText.contains("matched nothing"))
  }

  @Test func aChangeHeedsTheTopOfItsWorkTree() throws {
    let repository = try DiffRepository()
    try repository.sh(
      """
      printf 'path:/allowed\\n' > .zleaksignore
      mkdir -p allowed sub
      key $new > allowed/a; key $new > sub/b; git add -A
      """
    )
    for directory in ["", "/sub"] {
      let outcome = try repository.attempt(
        "\"$zleaks\" diff --staged --format jsonl",
        in: repository.path + directory
      )
      let report = try outcome.report()
      #expect(report.places == ["sub/b:1:3"])
      #expect(report.summary.suppressed == 1)
    }
  }

  @Test func historyReadsNoIgnoreFile() throws {
    let repository = try DiffRepository()
    try repository.sh("printf 'path:**\\n' > .zleaksignore; key $new > a; commit")
    let outcome = try repository.attempt("\"$zleaks\" history --format jsonl")
    #expect(outcome.status == Zleaks.Exit.findings.rawValue)
  }

  @Test func branchesThatAddEntriesMerge() throws {
    let repository = try DiffRepository()
    let known = try fingerprint("1")
    let ours = try fingerprint("2")
    let theirs = try fingerprint("3")
    try repository.sh(
      """
      echo '.zleaksignore merge=union' > .gitattributes
      echo '\(known) # known' > .zleaksignore; commit
      git checkout -q -b theirs; echo '\(theirs) # theirs' >> .zleaksignore; commit
      git checkout -q main; echo '\(ours) # ours' >> .zleaksignore; commit
      git merge -q --no-edit theirs
      key $new > a; git add a
      """
    )
    let lines = try repository.sh("sort .zleaksignore").split(separator: "\n")
    #expect(lines.count == 3)
    let outcome = try repository.attempt("\"$zleaks\" diff --staged")
    #expect(outcome.status == Zleaks.Exit.findings.rawValue)
  }
}
