import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct SQLiteRecordTests {
  private let subject: Subject
  private let key: [UInt8]

  init() throws {
    subject = try Subject()
    key = try FakeKeys.expand("{key:zqt:record}")
  }

  /// A value of a record.
  private enum Value {
    case text([UInt8])
    case bytes([UInt8])
    /// The number 1, which has no bytes.
    case one

    /// "Database File Format", section 2.1.
    var type: Int {
      switch self {
      case .text(let bytes): 13 + 2 * bytes.count
      case .bytes(let bytes): 12 + 2 * bytes.count
      case .one: 9
      }
    }

    var bytes: [UInt8] {
      switch self {
      case .text(let bytes), .bytes(let bytes): bytes
      case .one: []
      }
    }
  }

  private static func varint(_ number: Int) -> [UInt8] {
    number < 128 ? [UInt8(number)] : [UInt8(0x80 | number >> 7), UInt8(number & 0x7F)]
  }

  /// A record of those values, in a row or in an index; `start` is the offset of the value of that
  /// number.
  private static func record(
    _ values: [Value],
    row: [UInt8] = [0x81, 0x05]
  ) -> (bytes: [UInt8], starts: [Int]) {
    let types = values.flatMap { varint($0.type) }
    let content = values.flatMap(\.bytes)
    let head = varint(content.count + types.count + 1) + row + [UInt8(types.count + 1)] + types
    var start = head.count
    let starts = values.map { value in
      defer { start += value.bytes.count }
      return start
    }
    return (head + content, starts)
  }

  private static func text(_ text: String) -> Value { .text(Array(text.utf8)) }

  /// What is found of the key in a record of three values, the key with other bytes the second.
  private func confidence(
    _ values: [Value],
    key keyPlace: Int,
    row: [UInt8] = [0x81, 0x05]
  ) -> Confidence? {
    let record = Self.record(values, row: row)
    let start = 3 + record.starts[1] + keyPlace
    let bytes = [0, 0x20, 0x41] + record.bytes + [9, 9]
    let found = subject.found(in: bytes)
    guard found.map(\.range) == [start..<start + 42] else { return nil }
    return subject.confidences(in: bytes).first
  }

  private static let rows: [[UInt8]] = [[0x05], [0x81, 0x05], [0xFF, 0x80, 0x07], []]

  @Test(arguments: rows)
  func aKeyAmongOtherValuesIsExact(row: [UInt8]) {
    let (web, date) = (Self.text("web"), Self.text("2026-11-21"))
    let others = [
      [web, date], [.one, date], [web, .one], [.bytes([1, 0x61]), .bytes([0x62, 1])],
    ]
    for other in others {
      for value in [Value.text(key), .bytes(key)] {
        #expect(confidence([other[0], value, other[1]], key: 0, row: row) == .exact)
      }
    }
  }

  @Test(arguments: rows)
  func aKeyAtOneEndOfAValueIsExact(row: [UInt8]) {
    let values: [(before: String, after: String)] = [("Bearer ", ""), ("", " tail"), ("clé=", "")]
    for (before, after) in values {
      let bytes = Array(before.utf8) + key + Array(after.utf8)
      for value in [Value.text(bytes), .bytes(bytes)] {
        let record = [Self.text("web"), value, Self.text("note")]
        #expect(confidence(record, key: before.utf8.count, row: row) == .exact, "\(before)")
      }
    }
  }

  @Test func aKeyGluedInItsValueIsLikelyAtItsEndAndNothingElsewhere() {
    let note = Self.text("note")
    #expect(confidence([note, .text(Array("old-".utf8) + key), note], key: 4) == .likely)
    #expect(confidence([note, .text(Array("old-".utf8) + key + [0x61]), note], key: 4) == nil)
    #expect(confidence([note, .text(key + [0x61]), note], key: 0) == nil)
  }

  @Test func aLongValueMayEndWithAKey() {
    for count in [86, 200, 400] {
      let value = [UInt8](repeating: 0x20, count: count) + key
      #expect(confidence([.one, .text(value), Self.text("note")], key: count) == .exact)
    }
  }

  @Test func anotherSizeOrTypeIsNoRecord() {
    let record = Self.record([Self.text("web"), .text(key), Self.text("2026-11-21")]).bytes
    for index in [0, 3, 4, 5] {
      for change in [2, 4] as [UInt8] {
        var bytes = record
        bytes[index] ^= change
        let isExact = subject.found(in: bytes).contains { $0.certainty == .decided(.exact) }
        #expect(!isExact, "\(index) \(change)")
      }
    }
  }

  @Test func placeholdersStayPlaceholders() {
    let text = Array("zqt_AAAAAQ".utf8) + [UInt8](repeating: 0x78, count: 31) + [0x41]
    let record = Self.record([Self.text("web"), .text(text), Self.text("2026-11-21")]).bytes
    #expect(!subject.confidences(in: record).contains(.exact))
  }

  @Test func noPieceIsTooShortToTell() {
    for count in 430...520 {
      let value = [UInt8](repeating: 0x20, count: count) + key
      for row in Self.rows + [[UInt8](repeating: 0x81, count: 8) + [5]] {
        let record = Self.record([.one, .text(value), Self.text("note")], row: row)
        let bytes = [UInt8](repeating: 0x20, count: 700) + record.bytes
        let start = 700 + record.starts[1] + count
        #expect(subject.found(in: bytes, seams: [start]) == subject.found(in: bytes), "\(count)")
      }
    }
  }

  @Test func anyBytesAreTaken() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...40, using: &random)
      let before = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) }
      let bytes = before + key + Array("2026-11-21".utf8)
      _ = SQLiteRecord.edges(
        of: count..<count + key.count,
        wanted: .start,
        in: bytes.span
      )
    }
  }
}
