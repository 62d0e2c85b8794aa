import Foundation
import TestSupport
import Testing

@Suite struct CorpusTests {
  private let outcome: Command.Outcome
  private let report: Report

  /// What other tests scan.
  private static let others = ["forms/", "containers/"]

  /// One scan for all tests.
  private static let scan = Result {
    try Command.run(
      [Zleaks.binary, "scan", "--format", "jsonl"] + others.flatMap { ["--exclude", $0] }
        + ["testdata"],
      in: Zleaks.repository.path
    )
  }

  init() throws {
    outcome = try Self.scan.get()
    report = try outcome.report()
  }

  @Test func oneFindingInEachLine() throws {
    for rule in ["personal-key", "index-key", "query-key", "key-id"].map({ "vectara-\($0)" }) {
      let path = "\(folder(.onePerLine))/\(rule).txt"
      let bytes = try #require(try Testdata.files()[relative(path)])
      let found = report.findings.filter { $0.location.path == path }
      let lineCount = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
      #expect(found.map(\.location.line) == Array(1...lineCount))
      #expect(found.allSatisfy { $0.rule == rule })
    }
  }

  @Test func oneFindingInEachFile() throws {
    let paths = try Testdata.files().keys.map { "testdata/\($0)" }
      .filter { $0.hasPrefix(folder(.onePerFile)) }
    let found = report.findings.map(\.location.path).filter { $0.hasPrefix(folder(.onePerFile)) }
    #expect(found == paths.sorted())
  }

  @Test func nothingInTheRest() {
    let found = report.findings.map(\.location.path)
    #expect(
      found.filter { !$0.hasPrefix(folder(.onePerLine)) && !$0.hasPrefix(folder(.onePerFile)) }
        .isEmpty
    )
  }

  @Test func likelyWhereTheTextIsNotExact() {
    let likely = report.findings
      .filter { $0.confidence == "likely" && $0.location.path.hasPrefix(folder(.onePerFile)) }
      .map { $0.location.path.dropFirst(folder(.onePerFile).count + 1) }
    #expect(likely == ["another-length-near-the-vendor.md", "glued.log", "state.msgpack"])
  }

  @Test func exactKeysNameTheFakeAccount() {
    let exact = report.findings.filter { $0.confidence == "exact" }
    #expect(!exact.isEmpty)
    #expect(exact.allSatisfy { $0.key.customerID == 1 && $0.key.length == 42 })
  }

  @Test func everyFileIsRead() throws {
    let folder = Zleaks.repository.appendingPathComponent("testdata")
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appendingPathComponent(path)
      let isFile = try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
      if isFile, !Self.others.contains(where: path.hasPrefix) {
        files[path] = try Data(contentsOf: url)
      }
    }
    #expect(report.summary.complete)
    #expect(report.summary.files == files.count)
    #expect(report.summary.bytes == files.values.reduce(0) { $0 + $1.count })
    #expect(report.summary.suppressed == 3)
    outcome.expect(.findings)
  }

  @Test func textReportHasALineForEachFinding() throws {
    let text = try Command.run(
      [Zleaks.binary, "scan"] + Self.others.flatMap { ["--exclude", $0] } + ["testdata"],
      in: Zleaks.repository.path
    )
    .expect(.findings).text
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("testdata/") }
    #expect(lines.count == report.findings.count)
    #expect(
      lines.contains {
        $0.hasPrefix("testdata/corpus/one-per-file/glued.log:1:21: high vectara-index-key zwt_…")
          && $0.hasSuffix(" (likely, customer 1)")
      }
    )
  }

  private func folder(_ expectation: Testdata.Expectation) -> String {
    "testdata/corpus/\(expectation.rawValue)"
  }

  private func relative(_ path: String) -> String { String(path.dropFirst("testdata/".count)) }
}
