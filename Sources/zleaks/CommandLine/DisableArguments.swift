import ScanModel

/// What `zleaks disable` is asked to do.
struct DisableArguments: Equatable, Sendable {
  /// What all commands that read reports take.
  let common: ScanArguments

  /// How the service is asked.
  let service: ServiceArguments

  /// How keys are switched off.
  let change: ChangeArguments

  /// The reports, directories and key IDs, byte for byte; `-` is standard input. Empty for a key
  /// that is to be typed.
  let operands: [[UInt8]]

  /// Reads the arguments of `zleaks disable`.
  ///
  /// - Throws: `UsageError` if options contradict each other.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try ScanArguments(arguments)
    service = try ServiceArguments(arguments)
    change = try ChangeArguments(arguments)
    operands = arguments.operands
  }
}

/// What `zleaks enable` is asked to do.
struct EnableArguments: Equatable, Sendable {
  /// What all commands take.
  let common: ScanArguments

  /// How the service is asked.
  let service: ServiceArguments

  /// How keys are switched on.
  let change: ChangeArguments

  /// The journal, byte for byte.
  let journal: [UInt8]

  /// Reads the arguments of `zleaks enable`.
  ///
  /// - Throws: `UsageError` if options contradict each other.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try ScanArguments(arguments)
    service = try ServiceArguments(arguments)
    change = try ChangeArguments(arguments)
    journal = arguments.operands.first ?? []
  }
}

extension CommandSpecification {
  /// The entry of `zleaks disable`.
  static let disable = CommandSpecification(
    name: .disable,
    summary: "Switch leaked keys off: plan, ask, act, prove, write it down.",
    purpose: """
      Asks the account about each key in REPORTs, of each KEY-ID, and with '-' of each line of \
      standard input (see 'zleaks help check'); shows for each what it can do, where it leaked and \
      what will be done; and asks, key by key, before it is switched off (y yes, n no, a this and \
      all that follow, q stop; Enter is no). Then the key is read back until the account says that \
      it is off. Every step is in a journal before and after it is done: the same command again \
      goes on where one was ended, and 'zleaks enable JOURNAL' puts back what was switched off. \
      The credential in use is never switched off, and nothing is deleted.
      """,
    operands: OperandSpecification(usage: "[REPORT | KEY-ID | - ...]", count: 0...Int.max),
    actions: [],
    options: OptionSpecification.changes + [
      .credentialFile, .credentialDescriptor, .apiURL, .tokenURL, .authorityFile,
      .minSeverity.summarized("Only keys that are at least so severe (default: info)."),
      .rules, .quiet, .verbose,
    ],
    examples: [
      .init(command: "zleaks disable leaks.jsonl --dry-run", purpose: "see the plan"),
      .init(command: "zleaks disable leaks.jsonl", purpose: "key by key, asking"),
      .init(
        command: "zleaks disable leaks.jsonl --yes --prove --journal incident.jsonl",
        purpose: "in a script"
      ),
    ],
    exitCodes: [
      ("0", "Every key that was to be switched off is off."),
      ("2", "The command line, a report, a credential or the journal is wrong; nothing was done."),
      ("3", "A key is not off, may not be, or nobody could be asked."),
    ]
  )

  /// The entry of `zleaks enable`.
  static let enable = CommandSpecification(
    name: .enable,
    summary: "Switch on again what a journal says was switched off.",
    purpose: """
      Reads the journal of 'zleaks disable', shows the keys that it has switched off, asks, and \
      switches them on again. Keys that were off before, or that somebody else has changed, are \
      left alone. A key that has leaked works again for whoever has it.
      """,
    operands: OperandSpecification(usage: "JOURNAL", count: 1...1),
    actions: [],
    options: [
      .yes, .dryRun, .operatorName, .reason, .only,
      .credentialFile, .credentialDescriptor, .apiURL, .tokenURL, .authorityFile,
      .rules, .quiet, .verbose,
    ],
    examples: [
      .init(command: "zleaks enable incident.jsonl --dry-run", purpose: "see what it would do"),
      .init(command: "zleaks enable incident.jsonl --only aky_12", purpose: "one key"),
    ],
    exitCodes: [
      ("0", "Every key that was to be switched on is on."),
      ("2", "The command line, a credential or the journal is wrong; nothing was done."),
      ("3", "A key is not on, or nobody could be asked."),
    ]
  )
}
