/// The environment that git commands get.
///
/// Of the variables whose names start with `GIT_`, only those listed here pass: the others trace,
/// set programs to run, or change what commands answer.
///
/// The user's and the system's config files stay in force, for the sake of `safe.directory`, which
/// git takes from nowhere else that all versions heed: before 2.38 not from `-c`. They could not be
/// left out for safety anyway, as the repository's own file, the one nobody vouches for, always
/// counts. So `GitSettings` overrides each setting that could run a program or change an answer,
/// whichever file it stands in.
enum GitEnvironment {
  /// Where the repository is and what of it counts: `git rev-parse --local-env-vars`, without those
  /// that replace objects or parents.
  static let repositoryVariables: Set<String> = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
    "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
  ]

  /// Of those that `git rev-parse --local-env-vars` lists, the ones that never pass.
  static let hidingVariables: Set<String> = [
    "GIT_CONFIG", "GIT_GRAFT_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
  ]

  /// How the user has set up git, whatever the repository.
  static let userVariables: Set<String> = [
    "GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH",
  ]

  /// Variables of other names that could run a program or translate a message.
  private static let otherVariables: Set<String> = ["LANGUAGE", "LC_ALL", "SSH_ASKPASS"]

  /// What every command gets.
  static let additions = [
    "LC_ALL=C",
    // Nothing is asked.
    "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GIT_SSH_COMMAND=false",
    "GIT_EDITOR=:", "GIT_PAGER=cat",
    // Nothing is fetched: git before 2.44 lacks the first. The second allows no transport at all,
    // and unlike `protocol.allow` no config of the repository can contradict it.
    "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=",
    // Nothing is written for the sake of speed, and nothing hides behind another object.
    "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE=/dev/null",
    // Set, these win over trace2.* in the user's config.
    "GIT_TRACE2=0", "GIT_TRACE2_EVENT=0", "GIT_TRACE2_PERF=0",
  ].map { Array($0.utf8) }

  /// The environment of commands about `place`, made from this program's own.
  static func variables(for place: GitPlace, from inherited: [[UInt8]]) -> [[UInt8]] {
    inherited.filter { passes($0, for: place) } + additions
  }

  private static func passes(_ variable: [UInt8], for place: GitPlace) -> Bool {
    let name = String(decoding: variable.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    guard name.hasPrefix("GIT_") else { return !otherVariables.contains(name) }
    if userVariables.contains(name) { return true }
    guard place == .inherited else { return false }
    return repositoryVariables.contains(name) || isNumberedSetting(name)
  }

  /// Whether the variable is one of those that `GIT_CONFIG_COUNT` counts.
  private static func isNumberedSetting(_ name: String) -> Bool {
    name.hasPrefix("GIT_CONFIG_KEY_") || name.hasPrefix("GIT_CONFIG_VALUE_")
  }
}
