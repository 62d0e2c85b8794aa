import Testing

@testable import TextForms

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.04, 3, "0.040"), (1.9996, 3, "2.000"), (0.0004, 3, "0.000"), (-0.0004, 3, "0.000"),
    (-1.5, 1, "-1.5"), (12.5, 0, "13"), (1e6, 2, "1000000.00"),
  ])
  func writesFixedDecimals(_ number: Double, _ decimals: Int, _ expected: String) {
    #expect(NumberText.fixed(number, decimals: decimals) == expected)
  }

  @Test(arguments: [Double.nan, .infinity, 1e300])
  func refusesWhatCannotBeWritten(_ number: Double) {
    #expect(NumberText.fixed(number, decimals: 3) == nil)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func groupsThousands(_ count: Int, _ expected: String) {
    #expect(NumberText.grouped(count) == expected)
  }

  @Test func countsInTheRightNumber() {
    #expect(NumberText.counted(0, "file") == "0 files")
    #expect(NumberText.counted(1, "file") == "1 file")
    #expect(NumberText.counted(2_000, "directory", "directories") == "2,000 directories")
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_049, "1.0 kB"), (1_050, "1.1 kB"),
    (99_949, "99.9 kB"), (99_951, "100 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"),
    (48_123_456, "48.1 MB"), (512_300_000, "512 MB"), (Int.max, "9.2 EB"),
  ])
  func writesSizes(_ byteCount: Int, _ expected: String) {
    #expect(NumberText.byteSize(byteCount) == expected)
  }

  @Test(arguments: [
    (0.0, "0.00 s"), (0.04, "0.04 s"), (59.4, "59.40 s"), (59.5, "1 min 0 s"),
    (125.2, "2 min 5 s"), (60_000.0, "1,000 min 0 s"),
  ])
  func writesDurations(_ seconds: Double, _ expected: String) {
    #expect(NumberText.duration(seconds: seconds) == expected)
  }

  @Test(arguments: [-1.0, .nan, .infinity])
  func refusesWhatIsNoDuration(_ seconds: Double) {
    #expect(NumberText.duration(seconds: seconds) == nil)
  }
}
