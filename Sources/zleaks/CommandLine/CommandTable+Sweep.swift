extension CommandSpecification {
  /// The entry of `sweep`.
  static let sweep = CommandSpecification(
    name: .sweep,
    summary: "Search many repositories.",
    purpose: """
      Searches every repository that SOURCEs lead to: directories, below which repositories are \
      found wherever they lie, and addresses (https, ssh, file), which git clones into a temporary \
      place. Each repository is searched as by 'history', and the files of its work trees as by \
      'scan', but heeding no .zleaksignore. Each gets a result file of its own in the directory \
      that --output names, written whole or not at all; 'zleaks report' makes them one. \
      A repository that fails or takes too long stops no other one.
      """,
    operands: OperandSpecification(usage: "[SOURCE ...]", count: 0...Int.max),
    actions: [],
    options: [
      .from, .zeroEnds, .shard, .resume, .baseline, .noIgnore, .noArchives, .archiveDepth,
      .noAttribution,
      .rules, .failOn, .minSeverity, .minConfidence, .decodeDepth,
      .resultDirectory,
      .check, .credentialFile, .credentialDescriptor, .apiURL, .tokenURL, .authorityFile,
      .allowUnknown,
      .jobs, .threads, .repositoryTimeout, .diskBudget, .keepClones, .progress, .quiet, .verbose,
    ],
    examples: [
      .init(command: "zleaks sweep /srv/git --output results", purpose: "all below a directory"),
      .init(
        command: "zleaks sweep --from repos.txt --output results --resume",
        purpose: "a list, from where it was left"
      ),
      .init(
        command: "zleaks sweep --from repos.txt --output results --shard 3/16",
        purpose: "one part of sixteen"
      ),
    ]
  )
}

extension OptionSpecification {
  static let from = OptionSpecification(
    "from",
    .value(placeholder: "FILE", form: .bytes),
    isRepeatable: true,
    in: .selection,
    summary: "Search what FILE lists, a path or address on each line; '-' is standard input."
  )

  static let zeroEnds = OptionSpecification(
    "null",
    letter: "0",
    in: .selection,
    summary: "Take a zero byte, not a line end, for the end of each entry of a list."
  )

  static let shard = OptionSpecification(
    "shard",
    .value(placeholder: "I/N", form: .bytes),
    in: .selection,
    summary:
      "Search part I of N, by names; 'auto' asks the variables of Kubernetes, GitLab or Slurm."
  )

  static let resume = OptionSpecification(
    "resume",
    in: .selection,
    summary: "Pass over what has a complete result and has not changed since."
  )

  static let resultDirectory = OptionSpecification(
    "output",
    letter: "o",
    .value(placeholder: "DIR", form: .bytes),
    in: .reports,
    summary: "Write the results, and the log 'sweep.jsonl', to DIR."
  )

  static let jobs = OptionSpecification(
    "jobs",
    .value(placeholder: "N", form: .number(1...256)),
    in: .running,
    summary: "Search N repositories at a time (default: one for each processor)."
  )

  static let repositoryTimeout = OptionSpecification(
    "repository-timeout",
    .value(placeholder: "SECONDS", form: .number(1...10_000_000)),
    in: .running,
    summary: "Give up on a repository after SECONDS, its clone included."
  )

  static let diskBudget = OptionSpecification(
    "disk-budget",
    .value(placeholder: "BYTES", form: .number(1...Int.max)),
    in: .running,
    summary: "Begin no clone while others hold BYTES."
  )

  static let keepClones = OptionSpecification(
    "keep-clones",
    .value(placeholder: "DIR", form: .bytes),
    in: .running,
    summary: "Keep clones, in DIR, instead of deleting them."
  )

  static let noIgnoreFiles = OptionSpecification(
    "no-ignore-files",
    in: .selection,
    summary: "Heed no .zleaksignore; allow marks and --baseline files still count."
  )
}
