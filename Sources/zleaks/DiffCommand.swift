import GitCommand
import Posix
import Reporting
import ScanModel
import Scanning
import TextForms
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
    // What is pushed may bring an ignore file of its own; who receives it decides.
    let scope: SuppressionSources.Scope =
      arguments.source == .preReceive ? .nothing : .change(isPatch: arguments.source == .patch)
    let run = ScanRun(arguments: arguments.common, console: console, scope: scope)
    return run.run { setting throws(CommandFailure) in
      if arguments.source == .patch {
        return scanPatch(setting)
      }
      do throws(GitError) {
        return try scan(setting)
      } catch {
        throw failure(error, PathKeys(setting.plan))
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
    case .staged(let files): return try scanStaged(&changes, files, setting, git)
    case .range(let range):
      let range = try RevisionRange(range, git: git)
      let commits = try range.commits(git)
      if commits.isEmpty { console.say("zleaks: no commits in the range\n") }
      try changes.noteCuts(in: commits, notFrom: range.excluded)
      try changes.scan(commits)
      for tag in try git.tags(of: Set(commits.map(\.commit))) { try changes.scanPushed(tag) }
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
    _ setting: ScanRun.Setting,
    _ git: Git
  ) throws(GitError) -> ScanResult {
    let staged = try changes.scanIndex()
    if staged.isEmpty, files.isEmpty { console.say("zleaks: nothing is staged\n") }
    var result = changes.result()
    // The command line's paths are from the working directory, the index's from the top level.
    let prefix = try files.isEmpty ? [] : git.prefix()
    // A link's text is its content in git, and what it names may lie outside the repository.
    let others = files.filter {
      !staged.contains(Self.joined(prefix, $0)) && !Self.isLink($0)
    }
    if !others.isEmpty {
      let options = WalkOptions(filter: setting.filter)
      result.add(TreeScan(plan: setting.plan, options: options).run(others))
    }
    return result
  }

  /// The path that `path` names from a directory; `.` and `..` are followed.
  private static func joined(_ directory: [UInt8], _ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    if path.first == slash { return path }
    var parts: [ArraySlice<UInt8>] = []
    for part in directory.split(separator: slash) + path.split(separator: slash) {
      if part.elementsEqual(".".utf8) { continue }
      // What leaves the work tree keeps its dots, and is no path of the index.
      if part.elementsEqual("..".utf8), let last = parts.last, !last.elementsEqual("..".utf8) {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return Array(parts.joined(separator: [slash]))
  }

  private static func isLink(_ path: [UInt8]) -> Bool {
    do throws(SystemError) {
      return try FileStatus.of(path, followsLink: false).kind == .symbolicLink
    } catch {
      // Why it cannot be read is said by the scan.
      return false
    }
  }

  private func scan(
    _ pushed: PushedReferences,
    _ changes: inout ChangeScan,
    _ git: Git
  ) throws(GitError) {
    for object in pushed.objects { try changes.scanPushed(object) }
    try changes.scan(try pushed.commits(git))
  }

  /// A revision that does not exist is the command line's fault, everything else the repository's.
  private func failure(_ error: GitError, _ keys: PathKeys) -> CommandFailure {
    // A revision's name, or a path, can hold a key.
    let sentence = TerminalText.escaped(keys.hidden(in: ContentPath("\(error)")).text)
    switch error {
    case .badRevision(RevisionRange.upstream):
      return CommandFailure(
        "the current branch has no upstream: name a range, such as main..HEAD",
        .usage
      )
    case .badRevision:
      return CommandFailure("\(sentence); fetch it, or name another range", .usage)
    default: return CommandFailure(sentence, .incomplete)
    }
  }
}
