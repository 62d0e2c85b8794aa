import Globbing

/// One line of an ignore file.
struct GitIgnoreRule: Sendable {
  /// What it matches.
  let pattern: GlobPattern

  /// Whether what it matches is not ignored: the line starts with `!`.
  let isNegated: Bool

  /// Reads the rules of an ignore file, in its order.
  ///
  /// Lines end with LF or CR LF. Empty lines, lines that start with `#`, and patterns that match
  /// nothing are no rules. Spaces at the end of a line do not count unless a `\` stands before.
  /// Source: `gitignore(5)`; git's `add_patterns_from_buffer` and `trim_trailing_spaces`.
  static func parse(_ file: [UInt8]) -> [GitIgnoreRule] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = file.starts(with: byteOrderMark) ? file[byteOrderMark.count...] : file[...]
    return text.split(separator: UInt8(ascii: "\n")).compactMap(parseLine)
  }

  /// Reads a line without its LF; `nil` if it is no rule.
  private static func parseLine(_ line: ArraySlice<UInt8>) -> GitIgnoreRule? {
    guard line.first != UInt8(ascii: "#") else { return nil }
    var text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    // To git a line is a C string.
    text = trimmingSpaces(text.prefix { $0 != 0 })
    let isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text = text.dropFirst() }
    return GlobPattern(ignoreFilePattern: text).map {
      GitIgnoreRule(pattern: $0, isNegated: isNegated)
    }
  }

  /// The text without the spaces at its end, up to the last one that a `\` escapes.
  private static func trimmingSpaces(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let isEscape = text[index] == UInt8(ascii: "\\")
      let isSpace = text[index] == UInt8(ascii: " ")
      index += isEscape ? 2 : 1
      if !isSpace { end = index }
    }
    return text.prefix(upTo: min(end, text.endIndex))
  }
}
