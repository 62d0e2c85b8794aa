import KeyResponse
import Matching
import Posix
import Reporting
import Rules
import ScanModel
import Scanning
import TextForms

/// `zleaks report JOURNAL`: writes the record of an incident.
struct IncidentCommand {
  private let path: [UInt8]
  private let file: [UInt8]?
  private let rules: RuleSet
  private let console: Console

  /// Prepares to write the record of a journal; `nil` if the operands are reports.
  ///
  /// - Throws: What a journal cannot be turned into, with exit code 2.
  init?(
    _ arguments: ReportArguments,
    _ rules: RuleSet,
    _ console: Console
  ) throws(CommandFailure) {
    guard let path = arguments.files.first(where: Self.isJournal) else { return nil }
    let name = TerminalText.escaped(ContentPath(path).text)
    guard arguments.files.count == 1, arguments.earlier.isEmpty, !arguments.groupsByKey else {
      throw CommandFailure("'\(name)' is a journal; give it alone, without reports", .usage)
    }
    guard let request = arguments.common.reports.first, arguments.common.reports.count == 1,
      request.format == .markdown
    else {
      throw CommandFailure("'\(name)' is a journal; its record is '--format markdown'", .usage)
    }
    self.path = path
    file = request.file
    self.rules = rules
    self.console = console
  }

  /// Whether a regular file is a journal; what cannot be read is the reader of reports' business.
  private static func isJournal(_ path: [UInt8]) -> Bool {
    guard !path.elementsEqual("-".utf8),
      let file = try? FileDescriptor.open(path, waits: false),
      let status = try? file.status(), status.kind == .regular,
      let start = try? file.readToEnd(maximumByteCount: 256)
    else { return false }
    return JournalText.isJournal(start)
  }

  /// Writes it.
  func run() throws(CommandFailure) -> ExitCode {
    let keys = PathKeys(ScanPlan(matcher: Matcher(rules)))
    let name = ContentPath(path).text
    let journal: JournalText
    do throws(JournalError) { journal = try Journal.read(path) } catch {
      let shown = TerminalText.escaped(keys.hidden(in: ContentPath(path)).text)
      throw CommandFailure("cannot use the journal '\(shown)': \(error)", .usage)
    }
    let text = IncidentMarkdown(IncidentRecord(journal), journal: name) {
      keys.hidden(in: ContentPath($0)).text
    }.text
    let destination = try ReportFile(file, holdsSecrets: false)
    do throws(SystemError) { try destination.write(text) } catch {
      throw CommandFailure(
        "cannot write the report to \(destination.shownName): \(error)",
        .incomplete
      )
    }
    return journal.brokenLines.isEmpty ? .clean : .incomplete
  }
}
