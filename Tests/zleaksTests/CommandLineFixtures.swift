@testable import zleaks

/// Command lines for the tests of their parser.
enum CommandLineFixtures {
  /// Parses words that are split at spaces.
  static func parse(_ line: String) throws(UsageError) -> Invocation {
    let words = line.split(separator: " ").map { Array($0.utf8) }
    return try ArgumentParser(table: CommandTable()).parse(words)
  }

  /// Parses a line that runs a command; `nil` if it asks for help or the version.
  static func arguments(_ line: String) throws(UsageError) -> ParsedArguments? {
    guard case .run(let arguments) = try parse(line) else { return nil }
    return arguments
  }

  /// The message of the error that a line causes; `nil` if it causes none.
  static func message(_ line: String) -> String? {
    do {
      guard let arguments = try arguments(line) else { return nil }
      if arguments.command == .scan { _ = try ScanArguments(arguments) }
      return nil
    } catch {
      return error.description
    }
  }
}
