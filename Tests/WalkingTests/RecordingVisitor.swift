import Posix
import ScanModel
import Synchronization

@testable import Walking

/// A visitor that notes what it is given.
struct RecordingVisitor: TreeVisitor {
  var coverage = Coverage()

  /// What has been visited.
  var record = WalkRecord()

  /// Called in each visit, before the file is read.
  let onVisit: @Sendable (String) -> Void

  mutating func visit(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    path: () -> ContentPath
  ) {
    let path = path()
    onVisit(path.text)
    do throws(SystemError) {
      let bytes = try file.readToEnd(maximumByteCount: 1 << 16)
      record.files.append(WalkRecord.File(path: path, bytes: bytes))
      coverage.fileCount += 1
      coverage.byteCount += bytes.count
    } catch {
      coverage.addProblem(ScanProblem(path: path, operation: .read, cause: error.description))
    }
  }

  mutating func mayHoldKey(_ names: Span<UInt8>) -> Bool {
    let bytes = names.indices.map { names[$0] }
    return bytes.indices.contains { bytes[$0...].starts(with: "needle".utf8) }
  }

  mutating func visitName(of path: ContentPath, from start: Int) {
    record.names.append(ContentPath(Array(path.bytes[start...])))
  }
}

/// What the visitors of a walk have noted.
struct WalkRecord: Sendable {
  /// A file that was visited.
  struct File: Sendable {
    let path: ContentPath
    let bytes: [UInt8]
  }

  /// The files, as often as they were visited, in order of path.
  var files: [File] = []

  /// The last parts of the paths that were visited for their names.
  var names: [ContentPath] = []

  /// What all visitors and the walk itself say.
  var coverage = Coverage()

  /// The files' paths, as often as they were visited, in order.
  var paths: [String] { files.map(\.path.text) }

  /// The problems, as sentences.
  var problems: [String] { coverage.problems.map(\.description) }
}

/// Walks `paths` and notes what is met.
func recordWalk(
  _ paths: [[UInt8]],
  filter: PathFilter? = nil,
  gitIgnore: GitIgnoreContext? = nil,
  threadCount: Int? = 2,
  onVisit: @escaping @Sendable (String) -> Void = { _ in }
) throws -> WalkRecord {
  let results = Mutex(WalkRecord())
  let options = WalkOptions(
    filter: try filter ?? PathFilter(excludes: [], includes: []),
    gitIgnore: gitIgnore,
    threadCount: threadCount
  )
  let coverage = DirectoryWalker(options).walk(
    paths,
    makeVisitor: { RecordingVisitor(onVisit: onVisit) },
    finish: { visitor in
      results.withLock {
        $0.files += visitor.record.files
        $0.names += visitor.record.names
        $0.coverage.merge(visitor.coverage)
      }
    },
    tick: { _ in }
  )
  return results.withLock { record in
    record.coverage.merge(coverage)
    record.files.sort { $0.path < $1.path }
    record.names.sort()
    return record
  }
}

/// Walks `paths`, given as text, and notes what is met.
func recordWalk(
  _ paths: String...,
  excludes: [String] = [],
  includes: [String] = [],
  gitIgnore: GitIgnoreContext? = nil,
  threadCount: Int? = 2,
  onVisit: @escaping @Sendable (String) -> Void = { _ in }
) throws -> WalkRecord {
  let filter = try PathFilter(
    excludes: excludes.map { Array($0.utf8) },
    includes: includes.map { Array($0.utf8) }
  )
  return try recordWalk(
    paths.map { Array($0.utf8) },
    filter: filter,
    gitIgnore: gitIgnore,
    threadCount: threadCount,
    onVisit: onVisit
  )
}
