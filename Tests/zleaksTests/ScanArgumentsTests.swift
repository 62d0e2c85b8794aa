import Reporting
import ScanModel
import Testing

@testable import zleaks

@Suite struct ScanArgumentsTests {
  private func scan(_ line: String) throws -> ScanArguments {
    try ScanArguments(try #require(try CommandLineFixtures.arguments("scan " + line)))
  }

  @Test func hasDefaults() throws {
    let arguments = try scan("")
    #expect(arguments.paths == [Array(".".utf8)])
    #expect(
      arguments.selection
        == .init(
          excludes: [],
          includes: [],
          skipsGitIgnored: false,
          honorsSuppressions: true,
          baselines: [],
          readsIgnoreFiles: true,
          archiveDepth: 8
        )
    )
    #expect(
      arguments.bar
        == .init(
          rulesFiles: [],
          failOn: .any,
          minimumSeverity: .info,
          minimumConfidence: .likely,
          decodeDepth: 2
        )
    )
    #expect(arguments.reports == [ReportRequest(format: .text, file: nil)])
    #expect(!arguments.showsSecrets)
    #expect(arguments.color == .auto)
    #expect(
      arguments.running == .init(threadCount: nil, progress: .auto, verbosity: .normal)
    )
  }

  @Test func readsEveryOption() throws {
    let arguments = try scan(
      """
      --exclude a --exclude b --include c --gitignore --no-ignore --baseline q --rules r --rules s \
      --fail-on active --min-severity high --min-confidence exact --show-secrets \
      --decode-depth 1 --color never --progress always --threads 256 -v --format jsonl=f -o g --format json x -
      """
    )
    #expect(arguments.paths == [Array("x".utf8), Array("-".utf8)])
    #expect(
      arguments.selection
        == .init(
          excludes: [Array("a".utf8), Array("b".utf8)],
          includes: [Array("c".utf8)],
          skipsGitIgnored: true,
          honorsSuppressions: false,
          baselines: [Array("q".utf8)],
          readsIgnoreFiles: true,
          archiveDepth: 8
        )
    )
    #expect(
      arguments.bar
        == .init(
          rulesFiles: [Array("r".utf8), Array("s".utf8)],
          failOn: .active,
          minimumSeverity: .high,
          minimumConfidence: .exact,
          decodeDepth: 1
        )
    )
    #expect(
      arguments.reports == [
        ReportRequest(format: .jsonl, file: Array("f".utf8)),
        ReportRequest(format: .json, file: Array("g".utf8)),
      ]
    )
    #expect(arguments.showsSecrets)
    #expect(arguments.color == .never)
    #expect(
      arguments.running == .init(threadCount: 256, progress: .always, verbosity: .verbose)
    )
  }

  @Test(arguments: [
    ("-q", Verbosity.quiet), ("-v", .verbose), ("-qv", .verbose), ("-v --quiet", .quiet),
  ])
  func letsTheLastOfQuietAndVerboseWin(_ line: String, _ expected: Verbosity) throws {
    #expect(try scan(line).running.verbosity == expected)
  }

  @Test(arguments: [
    ("--no-archives", 0), ("--archive-depth 3", 3), ("--archive-depth=3 --no-archives", 0),
    ("--archive-depth 0", 0),
  ])
  func archivesAreOpenedAsDeepAsAsked(_ line: String, depth: Int) throws {
    #expect(try scan(line).selection.archiveDepth == depth)
  }
}
