import Foundation
import TestSupport
import Testing

@Suite struct SweepTests {
  private let repositories: SweepRepositories

  init() throws { repositories = try SweepRepositories() }

  private var scratch: Scratch { repositories.scratch }

  @Test func everyRepositoryBelowADirectoryIsSearched() throws {
    try repositories.make("one", key: "a")
    try repositories.make(".hidden/two words", key: "b")
    try repositories.make("one/inner\nline", key: "c")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    let report = try repositories.report()
    #expect(report.summary.complete)
    #expect(
      Set(report.findings.compactMap(\.git?.repository))
        == ["src/one", "src/.hidden/two words", "src/one/inner\nline"]
    )
    #expect(
      Set(report.findings.map(\.key.redacted))
        == Set(["a", "b", "c"].map { Fake.redacted(Fake.key("zqt", $0)) })
    )
  }

  @Test func workTreesCountOnceAndTheirFilesAreSearched() throws {
    let main = try repositories.make("main", key: "a")
    try main.git("worktree", "add", "-q", "../linked", "-b", "other")
    try scratch.write("src/linked/loose.txt", Fake.key("zut", "loose") + "\n")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    #expect(try repositories.events().filter { $0.hasPrefix("scanned") } == ["scanned src/main"])
    let paths = try repositories.report().findings.map(\.location.path)
    #expect(paths.contains("src/linked/loose.txt"))
    #expect(paths.contains("src/main/key.txt"))
  }

  @Test func ignoreFilesOfSweptTreesDoNotCount() throws {
    try repositories.make("one", key: "a")
    try scratch.write("src/one/.zleaksignore", "path:** # hidden\n")
    try scratch.write("src/.zleaksignore", "path:** # hidden\n")
    try scratch.write("src/one/loose.txt", Fake.key("zut", "loose") + "\n")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    let paths = try repositories.report().findings.map(\.location.path)
    #expect(paths.contains("src/one/loose.txt"))
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    for name in ["a", "b", "c"] { try repositories.make(name, key: name) }
    try repositories.sweep("src", "--output", "results").expect(.findings)
    try repositories.sweep("src", "--output", "again", "--jobs", "3").expect(.findings)
    #expect(try repositories.results() == repositories.results("again"))
  }

  @Test func whatHasNotChangedIsPassedOver() throws {
    try repositories.make("same", key: "a")
    let changed = try repositories.make("changed", key: "b")
    try repositories.make("edited", key: "c")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    try changed.commit("more.txt", Fake.key("zwt", "more") + "\n")
    try scratch.write("src/edited/loose.txt", Fake.key("zut", "loose") + "\n")
    try repositories.sweep("src", "--output", "results", "--resume").expect(.findings)
    #expect(
      Set(try repositories.events().suffix(5).filter { !$0.hasPrefix("f") })
        .isSuperset(of: ["unchanged src/same", "scanned src/changed", "scanned src/edited"])
    )
    try repositories.sweep("src", "--output", "fresh").expect(.findings)
    #expect(try repositories.results() == repositories.results("fresh"))
  }

  @Test func otherRulesMakeOtherResults() throws {
    try repositories.make("one", key: "a")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    try repositories.sweep(
      "src",
      "--output",
      "results",
      "--resume",
      "--min-severity",
      "critical"
    ).expect(.clean)
    #expect(try repositories.events().last { $0.hasSuffix("one") } == "scanned src/one")
  }

  @Test func aFailureStopsNoOther() throws {
    try repositories.make("good", key: "a")
    try scratch.write("list", "src/good\nmissing\nftp://example.com/a\n\n")
    try repositories.sweep("--from", "list", "--output", "results", "--fail-on", "none")
      .expect(.incomplete).expectError("missing")
    let report = try repositories.report()
    #expect(!report.summary.complete)
    // In the history, and in the work tree.
    #expect(report.findings.count == 2)
  }

  @Test func aListMayEndNamesWithZeros() throws {
    try repositories.make("new\nline", key: "a")
    try scratch.write("list", Array("src/new\nline\0".utf8))
    try repositories.sweep("-0", "--from", "list", "--output", "results").expect(.findings)
    #expect(try repositories.report().summary.complete)
  }

  @Test func shardsComeToTheSameAsOneRun() throws {
    for number in 0..<6 { try repositories.make("r\(number)", key: "\(number)") }
    try repositories.sweep("src", "--output", "results").expect(.findings)
    for index in 1...3 {
      try repositories.sweep(
        "src",
        "--output",
        "parts",
        "--shard",
        "\(index)/3",
        "--fail-on",
        "none"
      ).expect(.clean)
    }
    let whole = try scratch.zleaks("report", "--format", "jsonl", "results").output
    #expect(try scratch.zleaks("report", "--format", "jsonl", "parts").output == whole)
    try FileManager.default.removeItem(atPath: scratch.path("parts/shard-2-of-3.manifest"))
    try scratch.zleaks("report", "--format", "jsonl", "--fail-on", "none", "parts")
      .expect(.incomplete).expectError("shard 2 of 3 is missing")
  }

  @Test func anEngineMaySayWhichShard() throws {
    try repositories.make("one", key: "a")
    let slurm = [
      "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_MAX": "5",
      "SLURM_ARRAY_TASK_COUNT": "1",
    ]
    try repositories.sweep("src", "--output", "results", "--shard", "auto", environment: slurm)
      .expect(.findings)
    try repositories.sweep("src", "--output", "results", "--shard", "auto").expect(.usage)
      .expectError("no variable of Kubernetes, GitLab or Slurm")
  }

  @Test func aMissingResultIsNamed() throws {
    try repositories.make("one", key: "a")
    try repositories.make("two", key: "b")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    let name = try #require(
      try repositories.results().keys.first { $0.hasPrefix("two-") }
    )
    try FileManager.default.removeItem(atPath: scratch.path("results/" + name))
    try scratch.zleaks("report", "--fail-on", "none", "results").expect(.incomplete)
      .expectError("src/two")
  }

  @Test(arguments: [["sweep"], ["sweep", "src"], ["sweep", "src", "-o", "r", "--shard", "5/4"]])
  func aWrongCommandLineIsRefused(_ arguments: [String]) throws {
    try repositories.run(arguments).expect(.usage)
  }
}

extension SweepTests {
  @Test func theAccountIsAskedOnceForTheWholeSweep() throws {
    let service = try RunningStandIn()
    for name in ["one", "two", "three"] {
      try repositories.make(name, key: "a")
      try scratch.write("src/\(name)/loose.txt", "\(service.active.secret)\n")
    }
    let options = ["--api-url", service.address, "--credential-file", service.credentialFile]
    let outcome = try repositories.run(
      ["sweep", "src", "--output", "results", "--check"] + options
    )
    outcome.expect(.findings)
    #expect(try service.requests().count { $0.path == "/v2/api_keys" } == 2)
    let report = try repositories.report()
    let states = Dictionary(
      grouping: report.findings,
      by: { $0.key.redacted }
    ).mapValues { Set($0.map(\.status.state)) }
    #expect(
      states == [
        Fake.redacted(service.active.secret): ["active"],
        Fake.redacted(Fake.key("zqt", "a")): ["unknown"],
      ]
    )
    // What is written beside the results tells of nothing that was read besides.
    #expect(report.summary.files == 6)
    #expect(report.summary.complete)
  }
}
