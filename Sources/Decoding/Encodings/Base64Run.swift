/// The base64 characters around a place, line ends between them left out.
///
/// `Base64Run+Lines.swift` says what may stand between two lines. Within one, a slash may be written
/// `\/`, as in JSON, and a slash or a plus sign `%2F` or `%2B`, as in a URL.
struct Base64Run {
  /// The offsets of the characters; the first is the first of a group of four.
  private var offsets: [Int] = []

  /// Whether the run may start before what was looked at.
  private var isCut = false

  /// Finds the run around `anchor`, whose character has that number in its group.
  init(_ bytes: Span<UInt8>, anchor: Int, phase: Int, reach: Int) {
    var before: [Int] = []
    before.reserveCapacity(reach)
    offsets.reserveCapacity(2 * reach)
    var position = anchor
    let lowest = max(anchor - reach, 0)
    guard bytes.indices.contains(anchor) else { return }
    while let previous = Self.previous(before: position, lowest: lowest, in: bytes) {
      before.append(previous)
      position = previous
    }
    // Whole groups only: a run that starts inside one was cut, or is glued to what stands before it.
    let extra = (before.count + 4 - phase) % 4
    guard before.count >= phase else { return }
    for offset in before.dropLast(extra).reversed() { offsets.append(offset) }
    isCut = anchor > reach && position - lowest < 4
    position = anchor
    let highest = min(anchor + reach, bytes.count)
    while position < highest, Self.value(at: position, in: bytes) != nil {
      offsets.append(position)
      guard let next = Self.next(after: position, highest: highest, in: bytes) else { break }
      position = next
    }
  }

  /// The text that the run carries.
  func decoded(_ bytes: Span<UInt8>) -> DecodedText? {
    var text = DecodedText(capacity: offsets.count)
    var bits: UInt32 = 0
    for (index, offset) in offsets.enumerated() {
      bits = bits << 6 | UInt32(Self.value(at: offset, in: bytes) ?? 0)
      let phase = index % 4
      if phase == 0 { continue }
      let byte = UInt8(truncatingIfNeeded: bits >> UInt32(6 - 2 * phase))
      // A cut text starts with a character of UTF-16, not with the rest of one: most have their zero
      // last.
      if isCut, byte == 0, text.bytes.isEmpty { continue }
      text.append(byte, from: offsets[index - 1], to: Self.end(of: offset, in: bytes))
    }
    return text.bytes.isEmpty ? nil : text
  }

  /// The place of the character before `position`; `nil` where the run starts.
  private static func previous(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    if let previous = previousInLine(before: position, lowest: lowest, in: bytes) {
      return previous
    }
    guard let end = lineEnd(before: position, lowest: lowest, in: bytes) else { return nil }
    return previousInLine(before: end, lowest: lowest, in: bytes)
  }

  /// The place of the character after the one at `position`; `nil` where the run ends.
  private static func next(after position: Int, highest: Int, in bytes: Span<UInt8>) -> Int? {
    let end = end(of: position, in: bytes)
    guard end < highest else { return nil }
    let start = bytes[end] == UInt8(ascii: "\\") ? end + 1 : end
    if start == end || start < highest && bytes[start] == UInt8(ascii: "/"),
      value(at: start, in: bytes) != nil
    {
      return start
    }
    return lineStart(after: end, highest: highest, in: bytes)
  }

  /// The place of the character before `position` in the same line.
  static func previousInLine(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    var end = position
    if end > lowest, end < bytes.count, bytes[end] == UInt8(ascii: "/"),
      bytes[end - 1] == UInt8(ascii: "\\")
    {
      end -= 1
    }
    if end - 3 >= lowest, bytes[end - 3] == UInt8(ascii: "%"),
      value(at: end - 3, in: bytes) != nil
    {
      return end - 3
    }
    guard end > lowest, value(at: end - 1, in: bytes) != nil, !isLineMark(end - 1, in: bytes)
    else { return nil }
    return end - 1
  }

  /// The offset just past the character at `offset`.
  private static func end(of offset: Int, in bytes: Span<UInt8>) -> Int {
    offset + (bytes[offset] == UInt8(ascii: "%") ? 3 : 1)
  }

  /// The value of the character at `offset`, as itself or as an escape of URLs.
  static func value(at offset: Int, in bytes: Span<UInt8>) -> UInt8? {
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == UInt8(ascii: "%") else { return value(bytes[offset]) }
    guard offset + 2 < bytes.count, bytes[offset + 1] == UInt8(ascii: "2") else { return nil }
    switch bytes[offset + 2] | 0x20 {
    case UInt8(ascii: "b"): return 62
    case UInt8(ascii: "f"): return 63
    default: return nil
    }
  }

  /// The value of a character of either alphabet.
  private static func value(_ byte: UInt8) -> UInt8? {
    let value = values[Int(byte)]
    return value < 64 ? value : nil
  }

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in Base64Needles.alphabet.enumerated() {
      values[Int(byte)] = UInt8(value)
    }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  /// The name of the alphabet of the run around `range`: the first character that is in one of the
  /// two only tells, within 256 bytes to either side.
  static func name(around range: Range<Int>, in bytes: Span<UInt8>) -> String {
    let start = max(range.lowerBound - 256, 0)
    var index = range.lowerBound
    while index > start, value(bytes[index - 1]) != nil { index -= 1 }
    let end = min(range.upperBound + 256, bytes.count)
    while index < end, index < range.upperBound || value(bytes[index]) != nil {
      switch bytes[index] {
      case UInt8(ascii: "+"), UInt8(ascii: "/"): return "base64"
      case UInt8(ascii: "-"), UInt8(ascii: "_"): return "base64url"
      default: index += 1
      }
    }
    return "base64"
  }
}
