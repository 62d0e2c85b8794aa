import GitObjects
import Posix
import ScanModel

/// What real git says of a repository, to hold answers against.
struct GitCounter {
  private let program: [UInt8]
  private let directory: [UInt8]

  /// Finds git.
  init(_ location: RepositoryLocation) throws(BenchFailure) {
    guard
      let program = ChildCommand.locate(
        "git",
        inPath: Process.environmentBytes("PATH") ?? Array("/usr/bin:/bin".utf8)
      )
    else { throw BenchFailure(message: "cannot find 'git' in PATH\n") }
    self.program = program
    directory = location.gitDirectory
  }

  /// The number of objects.
  func objectCount() throws(BenchFailure) -> Int {
    var count = 0
    try forEachLine(["cat-file", "--batch-all-objects", "--batch-check", "--unordered"]) { _ in
      count += 1
    }
    return count
  }

  /// All blobs, in the order of their names.
  func blobs() throws(BenchFailure) -> [ObjectID] {
    var blobs: [ObjectID] = []
    let blob = Array(" blob".utf8)
    try forEachLine([
      "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)",
    ]) { line in
      guard line.hasSuffix(blob) else { return }
      let name = line.extracting(0..<line.count - blob.count)
      if let blob = ObjectID(hexadecimal: name) { blobs.append(blob) }
    }
    return blobs
  }

  /// The blobs that references lead to, each with a path that it has had.
  func reachableBlobs() throws(BenchFailure) -> [ObjectID: ContentPath] {
    var blobs: [ObjectID: ContentPath] = [:]
    try forEachLine(["rev-list", "--objects", "--all", "--missing=allow-any"]) { line in
      guard let space = line.indices.first(where: { line[$0] == UInt8(ascii: " ") }),
        let name = ObjectID(hexadecimal: line.extracting(0..<space))
      else { return }
      let path = line.extracting(space + 1..<line.count)
      blobs[name] = ContentPath(path.indices.map { path[$0] })
    }
    return blobs
  }

  /// The objects at paths of commits.
  func objects(
    at places: [(commit: ObjectID, path: ContentPath)]
  ) throws(BenchFailure) -> [ObjectID] {
    guard !places.isEmpty else { return [] }
    var objects: [ObjectID] = []
    let arguments = places.map { Array("\($0.commit):".utf8) + $0.path.bytes }
    try forEachLine([Array("rev-parse".utf8)] + arguments) { line in
      if let object = ObjectID(hexadecimal: line) { objects.append(object) }
    }
    return objects
  }

  private func forEachLine(
    _ arguments: [String],
    _ body: (Span<UInt8>) -> Void
  ) throws(BenchFailure) {
    try forEachLine(arguments.map { Array($0.utf8) }, body)
  }

  private func forEachLine(
    _ arguments: [[UInt8]],
    _ body: (Span<UInt8>) -> Void
  ) throws(BenchFailure) {
    let command = ChildCommand(
      program: program,
      arguments: [Array("--git-dir".utf8), directory] + arguments,
      environment: Process.environment
    )
    var line: [UInt8] = []
    let result: ChildResult
    do throws(ChildError) {
      result = try command.run { piece in
        for index in piece.indices {
          guard piece[index] == UInt8(ascii: "\n") else {
            line.append(piece[index])
            continue
          }
          body(line.span)
          line.removeAll(keepingCapacity: true)
        }
        return true
      }
    } catch {
      throw BenchFailure(message: "cannot run git: \(error)\n")
    }
    try BenchFailure.check(result.ending == .exited(0), "git ended with \(result.ending)")
  }
}

extension Span<UInt8> {
  /// Whether the bytes end with these.
  fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
    guard count >= suffix.count else { return false }
    return suffix.indices.allSatisfy { self[count - suffix.count + $0] == suffix[$0] }
  }
}
