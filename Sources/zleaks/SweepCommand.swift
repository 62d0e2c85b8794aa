import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import Sweeping
import TextForms

/// `zleaks sweep`: searches many repositories.
struct SweepCommand {
  private let arguments: SweepArguments
  private let console: Console

  init(_ arguments: SweepArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Searches, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      let start = Process.monotonicSeconds
      let settings = try settings()
      var sources = arguments.sources
      for list in arguments.lists { sources += try entries(list) }
      Interrupt.catchFirst()
      var progress = SweepProgressLine(arguments.common.running, console)
      progress.say("looking for repositories")
      // What an earlier check has found out is out of date.
      try? FileDescriptor.remove(arguments.output + Array("/\(SweepArguments.checkedName)".utf8))
      let survey = SourceSurvey(sources, hidingKeys: settings.hidingKeys)
      let outcome: RepositorySweep.Outcome
      do throws(RepositorySweep.Failure) {
        outcome = try RepositorySweep(survey, settings: settings).run { progress.show($0) }
      } catch {
        progress.erase()
        throw Self.failure("cannot write", error.path.bytes, error.error)
      }
      progress.erase()
      return report(outcome, survey, seconds: Process.monotonicSeconds - start)
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  // MARK: - Before

  /// The entries of one list.
  private func entries(_ list: [UInt8]) throws(CommandFailure) -> [[UInt8]] {
    let bytes: [UInt8]
    let limit = RepositoryList.maximumByteCount
    do throws(SystemError) {
      if list.elementsEqual("-".utf8) {
        bytes = try FileDescriptor(borrowing: 0).readToEnd(maximumByteCount: limit + 1)
      } else {
        bytes = try FileDescriptor.open(list).readToEnd(maximumByteCount: limit + 1)
      }
    } catch { throw Self.failure("cannot read", list, error) }
    guard bytes.count <= limit else {
      throw CommandFailure("cannot read \(Self.quoted(list)): it is larger than 256 MiB", .usage)
    }
    return RepositoryList.entries(bytes, endsWithZeros: arguments.listsEndWithZeros)
  }

  private func settings() throws(CommandFailure) -> SweepSettings {
    let common = arguments.common
    // What is wrong with a rule or baseline is wrong for every repository: said once, before.
    let keys = PathKeys(
      ScanPlan(
        matcher: Matcher(
          try RuleFiles.load(common.bar.rulesFiles),
          decodeDepth: common.bar.decodeDepth
        )
      )
    )
    _ = try SuppressionSources(baselines: common.selection.baselines, scope: .nothing).read()
    let rules = try common.bar.rulesFiles.map(resolved)
    let baselines = try common.selection.baselines.map(resolved)
    let words = words()
    var digest = SHA256()
    let builtin = RuleSet.builtinSource
    digest.update(builtin.span)
    for file in rules + baselines {
      let bytes = try contents(file)
      digest.update(bytes.span)
    }
    let list = Array((words + (arguments.findsOrigins ? [] : ["none"])).joined(separator: " ").utf8)
    digest.update(list.span)
    let temporary = Process.environmentBytes("TMPDIR") ?? []
    var settings = SweepSettings(
      program: Array(Process.executablePath.utf8),
      version: Program.version,
      environment: Process.environment,
      settingsDigest: Digest(digest).text,
      outputDirectory: arguments.output,
      cloneDirectory: arguments.keptClones
        ?? (temporary.isEmpty ? Array("/tmp".utf8) : temporary)
    )
    func options(_ name: String, _ files: [[UInt8]]) -> [[UInt8]] {
      files.flatMap { [Array(name.utf8), $0] }
    }
    settings.searchOptions =
      words.map { Array($0.utf8) } + options("--rules", rules) + options("--baseline", baselines)
    if !arguments.findsOrigins { settings.historyOptions = [Array("--no-attribution".utf8)] }
    settings.hidingKeys = { keys.hidden(in: $0) }
    settings.keepsClones = arguments.keptClones != nil
    settings.shard = arguments.shard
    settings.jobCount = arguments.jobCount ?? Process.processorCount
    settings.threadCount = common.running.threadCount ?? Process.processorCount
    settings.resumes = arguments.resumes
    settings.secondsLimit = arguments.secondsLimit.map(Double.init)
    settings.diskBudget = arguments.diskBudget
    return settings
  }

  /// The options that decide what is found and hold no file's name.
  private func words() -> [String] {
    let (bar, selection) = (arguments.common.bar, arguments.common.selection)
    return [
      "--min-severity", bar.minimumSeverity.rawValue,
      "--min-confidence", bar.minimumConfidence.rawValue,
      "--decode-depth", String(bar.decodeDepth),
      "--archive-depth", String(selection.archiveDepth),
    ] + (selection.honorsSuppressions ? [] : ["--no-ignore"])
  }

  /// The file's path, which does not depend on where the program runs.
  private func resolved(_ path: [UInt8]) throws(CommandFailure) -> [UInt8] {
    do throws(SystemError) { return try FileDescriptor.resolved(path) } catch {
      throw Self.failure("cannot read", path, error)
    }
  }

  private func contents(_ path: [UInt8]) throws(CommandFailure) -> [UInt8] {
    do throws(SystemError) {
      return try FileDescriptor.open(path).readToEnd(maximumByteCount: 64 << 20)
    } catch { throw Self.failure("cannot read", path, error) }
  }

  private static func failure(
    _ operation: String,
    _ path: [UInt8],
    _ error: SystemError
  ) -> CommandFailure {
    CommandFailure("\(operation) \(quoted(path)): \(error)", .usage)
  }

  private static func quoted(_ path: [UInt8]) -> String {
    "'\(TerminalText.escaped(ContentPath(path).text))'"
  }

  // MARK: - After

  /// The failures that are shown one by one.
  private static let shownFailureCount = 20

  private func report(
    _ outcome: RepositorySweep.Outcome,
    _ survey: SourceSurvey,
    seconds: Double
  ) -> ExitCode {
    let problems = survey.problems + outcome.failures
    for problem in problems.prefix(Self.shownFailureCount) {
      console.report(TerminalText.escaped("\(problem)"))
    }
    if problems.count > Self.shownFailureCount {
      let rest = NumberText.grouped(problems.count - Self.shownFailureCount)
      console.report("\(rest) more failures, which the sweep's log lists")
    }
    let progress = outcome.progress
    if arguments.common.running.verbosity != .quiet {
      console.say(SweepProgressLine.summary(progress, seconds: seconds))
      if !outcome.isComplete { console.say("incomplete: see above, and the sweep's log\n") }
      console.say("results are in \(Self.quoted(arguments.output)); 'zleaks report' reads them\n")
    }
    return exitCode(outcome)
  }

  /// Findings decide first; with `--check` and `--fail-on active`, what the service says of them.
  private func exitCode(_ outcome: RepositorySweep.Outcome) -> ExitCode {
    var isComplete = outcome.isComplete
    var fails = outcome.progress.findingCount > 0
    if let check = arguments.check, Interrupt.caught == nil {
      let code = CheckCommand(check, console).run()
      if code == .usage { return .usage }
      if code == .incomplete { isComplete = false }
      if arguments.common.bar.failOn == .active { fails = code == .findings }
    }
    if arguments.common.bar.failOn != .none, fails { return .findings }
    return isComplete ? .clean : .incomplete
  }
}
