import GitCommand
import Posix
import Reporting
import ScanModel
import Scanning
import Walking

/// `zleaks diff`: searches what a change adds.
struct DiffCommand {
  private let arguments: DiffArguments
  private let console: Console

  init(_ arguments: DiffArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Scans, reports, and says how it ended.
  func run() -> ExitCode {
    ScanRun(arguments: arguments.common, console: console).run { setting throws(CommandFailure) in
      if arguments.source == .patch {
        return scanPatch(setting)
      }
      do throws(GitError) {
        return try scan(setting)
      } catch {
        throw failure(error)
      }
    } advice: { findings, redaction in
      arguments.source.isStaged ? NextSteps.text(findings, redaction: redaction) : ""
    }
  }

  /// Scans patch text, and says so if there is none in what was piped in.
  private func scanPatch(_ setting: ScanRun.Setting) -> ScanResult {
    let scan = PatchScan(
      plan: setting.plan,
      filter: setting.filter,
      reportsOldKeys: arguments.readsWholeFiles
    )
    let outcome = scan.scanStandardInput()
    switch outcome.content {
    case .patch: break
    case .text: console.say("zleaks: no patch on standard input; searched it as text\n")
    case .nothing: console.say("zleaks: standard input is empty\n")
    }
    return outcome.result
  }

  private func scan(_ setting: ScanRun.Setting) throws(GitError) -> ScanResult {
    let git = try Git(.inherited)
    var changes = try ChangeScan(
      plan: setting.plan,
      git: git,
      filter: setting.filter,
      reportsOldKeys: arguments.readsWholeFiles
    )
    switch arguments.source {
    case .staged(let files): return try scanStaged(&changes, files, setting)
    case .range(let range):
      let commits = try RevisionRange(range, git: git).commits(git)
      if commits.isEmpty { console.say("zleaks: no commits in the range\n") }
      try changes.scan(commits)
    case .prePush(let remote):
      try scan(try PushedReferences.prePush(PushInput.read(), remote: remote, git), &changes, git)
    case .preReceive:
      try scan(try PushedReferences.preReceive(PushInput.read(), git), &changes, git)
    case .patch: break
    }
    return changes.result()
  }

  /// Scans the index, and of `files` those that it does not change, as they are on disk: a hook
  /// framework that runs on all files names files that no commit is about.
  private func scanStaged(
    _ changes: inout ChangeScan,
    _ files: [[UInt8]],
    _ setting: ScanRun.Setting
  ) throws(GitError) -> ScanResult {
    let staged = try changes.scanIndex()
    if staged.isEmpty, files.isEmpty { console.say("zleaks: nothing is staged\n") }
    var result = changes.result()
    let others = files.filter { !staged.contains($0) }
    if !others.isEmpty {
      let options = WalkOptions(filter: setting.filter)
      result.add(TreeScan(plan: setting.plan, options: options).run(others))
    }
    return result
  }

  private func scan(
    _ pushed: PushedReferences,
    _ changes: inout ChangeScan,
    _ git: Git
  ) throws(GitError) {
    for tag in pushed.tags { try changes.scanTag(tag) }
    try changes.scan(try pushed.commits(git))
  }

  /// A revision that does not exist is the command line's fault, everything else the repository's.
  private func failure(_ error: GitError) -> CommandFailure {
    let sentence = TerminalText.escaped("\(error)")
    switch error {
    case .badRevision:
      return CommandFailure("\(sentence); fetch it, or name another range", .usage)
    default: return CommandFailure(sentence, .incomplete)
    }
  }
}
