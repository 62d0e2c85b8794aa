import Posix
import Reporting
import Rules
import ScanModel
import TextForms

/// The rules in force: the built-in ones and those of the files that `--rules` names.
enum RuleFiles {
  /// Reads all rules.
  ///
  /// - Throws: `CommandFailure` with exit code 2 for a file that cannot be read or is wrong.
  static func load(_ files: [[UInt8]]) throws(CommandFailure) -> RuleSet {
    var contents: [(name: String, bytes: [UInt8])] = []
    for file in files {
      let name = TerminalText.escaped(ContentPath(file).text)
      contents.append((name, try read(file, name)))
    }
    do throws(RuleFileError) {
      var rules = try RuleSet.builtin()
      for (name, bytes) in contents { rules = try rules.adding(fileNamed: name, bytes: bytes) }
      return rules
    } catch {
      throw CommandFailure("\(error)", .usage)
    }
  }

  private static func read(_ path: [UInt8], _ name: String) throws(CommandFailure) -> [UInt8] {
    do throws(SystemError) {
      // One byte more than allowed, so that the reader of rules sees that there are too many.
      return try FileDescriptor.open(path)
        .readToEnd(maximumByteCount: RuleFileError.maximumFileByteCount + 1)
    } catch {
      throw CommandFailure("cannot read rule file '\(name)': \(error)", .usage)
    }
  }
}

/// A command that cannot go on: what to say and how to end.
struct CommandFailure: Error {
  let message: String
  let exitCode: ExitCode

  init(_ message: String, _ exitCode: ExitCode) {
    self.message = message
    self.exitCode = exitCode
  }
}
