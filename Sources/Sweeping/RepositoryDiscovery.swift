internal import GitObjects
package import Posix
package import ScanModel

/// Finds repositories below directories by what lies where, without running anything in them.
///
/// A work tree, a bare repository, a submodule's git directory and a linked work tree are told by
/// `HEAD`, `objects`, `refs` and `.git`. Hidden directories are searched too; links are not
/// followed, but for a `.git` that is one. Work trees of one repository are one repository.
package struct RepositoryDiscovery {
  /// What could not be searched.
  package private(set) var problems: [ScanProblem] = []

  private var groups: [Key: [Candidate]] = [:]

  private let hidden: (ContentPath) -> ContentPath

  /// Starts with nothing found.
  ///
  /// - Parameter hidden: Takes keys out of a path that is to be shown.
  package init(hidingKeys hidden: @escaping (ContentPath) -> ContentPath = { $0 }) {
    self.hidden = hidden
  }

  /// What makes two places one repository.
  private enum Key: Hashable {
    case directory(FileIdentity)
    case path([UInt8])
  }

  private struct Candidate {
    /// What reports call it.
    let path: [UInt8]
    let kind: Kind
  }

  /// What a place is to its repository, the best one to name it by first.
  private enum Kind: Int {
    case workTree
    case submodule
    case bare
    case linkedWorkTree
  }

  /// The repositories found, each once, in the order of their names.
  package var repositories: [SweptRepository] {
    groups.values.compactMap { candidates in
      let sorted = candidates.sorted { left, right in
        left.kind == right.kind
          ? left.path.lexicographicallyPrecedes(right.path)
          : left.kind.rawValue < right.kind.rawValue
      }
      guard let name = sorted.first?.path else { return nil }
      let workTrees = Set(sorted.lazy.filter { $0.kind != .bare }.map(\.path))
      return SweptRepository(
        name: ContentPath(name),
        place: .local(workTrees: workTrees.sorted { $0.lexicographicallyPrecedes($1) }),
        hidingKeys: hidden
      )
    }.sorted { $0.name < $1.name }
  }

  /// Searches a directory and everything below it.
  ///
  /// - Returns: How many places of repositories it holds, or why it cannot be searched.
  package mutating func search(_ path: [UInt8]) -> Result<Int, SystemError> {
    let start = Self.trimmed(path)
    var count = 0
    var waiting = [start]
    while let directory = waiting.popLast() {
      guard Interrupt.caught == nil else { break }
      do throws(SystemError) {
        // What the user names may be a link; what is found may not.
        let names = try DirectoryTree.names(in: directory, followsLink: directory == start)
        waiting += inspect(directory, names, count: &count).reversed()
      } catch {
        if directory == start { return .failure(error) }
        problems.append(
          ScanProblem(
            path: hidden(ContentPath(directory)),
            operation: .list,
            cause: error.description
          )
        )
      }
    }
    return .success(count)
  }

  /// Notes what the directory is; returns the directories in it that are to be searched.
  private mutating func inspect(
    _ directory: [UInt8],
    _ names: [(name: [UInt8], kind: FileKind)],
    count: inout Int
  ) -> [[UInt8]] {
    func has(_ name: String, _ kind: FileKind? = nil) -> Bool {
      names.contains { $0.name.elementsEqual(name.utf8) && (kind == nil || $0.kind == kind) }
    }
    let isGitDirectory =
      has("objects", .directory) && (has("refs", .directory) || has("packed-refs"))
      && (has("HEAD") || has("config") || has("packed-refs"))
    if isGitDirectory {
      count += 1
      addGitDirectory(directory)
    } else if has(".git", .regular) || has(".git", .symbolicLink) {
      count += addLinkedWorkTree(directory) ? 1 : 0
    }
    return names.compactMap { name, kind in
      guard kind == .directory else { return nil }
      // Nothing but git's own data, millions of files of it, lies there.
      if isGitDirectory,
        ["objects", "refs", "logs"].contains(where: { name.elementsEqual($0.utf8) })
      {
        return nil
      }
      return Self.joined(directory, name)
    }
  }

  private mutating func addGitDirectory(_ directory: [UInt8]) {
    let location = Self.location(directory)
    let key: Key = location.flatMap(Self.identity).map(Key.directory) ?? .path(directory)
    let suffix = Array("/.git".utf8)
    let isInside = directory.suffix(suffix.count).elementsEqual(suffix)
    if isInside || directory == Array(".git".utf8) {
      let parent = isInside ? Array(directory.dropLast(suffix.count)) : [UInt8(ascii: ".")]
      let top = parent.isEmpty ? [UInt8(ascii: "/")] : parent
      groups[key, default: []].append(Candidate(path: top, kind: .workTree))
    } else {
      groups[key, default: []].append(Candidate(path: directory, kind: .bare))
    }
  }

  /// Notes a directory with a `.git` that is a file or a link.
  private mutating func addLinkedWorkTree(_ directory: [UInt8]) -> Bool {
    let link = Self.joined(directory, Array(".git".utf8))
    let location: RepositoryLocation
    do throws(RepositoryError) {
      location = try RepositoryLocation(containing: link)
    } catch {
      // Some other file of that name is nothing; one that leads nowhere is a repository that is
      // gone, and whoever searches it will say so.
      if case .notFound = error { return false }
      groups[.path(directory), default: []].append(
        Candidate(path: directory, kind: .linkedWorkTree)
      )
      return true
    }
    // A link to a directory that is none: what lies above it is not meant.
    guard !location.gitDirectory.starts(with: link + Array("/..".utf8)) else { return false }
    let key: Key = Self.identity(location).map(Key.directory) ?? .path(directory)
    let isOwn = location.gitDirectory == location.commonDirectory
    groups[key, default: []].append(
      Candidate(path: directory, kind: isOwn ? .submodule : .linkedWorkTree)
    )
    return true
  }

  /// The repository that a git directory is; `nil` if it is broken.
  private static func location(_ directory: [UInt8]) -> RepositoryLocation? {
    guard let location = try? RepositoryLocation(containing: directory),
      location.gitDirectory == directory
    else { return nil }
    return location
  }

  private static func identity(_ location: RepositoryLocation) -> FileIdentity? {
    // A directory that cannot be looked at is known by its name.
    (try? FileStatus.of(location.commonDirectory))?.identity
  }

  /// A path without slashes at its end and `./` at its start.
  static func trimmed(_ path: [UInt8]) -> [UInt8] {
    var path = path[...]
    while path.count > 1, path.last == UInt8(ascii: "/") { path = path.dropLast() }
    while path.count > 2, path.starts(with: "./".utf8) { path = path.dropFirst(2) }
    return Array(path)
  }

  private static func joined(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] {
    if directory == [UInt8(ascii: ".")] { return name }
    let slash = UInt8(ascii: "/")
    return directory == [slash] ? directory + name : directory + [slash] + name
  }
}
