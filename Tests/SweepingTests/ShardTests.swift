import ScanModel
import Testing

@testable import Sweeping

@Suite struct ShardTests {
  private func repository(_ name: String) -> SweptRepository {
    SweptRepository(name: ContentPath(name), place: .local(workTrees: []))
  }

  @Test(arguments: ["1/1", "3/16", "16/16"])
  func readsAPart(_ text: String) throws {
    let shard = try #require(Shard(parsing: text))
    #expect("\(shard.index)/\(shard.count)" == text)
  }

  @Test(arguments: ["", "/", "0/4", "5/4", "1/0", "-1/4", "1/4/4", "1 /4", "a/b", "1/99999999999"])
  func refusesWhatIsNoPart(_ text: String) {
    #expect(Shard(parsing: text) == nil)
  }

  @Test func everyRepositoryIsInOnePart() throws {
    let shards = try (1...7).map { try #require(Shard(index: $0, count: 7)) }
    var counts = Array(repeating: 0, count: 7)
    for number in 0..<700 {
      let holding = shards.indices.filter { shards[$0].contains(repository("r\(number)")) }
      try #require(holding.count == 1)
      counts[holding[0]] += 1
    }
    #expect(counts.allSatisfy { $0 > 50 })
  }

  @Test func thePartOfANameStaysTheSame() throws {
    let shard = try #require(Shard(index: 3, count: 16))
    let held = (0..<64).filter { shard.contains(repository("/srv/git/r\($0).git")) }
    #expect(held == ShardTests.heldByThird)
  }

  /// What the third of sixteen parts has always held, computed by another program.
  private static let heldByThird = [12, 36, 38]

  private func shard(_ variables: [String: String]) throws(Shard.EnvironmentProblem) -> Shard {
    try Shard { variables[$0] }
  }

  @Test func kubernetesCountsFromZero() throws {
    let shard = try shard(["JOB_COMPLETION_INDEX": "0", "ZLEAKS_SHARDS": "16"])
    #expect(shard == Shard(index: 1, count: 16))
  }

  @Test func kubernetesDoesNotSayHowMany() {
    #expect(throws: Shard.EnvironmentProblem.variable("ZLEAKS_SHARDS")) {
      try shard(["JOB_COMPLETION_INDEX": "0"])
    }
  }

  @Test func gitLabCountsFromOne() throws {
    #expect(
      try shard(["CI_NODE_INDEX": "4", "CI_NODE_TOTAL": "4"]) == Shard(index: 4, count: 4)
    )
  }

  @Test func aGitLabJobThatIsNotParallelDoesAll() throws {
    #expect(try shard(["CI_NODE_TOTAL": "1"]) == .whole)
  }

  @Test func slurmCountsFromAnyNumberInSteps() throws {
    let shard = try shard([
      "SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_MAX": "16",
      "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_STEP": "2",
    ])
    #expect(shard == Shard(index: 3, count: 4))
  }

  @Test func aSlurmListWithGapsIsRefused() {
    #expect(throws: Shard.EnvironmentProblem.outOfRange(engine: "Slurm")) {
      try shard([
        "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "7",
        "SLURM_ARRAY_TASK_COUNT": "3",
      ])
    }
  }

  @Test func twoEnginesAreRefused() {
    #expect(throws: Shard.EnvironmentProblem.severalEngines(["Kubernetes", "GitLab"])) {
      try shard(["JOB_COMPLETION_INDEX": "0", "CI_NODE_TOTAL": "2", "CI_NODE_INDEX": "1"])
    }
  }

  @Test func noEngineIsRefused() {
    #expect(throws: Shard.EnvironmentProblem.noEngine) { try shard([:]) }
  }

  @Test(arguments: ["", "x", "-1", "99999999999999999999"])
  func whatIsNoNumberIsRefused(_ value: String) {
    #expect(throws: Shard.EnvironmentProblem.variable("JOB_COMPLETION_INDEX")) {
      try shard(["JOB_COMPLETION_INDEX": value, "ZLEAKS_SHARDS": "2"])
    }
  }
}
