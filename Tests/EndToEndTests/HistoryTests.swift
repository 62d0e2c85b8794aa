import Foundation
import TestSupport
import Testing

/// `zleaks history`: every place where a repository can keep a key.
@Suite struct HistoryTests {
  private let repository: HistoryRepository

  init() throws {
    repository = try HistoryRepository()
    try repository.commit("readme", "nothing\n")
  }

  private let line = "KEY=\(Fake.query)\n"

  @Test func findsAKeyInADroppedCommit() throws {
    let blob = try repository.commit("a.env", line)
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try repository.expectHistory(["blob \(blob):1:5"])
  }

  @Test func findsAKeyInAnAmendedCommit() throws {
    let blob = try repository.commit("a.env", line)
    try repository.scratch.write("repo/a.env", "nothing\n")
    try repository.git("commit", "-q", "--amend", "-a", "-m", "better")
    try repository.expectHistory(["blob \(blob):1:5"])
  }

  @Test func findsAKeyInAStash() throws {
    try repository.scratch.write("repo/readme", line)
    try repository.git("stash")
    let blob = try repository.git(["rev-parse", "stash:readme"])
    try repository.git("stash", "drop", "-q")
    try repository.expectHistory(["blob \(blob):1:5"])
  }

  @Test func findsAKeyInANote() throws {
    try repository.git("notes", "add", "-m", "the key \(Fake.query)")
    let head = try repository.git(["rev-parse", "HEAD"])
    let blob = try repository.git(["rev-parse", "refs/notes/commits:\(head)"])
    try repository.expectHistory(["blob \(blob):1:9"])
  }

  @Test func findsAKeyInADanglingBlob() throws {
    let blob = try repository.git(["hash-object", "-w", "--stdin"], input: line)
    try repository.expectHistory(["blob \(blob):1:5"])
  }

  @Test func findsAKeyThatWasStagedAndTakenBack() throws {
    try repository.scratch.write("repo/a.env", line)
    try repository.git("add", "a.env")
    let blob = try repository.git(["rev-parse", ":a.env"])
    try repository.git("rm", "-q", "--cached", "a.env")
    try FileManager.default.removeItem(atPath: repository.path + "/a.env")
    try repository.expectHistory(["blob \(blob):1:5"])
  }

  @Test func findsAKeyInMessages() throws {
    try repository.git("commit", "-q", "--allow-empty", "-m", "key \(Fake.query)")
    let commit = try repository.git(["rev-parse", "HEAD"])
    try repository.git("tag", "-a", "-m", "tagged \(Fake.index)", "v1")
    let tag = try repository.git(["rev-parse", "v1"])
    let report = try repository.history().expect(.findings).report()
    #expect(report.objectPlaces == ["commit \(commit):6:5", "tag \(tag):6:8"])
    #expect(report.findings.map(\.git?.object) == ["commit", "tag"])
    #expect(report.findings.map(\.git?.blob) == [commit, tag])
  }

  /// The ways to keep objects.
  enum Shape: CaseIterable, Sendable {
    case loose, packed, both, manyPacks
  }

  @Test(arguments: Shape.allCases, ["sha1", "sha256"])
  func findsEachObjectOnce(_ shape: Shape, _ format: String) throws {
    let repository = try HistoryRepository("--object-format=\(format)")
    var places: [String] = []
    for version in 0..<6 {
      let text = String(repeating: "line\n", count: 100) + "\(version) \(Fake.query)\n"
      places.append("blob \(try repository.commit("a.env", text)):101:3")
      if shape == .manyPacks { try repository.git("repack", "-q") }
    }
    switch shape {
    case .loose, .manyPacks: break
    case .packed: try repository.git("repack", "-q", "-a", "-d", "-f")
    case .both: try repository.git("repack", "-q", "-a")
    }
    try repository.expectHistory(places)
  }

  @Test func findsAKeyInABigBlob() throws {
    // More than is made in memory at once; alone, so that it is no delta.
    let text = String(repeating: "nothing to see here\n", count: 2_000_000) + line
    let blob = try repository.commit("big", text)
    try repository.git("repack", "-q", "-a", "-d")
    try repository.expectHistory(["blob \(blob):2000001:5"])
  }

  @Test func theSameBytesForAnyNumberOfThreads() throws {
    for version in 0..<40 {
      try repository.scratch.write("repo/d\(version % 5)/\(version)", "\(version) \(line)")
    }
    try repository.git("add", "-A")
    try repository.git("commit", "-q", "-m", "many")
    try repository.git("repack", "-q", "-a", "-d")
    try repository.git("hash-object", "-w", "readme")
    func run(_ threads: String) throws -> String {
      try repository.history("--threads", threads, "repo", "none").expect(.findings).text
        .replacing(#/"seconds":[0-9.]+/#, with: "")
    }
    let one = try run("1")
    #expect(one.split(separator: "\n").count == 41)
    for threads in ["2", "7", "2"] { #expect(try run(threads) == one) }
  }

  @Test func heedsAllowMarks() throws {
    let blob = try repository.commit("a.env", "KEY=\(Fake.query) # zleaks:allow a test's\n")
    let report = try repository.history().expect(.clean).report()
    #expect(report.summary.suppressed == 1)
    #expect(
      try repository.history("--no-ignore", "repo").report().objectPlaces == ["blob \(blob):1:5"]
    )
  }

  @Test func showsProgressWhenAsked() throws {
    let outcome = try repository.history("--progress", "always", "repo")
    outcome.expect(.clean)
  }
}
