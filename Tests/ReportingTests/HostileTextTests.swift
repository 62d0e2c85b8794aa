import ScanModel
import Testing

@testable import Reporting

/// What scanned content says cannot steer whatever shows a report.
@Suite struct HostileTextTests {
  @Test(arguments: ReportFormat.allCases)
  func noReportHoldsWhatSteersATerminal(_ format: ReportFormat) {
    let report = ReportFixtures.report(
      format,
      ReportSamples.hostileFindings,
      ReportSamples.summary,
      context: ReportSamples.context
    )
    let allowed: Set<Unicode.Scalar> = ["\n", "\r"]
    let bad = report.unicodeScalars.filter { scalar in
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      return (isControl && !allowed.contains(scalar)) || scalar.value == 0x202E
    }
    #expect(bad.isEmpty)
    #expect(!report.contains("\n::error"))
    // Line ends of the report's own are the only ones.
    #expect(!report.unicodeScalars.contains("\r") || format == .csv)
  }
}
