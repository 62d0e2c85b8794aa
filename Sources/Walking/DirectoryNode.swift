internal import ScanModel

/// A directory that is to be listed.
final class DirectoryNode: Sendable {
  /// The path as it is shown: as the argument was given, without a leading `./`; empty for `.`.
  let path: [UInt8]

  /// How many of `path`'s bytes come before what lies below the argument, its `/` included.
  let rootByteCount: Int

  /// Whether the directory is an argument itself, so that a link to it is followed.
  let isRoot: Bool

  /// What git ignores in it; `nil` where nothing is.
  let ignore: GitIgnoreScope?

  /// What all repositories of the walk share; `nil` if what git ignores is read too.
  private let ignoreContext: GitIgnoreContext?

  /// Makes the node of an argument.
  init(root path: [UInt8], ignoreContext: GitIgnoreContext?) {
    self.path = path
    self.ignoreContext = ignoreContext
    ignore = ignoreContext.flatMap { context in
      GitIgnoreScope.make(for: path.isEmpty ? [UInt8(ascii: ".")] : path, context: context)
    }
    isRoot = true
    rootByteCount = path.isEmpty || path.last == UInt8(ascii: "/") ? path.count : path.count + 1
  }

  /// Makes the node of a directory in `parent`.
  init(_ name: [UInt8], in parent: DirectoryNode) {
    let path = parent.path(of: name)
    self.path = path
    ignoreContext = parent.ignoreContext
    if let scope = parent.ignore {
      ignore = scope.entering(name, path: path)
    } else {
      ignore = ignoreContext.flatMap { GitIgnoreScope.starting(at: path, context: $0) }
    }
    isRoot = false
    rootByteCount = parent.rootByteCount
  }

  /// The path to open: `.` for the current directory.
  var openPath: [UInt8] { path.isEmpty ? [UInt8(ascii: ".")] : path }

  /// The directory's path in reports.
  var contentPath: ContentPath { ContentPath(openPath) }

  /// The path of `name` in this directory.
  func path(of name: [UInt8]) -> [UInt8] {
    if path.isEmpty { return name }
    return path.last == UInt8(ascii: "/") ? path + name : path + [UInt8(ascii: "/")] + name
  }
}

/// What is left to do: names of one directory, packed.
///
/// A directory of a million directories waits as one block of names, not as a million paths.
struct WalkItem: Sendable {
  /// The directory that the names are in.
  let parent: DirectoryNode

  /// Whether the names are directories to be listed, or files to be read.
  let kind: Kind

  /// The names, each with a zero behind it.
  ///
  /// Empty: the parent itself is to be listed.
  var names: [UInt8]

  enum Kind: Sendable {
    case parentItself
    case directories
    case files
    /// The names are paths of files, arguments themselves; `parent` says nothing.
    case arguments
  }

  /// Takes the last name off; `nil` if there is none.
  mutating func popLast() -> [UInt8]? {
    guard names.popLast() != nil else { return nil }
    let start = names.lastIndex(of: 0).map { $0 + 1 } ?? 0
    let name = Array(names[start...])
    names.removeSubrange(start...)
    return name
  }
}
