import Reporting
import ScanModel

/// What to type after a hook has found a key in what is staged.
enum NextSteps {
  /// The most paths that get a command of their own.
  private static let maximumPathCount = 5

  /// The commands, for the paths of `findings`.
  static func text(_ findings: [Finding], redaction: PathRedaction) -> String {
    var paths: [ContentPath] = []
    for finding in findings {
      if let path = finding.location.path, !paths.contains(path) { paths.append(path) }
    }
    let commands = paths.prefix(maximumPathCount).map { path in
      "  git restore --staged -- \(quoted(redaction.applied(to: path).text))\n"
    }
    let rest = paths.count - commands.count
    let more = rest > 0 ? "  … and \(rest) more\n" : ""
    return """
      to go on, take the key out of what is staged:
      \(commands.joined())\(more)\
      then read it from an environment variable, such as VECTARA_API_KEY, and stage the file again.
      to allow it on purpose, put 'zleaks:allow' and a reason on its line.
      a key that was pushed or shared before is known: disable it in the Vectara console.

      """
  }

  /// A word for a shell, safe on a terminal.
  private static func quoted(_ text: String) -> String {
    let safe = TerminalText.escaped(text)
    let isPlain = safe.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "._-/+@".utf8.contains(byte)
      }
    }
    return isPlain
      ? safe
      : "'\(safe.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
