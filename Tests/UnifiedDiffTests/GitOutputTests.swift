import ScanModel
import Testing

@testable import UnifiedDiff

/// Reads what commands of git other than `git diff` write.
@Suite struct GitOutputTests {
  /// A repository whose last commit is a merge with content of its own.
  private static func makeMerge(_ branches: [String] = ["left", "right"]) throws -> GitRepository {
    let repository = try GitRepository()
    try repository.write("f", "top\n\n\n\nend\n")
    try repository.commit("base")
    for (index, branch) in branches.enumerated() {
      try repository.git(["checkout", "-q", "-b", branch, "main"])
      try repository.write("f", "top\n\n\(branch)\n\nend\nend \(index)\n")
      try repository.commit(branch)
    }
    try repository.git(["merge", "-q", "--no-commit", "-s", "ours"] + branches.dropLast())
    try repository.write("f", "top\n\nmerged\n\nend\nend 0\nlast")
    try repository.write("sp ace", "new in the merge\n")
    try repository.commit("a merge\n\nwith a body")
    return repository
  }

  @Test(arguments: [["--cc"], ["-c"], ["--cc", "--color=always"], ["-c", "--combined-all-paths"]])
  func mergeAddsWhatAParentLacks(options: [String]) throws {
    let recorder = Recorder(try Self.makeMerge().git(["show"] + options))
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.path?.text) == ["f", "sp ace"])
    #expect(recorder.files.map(\.kind) == [.modified, .added])
    #expect(
      recorder.added == ["f:3:merged", "f:6:end 0", "f:7:last", "sp ace:1:new in the merge"]
    )
    #expect(Set(recorder.removed) == ["f:3:left", "f:3:right", "f:6:end 1"])
    #expect(recorder.context == ["f:1:top", "f:2:", "f:4:", "f:5:end"])
    #expect(recorder.text.contains("    with a body"))
  }

  @Test func mergeOfThreeHasThreeColumns() throws {
    let recorder = Recorder(try Self.makeMerge(["x", "y", "z"]).git(["show", "--cc"]))
    #expect(recorder.problems.isEmpty)
    #expect(
      recorder.added == ["f:3:merged", "f:6:end 0", "f:7:last", "sp ace:1:new in the merge"]
    )
    #expect(Set(recorder.removed) == ["f:3:x", "f:3:y", "f:3:z", "f:6:end 1", "f:6:end 2"])
  }

  @Test func mailsOfPatchesHaveMessagesAndSignatures() throws {
    let repository = try GitRepository()
    try repository.write("f", "-\n")
    try repository.commit("zero")
    for number in 1...3 {
      try repository.write("f", String(repeating: "-- \n", count: number))
      try repository.commit("subject \(number)\n\nbody \(number)\n--- f\nnot a patch")
    }
    let mails = try repository.git(["format-patch", "-3", "--stdout"])
    let recorder = Recorder(mails)
    #expect(recorder.problems.isEmpty)
    #expect(recorder.added == ["f:1:-- ", "f:2:-- ", "f:3:-- "])
    #expect(recorder.removed == ["f:1:-"])
    for number in 1...3 { #expect(recorder.text.contains("body \(number)")) }
    #expect(recorder.text.filter { $0 == "-- " }.count == 3)
    #expect(recorder.text.filter { $0 == "--- f" }.count == 3)
    let log = Recorder(try repository.git(["log", "-p", "-3"]))
    #expect(log.problems.isEmpty)
    #expect(log.added == ["f:3:-- ", "f:2:-- ", "f:1:-- "])
    #expect(log.text.contains("    body 2"))
  }

  @Test func patchWithCarriageReturnsIsRead() throws {
    let repository = try GitRepository()
    try repository.write("f", "one\n\ntwo\n")
    try repository.commit("one")
    try repository.write("f", "one\n\nTWO")
    let patch = try repository.git(["diff"])
    let windows = patch.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    let recorder = Recorder(windows)
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.newPath?.text) == ["f"])
    #expect(recorder.added == ["f:3:TWO\r"])
    #expect(recorder.removed == ["f:3:two\r"])
    #expect(recorder.context == ["f:1:one\r", "f:2:\r"])
  }

  @Test func modesLinksAndSubmodulesAreTold() throws {
    let repository = try GitRepository()
    try repository.write("mode", "x\n")
    try repository.write("link", "link\n")
    try repository.write("gone", "x\n")
    try repository.write("bin", "\0")
    try repository.commit("one")
    try repository.git(["update-index", "--chmod=+x", "mode"])
    try repository.git(["rm", "-q", "--cached", "gone"])
    try repository.git([
      "update-index", "--add", "--cacheinfo",
      "160000,0123456789012345678901234567890123456789,sub",
    ])
    try repository.write("bin", "\0\0")
    try repository.git(["add", "bin"])
    try repository.git(["mv", "link", "moved"])
    let recorder = Recorder(try repository.git(["diff", "--cached", "-M"]))
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.path?.text) == ["bin", "gone", "mode", "moved", "sub"])
    #expect(recorder.files.map(\.kind) == [.modified, .deleted, .modeChanged, .renamed, .added])
    #expect(recorder.files.map(\.content) == [.binary, .lines, .none, .none, .submodule])
    #expect(recorder.files.map(\.oldPath?.text) == ["bin", "gone", "mode", "link", nil])
    #expect(recorder.files.map(\.newPath?.text) == ["bin", nil, "mode", "moved", "sub"])
    #expect(
      recorder.added == ["sub:1:Subproject commit 0123456789012345678901234567890123456789"]
    )
  }

  @Test func binaryPatchIsPassedOver() throws {
    var generator = SplitMix64(seed: 5)
    let repository = try GitRepository()
    try repository.write(Array("bin".utf8), [0])
    try repository.write("z", "z\n")
    try repository.commit("one")
    let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try repository.write(Array("bin".utf8), [0] + noise)
    try repository.write("z", "z\ny\n")
    let recorder = Recorder(try repository.git(["diff", "--binary"]))
    #expect(recorder.problems.isEmpty)
    #expect(recorder.files.map(\.content) == [.binary, .lines])
    #expect(recorder.added == ["z:2:y"])
    #expect(recorder.text == [])
  }
}
