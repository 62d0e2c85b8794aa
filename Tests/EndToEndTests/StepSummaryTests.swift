import TestSupport
import Testing

/// The `github` report and the summary of the step, where GitHub asks for it.
@Suite struct StepSummaryTests {
  private let scratch: Scratch
  private let summary: String

  init() throws {
    scratch = try Scratch()
    try scratch.write("tree/a.env", "KEY=\(Fake.query)\n")
    summary = scratch.path("summary")
  }

  private func scan(
    _ options: String...,
    summary: String
  ) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "scan", "tree"] + options,
      in: scratch.path,
      environment: ["GITHUB_STEP_SUMMARY": summary]
    )
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try scratch.read(path), as: UTF8.self)
  }

  @Test func isAddedToWhatIsThere() throws {
    try scratch.write("summary", "before\n")
    let outcome = try scan("--format", "github", summary: summary).expect(.findings)
    #expect(outcome.text.hasPrefix("::warning file=tree/a.env,line=1,col=5,endColumn=47,title="))
    #expect(outcome.text.split(separator: "\n").count == 1)
    #expect(try text("summary").hasPrefix("before\n## zleaks: 1 leaked key in 1 place\n"))
    #expect(try text("summary").contains("`tree/a.env:1:5`"))
  }

  @Test func isMadeWhereThereIsNone() throws {
    try scan("--format", "github=commands", summary: summary).expect(.findings)
    #expect(try text("summary").hasPrefix("## zleaks: 1 leaked key in 1 place\n"))
    #expect(try text("commands").hasPrefix("::warning "))
  }

  @Test func holdsNoKeyEvenWhenKeysAreShown() throws {
    let outcome = try scan("--format", "github", "--show-secrets", summary: summary)
    #expect(outcome.expect(.findings).text.contains(Fake.query))
    #expect(try !text("summary").contains(Fake.query))
  }

  @Test func isWrittenForNoOtherReport() throws {
    try scan("--format", "text", "--format", "markdown=m", summary: summary).expect(.findings)
    #expect(throws: (any Error).self) { try scratch.read("summary") }
    #expect(try text("m").hasPrefix("## zleaks: "))
  }

  @Test func isNotWrittenWhereTheVariableIsEmpty() throws {
    try scan("--format", "github", summary: "").expect(.findings)
  }

  @Test func aFileThatCannotBeWrittenIsSaidBeforeTheScan() throws {
    let outcome = try scan("--format", "github=c", summary: "none/s").expect(.usage)
    #expect(
      outcome.errorText == "zleaks: error: cannot write 'none/s': no such file or directory\n"
    )
    #expect(outcome.text == "")
    #expect(throws: (any Error).self) { try scratch.read("c") }
  }
}
