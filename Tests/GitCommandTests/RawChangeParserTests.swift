import ScanModel
import Testing

@testable import GitCommand

/// Reads bytes in pieces of a size; `nil` if they are malformed.
private func parse(_ bytes: [UInt8], pieceByteCount: Int = 1_000) -> [RawChangeParser.Element]? {
  var parser = RawChangeParser()
  var elements: [RawChangeParser.Element] = []
  do throws(RawChangeParser.Malformed) {
    for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
      let piece = Array(bytes[start..<min(start + pieceByteCount, bytes.count)])
      try parser.read(piece.span) { elements.append($0) }
    }
    try parser.finish()
  } catch { return nil }
  return elements
}

@Suite struct RawChangeParserTests {
  private static let old = String(repeating: "a", count: 40)
  private static let new = String(repeating: "0", count: 39) + "1"
  private static let none = String(repeating: "0", count: 40)

  private static let sample = Array(
    "\(old)\u{0}:100644 120000 \(old) \(new) T\u{0}:x\ny\u{0}:000000 160000 \(none) \(new) A\u{0}b\u{0}"
      .utf8
  )

  private func sampleElements() throws -> [RawChangeParser.Element] {
    let old = try #require(ObjectID(parsing: Self.old))
    let new = try #require(ObjectID(parsing: Self.new))
    return [
      .commit(old),
      .change(
        RawChange(
          old: GitEntry(mode: GitMode(rawValue: 0o100644), id: old),
          new: GitEntry(mode: GitMode(rawValue: 0o120000), id: new),
          kind: .typeChanged,
          path: Array(":x\ny".utf8)
        )
      ),
      .change(
        RawChange(
          old: nil,
          new: GitEntry(mode: GitMode(rawValue: 0o160000), id: new),
          kind: .added,
          path: Array("b".utf8)
        )
      ),
    ]
  }

  @Test(arguments: [1, 2, 3, 7, 50, 1_000])
  func readsPiecesOfAnySize(_ pieceByteCount: Int) throws {
    #expect(parse(Self.sample, pieceByteCount: pieceByteCount) == (try sampleElements()))
  }

  @Test func refusesWhatIsCutOffUnlessBetweenElements() throws {
    let elements = try sampleElements()
    // Behind the commit, and behind the first change's path.
    let ends = [0: 0, 41: 1, 41 + 99 + 5: 2]
    for count in 0..<Self.sample.count {
      let expected = ends[count].map { Array(elements.prefix($0)) }
      #expect(parse(Array(Self.sample.prefix(count))) == expected, "\(count) bytes")
    }
  }

  @Test func neverTrapsOnAnyByteChanged() {
    var refused = 0
    for index in Self.sample.indices {
      for byte: UInt8 in [0x00, 0x20, 0x30, 0x3A, 0x80, 0xFF] {
        var bytes = Self.sample
        bytes[index] = byte
        if parse(bytes) == nil { refused += 1 }
      }
    }
    #expect(refused > 1_000)
  }

  @Test(
    arguments: [
      ":", ": ", ":100644 100644  M", ":100644 100644 a b M", ":100648 100644 \(old) \(new) M",
      ":100644 100644 \(old) \(new) X", ":100644 100644 \(old) \(new) R100",
      "::100644 100644 100644 \(old) \(old) \(new) MM",
    ])
  func refusesFieldsOfAnotherForm(_ field: String) {
    #expect(parse(Array("\(field)\u{0}path\u{0}".utf8)) == nil)
  }
}
