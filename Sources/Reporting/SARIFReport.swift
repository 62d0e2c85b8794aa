package import ScanModel
import TextForms

/// The `sarif` report: SARIF 2.1.0 (OASIS), for GitHub's code scanning and other viewers.
///
/// GitHub keeps 5,000 results of a run, and takes files of 10 MB, compressed. Where there is more, the
/// most severe findings stay, and the report and a note say how many do not. The report as it is, not
/// compressed, is kept below the size, so no compression is needed to know that it fits.
package struct SARIFReport: ReportWriter {
  /// The most results that one report lists.
  package static let maximumResultCount = 5_000

  /// The most that rules and results take together, in bytes; the rest of a report is far less than
  /// what is left of 10 MB.
  package static let maximumByteCount = 9_000_000

  /// How many problems are named.
  static let maximumProblemCount = 100

  /// The longest text in a rule or a message, in UTF-16 code units, as GitHub counts.
  static let maximumTextUnitCount = 1_024

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  private let context: ReportContext

  /// Makes a writer.
  package init(context: ReportContext) {
    self.context = context
  }

  package func write<Failure>(
    findings: [Finding],
    summary: ScanSummary,
    to output: inout ReportOutput<Failure>
  ) throws(Failure) {
    let words = FindingText(context, findings)
    let selection = SARIFSelection(findings, context, words)
    let limit = selection.note.map { [$0] } ?? []
    for note in limit { context.note(note) }

    var json = JSONWriter()
    json.object("driver") { json in
      json.member("name", "zleaks")
      json.member("version", words.version(summary))
      json.member("semanticVersion", words.version(summary))
    }
    output.append(#"{"$schema":"\#(Self.schema)","version":"2.1.0","runs":[{"tool":{"#.utf8)
    // The driver's object stays open for the rules, which have been written already.
    output.append(json.bytes.dropLast())
    output.append(#","rules":["#.utf8)
    append(selection.rules, to: &output)
    output.append("]}}".utf8)
    output.append(properties(summary, notes: limit, words).utf8)
    output.append(#","results":["#.utf8)
    for (index, result) in selection.results.enumerated() {
      output.append((index == 0 ? "\n" : ",\n").utf8)
      output.append(result)
      try output.endRecord()
    }
    output.append("\n]}]}\n".utf8)
    try output.flush()
  }

  private func append<Failure>(_ records: [[UInt8]], to output: inout ReportOutput<Failure>) {
    for (index, record) in records.enumerated() {
      output.append((index == 0 ? "\n" : ",\n").utf8)
      output.append(record)
    }
  }

  /// The members of the run beside its tool and its results, each after a comma.
  private func properties(_ summary: ScanSummary, notes: [String], _ words: FindingText) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("columnKind", "utf16CodeUnits")
      json.object("originalUriBaseIds") { json in
        json.object(SARIFResult.baseID) { json in
          json.object("description") { json in
            json.member("text", "The folder that relative paths start from.")
          }
        }
      }
      if let sourceControl = context.sourceControl {
        json.array("versionControlProvenance") { write(sourceControl, words, to: &$0) }
      }
      json.object("properties") { $0.member("suppressed", summary.suppressedCount) }
      json.array("invocations") { json in
        json.object { json in
          json.member("executionSuccessful", summary.isComplete)
          json.array("toolExecutionNotifications") { json in
            for gap in words.gaps(summary, maximumCount: Self.maximumProblemCount) {
              write(gap, level: "error", to: &json)
            }
            for note in notes { write(note, level: "warning", to: &json) }
          }
        }
      }
    }
    return "," + String(decoding: json.bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private func write(
    _ sourceControl: SourceControl,
    _ words: FindingText,
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("repositoryUri", words.shown(sourceControl.repositoryURI))
      if let revision = sourceControl.revision {
        json.member("revisionId", words.shown(revision))
      }
      if let branch = sourceControl.branch { json.member("branch", words.shown(branch)) }
    }
  }

  private func write(_ notification: String, level: String, to json: inout JSONWriter) {
    json.object { json in
      json.member("level", level)
      json.object("message") { json in
        json.member("text", notification.cut(toUnits: Self.maximumTextUnitCount))
      }
    }
  }
}
