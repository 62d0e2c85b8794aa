/// A list of object directories, as `objects/info/alternates` and the environment have it.
///
/// Source: git's `parse_alt_odb_entry`: a line that starts with `#` is a comment, and one in double
/// quotes has C's escapes.
enum AlternateList {
  /// The paths of a list.
  ///
  /// - Parameters:
  ///   - bytes: The list.
  ///   - separator: What stands between two paths.
  /// - Returns: The paths, in their order.
  static func paths(_ bytes: [UInt8], separator: UInt8) -> [[UInt8]] {
    var paths: [[UInt8]] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == UInt8(ascii: "\""), let (path, end) = unquoted(rest) {
        paths.append(path)
        rest = rest[end...]
        if rest.first == separator { rest = rest.dropFirst() }
        continue
      }
      let end = rest.firstIndex(of: separator) ?? rest.endIndex
      let path = Array(rest[..<end])
      if first != UInt8(ascii: "#"), !path.isEmpty { paths.append(path) }
      rest = end < rest.endIndex ? rest[(end + 1)...] : []
    }
    return paths
  }

  /// Undoes the quotes that `text` starts with; `nil` if they are not a quoted text.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> ([UInt8], end: Int)? {
    var path: [UInt8] = []
    var index = text.startIndex + 1
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return (path, index) }
      guard byte == UInt8(ascii: "\\") else {
        path.append(byte)
        continue
      }
      guard index < text.endIndex, let byte = escaped(text, at: &index) else { return nil }
      path.append(byte)
    }
    return nil
  }

  /// The byte that the escape at `index` stands for, behind its backslash.
  private static func escaped(_ text: ArraySlice<UInt8>, at index: inout Int) -> UInt8? {
    let letter = text[index]
    index += 1
    switch letter {
    case UInt8(ascii: "a"): return 7
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "v"): return 11
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): return letter
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      let digits = text[index...].prefix(2)
      guard digits.count == 2,
        digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
      else { return nil }
      index += 2
      return digits.reduce(letter - UInt8(ascii: "0")) { $0 << 3 | ($1 - UInt8(ascii: "0")) }
    default: return nil
    }
  }
}
