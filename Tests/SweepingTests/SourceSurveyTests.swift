import ScanModel
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SourceSurveyTests {
  private func survey(_ sources: String...) -> SourceSurvey {
    SourceSurvey(sources.map { Array($0.utf8) })
  }

  @Test func anAddressIsARepositoryOnce() throws {
    let survey = survey("https://h/a", "https://h/a")
    let address = try CloneAddress(parsing: Array("https://h/a".utf8))
    #expect(survey.repositories.map(\.place) == [.remote(address)])
  }

  @Test func whatLeadsToNoneIsNotForgotten() throws {
    let scratch = try Scratch()
    let survey = survey(scratch.path, scratch.path("missing"))
    #expect(
      survey.repositories.map(\.place) == [
        .unusable(cause: "no git repository is there or below it"),
        .unusable(cause: "no such file or directory"),
      ]
    )
  }

  @Test func aPasswordIsNotShown() {
    let survey = survey("https://user:hunter2@example.com/a")
    #expect(survey.repositories.map(\.name.text) == ["https://…@example.com/a"])
  }

  @Test func aFileOfAnAddressesNameIsAPath() throws {
    let scratch = try Scratch()
    try scratch.write("a:b/HEAD", "ref: refs/heads/main\n")
    try scratch.makeDirectory("a:b/objects")
    try scratch.makeDirectory("a:b/refs")
    let survey = survey(scratch.path("a:b"))
    #expect(survey.repositories.map(\.place) == [.local(workTrees: [])])
  }
}
