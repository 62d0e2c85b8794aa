import Posix
import Reporting
import Rules
import ScanModel
import Scanning

/// The reports of one run, opened before it and written after it.
struct ReportSet {
  private let reports: [Report]
  private let console: Console

  /// One report: how it is written and where it goes.
  private final class Report {
    let format: ReportFormat
    let writer: any ReportWriter
    let file: ReportFile

    init(_ format: ReportFormat, _ writer: any ReportWriter, _ file: consuming ReportFile) {
      self.format = format
      self.writer = writer
      self.file = file
    }
  }

  /// Opens every destination.
  ///
  /// - Parameters:
  ///   - arguments: Which reports to write, and how.
  ///   - rules: The rules, whose advice the reports give.
  ///   - keys: Takes keys out of the paths that are shown.
  ///   - changes: What has changed since an earlier report; `nil` where none is compared.
  ///   - console: Where it is said that a report could not be written.
  ///   - makeWriter: Makes the writer of a form; by default the form's own.
  /// - Throws: The first that cannot be written; those opened before it are discarded.
  init(
    _ arguments: ScanArguments,
    _ rules: RuleSet,
    hiding keys: PathKeys,
    changes: FindingChanges? = nil,
    _ console: Console,
    makeWriter: (ReportFormat, ReportContext) -> any ReportWriter = { $0.makeWriter(context: $1) }
  ) throws(CommandFailure) {
    self.console = console
    let advice = Dictionary(
      rules.rules.map { ($0.id, $0.advice) },
      uniquingKeysWith: { first, _ in first }
    )
    var reports: [Report] = []
    // The summary shows no keys, not even to whoever asks for them elsewhere.
    let safeContext = ReportContext(advice: advice, hidingKeys: { keys.hidden(in: $0) })
    if let summary = try Self.stepSummary(for: arguments.reports, safeContext) {
      reports.append(summary)
    }
    for request in arguments.reports {
      let usesColor =
        switch arguments.color {
        case .always: true
        case .never: false
        case .auto:
          request.file == nil && console.outputIsTerminal && console.environmentAllowsColor
        }
      var context = ReportContext(
        showsSecrets: arguments.showsSecrets,
        usesColor: usesColor,
        advice: advice,
        hidingKeys: { keys.hidden(in: $0) },
        changes: changes
      )
      context.rules = rules.rules.map {
        ReportRule(id: $0.id, description: $0.description, severity: $0.severity, advice: $0.advice)
      }
      context.sourceControl = SourceControl.ofEnvironment()
      context.workingDirectory = Self.workingDirectory()
      context.clock = { Int(WallClock.secondsSince1970) }
      context.source = ScannedFile.reader
      context.note = { console.say("zleaks: note: \($0)\n") }
      do throws(CommandFailure) {
        reports.append(
          Report(
            request.format,
            makeWriter(request.format, context),
            try ReportFile(request.file, holdsSecrets: arguments.showsSecrets)
          )
        )
      } catch {
        for report in reports { report.file.discard() }
        throw error
      }
    }
    self.reports = reports
  }

  /// The folder that relative paths start from; `nil` if it cannot be named.
  private static func workingDirectory() -> ContentPath? {
    do throws(SystemError) {
      return ContentPath(try FileDescriptor.resolved(Array(".".utf8)))
    } catch {
      return nil
    }
  }

  /// The summary of a step on GitHub, which goes with the `github` report where GitHub asks for it.
  private static func stepSummary(
    for requests: [ReportRequest],
    _ context: ReportContext
  ) throws(CommandFailure) -> Report? {
    guard requests.contains(where: { $0.format == .github }),
      let file = Process.environmentBytes("GITHUB_STEP_SUMMARY"), !file.isEmpty
    else { return nil }
    let writer = MarkdownReport(
      context: context,
      maximumByteCount: MarkdownReport.stepSummaryByteCount
    )
    return Report(.markdown, writer, try ReportFile(appendingTo: file))
  }

  /// Leaves nothing of the reports, which will not be written.
  func discard() {
    for report in reports { report.file.discard() }
  }

  /// Writes every report; one that cannot be written does not stop the others.
  ///
  /// - Returns: Whether all were written. A reader of standard output who has gone away is no
  ///   message, but the report has not arrived.
  func write(_ findings: [Finding], _ summary: ScanSummary) -> Bool {
    write(summary) { _ in findings }
  }

  /// Writes every report with the findings that its form is to list.
  func write(_ summary: ScanSummary, _ findings: (ReportFormat) -> [Finding]) -> Bool {
    var areWritten = true
    for report in reports {
      do throws(SystemError) {
        try report.file.write(report.writer, findings(report.format), summary)
      } catch {
        areWritten = false
        if error.isBrokenPipe, report.file.isStandardOutput { continue }
        console.report("cannot write the report to \(report.file.shownName): \(error)")
      }
    }
    return areWritten
  }
}
