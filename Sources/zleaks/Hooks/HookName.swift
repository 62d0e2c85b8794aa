/// The hooks that can be installed, by git's names for them.
enum HookName: String, CaseIterable, Sendable {
  /// Runs before a commit is made.
  case preCommit = "pre-commit"
  /// Runs before a push sends anything.
  case prePush = "pre-push"

  /// What the hook runs, after `zleaks`.
  var call: String {
    switch self {
    case .preCommit: "diff --staged"
    case .prePush: "diff --pre-push"
    }
  }

  /// The name under which the pre-commit framework keeps a hook that it found, to run it first.
  var legacyName: String { rawValue + ".legacy" }

  /// The name that a hook which was there before is kept under, to run first.
  var earlierName: String { rawValue + ".before-zleaks" }
}
