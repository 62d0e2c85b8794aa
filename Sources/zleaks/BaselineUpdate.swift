import GitCommand
import Posix
import ScanModel
import Suppression
import TextForms

/// Adds the keys of a report to a suppression file, as `--update-baseline` asks.
struct BaselineUpdate {
  private let path: [UInt8]
  private let file: SuppressionFile
  private let reason: String?
  private let console: Console

  /// How many bytes a reason may have: it stands on one line with its entry.
  private static let maximumReasonByteCount = 4_096

  /// Reads the file as it is, before anything else is done.
  ///
  /// - Throws: `CommandFailure` for a file that cannot be read or has a line that is wrong, and for a
  ///   reason that is too long.
  init(
    _ baseline: ReportArguments.Baseline,
    _ console: Console
  ) throws(CommandFailure) {
    path = baseline.file
    self.console = console
    reason = try baseline.reason.map(Self.oneLine)
    let name = ContentPath(path)
    let bytes: [UInt8]?
    do throws(ControlFileError) {
      bytes = try ControlFile.read(
        path,
        maximumByteCount: SuppressionFile.maximumByteCount,
        // The user names it.
        followsLink: true
      )
    } catch {
      throw CommandFailure("cannot use '\(TerminalText.escaped(name.text))': \(error)", .usage)
    }
    do throws(SuppressionFileError) {
      file = try SuppressionFile(parsing: bytes ?? [], name: name, kind: .baseline)
    } catch {
      throw CommandFailure("\(error)", .usage)
    }
  }

  /// A reason as it can stand in the file: on one line, without what deceives, and without keys.
  private static func oneLine(_ reason: [UInt8]) throws(CommandFailure) -> String {
    guard reason.count <= maximumReasonByteCount else {
      throw CommandFailure(
        "the reason is longer than \(maximumReasonByteCount) bytes; give a shorter one",
        .usage
      )
    }
    return TerminalText.escaped(ContentPath(StandingKeys.hidden(in: reason)).text)
  }

  /// Writes the file with the keys of `findings` added, whole or not at all, and says what was added.
  ///
  /// - Throws: `CommandFailure` if it cannot be written; it is as it was then.
  func add(_ findings: [Finding], isQuiet: Bool) throws(CommandFailure) {
    let keys = Set(findings.map(\.key.fingerprint)).sorted { "\($0)" < "\($1)" }
    let (text, addedCount) = file.adding(keys, reason: reason)
    let shown = "'\(TerminalText.escaped(ContentPath(path).text))'"
    guard text.count <= SuppressionFile.maximumByteCount else {
      let limit = NumberText.byteSize(SuppressionFile.maximumByteCount)
      throw CommandFailure("cannot write \(shown): it would be over the \(limit) limit", .usage)
    }
    let output = try ReportFile(path, holdsSecrets: false)
    do throws(SystemError) {
      try output.write(text)
    } catch {
      throw CommandFailure("cannot write \(shown): \(error)", .incomplete)
    }
    if isQuiet { return }
    let added = NumberText.counted(addedCount, "entry", "entries")
    let known = NumberText.grouped(keys.count - addedCount)
    console.say("\(added) added to \(shown), \(known) there already\n")
    adviseUnion(shown)
  }

  /// Says how git merges the file without conflicts, if it lies in a work tree and would not.
  private func adviseUnion(_ shown: String) {
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { Array(path[($0 + 1)...]) } ?? path
    let directory = slash.map { Array(path[...$0]) } ?? Array(".".utf8)
    do throws(GitError) {
      let git = try Git(.directory(directory), secondsLimit: 5)
      guard try !git.mergesByUnion(name) else { return }
    } catch {
      // No git or no work tree: nothing will be merged.
      return
    }
    let pattern = TerminalText.escaped(ContentPath(name).text)
    console.say(
      "hint: '\(pattern) merge=union' in .gitattributes lets git merge the entries of two branches\n"
    )
  }
}
