import Foundation
import TestSupport
import Testing

/// Keys in the names of files, and names that are hard to show.
@Suite struct NameTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func keyInAFileNameIsFoundOnce() throws {
    try scratch.write("dump/\(Fake.query).json", "{}")
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.places == ["dump/\(Fake.redacted(Fake.query)).json"])
    #expect(report.findings.map(\.location.byteOffset) == [5])
    #expect(report.findings.map(\.location.column) == [6])
  }

  @Test func keyInADirectoryNameIsFoundOnce() throws {
    for name in ["a", "b", "sub/c", "sub/d"] { try scratch.write("\(Fake.index)/\(name)", "x") }
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.places == [Fake.redacted(Fake.index)])
  }

  @Test func keyInTheNameOfAnArgumentIsFoundOnce() throws {
    try scratch.write("\(Fake.index)/a", "x")
    #expect(
      try scratch.scanJSON(Fake.index).expect(.findings).report().places
        == [Fake.redacted(Fake.index)]
    )
    #expect(
      try scratch.scanJSON("\(Fake.index)/a").expect(.findings).report().places
        == ["\(Fake.redacted(Fake.index))/a"]
    )
  }

  @Test func keyInTheNameOfAnEmptyFileALinkAndADirectory() throws {
    try scratch.write(Fake.key("zqt", "empty"), "")
    try scratch.makeDirectory(Fake.key("zqt", "directory"))
    try scratch.link(Fake.key("zqt", "link"), to: "nowhere")
    #expect(try scratch.scanJSON().expect(.findings).report().findings.count == 3)
  }

  @Test func textSaysThatTheKeyIsInTheName() throws {
    try scratch.write("\(Fake.query).json", "{}")
    let text = try scratch.zleaks("scan").expect(.findings).text
    let shown = Fake.redacted(Fake.query)
    #expect(
      text.hasPrefix(
        "\(shown).json: medium vectara-query-key \(shown) (exact, customer 1, in the name)\n"
      )
    )
  }

  @Test func nameThatIsNotUTF8() throws {
    let name: [UInt8] = Array("caf".utf8) + [0xE9, 0x2E] + Array("txt".utf8)
    try scratch.write(path: name, Array(Fake.query.utf8))
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.places == [#"caf\xe9.txt:1:1"#])
    #expect(report.findings.map(\.location.pathBytes) == [Data(name)])
    #expect(try scratch.zleaks("scan").text.hasPrefix(#"caf\xe9.txt:1:1: medium "#))
  }

  @Test func nameThatWouldSteerATerminal() throws {
    try scratch.write("a\u{1B}[2J\nb\u{202E}", Fake.query)
    let outcome = try scratch.zleaks("scan", "--color", "never").expect(.findings)
    #expect(outcome.text.hasPrefix(#"a\x1b[2J\nb\u{202e}:1:1: medium "#))
    let report = try scratch.scanJSON().report()
    #expect(report.places == ["a\u{1B}[2J\nb\u{202E}:1:1"])
    #expect(try !scratch.scanJSON().output.contains(0x1B))
  }

  @Test func nameThatLooksLikeAnOption() throws {
    try scratch.write("--quiet", Fake.query)
    try scratch.write("-", Fake.index)
    #expect(try scratch.scanJSON("--", "--quiet").report().places == ["--quiet:1:1"])
    #expect(try scratch.scanJSON("./-").report().places == ["-:1:1"])
    #expect(try scratch.scanJSON().report().places == ["-:1:1", "--quiet:1:1"])
  }

  @Test func longPath() throws {
    let part = String(repeating: "d", count: 200)
    let script = """
      for _ in $(seq 30); do mkdir \(part) && cd \(part) || exit 9; done
      printf %s \(Fake.query) > key
      """
    try scratch.shell(script).expect(.clean)
    let path = String(repeating: part + "/", count: 30) + "key"
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.places == ["\(path):1:1"])
    #expect(try scratch.scanJSON(path).expect(.findings).report().places == ["\(path):1:1"])
    try scratch.shell("rm -rf \(part)").expect(.clean)
  }
}
