import Posix
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
