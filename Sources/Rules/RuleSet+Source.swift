import BuiltinRules

extension RuleSet {
  /// The text of the built-in rules, by which a result can say what it was found with.
  package static var builtinSource: [UInt8] { BuiltinRules.files.flatMap(\.bytes) }
}
