/// Just enough of a git config file to find what decides how objects are stored.
///
/// Includes are not followed, and nothing in the file is run. Format: `git-config(1)`, "Syntax".
struct ConfigText {
  /// The value that the file sets last for each asked name.
  private var values: [String: String] = [:]

  /// Reads the settings of sections without a subsection; what has another form is passed over.
  init(_ bytes: [UInt8]) {
    var section = ""
    for line in Self.logicalLines(bytes) {
      var rest = line.drop { $0 == " " || $0 == "\t" }
      if rest.first == "[" {
        guard let end = rest.firstIndex(of: "]") else { continue }
        let name = rest[rest.index(after: rest.startIndex)..<end]
        // A section with a subsection, `[remote "origin"]`, is never asked for.
        section = name.contains("\"") ? "" : name.lowercased()
        rest = rest[rest.index(after: end)...]
      }
      add(rest, section: section)
    }
  }

  /// The value of a setting; `nil` if the file does not set it.
  ///
  /// - Parameter name: The section and the variable in lower case, with a dot between them.
  subscript(name: String) -> String? { values[name] }

  private mutating func add(_ text: Substring, section: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !section.isEmpty else { return }
    let name = Self.trimmed(parts[0]).lowercased()
    guard !name.isEmpty, !name.hasPrefix("#"), !name.hasPrefix(";") else { return }
    values["\(section).\(name)"] = Self.value(parts[1])
  }

  /// A value without its quotes, its comment, and the spaces around it.
  private static func value(_ text: Substring) -> String {
    var value = ""
    var isQuoted = false
    var isEscaped = false
    for character in trimmed(text) {
      if isEscaped {
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, character == "#" || character == ";" {
        break
      } else {
        value.append(character)
      }
    }
    return String(trimmed(value[...]))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = text.drop(while: isSpace)
    guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return start[...last]
  }

  /// The lines; one that ends with a backslash goes on in the next.
  private static func logicalLines(_ bytes: [UInt8]) -> [Substring] {
    var lines: [String] = []
    var isContinued = false
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let part = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      let goesOn = part.last == UInt8(ascii: "\\")
      let text = String(decoding: goesOn ? part.dropLast() : part, as: UTF8.self)
      if isContinued, let last = lines.popLast() {
        lines.append(last + text)
      } else {
        lines.append(text)
      }
      isContinued = goesOn
    }
    return lines.map { $0[...] }
  }
}
