import KeyResponse
import ScanModel

/// How keys are switched off or on: options that several commands share.
struct ChangeArguments: Equatable, Sendable {
  /// Whether somebody is asked.
  let consent: Consent

  /// For how long a key that was switched off is used until it is refused, in seconds; `nil` if it
  /// is not used at all.
  let proofSeconds: Int?

  /// The journal, byte for byte; `nil` for the one of the day.
  let journal: [UInt8]?

  /// Who does it; `nil` for the user of the system.
  let operatorName: String?

  /// Why, for the journal; `nil` if nobody said.
  let reason: String?

  /// Which keys are meant, but for the least severity.
  var selection: KeySelection

  /// Whether somebody is asked before a key is changed.
  enum Consent: Equatable, Sendable {
    /// Each key is asked for on the terminal.
    case asked
    /// The user has agreed to everything.
    case given
    /// Nothing is changed.
    case withheld
  }

  /// Reads the options.
  ///
  /// - Throws: `UsageError` if two of them exclude each other, or `--only` names no key.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    func text(_ option: OptionSpecification) -> String? {
      arguments.value(option).map { String(decoding: $0, as: UTF8.self) }
    }
    switch (arguments.flag(.yes), arguments.flag(.dryRun)) {
    case (true, true):
      throw .conflictingOptions(OptionSpecification.yes.name, OptionSpecification.dryRun.name)
    case (true, false): consent = .given
    case (false, true): consent = .withheld
    case (false, false): consent = .asked
    }
    let limit = arguments.value(.proveLimit).flatMap(ValueForm.number)
    if limit != nil, !arguments.flag(.prove) {
      throw .optionNeeds(
        OptionSpecification.proveLimit.name,
        needed: OptionSpecification.prove.name
      )
    }
    proofSeconds = arguments.flag(.prove) ? limit ?? Self.defaultProofSeconds : nil
    journal = arguments.value(.journal)
    operatorName = text(.operatorName)
    reason = text(.reason)
    var selection = KeySelection()
    for value in arguments.values(.only) {
      let selector = String(decoding: value, as: UTF8.self)
      guard KeySelection.isSelector(selector) else {
        throw .invalidSelector(TypedText(value))
      }
      selection.only.append(selector)
    }
    selection.roles = arguments.values(.role).map { String(decoding: $0, as: UTF8.self) }
    self.selection = selection
  }

  /// How long a switched-off key may still be accepted, by measurement of the service: ten minutes.
  static let defaultProofSeconds = 600

  /// Reads the options of a scanning command; `nil` without `--disable`.
  ///
  /// - Throws: `UsageError` if one of them is there without `--disable`, or that without `--check`.
  static func beside(scan arguments: ParsedArguments) throws(UsageError) -> ChangeArguments? {
    if arguments.flag(.disable) {
      guard arguments.flag(.check) else {
        throw .optionNeeds(OptionSpecification.disable.name, needed: OptionSpecification.check.name)
      }
      return try ChangeArguments(arguments)
    }
    let isScan = [.scan, .diff, .history].contains(arguments.command)
    if isScan, let option = arguments.last(of: OptionSpecification.changes) {
      throw .optionNeeds(option.name, needed: OptionSpecification.disable.name)
    }
    return nil
  }
}

/// The options that `ChangeArguments` reads.
extension OptionSpecification {
  static let disable = OptionSpecification(
    "disable",
    in: .changes,
    summary: "After the reports, switch off the keys found that the account lists (see 'disable')."
  )

  static let yes = OptionSpecification(
    "yes",
    in: .changes,
    summary: "Do it without asking."
  )

  static let dryRun = OptionSpecification(
    "dry-run",
    in: .changes,
    summary: "Show what would be done, and change nothing."
  )

  static let prove = OptionSpecification(
    "prove",
    in: .changes,
    summary: "Use each key that was switched off until the service refuses it."
  )

  static let proveLimit = OptionSpecification(
    "prove-limit",
    .value(placeholder: "SECONDS", form: .number(1...86_400)),
    in: .changes,
    summary: "Give up the proof after so long (default: 600)."
  )

  static let journal = OptionSpecification(
    "journal",
    .value(placeholder: "FILE", form: .bytes),
    in: .changes,
    summary: "Write down what is done in FILE (default: zleaks-journal-DATE.jsonl, here)."
  )

  static let operatorName = OptionSpecification(
    "operator",
    .value(placeholder: "WHO", form: .bytes),
    in: .changes,
    summary: "Who does it, for the journal (default: user@host)."
  )

  static let reason = OptionSpecification(
    "reason",
    .value(placeholder: "TEXT", form: .bytes),
    in: .changes,
    summary: "Why it is done, for the journal."
  )

  static let only = OptionSpecification(
    "only",
    .value(placeholder: "KEY", form: .bytes),
    isRepeatable: true,
    in: .changes,
    summary: "Only this key: 8 or more digits of its fingerprint, or its ID."
  )

  static let role = OptionSpecification(
    "role",
    .value(placeholder: "ROLE", form: .bytes),
    isRepeatable: true,
    in: .changes,
    summary: "Only keys of this role: personal, serving, serving_and_indexing."
  )

  /// How keys are switched off.
  static let changes: [OptionSpecification] = [
    .yes, .dryRun, .prove, .proveLimit, .journal, .operatorName, .reason, .only, .role,
  ]
}
