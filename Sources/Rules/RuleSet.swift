/// The rules in force, in the order of their names.
package struct RuleSet: Sendable {
  /// The rules, each with a name and a prefix of its own, sorted by name.
  package let rules: [Rule]

  /// The most rules that one set may hold.
  package static let maximumRuleCount = 64
}
