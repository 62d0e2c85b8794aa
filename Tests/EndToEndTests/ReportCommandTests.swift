import Foundation
import TestSupport
import Testing

@Suite struct ReportCommandTests {
  /// A directory with a key in `a.env`, and `old.jsonl`, what a scan of it says.
  private func scanned() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("tree/a.env", "KEY=\(Fake.query)\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=old.jsonl", "-q").expect(.findings)
    return scratch
  }

  @Test func convertsByteForByteAndBack() throws {
    let scratch = try scanned()
    let original = try scratch.contents("old.jsonl")
    #expect(
      try scratch.zleaks("report", "--format", "jsonl", "old.jsonl").expect(.findings).output
        == original
    )
    try scratch.zleaks("report", "--format", "json=new.json", "old.jsonl").expect(.findings)
    #expect(try scratch.zleaks("report", "--format", "jsonl", "new.json").output == original)
    #expect(
      try scratch.zleaks("report", "--format", "jsonl", "-", input: original).output == original
    )
  }

  /// Files in other encodings than UTF-8: their columns in characters are those of what is shown.
  @Test func readsWhatWasFoundInOtherEncodings() throws {
    let scratch = try Scratch()
    let text = "KEY = \"\(Fake.query)\"\r\n"
    try scratch.write("tree/wide.ps1", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0), 0] })
    try scratch.write("tree/latin.env", [0xF0, 0xF8, 0xFF, 0xE4, 0x20] + Array(text.utf8))
    let scan = try scratch.zleaks("scan", "tree", "--format", "jsonl").expect(.findings)
    #expect(try scan.report().places == ["tree/latin.env:1:13", "tree/wide.ps1:1:17"])
    #expect(
      try scratch.zleaks("report", "--format", "jsonl", "-", input: scan.output)
        .expect(.findings).output == scan.output
    )
  }

  /// `zleaks disable` writes its journal where it is started, which is where the reports are.
  @Test func aJournalInADirectoryOfReportsIsNone() throws {
    let scratch = try scanned()
    try scratch.write("results/1.jsonl", try scratch.contents("old.jsonl"))
    let line = #"{"type":"journal","version":1,"time":"2026-11-21T10:00:00Z","event":"start"}"#
    try scratch.write("results/zleaks-journal-2026-11-21.jsonl", line + "\n")
    let report = try scratch.zleaks("report", "--format", "jsonl", "results").expect(.findings)
      .report()
    #expect(report.summary.complete)
    #expect(report.findings.count == 1)
  }

  /// A shard may get no repository: its manifest says so, and that others are missing.
  @Test func aShardWithoutARepositoryIsNoMistake() throws {
    let repositories = try SweepRepositories()
    try repositories.make("only", key: "a")
    let shards = try (1...2).map { index in
      try repositories.sweep("src", "--shard", "\(index)/2", "--output", "s\(index)").status
    }
    #expect(shards.sorted() == [0, 1])
    let empty = shards[0] == 0 ? 1 : 2
    try repositories.scratch.zleaks("report", "s\(empty)").expect(.incomplete)
      .expectError("shard \(3 - empty) of 2 is missing")
  }

  @Test func mergesADirectoryAndCountsEachFindingOnce() throws {
    let scratch = try scanned()
    try scratch.write("tree/b.env", "KEY=\(Fake.index)\n")
    try scratch.write("results/1.jsonl", try scratch.contents("old.jsonl"))
    try scratch.zleaks("scan", "tree", "--format", "jsonl=results/2.jsonl").expect(.findings)
    try scratch.write("results/notes.txt", "no report")
    let outcome = try scratch.zleaks("report", "--format", "jsonl", "results", "results/1.jsonl")
    let report = try outcome.expect(.findings).report()
    #expect(report.places == ["tree/a.env:1:5", "tree/b.env:1:5"])
    #expect(report.summary.files == 3)
    #expect(report.summary.complete)
  }

  @Test func anIncompleteReportMakesTheRunIncompleteAndIsNamed() throws {
    let scratch = try Scratch()
    try scratch.write("clean/a", "nothing\n")
    try scratch.zleaks("scan", "clean", "--format", "jsonl=clean.jsonl").expect(.clean)
    try scratch.zleaks("report", "clean.jsonl").expect(.clean)
    try scratch.write("cut.jsonl", "")
    let outcome = try scratch.zleaks("report", "--format", "jsonl", "clean.jsonl", "cut.jsonl")
    outcome.expect(.incomplete).expectError("report 'cut.jsonl' is incomplete")
    outcome.expectError("cannot read 'cut.jsonl': it ends without a summary")
    #expect(try !outcome.report().summary.complete)
  }

  @Test func badInputIsNamedWithItsLine() throws {
    let scratch = try scanned()
    let original = try scratch.contents("old.jsonl")
    try scratch.write("bad.jsonl", original + Array("{\"type\":\"finding\"}\n".utf8))
    try scratch.zleaks("report", "bad.jsonl").expect(.usage)
      .expectError("cannot read 'bad.jsonl': line 3: 'key' is missing")
    try scratch.zleaks("report", "none.jsonl").expect(.usage).expectError("'none.jsonl'")
    try scratch.zleaks("report").expect(.usage)
    try scratch.makeDirectory("empty")
    try scratch.zleaks("report", "empty").expect(.usage).expectError("no '*.jsonl' is in it")
  }

  @Test func sinceFailsOnlyOnWhatIsNew() throws {
    let scratch = try scanned()
    try scratch.write("tree/a.env", "# moved\n\n  KEY=\(Fake.query)\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=moved.jsonl").expect(.findings)
    try scratch.zleaks("report", "--since", "old.jsonl", "moved.jsonl").expect(.clean)
      .expectError("0 new, 0 fixed, 1 unchanged")

    try scratch.write("tree/a.env", "")
    try scratch.write("tree/b.env", "KEY=\(Fake.index)\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=new.jsonl").expect(.findings)
    let outcome = try scratch.zleaks("report", "--since", "old.jsonl", "new.jsonl")
    outcome.expect(.findings).expectError("1 new, 1 fixed, 0 unchanged")
    #expect(outcome.outputText.contains("tree/b.env:1:5"))
    #expect(!outcome.outputText.contains("tree/a.env"))
    let lines = try scratch.zleaks(
      "report",
      "--since",
      "old.jsonl",
      "new.jsonl",
      "--format",
      "jsonl"
    )
    #expect(lines.outputText.contains(#"{"type":"finding","change":"fixed","#))
    // What was compared once is told again, byte for byte, alone and by itself.
    try scratch.write("changes.jsonl", lines.output)
    let again = try scratch.zleaks("report", "changes.jsonl", "--format", "jsonl")
    #expect(again.expect(.findings).output == lines.output)
    let mixed = try scratch.zleaks("report", "changes.jsonl", "old.jsonl", "--format", "jsonl")
    #expect(!mixed.expect(.findings).outputText.contains("change"))
    #expect(lines.outputText.contains(#"{"type":"finding","change":"new","#))
  }

  @Test func theBarDecides() throws {
    let scratch = try scanned()
    try scratch.zleaks("report", "--fail-on", "none", "old.jsonl").expect(.clean)
    try scratch.zleaks("report", "--fail-on", "active", "old.jsonl").expect(.clean)
    try scratch.zleaks("report", "--min-severity", "high", "old.jsonl").expect(.clean)
      .expectError("1 hidden")
    let active = try scratch.contents("old.jsonl")
    let text = String(decoding: active, as: UTF8.self).replacing(
      #""state":"unknown","reason":"not-checked""#,
      with: #""state":"active","checkedAt":"2026-11-21T00:00:00Z","method":"account""#
    )
    try scratch.write("active.jsonl", text)
    try scratch.zleaks("report", "--fail-on", "active", "active.jsonl").expect(.findings)
  }

  @Test func groupsByKey() throws {
    let scratch = try scanned()
    try scratch.write("tree/b.env", "K=\(Fake.query)\n")
    try scratch.zleaks("scan", "tree", "--format", "jsonl=two.jsonl").expect(.findings)
    let outcome = try scratch.zleaks("report", "--group-by", "key", "two.jsonl").expect(.findings)
    #expect(
      outcome.outputText == """
        \(Fake.redacted(Fake.query)): medium vectara-query-key (unknown, 2 places)
          tree/a.env:1:5
          tree/b.env:1:3

        """
    )
  }

  @Test func keysThatOtherToolsFoundBecomeFindingsThatShowNothing() throws {
    let scratch = try Scratch()
    try scratch.write(
      "gitleaks.json",
      """
      [{"RuleID":"generic-api-key","StartLine":2,"StartColumn":1,"Match":"K=\(Fake.personal)",\
      "Secret":"\(Fake.personal)","File":"dir-\(Fake.index)/x"},
      {"RuleID":"other","StartLine":1,"Match":"abc","Secret":"abc","File":"y"}]
      """
    )
    for format in ["text", "json", "jsonl"] {
      let outcome = try scratch.zleaks("report", "--format", format, "gitleaks.json")
      outcome.expect(.findings).expectError("1 finding of gitleaks left out, of no rule here")
      for key in [Fake.personal, Fake.index] {
        #expect(!outcome.outputText.contains(key))
        #expect(!outcome.errorText.contains(key))
      }
      #expect(outcome.outputText.contains(Fake.redacted(Fake.personal)))
    }
    let report = try scratch.zleaks(
      "report",
      "--show-secrets",
      "--format",
      "jsonl",
      "gitleaks.json"
    ).report()
    #expect(report.findings.map(\.key.value) == [Fake.personal])
    #expect(report.findings.map(\.rule) == ["vectara-personal-key"])
  }

  @Test func aKeyPlantedInAReportIsNotShown() throws {
    let scratch = try scanned()
    let text = String(decoding: try scratch.contents("old.jsonl"), as: UTF8.self)
    let key = Fake.personal
    let plants = [
      ("\"redacted\":\"\(Fake.redacted(Fake.query))\"", "\"redacted\":\"\(key)\""),
      ("\"path\":\"tree/a.env\"", "\"path\":\"\(key)/a.env\""),
      ("\"medium\"", "\"\(key)\""), ("\"medium\"", key), ("\"rule\"", "\"\(key)\""),
      ("\"reason\":\"not-checked\"", "\"reason\":\"\(key)\""),
      ("\"encodings\":[]", "\"encodings\":[\"\(key)\"]"),
      (
        "\"reason\":\"not-checked\"",
        """
        "reason":"rejected","checkedAt":"2026-11-21T00:00:00Z","method":"account",\
        "keyID":"\(key)","role":"\(key)","keyName":"\(key)","detail":"\(key)"
        """
      ),
      (
        "\"errors\":[]",
        "\"errors\":[{\"path\":\"x\",\"operation\":\"read\",\"message\":\"\(key)\"}]"
      ),
      ("\"version\":\"", "\"version\":\"\(key)"),
    ]
    for (old, new) in plants {
      #expect(text.contains(old))
      try scratch.write("planted.jsonl", text.replacing(old, with: new))
      for format in ["text", "json", "jsonl"] {
        let outcome = try scratch.zleaks("report", "--format", format, "planted.jsonl")
        #expect(!outcome.outputText.contains(key.dropFirst(4)))
        #expect(!outcome.errorText.contains(key.dropFirst(4)))
      }
    }
  }
}

extension Command.Outcome {
  /// Standard output as text.
  fileprivate var outputText: String { String(decoding: output, as: UTF8.self) }
}

extension Scratch {
  /// The bytes of a file.
  fileprivate func contents(_ relativePath: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(relativePath))))
  }
}
