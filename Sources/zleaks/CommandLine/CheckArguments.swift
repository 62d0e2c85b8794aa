/// What `zleaks check` is asked to do.
struct CheckArguments: Equatable, Sendable {
  /// What all commands that write reports take.
  let common: ScanArguments

  /// How the service is asked.
  let service: ServiceArguments

  /// The reports, directories and key IDs, byte for byte.
  ///
  /// `-` is standard input; none at all stands for a key that is to be typed.
  let operands: [[UInt8]]

  /// Whether a line for each key is printed, because no report was asked for.
  let printsKeys: Bool

  /// Reads the arguments of `zleaks check`.
  ///
  /// - Throws: `UsageError` if options contradict each other.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try ScanArguments(arguments)
    service = try ServiceArguments(arguments)
    operands = arguments.operands
    printsKeys = !arguments.flag(.format) && !arguments.flag(.output)
  }
}

extension CommandSpecification {
  /// The entry of `zleaks check`.
  static func check(format: OptionSpecification) -> CommandSpecification {
    CommandSpecification(
      name: .check,
      summary: "Ask whether keys work: active, disabled or unknown.",
      purpose: """
        Asks the live service for the state of each key in REPORTs (those of zleaks, gitleaks, \
        TruffleHog or Kingfisher, or directories of *.jsonl), of each KEY-ID, and with '-' of each \
        line of standard input: a key, a key ID, or a whole report. Without an operand, a key can \
        be typed unseen. The keys of the owner's account are listed, and compared with \
        fingerprints: a found key is sent nowhere, except with --probe. The owner's credential is \
        taken from --credential-file, --credential-fd, VECTARA_API_KEY, or VECTARA_CLIENT_ID with \
        VECTARA_CLIENT_SECRET, or asked for on a terminal.
        """,
      operands: OperandSpecification(usage: "[REPORT | KEY-ID | - ...]", count: 0...Int.max),
      actions: [],
      options: OptionSpecification.service + [
        .rules, format, .output, .showSecrets, .color, .progress, .quiet, .verbose,
      ],
      examples: [
        .init(command: "zleaks check leaks.jsonl", purpose: "the keys of a report"),
        .init(command: "zleaks check", purpose: "a key that somebody was sent, typed"),
        .init(command: "pass show leaked | zleaks check - --probe", purpose: "try a key itself"),
      ],
      exitCodes: [
        ("0", "No key is active, and each is known not to be (or --allow-unknown is given)."),
        ("1", "A key is active, or its state is unknown."),
        ("2", "The command line, a report or a credential is wrong."),
        ("3", "Nothing could be asked, or a report does not tell all; no key is active."),
      ]
    )
  }
}
