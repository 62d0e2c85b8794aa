import Globbing
import ScanModel
import Testing

@testable import Suppression

@Suite struct SuppressionFileTextTests {
  private static let digits = String(repeating: "0a", count: 32)

  private func read(_ text: String) throws -> SuppressionFile {
    try read(Array(text.utf8))
  }

  private func read(_ bytes: [UInt8]) throws -> SuppressionFile {
    try SuppressionFile(parsing: bytes, name: ContentPath("f"), kind: .baseline)
  }

  private func key(_ number: UInt8) -> Fingerprint { Fingerprint(of: [number].span) }

  @Test func writesEachEntryOnceSortedWithItsReason() throws {
    let file = try read(
      "path:z # last\nsha256:\(Self.digits)\npath:b\npath:z # other\npath:b # why\n"
    )
    let text = SuppressionFile.text(of: file.entries)
    #expect(
      String(decoding: text, as: UTF8.self)
        == "path:b # why\npath:z # last\nsha256:\(Self.digits)\n"
    )
    let again = try SuppressionFile(parsing: text, name: ContentPath("f"), kind: .baseline)
    #expect(SuppressionFile.text(of: again.entries) == text)
  }

  @Test func aReasonCannotStartAnotherLine() {
    let entry = SuppressionEntry(
      subject: .key(Fingerprint(of: [1].span)),
      reason: "a\npath:**"
    )
    let text = SuppressionFile.text(of: [entry])
    #expect(text.count { $0 == UInt8(ascii: "\n") } == 1)
  }

  @Test func addsKeysAndKeepsWhatIsThere() throws {
    let file = try read(
      """
      # about all of it

      path:z/** # examples
      # about the key
      \(key(1)) # known
      \(key(2))

      # the end
      """
    )
    let (text, addedCount) = file.adding([key(2), key(1), key(3), key(3)], reason: "old")
    #expect(addedCount == 1)
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.first == "# about all of it")
    #expect(lines.last == "# the end")
    #expect(lines.contains("path:z/** # examples"))
    let known = try #require(lines.firstIndex(of: "\(key(1)) # known"))
    #expect(lines[known - 1] == "# about the key")
    #expect(lines.contains("\(key(2)) # old") && lines.contains("\(key(3)) # old"))
    let entries = lines.filter { !$0.hasPrefix("#") }
    #expect(entries.count == 4 && entries == entries.sorted())
    #expect(try read(text).adding([key(3)], reason: "new") == (text, 0))
  }

  @Test func addsToNothing() throws {
    let added = try read("").adding([key(1)], reason: nil)
    #expect(added == (Array("\(key(1))\n".utf8), 1))
    #expect(try read("").adding([], reason: "r") == ([], 0))
    #expect(try read("# a\n\n# b").adding([], reason: nil) == (Array("# a\n# b\n".utf8), 0))
  }

  @Test func keepsReasonsThatAreNotUTF8() throws {
    let line = Array("path:a # ".utf8) + [0xE9, 0x0A]
    #expect(try read(line).adding([], reason: nil).text == line)
    #expect(try read(line).entries.map(\.reason) == [#"\xe9"#])
  }
}
