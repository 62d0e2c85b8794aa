import Foundation
import TestSupport
import Testing

/// The reports for other programs, as the program writes them.
@Suite struct ReportFormatTests {
  private let scratch: Scratch
  private let key: String

  init() throws {
    scratch = try Scratch()
    key = try Testdata.key("zqt", "report-formats")
    try scratch.write("src/ä.env", "# ä\r\n\tschlüssel = ü \(key)\r\nend\r\n")
  }

  private func sarif(
    _ arguments: String...,
    input: [UInt8] = [],
    environment: [String: String] = [:]
  ) throws -> [String: Any] {
    let outcome = try Command.run(
      [Zleaks.binary] + arguments + ["--format", "sarif"],
      in: scratch.path,
      environment: environment,
      input: input
    )
    outcome.expect(.findings)
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return try #require((report?["runs"] as? [[String: Any]])?.first)
  }

  private func results(_ run: [String: Any]) -> [[String: Any]] {
    run["results"] as? [[String: Any]] ?? []
  }

  private func lineHash(_ run: [String: Any]) -> String? {
    let fingerprints = results(run).first?["partialFingerprints"] as? [String: String]
    return fingerprints?["primaryLocationLineHash"]
  }

  /// The hash of line 2 as GitHub defines it, written another way.
  private var hashOfTheLine: String {
    let kept = "schlüssel=ü\(key)\nend\n".utf16.map { UInt64($0) } + [0xFFFF]
    let window = (kept + [UInt64](repeating: 0, count: 100)).prefix(100)
    return String(window.reduce(UInt64(0)) { $0 &* 37 &+ $1 }, radix: 16) + ":1"
  }

  @Test func sarifPointsAtCharactersAndHashesTheLine() throws {
    let run = try sarif("scan", "src")
    let place = (results(run).first?["locations"] as? [[String: Any]])?.first
    let physical = place?["physicalLocation"] as? [String: Any]
    let artifact = physical?["artifactLocation"] as? [String: String]
    #expect(artifact == ["uri": "src/%C3%A4.env", "uriBaseId": "%SRCROOT%"])
    let region = physical?["region"] as? [String: Int]
    #expect(region == ["startLine": 2, "startColumn": 16, "endLine": 2, "endColumn": 58])
    #expect(lineHash(run) == hashOfTheLine)
  }

  @Test func anAbsolutePathBelowTheWorkingDirectoryBecomesRelative() throws {
    let run = try sarif("scan", scratch.path("src"))
    let text = String(decoding: try JSONSerialization.data(withJSONObject: run), as: UTF8.self)
    #expect(text.contains("src\\/%C3%A4.env") || text.contains("\"src/%C3%A4.env"))
    #expect(!text.contains("file:"))
    #expect(lineHash(run) == hashOfTheLine)
  }

  @Test func whatHasNoFileHasAHashOfItsOwn() throws {
    let input = try scratch.read("src/ä.env")
    let first = try #require(lineHash(sarif("scan", "-", input: input)))
    #expect(first.hasSuffix(":1"))
    #expect(first != hashOfTheLine)
    #expect(try lineHash(sarif("scan", "-", input: Array("x\n".utf8) + input)) == first)
  }

  @Test func sarifTellsWhatTheServiceHasCheckedOut() throws {
    let environment = [
      "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "team/app",
      "GITHUB_SHA": "0123", "GITHUB_REF_NAME": "main",
    ]
    let run = try sarif("scan", "src", environment: environment)
    let provenance = (run["versionControlProvenance"] as? [[String: String]])?.first
    #expect(
      provenance == [
        "repositoryUri": "https://github.com/team/app", "revisionId": "0123", "branch": "main",
      ]
    )
  }

  @Test(arguments: ["sarif", "gitlab", "junit", "csv"])
  func noReportHoldsTheKey(_ format: String) throws {
    let outcome = try scratch.zleaks("scan", "--format", format, "src").expect(.findings)
    #expect(!outcome.text.contains(key))
    #expect(!outcome.errorText.contains(key))
    #expect(outcome.text.contains("zqt_…\(key.suffix(4))"))
  }
}
