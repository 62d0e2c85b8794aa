import ScanModel
import TestSupport
import Testing

@testable import GitObjects

@Suite struct ReferencesTests {
  private static let digits = String(repeating: "12", count: 20)

  private func references(
    _ fixture: PackFixture,
    maximumCount: Int = 10
  ) throws -> References {
    References(try fixture.store.location, lookingFor: [], maximumCount: maximumCount)
  }

  @Test(arguments: [2, 3]) func readsNoMorePackedReferencesThanItMay(_ count: Int) throws {
    let fixture = try PackFixture()
    let lines = (0..<count).map { "\(Self.digits) refs/heads/\($0)\n" }.joined()
    try fixture.scratch.write("packed-refs", lines)
    let references = try references(fixture, maximumCount: 2)
    #expect(references.references.map(\.name) == ["refs/heads/0", "refs/heads/1"])
    let path = ContentPath(fixture.scratch.path + "/packed-refs")
    let problem = ObjectProblem(path: path, cause: .tooManyReferences(maximumCount: 2))
    #expect(references.problems == (count == 3 ? [problem] : []))
    #expect(problem.causeText == "there are more than 2 references and logs")
  }

  @Test func readsNoMoreFilesThanItMay() throws {
    let fixture = try PackFixture()
    for number in 0..<5 { try fixture.scratch.write("refs/heads/\(number)", Self.digits + "\n") }
    let references = try references(fixture, maximumCount: 4)
    #expect(references.references.count == 2)
    #expect(references.problems.map(\.cause) == [.tooManyReferences(maximumCount: 4)])
  }

  @Test func readsNoMoreObjectsOfLogsThanItMay() throws {
    let fixture = try PackFixture()
    let names = (1...9).map { String(repeating: "\($0)", count: 40) }
    let lines = zip(names, names.dropFirst()).map { "\($0) \($1) a <a> 0 +0000\tm\n" }.joined()
    try fixture.scratch.write("logs/HEAD", lines)
    let references = try references(fixture, maximumCount: 5)
    #expect(references.holdings.count == 5)
    #expect(references.problems.map(\.cause) == [.tooManyReferences(maximumCount: 5)])
  }

  @Test func namesWhatCannotBeReadAsWhatItIs() throws {
    let fixture = try PackFixture()
    try fixture.scratch.write("refs/heads/good", Self.digits + "\n")
    try fixture.scratch.write("index", "DIRC is no index")
    _ = try Command.run(["mkfifo", fixture.scratch.path("refs/heads/pipe")])
    let references = try references(fixture)
    #expect(references.references.map(\.name) == ["refs/heads/good"])
    #expect(
      Set(references.problems.map { "\($0)" }) == [
        "cannot read '\(fixture.scratch.path)/refs/heads/pipe': it is not a regular file",
        "cannot read '\(fixture.scratch.path)/index': it does not have the form of such a file",
      ]
    )
  }
}
