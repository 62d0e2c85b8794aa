import ScanModel

/// What `zleaks rules` is asked to do.
struct RulesArguments: Equatable, Sendable {
  /// What to do with the rules.
  let action: Action

  /// The files with rules besides the built-in ones, byte for byte.
  let rulesFiles: [[UInt8]]

  /// What can be done with the rules.
  enum Action: Equatable, Sendable {
    /// List them.
    case list
    /// Show one, by the name typed; there may be none of that name.
    case show(RuleID)
    /// Run their examples.
    case test
  }

  /// Reads the arguments of `zleaks rules`.
  init(_ arguments: ParsedArguments) {
    rulesFiles = arguments.values(.rules)
    switch (arguments.action, arguments.operands.first) {
    case ("show", let name?): action = .show(RuleID(String(decoding: name, as: UTF8.self)))
    case ("test", _): action = .test
    default: action = .list
    }
  }
}
