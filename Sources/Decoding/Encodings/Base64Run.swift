/// The base64 characters around a place, line ends between them left out.
///
/// A line end is part of the run where the line before it is at least `shortestLine` characters of
/// base64 long, as encoders that wrap make them; so are blanks that indent the next line, and a line
/// end written `\n` or `\r\n` inside a string.
struct Base64Run {
  /// The offsets of the characters; the first is the first of a group of four.
  private var offsets: [Int] = []

  /// Whether the run may start before what was looked at.
  private var isCut = false

  /// The shortest line that an encoder wraps, in characters.
  private static let shortestLine = 32

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
    while position < highest, Self.value(bytes[position]) != nil {
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
      bits = bits << 6 | UInt32(Self.value(bytes[offset]) ?? 0)
      let phase = index % 4
      if phase == 0 { continue }
      let byte = UInt8(truncatingIfNeeded: bits >> UInt32(6 - 2 * phase))
      // A cut text starts with a character of UTF-16, not with the rest of one: most have their zero
      // last.
      if isCut, byte == 0, text.bytes.isEmpty { continue }
      text.append(byte, from: offsets[index - 1], to: offset + 1)
    }
    return text.bytes.isEmpty ? nil : text
  }

  /// The place of the character before `position`; `nil` where the run starts.
  private static func previous(before position: Int, lowest: Int, in bytes: Span<UInt8>) -> Int? {
    guard position > lowest else { return nil }
    if value(bytes[position - 1]) != nil,
      !isEscapeLetter(position - 1, in: bytes)
    {
      return position - 1
    }
    var end = position
    while end > lowest, isBlank(bytes[end - 1]) { end -= 1 }
    let breakEnd = end
    while end > lowest {
      if isLineEnd(bytes[end - 1]) {
        end -= 1
      } else if end - 1 > lowest, isEscapeLetter(end - 1, in: bytes) {
        end -= 2
      } else {
        break
      }
    }
    guard end < breakEnd, endsLine(end, in: bytes) else { return nil }
    return end > lowest ? end - 1 : nil
  }

  /// The place of the character after the one at `position`; `nil` where the run ends.
  private static func next(after position: Int, highest: Int, in bytes: Span<UInt8>) -> Int? {
    var next = position + 1
    guard next < highest else { return nil }
    if value(bytes[next]) != nil { return next }
    let start = next
    while next < highest {
      if isLineEnd(bytes[next]) {
        next += 1
      } else if next + 1 < highest, isEscapeLetter(next + 1, in: bytes) {
        next += 2
      } else {
        break
      }
    }
    guard next > start, endsLine(start, in: bytes) else { return nil }
    while next < highest, isBlank(bytes[next]) { next += 1 }
    return next < highest && value(bytes[next]) != nil ? next : nil
  }

  /// Whether the characters before `end` are enough for a wrapped line.
  private static func endsLine(_ end: Int, in bytes: Span<UInt8>) -> Bool {
    end >= shortestLine && (end - shortestLine..<end).allSatisfy { value(bytes[$0]) != nil }
  }

  /// Whether the `n` or `r` of an escaped line end stands at `offset`.
  private static func isEscapeLetter(_ offset: Int, in bytes: Span<UInt8>) -> Bool {
    offset > 0 && bytes[offset - 1] == UInt8(ascii: "\\")
      && (bytes[offset] == UInt8(ascii: "n") || bytes[offset] == UInt8(ascii: "r"))
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

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
