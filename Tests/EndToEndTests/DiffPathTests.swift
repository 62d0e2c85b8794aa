import Foundation
import TestSupport
import Testing

/// Paths that patch text quotes, and that lists by lines break.
@Suite struct DiffPathTests {
  private static let paths: [[UInt8]] = [
    Array("a b".utf8), Array(" a ".utf8), Array("a\nb".utf8), Array("a\tb".utf8),
    Array("a\"b".utf8),
    Array("a'b".utf8), Array("a\\b".utf8), Array("-a".utf8), Array(":(top)a".utf8),
    Array("d/é".utf8), Array("*".utf8), [0x61, 0xFF, 0xFE], [0x61, 0xC3], [0x1B, 0x5B, 0x31, 0x6D],
  ]

  @Test(arguments: paths)
  func isFoundStagedAndCommitted(_ path: [UInt8]) throws {
    let repository = try DiffRepository()
    try repository.sh("commit")
    let content = Array("k=\(DiffRepository.keys["new"] ?? "")\n".utf8)
    try repository.scratch.write(path: Array("repository/".utf8) + path, content)
    try repository.sh("git add -A")
    try expect(repository.diff("--staged"), path)
    try repository.sh("commit")
    let report = try expect(repository.diff("HEAD~"), path)
    let introduced = report.findings.first?.git?.introduced
    #expect(introduced.map { $0.pathBytes.map(Array.init) ?? Array(($0.path ?? "").utf8) } == path)
  }

  @discardableResult
  private func expect(_ outcome: Command.Outcome, _ path: [UInt8]) throws -> Report {
    let report = try outcome.expect(.findings).report()
    #expect(
      report.findings.map { $0.location.pathBytes.map(Array.init) ?? Array($0.location.path.utf8) }
        == [path]
    )
    #expect(report.findings.map(\.location.line) == [1])
    return report
  }
}
