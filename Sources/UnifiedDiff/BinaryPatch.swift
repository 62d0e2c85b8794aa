/// Where the lines of a `GIT binary patch` end.
///
/// Such a patch is one block or two, each `literal N` or `delta N`, lines of base 85, and an empty line.
struct BinaryPatch {
  private var isInBlock = false

  /// Reads a line; `false` if it is none of the patch.
  mutating func take(_ line: Span<UInt8>) -> Bool {
    var count = line.count
    if count > 0, line[count - 1] == UInt8(ascii: "\r") { count -= 1 }
    guard isInBlock else {
      let text = [UInt8](line.extracting(0..<min(count, 64)))
      isInBlock = text.starts(with: "literal ") || text.starts(with: "delta ")
      return isInBlock
    }
    if count == 0 {
      isInBlock = false
      return true
    }
    // A letter tells how many bytes there are; five characters stand for four of them.
    guard count <= 66, count % 5 == 1, let byteCount = Self.byteCount(line[0]) else { return false }
    return (byteCount + 3) / 4 * 5 == count - 1
  }

  private static func byteCount(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(letter - UInt8(ascii: "A")) + 1
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(letter - UInt8(ascii: "a")) + 27
    default: nil
    }
  }
}
