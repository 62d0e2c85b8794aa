internal import Posix
internal import ScanModel

/// The object directories of a database: its own, and those that it borrows from, each once.
struct ObjectDirectories {
  /// The directories, the database's own first.
  private(set) var paths: [[UInt8]] = []

  /// What could not be used.
  private(set) var problems: [ObjectProblem] = []

  /// How many directories are followed at most.
  static let maximumCount = 1_000

  private static let maximumListByteCount = 16 << 20

  /// Finds the directories of the repository at `location`.
  init(_ location: RepositoryLocation) {
    var seen: Set<FileIdentity> = []
    var waiting = [(location.objectDirectory, namedBy: location.objectDirectory)]
    waiting += location.alternateDirectories.map { ($0, namedBy: $0) }
    var next = 0
    while next < waiting.count {
      let (path, source) = waiting[next]
      next += 1
      guard let status = try? FileStatus.of(path), status.kind == .directory else {
        add(.alternates(.notADirectory), at: path)
        continue
      }
      guard seen.insert(status.identity).inserted else { continue }
      guard paths.count < Self.maximumCount else {
        add(.tooManyAlternates(maximumCount: Self.maximumCount), at: source)
        return
      }
      paths.append(path)
      waiting += alternates(of: path).map { ($0, namedBy: path) }
    }
  }

  /// The directories that one names in its own list.
  private mutating func alternates(of directory: [UInt8]) -> [[UInt8]] {
    let path = directory + Array("/info/alternates".utf8)
    do throws(ControlFileProblem) {
      let list = try GitFile.read(path, maximumByteCount: Self.maximumListByteCount) ?? []
      return AlternateList.paths(list, separator: UInt8(ascii: "\n")).map {
        GitFile.resolve($0, from: directory)
      }
    } catch {
      add(.alternates(error), at: path)
      return []
    }
  }

  private mutating func add(_ cause: ObjectProblem.Cause, at path: [UInt8]) {
    problems.append(ObjectProblem(path: ContentPath(path), cause: cause))
  }
}
