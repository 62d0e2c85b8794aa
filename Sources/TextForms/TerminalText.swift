import ScanModel

/// Text from scanned content, made safe to show on a terminal.
package enum TerminalText {
  /// `text` with everything that could steer or deceive a terminal written visibly.
  ///
  /// Line ends and tabs become `\n`, `\r`, `\t`; other ASCII controls `\xNN`; C1 controls, line
  /// separators, characters that change direction and characters that cannot be seen `\u{…}`.
  /// Everything else, a backslash too, stays as it is: the result is safe, not reversible. What a
  /// build service would take for a command to it (`BuildCommandMark`) is broken up.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isUnsafe($0) || $0 == "#" }) else { return text }
    var output = ""
    var mark = BuildCommandMark()
    for scalar in text.unicodeScalars {
      if mark.isCompleted(by: scalar) || isUnsafe(scalar) {
        output += escape(scalar)
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// Whether a character could steer or deceive a terminal.
  package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    // Emoji carry variation selectors, which change nothing but their look.
    if (0xFE00...0xFE0F).contains(scalar.value) { return false }
    return scalar.properties.isDefaultIgnorableCodePoint
  }

  /// `text`, which is safe for a terminal and starts a line, so that no build service takes the line
  /// for a command: GitHub's runner does so with `::` after any blanks.
  ///
  /// The path `::error::a` becomes `./::error::a`, another name of the same file.
  package static func startingLine(_ text: String) -> String {
    let start = text.unicodeScalars.drop { $0.properties.isWhitespace }
    return start.starts(with: "::".unicodeScalars) ? "./" + text : text
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return #"\n"#
    case "\r": return #"\r"#
    case "\t": return #"\t"#
    default: break
    }
    guard scalar.isASCII else { return #"\u{"# + String(scalar.value, radix: 16) + "}" }
    var digits: [UInt8] = []
    Hexadecimal.append(UInt8(ascii: scalar), to: &digits)
    return #"\x"# + String(decoding: digits, as: UTF8.self)
  }
}
