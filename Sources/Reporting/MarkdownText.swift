import TextForms

/// Text as Markdown that says it and does nothing else (GitHub Flavored Markdown).
enum MarkdownText {
  /// `text` in a code span, in which nothing is a link, a mention, a tag or emphasis.
  ///
  /// A backtick would end the span and a pipe the table's cell, in any span; they are written
  /// `\x60` and `\x7c`. `text` has no line end: it comes from `TerminalText.escaped`.
  static func code(_ text: String) -> String {
    if text.isEmpty { return "(empty)" }
    var output = "`"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "`": output += #"\x60"#
      case "|": output += #"\x7c"#
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "`"
  }

  /// `text`, of which at most `maximumCount` characters are shown, the last ones.
  static func shortened(_ text: String, to maximumCount: Int) -> String {
    // Counting bytes first is quick, and no text has more characters than bytes.
    guard text.utf8.count > maximumCount, text.count > maximumCount else { return text }
    return "…" + String(text.suffix(maximumCount - 1))
  }

  /// Prose of a rule file: what would mark it up is escaped, and nobody is mentioned.
  static func prose(_ text: String) -> String {
    var output = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "#", "|", "~", "!", "$":
        output += "\\"
        output.unicodeScalars.append(scalar)
      // A comment between the sign and the name keeps GitHub from taking it for a mention.
      case "@": output += "@<!-- -->"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
