import ScanModel

/// Text from scanned content, made safe to show on a terminal.
package enum TerminalText {
  /// `text` with everything that could steer or deceive a terminal written visibly.
  ///
  /// Line ends and tabs become `\n`, `\r`, `\t`; other ASCII controls `\xNN`; C1 controls, line
  /// separators, characters that change direction and characters that cannot be seen `\u{…}`.
  /// Everything else, a backslash too, stays as it is: the result is safe, not reversible.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) {
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
