import StandInService
import TextForms

/// Why the program does not run.
enum CommandLineError: Error, Hashable {
  case notUTF8
  case unknownOption(String)
  case missingValue(String)
  case unexpectedValue(String)
  case unexpectedArgument(String)
  case badValue(option: String, value: String, expected: String)
  case bothKeySources
  case standIn(StandInError)

  /// Whether the command line is wrong, and not the world.
  var isUsage: Bool {
    switch self {
    case .standIn(.listening), .standIn(.thread), .standIn(.writing), .standIn(.reading): false
    default: true
    }
  }
}

extension CommandLineError: CustomStringConvertible {
  var description: String {
    switch self {
    case .notUTF8: "an argument is not UTF-8"
    case .unknownOption(let name): "unknown option '\(TerminalText.escaped(name))'"
    case .missingValue(let name): "option '\(name)' needs a value"
    case .unexpectedValue(let name): "option '\(name)' takes no value"
    case .unexpectedArgument(let text): "unexpected argument '\(TerminalText.escaped(text))'"
    case .badValue(let option, let value, let expected):
      "option '\(option)' takes \(expected), not '\(TerminalText.escaped(value))'"
    case .bothKeySources: "options '--keys' and '--make' exclude each other: leave one out"
    case .standIn(let error): "\(error)"
    }
  }
}
