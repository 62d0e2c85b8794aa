import Foundation
import TestSupport
import Testing

@Suite struct BaselineUpdateTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("tree/a.env", "A=\(Fake.query)\nB=\(Fake.index)\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=scan.jsonl", "-q").expect(.findings)
  }

  private func text(_ file: String) throws -> String {
    String(decoding: try scratch.read(file), as: UTF8.self)
  }

  @Test(arguments: ["known.txt", ".zleaksignore", "tree/.zleaksignore"])
  func whatIsAddedCountsNoLonger(_ file: String) throws {
    let outcome = try scratch.zleaks(
      "report",
      "scan.jsonl",
      "--update-baseline",
      file,
      "--reason",
      "old, disabled"
    )
    outcome.expect(.clean).expectError("2 entries added to '\(file)', 0 there already\n")
    let lines = try text(file).split(separator: "\n")
    #expect(lines.count == 2 && lines == lines.sorted())
    #expect(lines.allSatisfy { $0.hasPrefix("sha256:") && $0.hasSuffix(" # old, disabled") })
    let options = file == "known.txt" ? ["--baseline", file] : []
    // Outside a work tree, an ignore file counts where it is itself what is scanned.
    let scanned = file == ".zleaksignore" ? "." : "tree"
    let clean = try Command.run([Zleaks.binary, "scan", scanned] + options, in: scratch.path)
    clean.expect(.clean).expectError("2 suppressed")
    try scratch.zleaks("scan", "tree", "--no-ignore").expect(.findings)
  }

  @Test func whatIsThereStays() throws {
    try scratch.write("known.txt", "# ours\npath:docs/** # prose\n")
    try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "known.txt").expect(.clean)
    let first = try text("known.txt")
    #expect(first.hasPrefix("# ours\npath:docs/** # prose\nsha256:"))
    let again = try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "known.txt")
    again.expect(.clean).expectError("0 entries added to 'known.txt', 2 there already")
    #expect(try text("known.txt") == first)
  }

  @Test func aReasonIsOneLineWithoutAKey() throws {
    let outcome = try scratch.zleaks(
      "report",
      "scan.jsonl",
      "--update-baseline",
      "known.txt",
      "--reason",
      "a\npath:** \(Fake.query) \u{202E}"
    )
    outcome.expect(.clean)
    let file = try text("known.txt")
    #expect(file.split(separator: "\n").count == 2)
    #expect(file.contains(#" # a\npath:** \#(Fake.redacted(Fake.query)) \u{202e}"#))
    try scratch.zleaks("scan", "tree", "--baseline", "known.txt").expect(.clean)
  }

  @Test(arguments: ["what\n", "path:ok\n<<<<<<< HEAD\n"])
  func aFileThatIsWrongStaysAsItIs(_ wrong: String) throws {
    try scratch.write("known.txt", wrong)
    let outcome = try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "known.txt")
    outcome.expect(.usage).expectError("zleaks: error: cannot use 'known.txt', line ")
    #expect(outcome.text == "")
    #expect(try text("known.txt") == wrong)
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "none/known.txt")
      .expect(.usage).expectError("cannot write 'none/known.txt': no such file or directory")
    try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "tree")
      .expect(.usage).expectError("cannot use 'tree'")
    let long = String(repeating: "x", count: 4_097)
    try scratch.zleaks("report", "scan.jsonl", "--update-baseline", "b", "--reason", long)
      .expect(.usage).expectError("the reason is longer than 4096 bytes")
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    #expect(names.sorted() == ["scan.jsonl", "tree"])
  }

  @Test func anActiveKeyFailsAllTheSame() throws {
    let status = #""state":"active","checkedAt":"2026-01-01T00:00:00Z","method":"account""#
    let report = try text("scan.jsonl")
      .replacing(#""state":"unknown","reason":"not-checked""#, with: status)
    try scratch.write("active.jsonl", report)
    let outcome = try scratch.zleaks("report", "active.jsonl", "--update-baseline", "known.txt")
    outcome.expect(.findings).expectError("2 entries added")
    #expect(outcome.text.contains("(exact, customer 1, active)"))
  }

  /// Two branches that each add a key, merged by git with and without `merge=union`.
  @Test(arguments: [true, false])
  func branchesMerge(isUnion: Bool) throws {
    let repository = try DiffRepository()
    try repository.sh(isUnion ? "echo '.zleaksignore merge=union' > .gitattributes" : ":")
    try repository.sh(
      """
      update() { "$zleaks" report $1 --update-baseline .zleaksignore --reason "$1"; }
      key() { "$zleaks" scan - --format jsonl=$2 -q < $1 || test $? = 1; }
      cp '\(scratch.path)/tree/a.env' both
      sed -n 1p both > one; sed -n 2p both > two; key one 1.jsonl; key two 2.jsonl
      echo 'path:docs # prose' > .zleaksignore; git add .zleaksignore .gitattributes || :
      git add .zleaksignore; git commit -q -m base
      git checkout -q -b theirs; update 1.jsonl >theirs.txt 2>&1; git commit -q -a -m theirs
      git checkout -q main; update 2.jsonl >ours.txt 2>&1; git commit -q -a -m ours
      git merge -q --no-edit theirs >merge.txt 2>&1 || :
      """
    )
    let hint = try repository.sh("cat ours.txt").contains(
      "'.zleaksignore merge=union' in .gitattri"
    )
    #expect(hint == !isUnion)
    let outcome = try repository.attempt("\"$zleaks\" scan both")
    if isUnion {
      outcome.expect(.clean).expectError("2 suppressed")
    } else {
      outcome.expect(.usage).expectError("a merge conflict; keep the lines of both sides")
    }
  }
}
