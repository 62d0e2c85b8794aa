import Foundation
import Glibc
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

  @Test func nameOfWhatIsLeftOutIsLeftOut() throws {
    try scratch.write("\(Fake.query).txt", "x")
    try scratch.write("\(Fake.index)/a.env", "x")
    let left = try scratch.scanJSON("--exclude", "*.txt", "--exclude", "zwt_*/").report()
    #expect(left.places == [])
    let taken = try scratch.scanJSON("--include", "*.txt").report()
    #expect(taken.places == ["\(Fake.redacted(Fake.query)).txt", Fake.redacted(Fake.index)])
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

  @Test func pathLongerThanTheSystemTakes() throws {
    let part = String(repeating: "d", count: 200)
    defer { _ = try? scratch.shell("rm -rf \(part)") }
    try makeChain(of: part, count: 30, then: "key", holding: Array(Fake.query.utf8))
    let path = String(repeating: part + "/", count: 30) + "key"
    #expect(try scratch.scanJSON().expect(.findings).report().places == ["\(path):1:1"])
    #expect(try scratch.scanJSON(path).expect(.findings).report().places == ["\(path):1:1"])
  }

  /// Makes directories in each other, all of one name, and a file in the innermost.
  private func makeChain(
    of part: String,
    count: Int,
    then name: String,
    holding bytes: [UInt8]
  ) throws {
    var directory = unsafe open(scratch.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for _ in 0..<count {
      unsafe mkdirat(directory, part, 0o755)
      let next = unsafe openat(directory, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      close(directory)
      try #require(next >= 0)
      directory = next
    }
    let file = unsafe openat(directory, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    close(directory)
    try #require(file >= 0)
    try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Data(bytes))
  }
}
