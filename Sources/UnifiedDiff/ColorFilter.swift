/// Takes the colours out of a line that git has coloured.
///
/// Git puts colours (ESC `[` … `m`) at the start and the end of a line and around white space that it
/// marks as an error, so only there are they taken out. Colours elsewhere are the file's own, and text
/// on either side of them must not grow together.
struct ColorFilter {
  /// Whether what came before is white space or nothing.
  private var isAfterSpace = true

  /// Colours, the last perhaps in part, that the next piece decides on.
  private var pending: [UInt8] = []

  /// The most bytes of one colour, and of a run of them, that are looked at.
  private static let longest = (color: 32, run: 256)

  /// How many bytes of colours stand at `index`: 0 if there are none.
  static func byteCount(at index: Int, in bytes: Span<UInt8>) -> Int {
    var end = index
    while let next = Self.end(ofColorAt: end, in: bytes) { end = next }
    return end - index
  }

  /// Filters a piece of a line.
  ///
  /// - Parameters:
  ///   - bytes: The piece.
  ///   - isEnd: Whether the line ends with it.
  /// - Returns: What remains, so far as it is decided.
  mutating func filter(_ bytes: Span<UInt8>, isEnd: Bool) -> [UInt8] {
    var input = pending
    input.append(bytes)
    pending = []
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    var index = 0
    while index < input.count {
      guard input[index] == 0x1B else {
        output.append(input[index])
        isAfterSpace = Self.isSpace(input[index])
        index += 1
        continue
      }
      let runEnd = index + Self.byteCount(at: index, in: input.span)
      let isOpen = Self.mayGoOn(input[runEnd...])
      if !isEnd, isOpen, input.count - index <= Self.longest.run {
        pending = Array(input[index...])
        return output
      }
      let isBeforeSpace = runEnd < input.count ? Self.isSpace(input[runEnd]) : isEnd
      if runEnd > index, !isAfterSpace, !isBeforeSpace {
        output += input[index..<runEnd]
        isAfterSpace = false
      } else if runEnd == index {
        output.append(input[index])
        isAfterSpace = false
        index += 1
        continue
      }
      index = runEnd
    }
    return output
  }

  /// Whether bytes at the end of a piece are nothing, or the start of a colour.
  private static func mayGoOn(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.count < longest.color else { return false }
    guard let first = rest.first else { return true }
    guard first == 0x1B else { return false }
    guard let second = rest.dropFirst().first else { return true }
    return second == UInt8(ascii: "[") && rest.dropFirst(2).allSatisfy(isParameter)
  }

  /// The end of the colour that starts at `index`; `nil` if none does.
  private static func end(ofColorAt index: Int, in bytes: Span<UInt8>) -> Int? {
    guard index + 2 < bytes.count, bytes[index] == 0x1B, bytes[index + 1] == UInt8(ascii: "[")
    else { return nil }
    for end in index + 2..<min(bytes.count, index + longest.color) {
      if bytes[end] == UInt8(ascii: "m") { return end + 1 }
      if !isParameter(bytes[end]) { return nil }
    }
    return nil
  }

  private static func isParameter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: ";")).contains(byte)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
