import ScanModel
import Synchronization

/// A repository as far as ignoring goes: its own rules, and what it tracks.
final class GitRepository: Sendable {
  /// What the repository shares with the others of the scan.
  let context: GitIgnoreContext

  /// The rules that hold in the whole repository: of `info/exclude`, then the user's own.
  let sharedRules: [[GitIgnoreRule]]

  /// The index file; `nil` if nothing in the repository is to be ignored.
  private let indexPath: [UInt8]?

  /// What the index holds, once it has been asked for.
  private let index = Mutex(IndexState.unread)

  private enum IndexState {
    case unread
    case read(GitTrackedNames)
    case unusable
  }

  /// The largest index that is read, in bytes.
  private static let maximumIndexByteCount = 512 << 20

  /// Reads the rules of the repository with these directories.
  init(_ location: GitLocation, context: GitIgnoreContext) {
    self.context = context
    let exclude = context.rules(of: location.commonDirectory + Array("/info/exclude".utf8))
    sharedRules = [exclude, context.userRules].filter { !$0.isEmpty }
    indexPath = location.directory + Array("/index".utf8)
  }

  /// Makes a repository in which nothing is ignored.
  init(ignoringNothingIn context: GitIgnoreContext) {
    self.context = context
    sharedRules = []
    indexPath = nil
  }

  /// Whether nothing is ignored here, as far as is known.
  var ignoresNothing: Bool { indexPath == nil }

  /// Whether a path that rules ignore is ignored: neither it nor anything below is tracked.
  ///
  /// The index is read when this is asked first. If it cannot be used, everything might be tracked.
  ///
  /// - Parameter path: The path from the repository's top level.
  /// - Returns: `false` for what is tracked, or may be.
  func isUntracked(_ path: [UInt8]) -> Bool {
    index.withLock { state in
      if case .unread = state { state = readIndex() }
      return if case .read(let names) = state { !names.contains(path) } else { false }
    }
  }

  private func readIndex() -> IndexState {
    guard let indexPath else { return .unusable }
    let file: [UInt8]?
    do throws(ControlFileError) {
      file = try ControlFile.read(indexPath, maximumByteCount: Self.maximumIndexByteCount)
    } catch {
      context.add(GitIgnoreNote(path: ContentPath(indexPath), cause: .file(error)))
      return .unusable
    }
    // A new repository tracks nothing and has no index.
    guard let file else { return .read(GitTrackedNames()) }
    do throws(GitIndexError) {
      return .read(try GitTrackedNames(parsing: file))
    } catch {
      context.add(GitIgnoreNote(path: ContentPath(indexPath), cause: .index(error)))
      return .unusable
    }
  }
}

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
    if status.isDirectory { return GitLocation(gitDirectory: path).map(Link.repository) ?? .none }
    guard status.isRegularFile else { return .none }
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
    let link = try? ControlFile.read(
      gitDirectory + Array("/commondir".utf8),
      maximumByteCount: Self.maximumLinkByteCount
    )
    commonDirectory =
      link.map { Self.resolve(Self.withoutLineEnd($0[...]), from: gitDirectory) } ?? gitDirectory
    guard ControlFile.status(of: gitDirectory + Array("/HEAD".utf8)) != nil,
      ControlFile.status(of: commonDirectory + Array("/objects".utf8))?.isDirectory == true,
      ControlFile.status(of: commonDirectory + Array("/refs".utf8))?.isDirectory == true
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
