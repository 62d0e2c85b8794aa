import Posix

/// Where a repository keeps its files.
struct GitLocation: Equatable {
  /// The directory of this work tree's index and `HEAD`.
  let directory: [UInt8]

  /// The directory of what all work trees share.
  let commonDirectory: [UInt8]

  /// What a directory's `.git` is.
  enum Link: Equatable {
    /// There is none, or nothing that git would take for one.
    case none
    /// It leads to a repository.
    case repository(GitLocation)
    /// It is a file that leads to none.
    case broken
  }

  /// The largest `.git` or `commondir` file that is read, in bytes.
  private static let maximumLinkByteCount = 65_536

  /// Looks at a directory's `.git`.
  ///
  /// `GIT_DIR` and its like are not heeded: a scan of a tree is about the tree.
  static func link(in directory: [UInt8]) -> Link {
    let path = directory + Array("/.git".utf8)
    guard let status = ControlFile.status(of: path) else { return .none }
    if status.kind == .directory {
      return GitLocation(gitDirectory: path).map(Link.repository) ?? .none
    }
    guard status.kind == .regular else { return .none }
    let prefix = Array("gitdir: ".utf8)
    // A file that cannot be read leads nowhere, whatever the reason.
    guard let file = try? ControlFile.read(path, maximumByteCount: maximumLinkByteCount),
      file.starts(with: prefix),
      let location = GitLocation(
        gitDirectory: resolve(withoutLineEnd(file.dropFirst(prefix.count)), from: directory)
      )
    else { return .broken }
    return .repository(location)
  }

  /// Takes a directory for a repository's own if it looks like one; else `nil`.
  ///
  /// Source: git's `is_git_directory`. What `HEAD` says is not looked at.
  init?(gitDirectory: [UInt8]) {
    directory = gitDirectory
    // One that cannot be read leaves the directory itself, which then lacks objects.
    let link = try? ControlFile.read(
      gitDirectory + Array("/commondir".utf8),
      maximumByteCount: Self.maximumLinkByteCount
    )
    commonDirectory =
      link.map { Self.resolve(Self.withoutLineEnd($0[...]), from: gitDirectory) } ?? gitDirectory
    guard ControlFile.status(of: gitDirectory + Array("/HEAD".utf8)) != nil,
      ControlFile.status(of: commonDirectory + Array("/objects".utf8))?.kind == .directory,
      ControlFile.status(of: commonDirectory + Array("/refs".utf8))?.kind == .directory
    else { return nil }
  }

  /// The bytes without the line ends at the end.
  private static func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return end.map { Array(bytes[...$0]) } ?? []
  }

  /// A path that may be relative to `directory`.
  private static func resolve(_ path: [UInt8], from directory: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "/") ? path : directory + [UInt8(ascii: "/")] + path
  }
}
