import TestSupport
import Testing

@testable import Sweeping

/// When a repository counts as changed.
@Suite struct RepositoryStateTests {
  private let scratch: Scratch
  private static let object = "objects/ab/cdef0123456789abcdef0123456789abcdef01"

  init() throws {
    scratch = try Scratch()
    try scratch.write("HEAD", "ref: refs/heads/main\n")
    try scratch.write("config", "")
    try scratch.write("refs/heads/main", String(repeating: "1", count: 40) + "\n")
    try scratch.write(Self.object, "x")
    try scratch.write("objects/info/commit-graph", "x")
  }

  private func state() throws -> RepositoryState {
    try #require(RepositoryState(path: Array(scratch.path.utf8), workTrees: []))
  }

  @Test func whatIsAsItWasIsTheSame() throws {
    #expect(try state() == state())
  }

  @Test(arguments: [
    "objects/ab/cdef0123456789abcdef0123456789abcdef02",
    "objects/ac/cdef0123456789abcdef0123456789abcdef01", "objects/info/packs", "objects/ab/other",
  ])
  func everyFileMoreIsAnotherState(_ name: String) throws {
    let before = try state()
    try scratch.write(name, "x")
    #expect(try state().objects != before.objects)
    #expect(try state().references == before.references)
  }

  @Test func aReferenceThatMovesIsAnotherState() throws {
    let before = try state()
    try scratch.write("refs/heads/main", String(repeating: "2", count: 40) + "\n")
    #expect(try state().references != before.references)
  }

  @Test func sizesCountButOfLooseObjectsWhichNamesTellOf() throws {
    let before = try state()
    try scratch.write(Self.object, "xy")
    #expect(try state() == before)
    try scratch.write("objects/info/commit-graph", "xy")
    #expect(try state() != before)
  }
}
