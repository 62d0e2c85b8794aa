import ScanModel
import TestSupport
import Testing

/// Contents that are longer than the scanner's buffer.
@Suite struct LargeContentTests {
  private let scratch: Scratch

  /// The size of the scanner's buffer, in bytes.
  private static let bufferByteCount = 1 << 20

  /// How far from the buffer's end the scanner may stop to decide, in bytes.
  private static let reach = 4_096 + 69

  init() throws {
    scratch = try Scratch()
  }

  /// A content with many keys, and where they are: `line:column:offset`.
  private struct Laid {
    var bytes: [UInt8] = []
    var places: [String] = []

    /// Lays keys with a few bytes between them, until there are `byteCount` bytes.
    init(seed: UInt64, byteCount: Int, gap: Range<Int>) {
      var generator = SplitMix64(seed: seed)
      let keys = ["zut", "zwt", "zqt"].map { Array(Fake.key($0).utf8) }
      let filler = [UInt8](repeating: UInt8(ascii: "."), count: gap.upperBound)
      bytes.reserveCapacity(byteCount + gap.upperBound + 100)
      var line = 1
      var lineStart = 0
      while bytes.count < byteCount {
        let distance = gap.lowerBound + Int(generator.next() % UInt64(gap.count))
        bytes += filler.prefix(distance)
        if generator.next() % 3 == 0 {
          bytes.append(UInt8(ascii: "\n"))
          line += 1
          lineStart = bytes.count
        } else {
          bytes.append(UInt8(ascii: "="))
        }
        places.append("\(line):\(bytes.count - lineStart + 1):\(bytes.count)")
        bytes += keys[places.count % keys.count]
      }
    }
  }

  private func places(_ report: Report) -> [String] {
    report.findings.map(\.location).map { "\($0.line):\($0.column):\($0.byteOffset ?? -1)" }
  }

  @Test func everyPlaceIsRightInAFile() throws {
    let laid = Laid(seed: 1, byteCount: 2_000_000, gap: 1_000..<5_000)
    try scratch.write("large", laid.bytes)
    let report = try scratch.scanJSON("large").expect(.findings).report()
    #expect(places(report) == laid.places)
    #expect(report.summary.bytes == laid.bytes.count)
  }

  @Test func everyPlaceIsRightInStandardInput() throws {
    let laid = Laid(seed: 2, byteCount: 10_000_000, gap: 5_000..<40_000)
    let report = try scratch.scanJSON("-", input: laid.bytes).expect(.findings).report()
    #expect(places(report) == laid.places)
    #expect(report.summary.bytes == laid.bytes.count)
  }

  @Test func placesAreThoseOfGrep() throws {
    let laid = Laid(seed: 3, byteCount: 1_500_000, gap: 1_000..<6_000)
    try scratch.write("large", laid.bytes)
    let script = "LC_ALL=C grep -abo 'z[uwq]t_[A-Za-z0-9_-]*' large | cut -d: -f1"
    let offsets = try scratch.shell(script).text.split(separator: "\n").map(String.init)
    let found = try scratch.scanJSON("large").report().findings.map { $0.location.byteOffset ?? -1 }
    #expect(found.map(String.init) == offsets)
    #expect(!offsets.isEmpty)
  }

  @Test func keysAcrossEverySeam() throws {
    let key = Array(Fake.query.utf8)
    let filler = [UInt8](repeating: UInt8(ascii: "."), count: Self.bufferByteCount + 200)
    var expected: [String] = []
    for shift in 0...44 {
      var bytes = filler
      for seam in [Self.bufferByteCount - Self.reach, Self.bufferByteCount] {
        let start = seam - shift
        bytes.replaceSubrange(start..<start + key.count, with: key)
        expected.append("\(shift + 10):1:\(start + 1)")
      }
      try scratch.write("\(shift + 10)", bytes)
      guard shift.isMultiple(of: 4) else { continue }
      let input = try scratch.scanJSON("-", input: bytes).report()
      #expect(places(input) == expected.suffix(2).map { seamPlace($0) })
    }
    let report = try scratch.scanJSON().expect(.findings).report()
    #expect(report.places == expected)
  }

  @Test func keysAcrossTheSeamsOfStandardInput() throws {
    let key = Array(Fake.index.utf8)
    var bytes = [UInt8](repeating: UInt8(ascii: "."), count: 10_000_000)
    // What a piece decides: all but what it keeps from the piece before and leaves for the next.
    let step = Self.bufferByteCount - 2 * Self.reach
    let seams = stride(from: Self.bufferByteCount - Self.reach, to: bytes.count - 100, by: step)
    let starts = seams.enumerated().map { index, seam in seam - 1 - index * 2 }
    for start in starts { bytes.replaceSubrange(start..<start + key.count, with: key) }
    #expect(starts.count == 9)
    let report = try scratch.scanJSON("-", input: bytes).expect(.findings).report()
    #expect(report.places == starts.map { "-:1:\($0 + 1)" })
  }

  /// The line, column and offset of a place `path:1:column`.
  private func seamPlace(_ place: String) -> String {
    let column = Int(place.split(separator: ":").last ?? "") ?? 0
    return "1:\(column):\(column - 1)"
  }

  @Test(arguments: -2...2)
  func lengthsAroundTheBuffer(_ difference: Int) throws {
    let length = Self.bufferByteCount + difference
    let key = Array(Fake.query.utf8)
    let filler = [UInt8](repeating: UInt8(ascii: "."), count: length - key.count)
    try scratch.write("large", filler + key)
    let place = "large:1:\(filler.count + 1)"
    #expect(try scratch.scanJSON("large").report().places == [place])
    let input = try scratch.scanJSON("-", input: filler + key).report()
    #expect(input.places == ["-:1:\(filler.count + 1)"])
  }

  @Test func allowMarkAndContextAcrossPieces() throws {
    let filler = [UInt8](repeating: UInt8(ascii: "."), count: Self.bufferByteCount)
    let foreign = Fake.expanded("zwt_{body:foreign:43}")
    let first = Array("\(foreign)\n".utf8)
    let last = Array("\nVectara\n\(Fake.query) zleaks:allow demo\n".utf8)
    try scratch.write("large", first + filler + filler + last)
    let report = try scratch.scanJSON("large").report()
    #expect(report.places == ["large:1:1"])
    #expect(report.findings.map(\.confidence) == ["likely"])
    #expect(report.summary.suppressed == 1)
  }

  @Test func manyLines() throws {
    let lines = (1...200_000).map { line in
      line.isMultiple(of: 20_000) ? "KEY_\(line)=\(Fake.query)" : "line \(line)"
    }
    try scratch.write("lines.txt", lines.joined(separator: "\n"))
    let report = try scratch.scanJSON("lines.txt").expect(.findings).report()
    let expected = stride(from: 20_000, through: 200_000, by: 20_000)
      .map { "lines.txt:\($0):\("KEY_\($0)=".count + 1)" }
    #expect(report.places == expected)
    #expect(report.findings.allSatisfy { $0.location.endColumn == $0.location.column + 42 })
  }

  @Test func keyEndsThatRunOnAcrossASeamAreNoKeys() throws {
    let filler = [UInt8](repeating: UInt8(ascii: "."), count: Self.bufferByteCount + 200)
    var bytes = filler
    let long = Array(Fake.expanded("zqt_{body:long:120}").utf8)
    let start = Self.bufferByteCount - 42
    bytes.replaceSubrange(start..<start + long.count, with: long)
    try scratch.write("large", bytes)
    try scratch.scanJSON("large").expect(.clean)
  }
}
