/// The settings that every git command gets, over those of all config files.
///
/// Config is read for every command, also that of a repository from a stranger. Each setting here
/// could otherwise run a program or change an answer.
enum GitSettings {
  /// Where hooks are looked for: nowhere.
  private static let withoutHooks = "core.hooksPath=/dev/null"

  private static let others = [
    // Empty means none for every version; "false" was the name of a program before 2.36.
    "core.fsmonitor=",
    "core.sshCommand=false",
    "core.askPass=",
    "core.pager=cat",
    "core.editor=:",
    "credential.helper=",
    "diff.external=",
    "gpg.program=false",
    "protocol.allow=never",
    // What attributes and orders say outside of the repository's own files.
    "core.attributesFile=/dev/null",
    "diff.ignoreSubmodules=none",
    "diff.orderFile=/dev/null",
    // A commit graph or replacement could lie about commits.
    "core.commitGraph=false",
    "core.useReplaceRefs=false",
    "log.showSignature=false",
    // `GIT_GRAFT_FILE`, which `GitEnvironment` sets, would otherwise be told to be out of date.
    "advice.graftFileDeprecated=false",
  ]

  /// The options in front of a command's name.
  static let options = makeOptions([withoutHooks] + others)

  /// The same, but for the command that says where the hooks are.
  static let optionsWithHooksPath = makeOptions(others)

  private static func makeOptions(_ settings: [String]) -> [[UInt8]] {
    (["--no-pager"] + settings.flatMap { ["-c", $0] }).map { Array($0.utf8) }
  }
}
