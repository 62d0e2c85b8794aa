import Reporting
import Testing

@testable import zleaks

@Suite struct ReportRequestTests {
  private func requests(_ line: String) throws -> [ReportRequest] {
    try ReportRequest.requests(try #require(try CommandLineFixtures.arguments("scan " + line)))
  }

  private let file = Array("f=g".utf8)

  @Test(arguments: ["", "-o -", "--format text", "--format text=-", "--format=text=- -o -"])
  func writesTextToStandardOutput(_ line: String) throws {
    #expect(try requests(line) == [ReportRequest(format: .text, file: nil)])
  }

  @Test(arguments: ["-o f=g --format json", "--format json=f=g", "--format json=f=g -o x"])
  func writesToAFile(_ line: String) throws {
    #expect(try requests(line) == [ReportRequest(format: .json, file: file)])
  }

  @Test func writesSeveralReports() throws {
    #expect(
      try requests("--format json=f=g --format text --format text=x") == [
        ReportRequest(format: .json, file: file),
        ReportRequest(format: .text, file: nil),
        ReportRequest(format: .text, file: Array("x".utf8)),
      ]
    )
  }

  @Test func refusesToMixTwoReports() {
    let expected = UsageError.sharedDestination(
      first: .json,
      second: .json,
      file: TypedText("x".utf8)
    )
    #expect(throws: expected) {
      _ = try requests("--format json=x --format text --format json=x")
    }
  }
}
