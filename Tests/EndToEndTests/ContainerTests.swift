import Foundation
import TestSupport
import Testing

@Suite struct ContainerTests {
  private static var text: [UInt8] { Array("first\nkey = \"\(Fake.query)\"\n".utf8) }

  /// Writes `dump.sql.gz` and `bundle.zip`, each with a key in it.
  private func makeContainers(_ scratch: Scratch, in directory: String) throws {
    let prefix = directory == "." ? "" : directory + "/"
    try scratch.write(prefix + "dump.sql.gz", MadeContainers.gzip(Self.text))
    let layer = MadeContainers.gzip(MadeContainers.tar([("conf/.env", Self.text)]))
    try scratch.write(
      prefix + "bundle.zip",
      MadeContainers.zip([MadeEntry("in/layer.tgz", layer)])
    )
  }

  private static let lines = [
    "bundle.zip!in/layer.tgz!conf/.env:2:8:", "dump.sql.gz!content:2:8:",
  ]

  private func places(_ outcome: Command.Outcome) -> [String] {
    outcome.text.split(separator: "\n").filter { $0.contains("exact") }
      .map { String($0.prefix { $0 != " " }) }
  }

  @Test func scanFindsKeysInContainers() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    #expect(places(try scratch.zleaks("scan").expect(.findings)) == Self.lines)
    try scratch.zleaks("scan", "--no-archives").expect(.clean)
    try scratch.zleaks("scan", "--archive-depth", "0").expect(.clean)
    let shallow = try scratch.zleaks("scan", "--archive-depth", "1").expect(.findings)
    #expect(places(shallow) == ["dump.sql.gz!content:2:8:"])
    shallow.expectError("cannot read 'bundle.zip!in/layer.tgz': containers are nested")
  }

  @Test func standardInputMayBeAContainer() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    let bytes = try scratch.read("bundle.zip")
    let outcome = try scratch.zleaks("scan", "-", input: bytes).expect(.findings)
    #expect(places(outcome) == ["-!in/layer.tgz!conf/.env:2:8:"])
  }

  @Test func diffFindsKeysInStagedContainers() throws {
    let repository = try HistoryRepository()
    try makeContainers(repository.scratch, in: repository.name)
    try repository.git("add", "-A")
    let outcome = try Command.run([Zleaks.binary, "diff", "--staged"], in: repository.path)
    #expect(places(outcome.expect(.findings)) == Self.lines)
    try repository.git("commit", "-q", "-m", "m")
    try repository.commit("other", "text")
    let range = try Command.run([Zleaks.binary, "diff", "HEAD~1..HEAD"], in: repository.path)
    range.expect(.clean)
  }

  @Test func historyFindsKeysInContainersThatAreGone() throws {
    let repository = try HistoryRepository()
    try makeContainers(repository.scratch, in: repository.name)
    try repository.commit("other", "text")
    try repository.git("rm", "-q", "bundle.zip", "dump.sql.gz")
    try repository.git("commit", "-q", "-m", "gone")
    let outcome = try Command.run([Zleaks.binary, "history", "."], in: repository.path)
    #expect(places(outcome.expect(.findings)) == Self.lines)
    let closed = try Command.run(
      [Zleaks.binary, "history", "--no-archives", "."],
      in: repository.path
    )
    closed.expect(.clean)
  }

  @Test func aBombIsStoppedAndNamed() throws {
    let scratch = try Scratch()
    // A hundred members of 100 MiB of zeros each, less than 10 MB in all.
    let script = """
      head -c 104857600 /dev/zero | gzip -9 > member
      for i in 0 1 2 3 4 5 6 7 8 9; do cat member member member member member; done > bomb.gz
      cat bomb.gz bomb.gz > twice.gz
      """
    #expect(try Command.run(["sh", "-c", script], in: scratch.path).status == 0)
    try scratch.zleaks("scan", "twice.gz").expect(.incomplete)
      .expectError("cannot read 'twice.gz': reading stopped here: the file comes to more than 200")
  }

  /// What other programs made and `.ci/container-samples` wrote down, and where the key in it is.
  @Test func whatOtherProgramsMadeIsSearched() throws {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let folder = root.appendingPathComponent("testdata/containers").path
    let outcome = try Command.run([Zleaks.binary, "scan"], in: folder).expect(.findings)
    let long = String(repeating: "n", count: 120)
    let inArchives = [
      "a.tar.bz2", "a.tar.gz", "a.tar.xz", "a.tar.zst", "a.tgz", "bzip2.zip", "deflated.zip",
      "long.zip", "lzma.zip", "piped-lzma.zip", "piped-stored.zip", "piped.zip",
      "self-extracting.bin", "stored.zip", "ustar.tar", "war.war!lib/in.jar",
    ].map { "\($0)!conf/.env:3:8:" }
    let compressed = [
      "frames.zst", "one.bz2", "one.gz", "one.xz", "two.bz2", "two.gz", "two.xz",
    ].map { "\($0)!content:3:8:" }
    let others = [
      "book.xlsx!xl/sharedStrings.xml:3:8:", "bundle.js.map:1:68:", "gnu.tar!\(long)/.env:3:8:",
      "module.pyc:2:18:", "note.ipynb:1:78:", "one.pdf!stream", "pax.tar!\(long)/é.env:3:8:",
      "sparse-gnu.tar!disk.img:3:8:", "sparse-pax.tar!disk.img:8:8:", "table.sqlite:3:8:",
    ]
    #expect(places(outcome).sorted() == (inArchives + compressed + others).sorted())
  }

  @Test func reportsPointAtTheFile() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    let github = try scratch.zleaks("scan", "--format", "github").expect(.findings)
    #expect(github.text.contains("file=bundle.zip,title="))
    #expect(github.text.contains("in 'in/layer.tgz!conf/.env', line 2"))
    let sarif = try scratch.zleaks("scan", "--format", "sarif").expect(.findings)
    #expect(sarif.text.contains(#""uri":"bundle.zip""#))
    #expect(sarif.text.contains(#""fullyQualifiedName":"in/layer.tgz!conf/.env""#))
    // What a saved report is made into is the same.
    try scratch.zleaks("scan", "--format", "jsonl=saved.jsonl").expect(.findings)
    let again = try scratch.zleaks("report", "saved.jsonl", "--format", "sarif")
    #expect(again.text.contains(#""fullyQualifiedName":"in/layer.tgz!conf/.env""#))
  }

  @Test func globsAndBaselinesCoverEntries() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    try scratch.write(".zleaksignore", "path:*.zip # made from the example\n")
    let outcome = try scratch.zleaks("scan").expect(.findings)
    #expect(places(outcome) == ["dump.sql.gz!content:2:8:"])
    try scratch.write("base", "path:bundle.zip!in/layer.tgz # a\npath:dump.sql.gz # b\n")
    try scratch.zleaks("scan", "--no-ignore-files", "--baseline", "base").expect(.clean)
  }
}
