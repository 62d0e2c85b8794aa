import Reporting
import ScanModel
import TextForms

/// What to type after a hook has found a key in what is staged.
enum NextSteps {
  /// The most paths that get a command of their own.
  private static let maximumPathCount = 5

  /// The commands, for the paths of `findings`.
  static func text(_ findings: [Finding], redaction: PathRedaction) -> String {
    var paths: [ContentPath] = []
    // What was read from disk is not staged.
    for finding in findings where finding.git != nil {
      // An archive is staged, not what stands in it.
      if let path = finding.location.outerPath, !paths.contains(path) { paths.append(path) }
    }
    let commands = paths.prefix(maximumPathCount).map { command($0, redaction) }
    let rest = paths.count - commands.count
    let more = rest > 0 ? "  … and \(rest) more\n" : ""
    let unstaging = """
      to go on, take the key out of what is staged:
      \(commands.joined())\(more)\
      then read it from an environment variable, such as VECTARA_API_KEY, and stage the file again.

      """
    return """
      \(paths.isEmpty ? "" : unstaging)\
      to allow it on purpose, put 'zleaks:allow' and a reason on its line.
      a key that was pushed or shared before is known: disable it with 'zleaks disable'.

      """
  }

  /// The command that unstages a path, in any directory, and before the first commit too.
  private static func command(_ path: ContentPath, _ redaction: PathRedaction) -> String {
    let shown = TerminalText.escaped(redaction.applied(to: path).text)
    guard path.bytes.elementsEqual(shown.utf8) else {
      return "  git reset -q  # all of it: \(quoted(shown)) cannot be typed\n"
    }
    // Paths are from the top level. `:/` is short for it where no sign follows, which would be read
    // as more of its kind (gitglossary(7), "pathspec"), and what would be a pattern is to be a name.
    let isSimple =
      path.bytes.first.map { isWord($0) || $0 == UInt8(ascii: ".") } == true
      && !path.bytes.contains { "*?[\\".utf8.contains($0) }
    return "  git reset -q -- \(quoted((isSimple ? ":/" : ":(top,literal)") + shown))\n"
  }

  /// Whether a byte is an ASCII letter or digit.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// A word for a shell.
  static func quoted(_ text: String) -> String {
    if text.utf8.allSatisfy({ isWord($0) || "._-/+@:".utf8.contains($0) }) { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.joined(separator: "'\\''"))'"
  }
}
