import Globbing
import ScanModel
import Testing

@testable import Suppression

@Suite struct SuppressionFileTests {
  private static let digits = String(repeating: "0a", count: 32)

  private func read(_ text: String) throws -> SuppressionFile {
    try SuppressionFile(
      parsing: Array(text.utf8),
      name: ContentPath(".zleaksignore"),
      kind: .ignoreFile
    )
  }

  private func shown(_ file: SuppressionFile) -> [String] {
    file.entries.map { entry in
      let text = String(decoding: entry.text, as: UTF8.self)
      return "\(entry.line) \(text) (\(entry.reason ?? "none"))"
    }
  }

  @Test func readsKeysPathsReasonsAndComments() throws {
    let file = try read(
      """
      # what we allow

      sha256:\(Self.digits) # the demo key
      path:docs/**  #  examples # of ours \r
      \tpath:a#b
      path:c #
      """
    )
    #expect(
      shown(file) == [
        "3 sha256:\(Self.digits) (the demo key)",
        "4 path:docs/** (examples # of ours)",
        "5 path:a#b (none)",
        "6 path:c (none)",
      ]
    )
  }

  @Test(arguments: [
    ("zut_whatever", SuppressionFileError.Problem.unknownEntry),
    ("Path:x", .unknownEntry),
    ("sha256:12", .fingerprint),
    ("sha256:\(String(repeating: "0A", count: 32))", .fingerprint),
    ("path:", .glob(.empty)),
    ("path:a[", .glob(.bracketNotClosed)),
    ("path:!x", .glob(.negated)),
    ("<<<<<<< HEAD", .mergeConflict),
    ("=======", .mergeConflict),
    (">>>>>>> theirs", .mergeConflict),
    ("path:a\u{1B}b", .controlCharacter),
    ("path:a\0b", .controlCharacter),
    ("path:" + String(repeating: "x", count: 8_192), .tooLong),
  ])
  func namesTheLineThatIsWrong(line: String, problem: SuppressionFileError.Problem) {
    let error = #expect(throws: SuppressionFileError.self) { try read("path:ok\n\(line)\n") }
    #expect(error?.line == 2)
    #expect(error?.problem == problem)
  }

  @Test func errorsAreOneSafeSentence() {
    let error = #expect(throws: SuppressionFileError.self) { try read("\u{1B}[31m") }
    #expect(error.map { "\($0)" } == "cannot use '.zleaksignore', line 1: a control character")
    let glob = #expect(throws: SuppressionFileError.self) { try read("path:[[:\u{202E}:]]") }
    #expect(glob.map { "\($0)" }?.contains("\u{202E}") == false)
  }

  @Test func bytesThatAreNotUTF8AreAPath() throws {
    let file = try SuppressionFile(
      parsing: Array("path:a".utf8) + [0xFF],
      name: ContentPath("f"),
      kind: .baseline
    )
    #expect(file.entries.map(\.text) == [Array("path:a".utf8) + [0xFF]])
  }
}
