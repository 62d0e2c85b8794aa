import TestSupport
import Testing

@Suite struct DeterminismTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for directory in 0..<8 {
      for file in 0..<5 {
        let seed = "\(directory)-\(file)"
        let text = "A=\(Fake.key("zut", seed))\nB=\(Fake.query) \(Fake.identifier)\n"
        try scratch.write("d\(directory)/e\(file % 3)/\(file).env", text)
      }
    }
    try scratch.link("d1/link", to: "e0")
    try scratch.write("d2/\(Fake.index)", "x")
  }

  /// A report without the one member that tells the time.
  private func timeless(_ outcome: Command.Outcome) -> String {
    outcome.text.replacing(#/"seconds":[0-9.]+/#, with: "")
  }

  @Test(arguments: ["text", "jsonl", "json"])
  func sameBytesForAnyNumberOfThreads(_ format: String) throws {
    func run(_ threads: String) throws -> String {
      timeless(
        try scratch.zleaks(
          "scan",
          "--format",
          format,
          "--threads",
          threads,
          "none",
          "d1",
          "d2",
          ".",
          "also-none"
        )
      )
    }
    let one = try run("1")
    #expect(one.contains("d7/e2/2.env"))
    for threads in ["2", "7", "2", "16"] { #expect(try run(threads) == one) }
    #expect(
      try timeless(
        scratch.zleaks("scan", "--format", format, "also-none", ".", "d2", "none", "d1")
      ) == one
    )
  }

  @Test func overlappingArgumentsAreReportedOnce() throws {
    let once = try scratch.scanJSON("d1").report().places
    #expect(try scratch.scanJSON("d1", "d1/e0", "d1", "./d1/").report().places == once)
  }
}
