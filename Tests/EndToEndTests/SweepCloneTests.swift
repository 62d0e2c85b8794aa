import Foundation
import TestSupport
import Testing

@Suite struct SweepCloneTests {
  private let repositories: SweepRepositories

  init() throws { repositories = try SweepRepositories() }

  private var scratch: Scratch { repositories.scratch }

  @Test func anAddressIsClonedSearchedAndDeleted() throws {
    let origin = try repositories.make("origin", key: "a")
    let address = "file://" + origin.path
    try repositories.sweep(address, "--output", "results").expect(.findings)
    let report = try repositories.report()
    #expect(report.findings.map(\.git?.repository) == [address])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("tmp")).isEmpty)
    #expect(
      try repositories.events() == [
        "started", "discovered " + address, "cloned " + address, "scanned " + address, "finished",
      ]
    )
  }

  @Test func hiddenReferencesAreSearched() throws {
    let origin = try repositories.make("origin", key: "a")
    let blob = try origin.git(
      ["hash-object", "-w", "--stdin"],
      input: Fake.key("zut", "pull") + "\n"
    )
    try origin.git("update-ref", "refs/pull/1/head", blob)
    try repositories.sweep("file://" + origin.path, "--output", "results").expect(.findings)
    #expect(try repositories.report().findings.count == 2)
  }

  @Test func anAddressThatHasNotChangedIsNotClonedAgain() throws {
    let origin = try repositories.make("origin", key: "a")
    try origin.git("tag", "-a", "-m", "t", "v1")
    let address = "file://" + origin.path
    try repositories.sweep(address, "--output", "results").expect(.findings)
    try repositories.sweep(address, "--output", "results", "--resume").expect(.findings)
    #expect(try repositories.events().suffix(2) == ["unchanged " + address, "finished"])
    try origin.commit("b", Fake.key("zwt", "b") + "\n")
    try repositories.sweep(address, "--output", "results", "--resume").expect(.findings)
    #expect(try repositories.events().suffix(2) == ["scanned " + address, "finished"])
  }

  @Test func clonesAreKeptIfAsked() throws {
    let origin = try repositories.make("origin", key: "a")
    for _ in 0..<2 {
      try repositories.sweep(
        "file://" + origin.path,
        "--output",
        "results",
        "--keep-clones",
        "kept"
      ).expect(.findings)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("kept"))
    #expect(names.count == 1)
    #expect(names.allSatisfy { $0.hasPrefix("origin-") && $0.hasSuffix(".git") })
  }

  @Test func aBudgetOfAlmostNothingLetsThemThroughOneByOne() throws {
    var addresses: [String] = []
    for number in 0..<4 {
      addresses.append("file://" + (try repositories.make("r\(number)", key: "\(number)")).path)
    }
    try repositories.run(
      ["sweep", "--quiet", "--output", "results", "--jobs", "4", "--disk-budget", "1"] + addresses
    ).expect(.findings)
    #expect(try repositories.report().summary.complete)
  }

  @Test func anAddressThatIsNotThereIsAFailure() throws {
    let address = "file://" + scratch.path("missing.git")
    try repositories.sweep(address, "--output", "results").expect(.incomplete)
      .expectError(address)
    #expect(try !repositories.report("results", .incomplete).summary.complete)
  }

  @Test(arguments: ["http://127.0.0.1:9/a", "git://127.0.0.1:9/a", "ext::touch sprung"])
  func otherProtocolsAreRefused(_ address: String) throws {
    try repositories.sweep(address, "--output", "results").expect(.incomplete)
      .expectError("https, ssh and file only")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("sprung")))
  }
}
