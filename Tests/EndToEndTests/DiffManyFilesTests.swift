import TestSupport
import Testing

/// Changes of so many files that their contents come from two gits at once.
@Suite struct DiffManyFilesTests {
  private let scratch: Scratch
  private static let fileCount = 301

  init() throws {
    scratch = try Scratch()
    for index in 0..<Self.fileCount {
      let key = index.isMultiple(of: 30) ? Fake.key("zqt", "many-\(index)") : "none"
      try scratch.write("r/\(1_000 + index)", "file \(index)\n\(key)\n")
    }
    let script = "git init -q r && cd r && git add . && rm -f 1*"
    try #require(scratch.shell(script).status == 0)
  }

  private func diff() throws -> Command.Outcome {
    try scratch.shell("cd r && exec $zleaks diff --staged --format jsonl")
  }

  @Test func everyContentIsSearched() throws {
    let report = try diff().expect(.findings).report()
    let expected = stride(from: 0, to: Self.fileCount, by: 30).map { "\(1_000 + $0):2:1" }
    #expect(report.places == expected)
    #expect(report.summary.complete)
  }

  @Test func objectsThatAreMissingAreNamed() throws {
    // Those of one file in the first half, and of one in the second.
    let script = """
      cd r && for f in 1010 1290; do
        id=$(git ls-files -s $f | cut -d' ' -f2)
        rm -f .git/objects/${id%${id#??}}/${id#??}
      done
      """
    try #require(scratch.shell(script).status == 0)
    let report = try diff().expect(.findings).report()
    #expect(report.findings.count == 11)
    #expect(report.summary.errors.map(\.path) == ["1010", "1290"])
  }

  @Test func keysThatWereThereAreNotNew() throws {
    let script = """
      cd r && git -c user.name=a -c user.email=a@example.com commit -qm one
      git ls-files -s | sed 's/\\t/\\tmoved-/' > ../moved
      git read-tree --empty && git update-index --index-info < ../moved
      """
    try #require(scratch.shell(script).status == 0)
    #expect(try diff().expect(.clean).report().places == [])
  }
}
