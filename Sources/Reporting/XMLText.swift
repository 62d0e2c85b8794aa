import TextForms

/// Text as XML 1.0 takes it.
enum XMLText {
  /// `text` for an element's content or for an attribute in double quotes.
  ///
  /// Controls, which XML cannot hold even as references, are written visibly, as for a terminal; so
  /// are the two other characters that it forbids (section 2.2). What is left has no line end, so none
  /// is changed by an attribute's normalisation.
  static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&apos;"
      case "\u{FFFE}", "\u{FFFF}": output += #"\u{"# + String(scalar.value, radix: 16) + "}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// An attribute with the blank before it.
  static func attribute(_ name: String, _ value: String) -> String {
    #" \#(name)="\#(escaped(value))""#
  }
}
