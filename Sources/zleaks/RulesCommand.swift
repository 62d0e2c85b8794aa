import ByteSearch
import Reporting
import Rules
import ScanModel
import Scanning
import TextForms

/// `zleaks rules`: the rules in force, and their own examples run.
struct RulesCommand {
  private let arguments: RulesArguments
  private let console: Console

  init(_ arguments: RulesArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Does what was asked.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      let rules = try RuleFiles.load(arguments.rulesFiles)
      switch arguments.action {
      case .list: return console.print(RuleText.list(rules))
      case .show(let id): return console.print(RuleText.facts(try rule(named: id, in: rules)))
      case .test: return test(rules)
      }
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func rule(named id: RuleID, in rules: RuleSet) throws(CommandFailure) -> Rule {
    if let rule = rules.rule(named: id) { return rule }
    let name = TerminalText.escaped(id.name)
    let nearest = Spelling.nearest(to: id.name, among: rules.rules.map(\.id.name))
    let hint = nearest.map { "did you mean '\($0)'?" } ?? "'zleaks rules' lists the names"
    throw CommandFailure("unknown rule '\(name)'; \(hint)", .usage)
  }

  private func test(_ rules: RuleSet) -> ExitCode {
    let trial = RuleTrial(rules)
    var failureCount = 0
    var exampleCount = 0
    for rule in rules.rules {
      exampleCount += rule.examples.matching.count + rule.examples.silent.count
      for failure in trial.failures(of: rule) {
        failureCount += 1
        console.report(RuleText.sentence(failure))
      }
    }
    if failureCount > 0 {
      console.report("\(failureCount) of \(exampleCount) examples failed")
      return .usage
    }
    return console.print("\(rules.rules.count) rules, \(exampleCount) examples: all as promised\n")
  }
}

/// Rules as text for a person.
enum RuleText {
  /// A line for each rule.
  static func list(_ rules: RuleSet) -> String {
    let width = rules.rules.map(\.id.name.count).max() ?? 0
    return rules.rules.map { rule in
      let id = padded(rule.id.name, to: width)
      let severity = padded(rule.severity.rawValue, to: 8)
      return "\(id)  \(severity)  \(prefix(of: rule))  \(shown(rule.description))\n"
    }.joined()
  }

  /// All that is known of one rule.
  static func facts(_ rule: Rule) -> String {
    let form = rule.body
    var lines = [
      "\(rule.id.name): \(shown(rule.description))",
      "  severity   \(rule.severity.rawValue)",
      "  kind       \(rule.kind.rawValue)",
      "  prefix     \(prefix(of: rule))",
      "  alphabet   \(String(decoding: form.alphabet.bytes, as: UTF8.self))",
    ]
    if let length = form.exactLength {
      let end = form.finalBytes.map {
        ", the last one of \(String(decoding: $0.bytes, as: UTF8.self))"
      }
      lines.append("  exact      \(length) characters after the prefix\(end ?? "")")
    }
    if let lengths = form.otherLengths {
      let context = rule.contextWords.map { "'\($0)'" }.joined(separator: ", ")
      let condition = context.isEmpty ? "" : "; likely in a content that speaks of \(context)"
      lines.append(
        "  other      \(lengths.lowerBound) to \(lengths.upperBound) characters\(condition)"
      )
    }
    lines.append(
      "  examples   \(rule.examples.matching.count) match, \(rule.examples.silent.count) do not"
    )
    lines.append("  when leaked: \(shown(rule.advice))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What an example did and should have done.
  static func sentence(_ failure: RuleTrial.Failure) -> String {
    let example = TerminalText.escaped(failure.example)
    let expected = failure.expected.map { "one match that is \($0.rawValue)" } ?? "no match"
    let found =
      failure.found.isEmpty ? "none" : failure.found.map(\.rawValue).joined(separator: ", ")
    return "rule '\(failure.rule)': example '\(example)': expected \(expected), found \(found)"
  }

  private static func prefix(of rule: Rule) -> String {
    shown(String(decoding: rule.prefix, as: UTF8.self))
  }

  private static func shown(_ text: String) -> String { TerminalText.escaped(text) }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}
