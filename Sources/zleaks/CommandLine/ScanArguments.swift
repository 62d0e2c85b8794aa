import Decoding
import Reporting
import ScanModel

/// What `zleaks scan` is asked to do.
struct ScanArguments: Equatable, Sendable {
  /// The files and directories to search, byte for byte, never empty; `-` is standard input.
  let paths: [[UInt8]]

  /// What is searched.
  let selection: Selection

  /// What counts as a finding.
  let bar: FindingBar

  /// How the live service is asked about the keys found; `nil` if it is not.
  let service: ServiceArguments?

  /// How keys that work are switched off afterwards; `nil` if they are not.
  let change: ChangeArguments?

  /// The reports to write, never empty, each with a destination of its own.
  let reports: [ReportRequest]

  /// Whether keys are written in full.
  let showsSecrets: Bool

  /// When text is coloured.
  let color: Occasion

  /// How the run goes.
  let running: Running

  /// What is searched and what is passed over.
  struct Selection: Equatable, Sendable {
    /// The patterns of what is passed over.
    let excludes: [[UInt8]]

    /// The patterns of what alone is searched; empty for everything.
    let includes: [[UInt8]]

    /// Whether what git ignores is passed over.
    let skipsGitIgnored: Bool

    /// Whether allow marks and ignore files are heeded.
    let honorsSuppressions: Bool

    /// The files of suppressions that the user names, byte for byte.
    let baselines: [[UInt8]]

    /// Whether ignore files in what is scanned are heeded, if suppressions are.
    var readsIgnoreFiles = true

    /// How many archives, one inside the other, are opened; 0 for none.
    let archiveDepth: Int
  }

  /// What counts as a finding.
  struct FindingBar: Equatable, Sendable {
    /// The files with rules besides the built-in ones, byte for byte.
    let rulesFiles: [[UInt8]]

    /// Which findings make the exit code 1.
    let failOn: FailureBar

    /// The least severity reported.
    let minimumSeverity: Severity

    /// The least confidence reported.
    let minimumConfidence: Confidence

    /// How many encodings, one inside the other, are undone.
    let decodeDepth: Int

    /// How many are undone unless the command line says otherwise.
    static let defaultDecodeDepth = 2
  }

  /// How the run goes.
  struct Running: Equatable, Sendable {
    /// How many threads search; `nil` for one on each processor.
    let threadCount: Int?

    /// When progress is shown.
    let progress: Occasion

    /// How much is said on standard error.
    let verbosity: Verbosity
  }

  /// Reads the arguments of `zleaks scan`.
  ///
  /// - Throws: `UsageError` if two reports would go to the same place, or options contradict each
  ///   other.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    paths = arguments.operands.isEmpty ? [Array(".".utf8)] : arguments.operands
    selection = Selection(
      excludes: arguments.values(.exclude),
      includes: arguments.values(.include),
      skipsGitIgnored: arguments.flag(.gitignore),
      honorsSuppressions: !arguments.flag(.noIgnore),
      baselines: arguments.values(.baseline),
      readsIgnoreFiles: !arguments.flag(.noIgnoreFiles),
      archiveDepth: arguments.flag(.noArchives)
        ? 0
        : arguments.value(.archiveDepth).flatMap(ValueForm.number) ?? ContainerLimits.defaultDepth
    )
    bar = FindingBar(
      rulesFiles: arguments.values(.rules),
      failOn: arguments.choice(.failOn, default: .any),
      minimumSeverity: arguments.choice(.minSeverity, default: .info),
      minimumConfidence: arguments.choice(.minConfidence, default: .likely),
      decodeDepth: arguments.value(.decodeDepth).flatMap(ValueForm.number)
        ?? FindingBar.defaultDecodeDepth
    )
    service = try ServiceArguments.beside(scan: arguments)
    change = try ChangeArguments.beside(scan: arguments)
    reports = try ReportRequest.requests(arguments)
    showsSecrets = arguments.flag(.showSecrets)
    color = arguments.choice(.color, default: .auto)
    running = Running(
      threadCount: arguments.value(.threads).flatMap(ValueForm.number),
      progress: arguments.choice(.progress, default: .auto),
      verbosity: Verbosity(arguments)
    )
  }
}

/// Which findings make the exit code 1.
enum FailureBar: String, CaseIterable, Sendable {
  /// Every key found.
  case any
  /// Keys that are known to work, or not proved not to.
  case active
  /// None: findings are reported only.
  case none
}

/// When something that depends on a terminal is done.
enum Occasion: String, CaseIterable, Sendable {
  /// On a terminal.
  case auto
  /// In any case.
  case always
  /// In no case.
  case never
}

/// How much is said on standard error.
enum Verbosity: Equatable, Sendable {
  /// Errors.
  case quiet
  /// Errors and the summary.
  case normal
  /// More.
  case verbose

  /// What the later of `--quiet` and `--verbose` asks for.
  init(_ arguments: ParsedArguments) {
    switch arguments.last(of: [.quiet, .verbose]) {
    case .quiet?: self = .quiet
    case .verbose?: self = .verbose
    default: self = .normal
    }
  }
}
