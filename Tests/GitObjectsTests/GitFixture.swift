import Foundation
import GitObjects
import ScanModel
import Synchronization
import TestSupport
import Testing

/// An object as a test sees it.
struct TestObject: Equatable, Sendable {
  var type: ObjectType
  var bytes: [UInt8]
}

/// A repository in a scratch directory, and what the real git says of it.
struct GitFixture {
  /// Holds everything.
  let scratch: Scratch

  /// The work tree's or bare repository's absolute path.
  let path: String

  /// Makes an empty repository.
  init(_ options: String...) throws {
    scratch = try Scratch()
    path = scratch.path("repository")
    try git(["init", "-q", "-b", "main"] + options + [path], in: scratch.path)
  }

  /// Names a repository that is there.
  init(scratch: Scratch, path: String) {
    self.scratch = scratch
    self.path = path
  }

  /// Runs git, which must succeed.
  @discardableResult
  func git(_ arguments: [String], in directory: String? = nil, input: [UInt8] = []) throws
    -> [UInt8]
  {
    let outcome = try Command.run(
      ["git", "-c", "protocol.file.allow=always", "-c", "gc.auto=0"] + arguments,
      in: directory ?? path,
      environment: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "HOME": scratch.path, "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_AUTHOR_DATE": "1700000000 +0000",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_COMMITTER_DATE": "1700000000 +0000",
      ],
      input: input
    )
    try #require(outcome.status == 0, "git \(arguments): \(outcome.errorText)")
    return outcome.output
  }

  /// Runs git, whose output is one line.
  func gitLine(_ arguments: [String]) throws -> String {
    String(decoding: try git(arguments), as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  func write(_ file: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path + "/" + file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
  }

  func write(_ file: String, _ text: String) throws { try write(file, Array(text.utf8)) }

  /// Commits `count` versions of a few files that grow and change, each a little.
  func commitVersions(_ count: Int, seed: UInt64 = 1) throws {
    var random = SplitMix64(seed: seed)
    var lines = (0..<200).map { "line \($0) \(random.next())" }
    for version in 0..<count {
      lines[Int(random.next() % UInt64(lines.count))] = "version \(version) \(random.next())"
      lines.append("more \(random.next())")
      try write("notes.txt", lines.joined(separator: "\n"))
      try write("src/part-\(version % 3).txt", lines.prefix(120).joined(separator: "\n"))
      try git(["add", "-A"])
      try git(["commit", "-q", "-m", "version \(version)"])
    }
  }

  /// Every object, as `git cat-file --batch-all-objects --batch` says.
  func objects() throws -> [ObjectID: TestObject] {
    let output = try git(["cat-file", "--batch-all-objects", "--batch"])
    var objects: [ObjectID: TestObject] = [:]
    var offset = 0
    while offset < output.count {
      let end = try #require(output[offset...].firstIndex(of: UInt8(ascii: "\n")))
      let header = String(decoding: output[offset..<end], as: UTF8.self).split(separator: " ")
      let name = try #require(ObjectID(parsing: String(header[0])))
      let type = try #require(ObjectType(rawValue: String(header[1])))
      let byteCount = try #require(Int(header[2]))
      let start = end + 1
      objects[name] = TestObject(type: type, bytes: Array(output[start..<start + byteCount]))
      offset = start + byteCount + 1
    }
    return objects
  }

  var location: RepositoryLocation {
    get throws { try RepositoryLocation(containing: Array(path.utf8)) }
  }

  /// Sweeps the repository.
  func sweep(_ change: (inout SweepOptions) -> Void = { _ in }) throws -> SweepOutcome {
    try SweepOutcome(ObjectStore(try location), change)
  }
}

/// What a sweep has shown.
struct SweepOutcome {
  var objects: [ObjectID: TestObject] = [:]
  /// How often an object was shown again.
  var repeatCount = 0
  var failures: [ObjectProblem] = []
  var pieceCount = 0
  let problems: [ObjectProblem]
  let objectCount: Int
  let progressCount: Int

  init(_ store: ObjectStore, _ change: (inout SweepOptions) -> Void = { _ in }) throws {
    var options = SweepOptions(threadCount: 2)
    options.types = Set(ObjectType.allCases)
    change(&options)
    let sweep = ObjectSweep(store, options: options)
    let progress = SweepProgress()
    let collected = Mutex<[Collector]>([])
    try sweep.run(
      progress: progress,
      makeVisitor: { Collector() },
      finish: { visitor in
        let visitor = visitor
        collected.withLock { $0.append(visitor) }
      }
    )
    objectCount = sweep.objectCount
    problems = sweep.problems
    progressCount = progress.objectCount
    for visitor in collected.withLock({ $0 }) {
      for (name, object) in visitor.objects where objects.updateValue(object, forKey: name) != nil {
        repeatCount += 1
      }
      repeatCount += visitor.repeatCount
      failures += visitor.failures
      pieceCount += visitor.pieceCount
    }
  }

  /// The names of the objects that failed.
  var failedNames: Set<ObjectID> { Set(failures.compactMap(\.objectID)) }
}

/// Keeps everything it is shown.
struct Collector: ObjectVisitor {
  var objects: [ObjectID: TestObject] = [:]
  var repeatCount = 0
  var failures: [ObjectProblem] = []
  var pieceCount = 0
  private var pieces: [UInt8] = []

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    let object = TestObject(type: type, bytes: bytes.indices.map { bytes[$0] })
    if objects.updateValue(object, forKey: name()) != nil { repeatCount += 1 }
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {
    if piece.offset == 0 { pieces = [] }
    guard piece.offset == pieces.count else { return }
    pieceCount += 1
    pieces += bytes.indices.map { bytes[$0] }
    guard piece.isLast, pieces.count == piece.objectByteCount else { return }
    let object = TestObject(type: piece.type, bytes: pieces)
    if objects.updateValue(object, forKey: piece.name) != nil { repeatCount += 1 }
  }

  mutating func fail(_ problem: ObjectProblem) { failures.append(problem) }
}
