/// What `zleaks hook` is asked to do.
struct HookArguments: Equatable, Sendable {
  /// What to do with the hooks.
  let action: Action

  /// Which hooks.
  let hooks: [HookName]

  /// Whether to do also what could harm somebody else's work.
  let force: Bool

  /// What can be done with hooks.
  enum Action: String, Equatable, Sendable {
    case status
    case install
    case uninstall
  }

  /// Reads the arguments of `zleaks hook`.
  init(_ arguments: ParsedArguments) {
    action = arguments.action.flatMap(Action.init) ?? .status
    hooks = arguments.flag(.alsoPrePush) ? [.preCommit, .prePush] : [.preCommit]
    force = arguments.flag(.force)
  }
}

/// The options of `zleaks hook`.
extension OptionSpecification {
  static let alsoPrePush = OptionSpecification(
    "pre-push",
    in: .installation,
    summary: "The pre-push hook, too."
  )

  static let force = OptionSpecification(
    "force",
    in: .installation,
    summary: "Replace what would otherwise be left alone, or go where others are affected."
  )
}

extension CommandSpecification {
  /// The entry of `zleaks hook`.
  static let hook = CommandSpecification(
    name: .hook,
    summary: "Install the hook that checks each commit.",
    purpose: """
      Makes git run 'zleaks diff --staged' before each commit, and with --pre-push \
      'zleaks diff --pre-push' before each push. A hook that is there is kept and runs first. \
      core.hooksPath and linked work trees are honoured.
      """,
    operands: .none,
    actions: [
      ActionSpecification(
        name: "status",
        operands: .none,
        summary: "Tell what is installed (the default): exit code 0 if the hook is, 1 if not."
      ),
      ActionSpecification(
        name: "install",
        operands: .none,
        summary: "Install the hook, or bring it up to date."
      ),
      ActionSpecification(
        name: "uninstall",
        operands: .none,
        summary: "Remove the hook, and put back the one that was there before."
      ),
    ],
    options: [.alsoPrePush, .force],
    examples: [
      .init(command: "zleaks hook install", purpose: "check each commit"),
      .init(command: "zleaks hook install --pre-push", purpose: "each push, too"),
    ],
    exitCodes: [
      ("0", "It is done; 'status': the hook is installed and runs."),
      ("1", "'status': the hook is not installed, or does not run."),
      ("2", "The command line is wrong, or --force is needed: nothing was changed."),
      ("3", "It failed."),
    ]
  )
}
