import Posix
import ScanModel
import Synchronization

/// What all repositories of a scan share: the user's own ignore file, and the notes taken.
package final class GitIgnoreContext: Sendable {
  /// The rules of the user's own ignore file.
  let userRules: [GitIgnoreRule]

  /// What could not be used so far.
  private let notesTaken = Mutex<Set<GitIgnoreNote>>([])

  /// Reads the user's own ignore file, where git looks for it without a configuration.
  ///
  /// `core.excludesFile`, which can name another, is not read: no configuration is.
  package convenience init() {
    self.init(
      userFile: Self.userFile(
        configurationHome: Self.directory(in: "XDG_CONFIG_HOME"),
        home: Self.directory(in: "HOME")
      )
    )
  }

  /// Reads the ignore file at `userFile`; `nil` for none.
  ///
  /// It is the user's own, not the scanned tree's, so it may be a symbolic link.
  package init(userFile: [UInt8]?) {
    var rules: [GitIgnoreRule] = []
    var note: GitIgnoreNote?
    if let userFile {
      do throws(ControlFileError) {
        let bytes = try ControlFile.read(
          userFile,
          maximumByteCount: Self.maximumFileByteCount,
          followsLink: true
        )
        rules = GitIgnoreRule.parse(bytes ?? [])
      } catch {
        note = GitIgnoreNote(path: ContentPath(userFile), cause: .file(error))
      }
    }
    userRules = rules
    if let note { add(note) }
  }

  /// The largest ignore file that is read, in bytes.
  static let maximumFileByteCount = 1 << 20

  /// The directory that an environment variable names; `nil` if it is not set, or empty.
  private static func directory(in variable: String) -> [UInt8]? {
    Process.environmentBytes(variable).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Where the user's own ignore file is: `git/ignore` in the directory of configurations.
  static func userFile(configurationHome: [UInt8]?, home: [UInt8]?) -> [UInt8]? {
    if let configurationHome { return configurationHome + Array("/git/ignore".utf8) }
    return home.map { $0 + Array("/.config/git/ignore".utf8) }
  }

  /// What could not be used so far, in order of path; of that, nothing was ignored.
  package var notes: [GitIgnoreNote] {
    notesTaken.withLock { $0.sorted { ($0.path, "\($0.cause)") < ($1.path, "\($1.cause)") } }
  }

  /// Takes a note, once.
  func add(_ note: GitIgnoreNote) {
    notesTaken.withLock { _ = $0.insert(note) }
  }

  /// Reads the rules of an ignore file; none, and a note, if it cannot be used.
  func rules(of path: [UInt8]) -> [GitIgnoreRule] {
    do throws(ControlFileError) {
      let file = try ControlFile.read(path, maximumByteCount: Self.maximumFileByteCount)
      return file.map(GitIgnoreRule.parse) ?? []
    } catch {
      add(GitIgnoreNote(path: ContentPath(path), cause: .file(error)))
      return []
    }
  }
}
