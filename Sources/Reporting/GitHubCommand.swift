/// A workflow command of GitHub Actions: a line that the runner takes for an annotation.
///
///     ::error file=src/app.ts,line=6,title=vectara-query-key::zqt_…Vz8w
///
/// The form and its escapes: `actions/toolkit`, `packages/core/src/command.ts`.
struct GitHubCommand {
  /// The kinds of annotation.
  enum Level: String, CaseIterable {
    case error
    case warning
    case notice
  }

  /// The kind of annotation.
  let level: Level

  /// Names and values, in order; what has no value is left out.
  var properties: [(name: String, value: String?)]

  /// What the annotation says.
  let message: String

  /// The line, with its line end.
  var line: String {
    let shown = properties.compactMap { name, value in
      value.map { "\(name)=\(Self.escaped($0, inProperty: true))" }
    }
    let list = shown.isEmpty ? "" : " " + shown.joined(separator: ",")
    return "::\(level.rawValue)\(list)::\(Self.escaped(message, inProperty: false))\n"
  }

  /// Writes what would end a line, a value or the command itself as `%NN`.
  private static func escaped(_ text: String, inProperty isProperty: Bool) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": output += "%25"
      case "\r": output += "%0D"
      case "\n": output += "%0A"
      case ":" where isProperty: output += "%3A"
      case "," where isProperty: output += "%2C"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
