/// Reads paths as git and GNU diff write them in headers.
enum QuotedPath {
  /// Reads a path at the start of `text`.
  ///
  /// A path in quotation marks has C's escapes and ends at the closing mark; any other ends at a tab.
  ///
  /// - Returns: The path, and what follows it.
  static func read(_ text: ArraySlice<UInt8>) -> (path: [UInt8], rest: ArraySlice<UInt8>) {
    if text.first == UInt8(ascii: "\""), let quoted = unquote(text) { return quoted }
    let end = text.firstIndex(of: UInt8(ascii: "\t")) ?? text.endIndex
    return (Array(text[..<end]), text[end...])
  }

  /// Reads `"…"` at the start of `text`; `nil` if the escapes or the closing mark are not right.
  static func unquote(_ text: ArraySlice<UInt8>) -> (path: [UInt8], rest: ArraySlice<UInt8>)? {
    var path: [UInt8] = []
    var rest = text.dropFirst()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return (path, rest)
      case UInt8(ascii: "\\"):
        guard let escaped = readEscape(&rest) else { return nil }
        path.append(escaped)
      default: path.append(byte)
      }
    }
    return nil
  }

  /// The characters after a backslash, and what each stands for.
  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "\""): UInt8(ascii: "\""),
    UInt8(ascii: "\\"): UInt8(ascii: "\\"),
  ]

  /// Reads what follows a backslash: a letter, or three octal digits.
  private static func readEscape(_ text: inout ArraySlice<UInt8>) -> UInt8? {
    guard let first = text.first else { return nil }
    if let byte = escapes[first] {
      text.removeFirst()
      return byte
    }
    let digits = text.prefix(3)
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      value = value * 8 + Int(digit - UInt8(ascii: "0"))
    }
    guard digits.count == 3 else { return nil }
    text.removeFirst(3)
    return UInt8(exactly: value)
  }
}
