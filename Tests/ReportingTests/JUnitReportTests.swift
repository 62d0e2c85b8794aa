import ScanModel
import Testing

@testable import Reporting

@Suite struct JUnitReportTests {
  private func elements(
    _ findings: [Finding],
    _ summary: ScanSummary = ReportFixtures.summary()
  ) throws -> [ParsedXML.Element] {
    let text = ReportFixtures.report(.junit, findings, summary, context: ReportSamples.context)
    return try #require(ParsedXML.read(text))
  }

  @Test func hasACaseForEachFindingWithANameOfItsOwn() throws {
    let findings = ReportSamples.findings + ReportSamples.findings + ReportSamples.hostileFindings
    let elements = try elements(findings)
    let cases = elements.filter { $0.name == "testcase" }
    #expect(cases.count == findings.count + 1)
    let names = cases.map { "\($0.attributes["classname"] ?? "") \($0.attributes["name"] ?? "")" }
    #expect(Set(names).count == names.count)
    #expect(elements.first?.attributes["tests"] == String(cases.count))
    #expect(
      elements.first?.attributes["failures"] == String(elements.count { $0.name == "failure" })
    )
    #expect(elements.first?.attributes["skipped"] == "2")
    #expect(elements.count { $0.name == "skipped" } == 2)
    #expect(elements.count { $0.name == "system-out" } == 2)
  }

  @Test func pathsThatLookTheSameHaveDifferentNames() throws {
    let paths = [ContentPath([0x61, 0xFF]), ContentPath(#"a\xff"#)]
    let findings = paths.map { ReportFixtures.finding(at: ReportFixtures.location($0)) }
    let names = try elements(findings).compactMap {
      $0.name == "testcase" ? $0.attributes["name"] : nil
    }
    #expect(
      names.dropFirst() == [#"a\xff:6:17 49ff1dbd433d"#, #"a\xff:6:17 49ff1dbd433d #2"#]
    )
  }

  @Test func tellsPlaceKeyAndAdvice() throws {
    let elements = try elements([ReportSamples.historic])
    let test = try #require(elements.last { $0.name == "testcase" })
    #expect(test.attributes["classname"] == "zleaks.vectara-query-key")
    #expect(
      test.attributes["name"]
        == "old/config.py:6:17 49ff1dbd433d in blob 0123456789012345678901234567890123456789"
    )
    #expect(test.attributes["file"] == "old/config.py")
    let sentence = """
      Vectara query API key zqt_…18FA (likely, customer 1234567890), introduced by commit \
      fedcba9876fedcba9876fedcba9876fedcba9876
      """
    let failure = try #require(elements.last)
    #expect(failure.name == "failure")
    #expect(failure.attributes == ["message": sentence, "type": "medium"])
    #expect(
      failure.text == """
        old/config.py:6:17: \(sentence)
        fingerprint \(ReportFixtures.fingerprint)
        Disable the key, then make a new one.
        """
    )
  }

  @Test func aCleanScanIsAPassedTest() throws {
    let elements = try elements([])
    #expect(elements.map(\.name) == ["testsuites", "testsuite", "testcase"])
    #expect(elements.first?.attributes["tests"] == "1")
    #expect(elements.first?.attributes["errors"] == "0")
    #expect(elements.first?.attributes["time"] == "0.040")
  }

  @Test func anIncompleteScanIsAnError() throws {
    let elements = try elements([ReportFixtures.plain], ReportSamples.summary)
    let error = try #require(elements.first { $0.name == "error" })
    #expect(error.attributes["message"] == "the scan is incomplete")
    #expect(
      error.text == #"cannot open 'x]]>\x1b\#(ReportFixtures.redacted)': permission denied"#
    )
    #expect(elements.first?.attributes["errors"] == "1")
  }

  @Test func hostileNamesAreText() throws {
    let names = try elements(ReportSamples.hostileFindings).compactMap { $0.attributes["file"] }
    let expected = ReportSamples.hostileNames.map {
      $0 == ContentPath("\u{FFFE}\u{FFFF}") ? "\\u{fffe}\\u{ffff}" : FindingText.shownForTests($0)
    }
    #expect(names == expected)
  }
}
