import Foundation
import TestSupport
import Testing

/// `zleaks history`: where repositories can be, and what is wrong with them.
@Suite struct HistoryPlaceTests {
  private let repository: HistoryRepository
  private let place: String

  init() throws {
    repository = try HistoryRepository()
    let blob = try repository.commit("a.env", "KEY=\(Fake.query)\n")
    place = "blob \(blob):1:5"
  }

  @Test func searchesTheRepositoryOfTheWorkingDirectory() throws {
    try repository.scratch.makeDirectory("repo/deep/down")
    let outcome = try Command.run(
      [Zleaks.binary, "history", "--format", "jsonl"],
      in: repository.path + "/deep/down"
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.objectPlaces == [place])
    #expect(report.findings.map(\.git?.repository) == ["."])
  }

  @Test func searchesABareRepository() throws {
    try repository.git(["clone", "-q", "--bare", "repo", "bare.git"], in: repository.scratch.path)
    try HistoryRepository(scratch: repository.scratch, name: "bare.git").expectHistory([place])
  }

  @Test func searchesALinkedWorkTree() throws {
    try repository.git("worktree", "add", "-q", "../linked", "-b", "other")
    try HistoryRepository(scratch: repository.scratch, name: "linked").expectHistory([place])
  }

  @Test func searchesASubmodule() throws {
    let outer = try HistoryRepository("-q", scratch: repository.scratch, name: "outer")
    try outer.git("submodule", "--quiet", "add", "../repo", "inner")
    try HistoryRepository(scratch: outer.scratch, name: "outer/inner").expectHistory([place])
    try outer.expectHistory([])
  }

  @Test func searchesAlternates() throws {
    try repository.git(["clone", "-q", "-s", "repo", "borrower"], in: repository.scratch.path)
    let borrower = HistoryRepository(scratch: repository.scratch, name: "borrower")
    try borrower.expectHistory([place])
  }

  @Test func searchesAQuarantineThatTheEnvironmentNames() throws {
    let objects = repository.scratch.path("quarantine")
    try repository.scratch.makeDirectory("quarantine")
    let environment = [
      "GIT_DIR": repository.path + "/.git", "GIT_OBJECT_DIRECTORY": objects,
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": repository.path + "/.git/objects",
    ]
    let outcome = try Command.run(
      ["git", "hash-object", "-w", "--stdin"],
      in: repository.scratch.path,
      environment: environment,
      input: Array("NEW=\(Fake.index)\n".utf8)
    )
    let blob = outcome.text.trimmingCharacters(in: .newlines)
    let report = try Command.run(
      [Zleaks.binary, "history", "--format", "jsonl"],
      in: repository.scratch.path,
      environment: environment
    ).expect(.findings).report()
    #expect(report.objectPlaces == ["blob \(blob):1:5", place].sorted())
    // Not where the command line names the repository.
    #expect(
      try repository.history("repo", environment: environment).report().objectPlaces == [place]
    )
  }

  @Test func searchesSeveralRepositories() throws {
    let other = try HistoryRepository("-q", scratch: repository.scratch, name: "other")
    try other.commit("b.env", "KEY=\(Fake.query)\n")
    let report = try repository.history("repo", "none", "other").expect(.findings).report()
    #expect(report.objectPlaces == [place, place])
    #expect(report.findings.map(\.git?.repository) == ["other", "repo"])
    #expect(report.summary.objects == 6)
    #expect(
      report.summary.errors == [
        Report.Problem(
          path: "none",
          operation: "open",
          message: "no git repository there or above it"
        )
      ]
    )
    #expect(!report.summary.complete)
    let text = try repository.scratch.zleaks("history", "repo", "other").text
    #expect(text.contains("other: b.env:1:5: medium"))
  }

  @Test func isIncompleteWithoutARepository() throws {
    let scratch = try Scratch()
    try scratch.zleaks("history").expect(.incomplete)
      .expectError("cannot open '.': no git repository there or above it")
    try scratch.zleaks("history", "none").expect(.incomplete).expectError("cannot open 'none'")
  }

  @Test func saysThatACloneIsShallow() throws {
    try repository.commit("a.env", "nothing\n")
    try repository.git(
      ["clone", "-q", "--depth=1", "file://" + repository.path, "shallow"],
      in: repository.scratch.path
    )
    let outcome = try repository.history("shallow").expect(.clean)
    #expect(try outcome.report().summary.shallow == true)
    #expect(try outcome.report().summary.complete)
    outcome.expectError("'shallow' is a shallow clone")
    #expect(try repository.history().report().summary.shallow == nil)
  }

  @Test func isIncompleteForAPartialClone() throws {
    try repository.commit("a.env", "nothing\n")
    try repository.git("config", "uploadpack.allowFilter", "true")
    try repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try repository.git(
      ["clone", "-q", "--filter=blob:none", "file://" + repository.path, "partial"],
      in: repository.scratch.path
    )
    let partial = HistoryRepository(scratch: repository.scratch, name: "partial")
    let outcome = try partial.history().expect(.incomplete)
    outcome.expectError("cannot read 'partial': a partial clone that lacks objects")
    // One that has fetched everything since is as good as whole.
    try partial.git("fetch", "-q", "--refetch", "--no-filter")
    try partial.expectHistory([place])
  }

  @Test(arguments: [false, true]) func namesABrokenObjectAndSearchesTheRest(_ isFound: Bool) throws
  {
    let text = isFound ? "KEY=\(Fake.index)\n" : "nothing\n"
    try repository.commit("b.env", text)
    let broken = String(place.dropFirst(5).dropLast(4))
    let file = "repo/.git/objects/\(broken.prefix(2))/\(broken.dropFirst(2))"
    try FileManager.default.removeItem(atPath: repository.scratch.path(file))
    try repository.scratch.write(file, "garbage")
    let outcome = try repository.history().expect(isFound ? .findings : .incomplete)
    let report = try outcome.report()
    #expect(report.findings.count == (isFound ? 1 : 0))
    #expect(!report.summary.complete)
    #expect(report.summary.objects == 6)
    #expect(report.summary.errors.map(\.path) == [file])
    #expect(report.summary.errors.map(\.message).allSatisfy { $0.contains("object \(broken): ") })
  }

  @Test func anInterruptionLeavesAPartialReport() throws {
    // One object that takes a while, with a key in its first piece.
    try repository.scratch.write("first", "KEY=\(Fake.index)\n")
    try repository.scratch.shell(
      """
      cd repo
      (cat ../first; yes nothing | head -c 400000000) > ../big
      git -c core.compression=1 hash-object -w ../big
      rm ../big
      """
    ).expect(.clean)
    // The signal may come before the program listens or after it is done; one of them does not.
    for delay in ["0.05", "0.1", "0.2", "0.4", "0.8", "1.5", "3", "0.15", "0.3", "0.6"] {
      let outcome = try repository.scratch.shell(
        """
        (sleep \(delay); kill -TERM $$) > /dev/null 2>&1 &
        exec $zleaks history --threads 1 --format jsonl repo
        """
      )
      guard outcome.signal == 15, !outcome.output.isEmpty else { continue }
      let report = try outcome.report()
      #expect(report.summary.interrupted == true)
      #expect(!report.summary.complete)
      #expect(report.summary.bytes < 400_000_000)
      outcome.expectError("incomplete: interrupted")
      return
    }
    Issue.record("no signal came in the middle")
  }
}
