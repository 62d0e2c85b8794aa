import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct SQLiteRecordTests {
  private static let before: [UInt8] = Array("web".utf8)
  private static let after: [UInt8] = Array("2026-11-21".utf8)

  private static func key() throws -> [UInt8] { try FakeKeys.expand("{key:zqt:record}") }

  /// A record of a row of three texts, the key the second one.
  private static func record(_ key: [UInt8], row: [UInt8] = [0x81, 0x05]) -> [UInt8] {
    let types = [Self.before, key, after].map { UInt8(13 + 2 * $0.count) }
    let values = Self.before + key + after
    return [UInt8(values.count + 4)] + row + [4] + types + values
  }

  private func matches(_ bytes: [UInt8]) throws -> [Match] {
    var scratch = MatchScratch()
    Matcher(try RuleSet.builtin()).search(bytes.span, starts: 0..<bytes.count, into: &scratch)
    return scratch.matches
  }

  @Test(arguments: [[0x05], [0x81, 0x05], [0xFF, 0x80, 0x07], []])
  func aKeyAmongOtherValuesIsExact(row: [UInt8]) throws {
    let key = try Self.key()
    let bytes = [0, 0x20, 0x41] + Self.record(key, row: row) + [9, 9]
    let start = 3 + 1 + row.count + 4 + Self.before.count
    let found = try matches(bytes)
    #expect(found.map(\.range) == [ByteRange(start, start + key.count)])
    #expect(found.map(\.certainty) == [.decided(.exact)])
    #expect(found.map(\.customerID) == [1])
  }

  @Test func anotherSizeOrTypeIsNoRecord() throws {
    let record = Self.record(try Self.key())
    for index in [0, 3, 5] {
      var bytes = record
      bytes[index] ^= 1
      #expect(try !matches(bytes).contains { $0.certainty == .decided(.exact) }, "\(index)")
    }
  }

  @Test func placeholdersStayPlaceholders() throws {
    let record = Self.record(
      Array("zqt_AAAAAQ".utf8) + [UInt8](repeating: 0x78, count: 31) + [0x41]
    )
    #expect(try !matches(record).contains { $0.certainty == .decided(.exact) })
  }

  @Test func anyBytesAreTaken() throws {
    let key = try Self.key()
    var random = SplitMix64(seed: 4)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...40, using: &random)
      let before = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) }
      let bytes = before + key + Self.after
      _ = SQLiteRecord.hasText(count..<count + key.count, in: bytes.span)
    }
  }
}
