import Reporting
import ScanModel

/// Every option there is. A command names those that it takes.
extension OptionSpecification {
  // MARK: - What is searched

  static let staged = OptionSpecification(
    "staged",
    in: .selection,
    summary: "Search what the commit being made would add: the index against HEAD."
  )

  static let prePush = OptionSpecification(
    "pre-push",
    in: .selection,
    summary: "Search what git is about to push, as its pre-push hook says on standard input."
  )

  static let preReceive = OptionSpecification(
    "pre-receive",
    in: .selection,
    summary: "Search what git is asked to receive, as its pre-receive hook says on standard input."
  )

  static let wholeFiles = OptionSpecification(
    "whole-files",
    in: .selection,
    summary: "Report keys that were in a changed file before, too."
  )

  static let exclude = OptionSpecification(
    "exclude",
    .value(placeholder: "GLOB", form: .bytes),
    isRepeatable: true,
    in: .selection,
    summary: "Pass over files and directories that match GLOB."
  )

  static let include = OptionSpecification(
    "include",
    .value(placeholder: "GLOB", form: .bytes),
    isRepeatable: true,
    in: .selection,
    summary: "Search only files that match GLOB."
  )

  static let gitignore = OptionSpecification(
    "gitignore",
    in: .selection,
    summary: "Pass over what git ignores."
  )

  static let noArchives = OptionSpecification(
    "no-archives",
    in: .selection,
    summary: "Do not look into archives and compressed files."
  )

  static let archiveDepth = OptionSpecification(
    "archive-depth",
    .value(placeholder: "N", form: .number(0...32)),
    in: .selection,
    summary: "Open up to N archives, one inside the other (default: 8)."
  )

  static let noIgnore = OptionSpecification(
    "no-ignore",
    in: .selection,
    summary: "Report what allow marks, .zleaksignore and --baseline files suppress, too."
  )

  static let baseline = OptionSpecification(
    "baseline",
    .value(placeholder: "FILE", form: .bytes),
    isRepeatable: true,
    in: .selection,
    summary: "Report nothing that FILE lists: keys by fingerprint, or paths by glob."
  )

  static let noAttribution = OptionSpecification(
    "no-attribution",
    in: .selection,
    summary: "Do not look for the commits, paths and branches of what is found."
  )

  // MARK: - What counts as a finding

  static let rules = OptionSpecification(
    "rules",
    .value(placeholder: "FILE", form: .bytes),
    isRepeatable: true,
    in: .findings,
    summary: "Add the rules in FILE to the built-in ones."
  )

  static let failOn = OptionSpecification(
    "fail-on",
    .value(placeholder: "WHICH", form: words(FailureBar.self)),
    in: .findings,
    summary: """
      Which findings make the exit code 1 (default: any); active takes a key for active that is \
      not proved inactive, unless --allow-unknown.
      """
  )

  static let minSeverity = OptionSpecification(
    "min-severity",
    .value(placeholder: "LEVEL", form: words(Severity.self)),
    in: .findings,
    summary: "Report nothing less severe (default: info)."
  )

  static let minConfidence = OptionSpecification(
    "min-confidence",
    .value(placeholder: "LEVEL", form: .word(Confidence.allCases.reversed().map(\.rawValue))),
    in: .findings,
    summary: "Report nothing less sure (default: likely)."
  )

  static let decodeDepth = OptionSpecification(
    "decode-depth",
    .value(placeholder: "N", form: .number(0...3)),
    in: .findings,
    summary: "Undo up to N encodings, one inside the other (default: 2; 0: none)."
  )

  // MARK: - Reports

  /// The forms themselves are the command table's to fill in.
  static let format = OptionSpecification(
    "format",
    .value(placeholder: "NAME[=FILE]", form: .wordWithFile([])),
    isRepeatable: true,
    in: .reports,
    summary: "Write a report in this form, to FILE if given (default: text)."
  )

  static let output = OptionSpecification(
    "output",
    letter: "o",
    .value(placeholder: "FILE", form: .bytes),
    in: .reports,
    summary: "Write the report without a FILE of its own to FILE."
  )

  static let showSecrets = OptionSpecification(
    "show-secrets",
    in: .reports,
    summary: "Write keys in full, not redacted."
  )

  static let color = OptionSpecification(
    "color",
    .value(placeholder: "WHEN", form: words(Occasion.self)),
    in: .reports,
    summary: "Colour the text report (default: auto, on a terminal; NO_COLOR is honoured)."
  )

  static let since = OptionSpecification(
    "since",
    .value(placeholder: "OLD", form: .bytes),
    isRepeatable: true,
    in: .reports,
    summary: "Compare with the report OLD: what is new, fixed, unchanged."
  )

  static let groupBy = OptionSpecification(
    "group-by",
    .value(placeholder: "WHAT", form: words(ReportArguments.Grouping.self)),
    in: .reports,
    summary: "Write one entry for each key: where it is, since when, its state."
  )

  static let updateBaseline = OptionSpecification(
    "update-baseline",
    .value(placeholder: "BASELINE", form: .bytes),
    in: .reports,
    summary: "Add the keys to the file BASELINE or .zleaksignore: they count no longer."
  )

  static let baselineReason = OptionSpecification(
    "reason",
    .value(placeholder: "TEXT", form: .bytes),
    in: .reports,
    summary: "Say with --update-baseline why they do not count."
  )

  // MARK: - Running

  static let threads = OptionSpecification(
    "threads",
    letter: "j",
    .value(placeholder: "N", form: .number(1...256)),
    in: .running,
    summary: "Search with N threads (default: one for each processor)."
  )

  static let progress = OptionSpecification(
    "progress",
    .value(placeholder: "WHEN", form: words(Occasion.self)),
    in: .running,
    summary: "Show progress on standard error (default: auto, on a terminal)."
  )

  static let quiet = OptionSpecification(
    "quiet",
    letter: "q",
    in: .running,
    summary: "Write no summary to standard error."
  )

  static let verbose = OptionSpecification(
    "verbose",
    letter: "v",
    in: .running,
    summary: "Say more on standard error."
  )

  // MARK: - General

  static let help = OptionSpecification(
    "help",
    letter: "h",
    in: .general,
    summary: "Show this help."
  )

  static let version = OptionSpecification(
    "version",
    in: .general,
    summary: "Show the version."
  )

  /// The form of a value that is the name of one of the cases.
  private static func words<Value: CaseIterable & RawRepresentable<String>>(
    _ type: Value.Type
  ) -> ValueForm {
    .word(type.allCases.map(\.rawValue))
  }
}
