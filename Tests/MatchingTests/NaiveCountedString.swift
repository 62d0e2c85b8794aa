@testable import Matching

/// Where a string whose bytes are counted before it ends with a key, written to be obviously right:
/// every start is tried, and every way to write the count is written and compared.
struct NaiveCountedString: Equatable {
  let start: Int
  let isCompiledPython: Bool

  init(start: Int, isCompiledPython: Bool) {
    self.start = start
    self.isCompiledPython = isCompiledPython
  }

  init?(endingWith key: Range<Int>, in bytes: [UInt8]) {
    let noText = bytes[..<key.lowerBound].indices.last { !Self.isText($0, bytes) } ?? -1
    let first = max(noText + 1, key.lowerBound - 432, 1)
    for start in (0...key.lowerBound).reversed()
    where start >= first && bytes[start] & 0xC0 != 0x80 {
      let before = bytes[max(start - 70, 0)..<start]
      let count = key.upperBound - start
      let low = UInt8(count % 256)
      let high = UInt8(count / 256)
      func isPython(_ letters: String, _ countByteCount: Int) -> Bool {
        before.dropLast(countByteCount).last.map { letters.utf8.contains($0 % 128) } ?? false
      }
      let wide = Self.varint(count) + Self.varint(2 * count) + [[1, low]].filter { _ in high == 1 }
      let near =
        Array(max(start - 65, 0)..<start)
        + Array(key.upperBound..<min(key.upperBound + 4, bytes.count))
      let isBinary = near.contains { Self.isBinary($0, bytes) }
      let marker = start > 1 ? bytes[start - 2] : 0x20
      let isMarked =
        isPython("zZ", 1) || [0xD9, 0xC4, 0x78, 0x58, 0x55, 0x43].contains(marker)
        || (1...15).contains { marker == $0 * 8 + 2 }
      func followsValue(_ factor: Int) -> Bool {
        if start > 1, Self.isBinary(start - 2, bytes) { return true }
        return (0...31).contains { length in
          let string = before.dropLast().suffix(length)
          let count = before.dropLast().dropLast(length).last
          return count == UInt8(length * factor) && length * factor < 32
            && string.allSatisfy { $0 >= 32 }
        }
      }
      let found: Bool? =
        if before.suffix(8) == [low, high, 0, 0, 0, 0, 0, 0] {
          false
        } else if before.suffix(4) == [low, high, 0, 0] {
          isPython("stuaA", 4)
        } else if high == 0, before.last == low {
          isBinary && (isMarked || followsValue(1)) ? isPython("zZ", 1) : nil
        } else if 2 * count < 256, before.last == UInt8(2 * count) {
          isBinary && followsValue(2) ? false : nil
        } else if wide.contains(where: { before.suffix(2) == $0[...] }) {
          false
        } else {
          nil
        }
      if let found {
        self.init(start: start, isCompiledPython: found)
        return
      }
    }
    return nil
  }

  /// The number in two bytes of seven bits; none if that is not how it is written.
  private static func varint(_ number: Int) -> [[UInt8]] {
    (128..<16384).contains(number) ? [[UInt8(number % 128 + 128), UInt8(number / 128)]] : []
  }

  static func isText(_ offset: Int, _ bytes: [UInt8]) -> Bool {
    let byte = bytes[offset]
    if byte < 0x80 { return byte >= 0x20 && byte < 0x7F || [9, 10, 11, 12, 13].contains(byte) }
    for first in max(offset - 3, 0)...offset {
      for count in 2...4 where first + count > offset && first + count <= bytes.count {
        let lead: ClosedRange<UInt8> = [0xC2...0xDF, 0xE0...0xEF, 0xF0...0xF4][count - 2]
        let isSequence =
          lead.contains(bytes[first])
          && bytes[first + 1..<first + count].allSatisfy { (0x80...0xBF).contains($0) }
        if isSequence { return true }
      }
    }
    return false
  }

  static func isBinary(_ offset: Int, _ bytes: [UInt8]) -> Bool {
    bytes[offset] < 0xC0 && bytes[offset] != 0x1B && !isText(offset, bytes)
  }
}
