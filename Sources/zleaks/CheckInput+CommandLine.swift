import KeyResponse
import Posix
import Reporting
import Rules
import ScanModel
import TextForms

extension CheckInput {
  /// Reads what a command line names, or else the key that somebody types unseen.
  ///
  /// - Parameters:
  ///   - operands: The reports, directories and key IDs; `-` is standard input.
  ///   - rules: What a key is.
  ///   - console: The program's streams.
  ///   - verb: What the command does to a key, for messages.
  /// - Returns: The keys and IDs.
  /// - Throws: Why there is nothing to read, or it cannot be.
  static func reading(
    _ operands: [[UInt8]],
    _ rules: RuleSet,
    _ console: Console,
    verb: String
  ) throws(CommandFailure) -> CheckInput {
    var input = CheckInput(rules)
    guard operands.isEmpty else {
      try input.read(operands)
      return input
    }
    let answer: [UInt8]?
    do throws(SystemError) {
      let canAsk = FileDescriptor(borrowing: 0).isTerminal && console.errorsAreTerminal
      answer = canAsk ? try TerminalPrompt.ask("Key or key ID to \(verb) (not shown): ") : nil
    } catch {
      throw CommandFailure("cannot ask for a key: \(error)", .incomplete)
    }
    guard let answer else {
      throw CommandFailure(
        "nothing to \(verb); name a report or a key ID, or '-' for standard input",
        .usage
      )
    }
    guard input.readTyped(answer) else {
      throw CommandFailure("what was typed is neither a key nor a key ID", .usage)
    }
    return input
  }

  /// The IDs that somebody has named.
  var namedIDs: Set<String> {
    let questions = KeyQuestion.questions(about: findings)
    return Set(questions.lazy.filter { named.contains($0.fingerprint) }.compactMap(\.keyID))
  }

  /// Whether every report tells all that it should, with no key redacted by another tool.
  var isWhole: Bool { isComplete && tally.redactedCount == 0 }

  /// Says what the reports do not tell.
  ///
  /// - Parameters:
  ///   - console: Where it is said.
  ///   - verb: What was to be done with the keys: `checked`.
  ///   - nothing: Said if there are no keys.
  ///   - shown: Makes a text safe to show.
  func note(
    _ console: Console,
    cannotBe verb: String,
    ifEmpty nothing: String,
    shown: (ContentPath) -> String
  ) {
    for problem in tally.problems { console.report(shown(ContentPath("\(problem)"))) }
    if tally.redactedCount > 0 {
      let findings = NumberText.counted(tally.redactedCount, "finding")
      console.warn(
        "\(findings) of another tool cannot be \(verb): the tool has redacted the keys"
      )
    }
    for name in tally.incompleteNames where !tally.problems.contains(where: { $0.path == name }) {
      console.warn("the run that wrote '\(shown(name))' was incomplete: it may have missed keys")
    }
    if findings.isEmpty { console.say("\(nothing)\n") }
  }
}
