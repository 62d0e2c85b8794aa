import ByteSearch
import ScanModel

/// Reads a pattern's bytes as tokens, as git's `wildmatch` does.
struct GlobReader {
  /// What has not been read.
  private var rest: ArraySlice<UInt8>

  /// The offset of the first byte that is not plain.
  ///
  /// git compares the plain bytes before it by themselves and starts `wildmatch` only there, so a
  /// `**` right there counts as one at the start of a part: `a**/b` matches `ab` and `ax/y/b`.
  private let firstSpecialIndex: Int

  /// The index of the `]` that was looked for last.
  private var bracketIndex: Int?

  /// The whole pattern, to see what stands before a `**`.
  private let pattern: ArraySlice<UInt8>

  /// Starts to read a pattern without its slashes at both ends.
  init(_ pattern: ArraySlice<UInt8>) {
    self.pattern = pattern
    rest = pattern
    firstSpecialIndex =
      pattern.firstIndex { Array("*?[\\".utf8).contains($0) } ?? pattern.endIndex
  }

  /// Reads one token; `nil` at the end.
  ///
  /// - Throws: `GlobError.Cause` for what can match nothing.
  mutating func next() throws(GlobError.Cause) -> GlobToken? {
    guard let byte = rest.popFirst() else { return nil }
    switch byte {
    case UInt8(ascii: "?"): return .anyByte
    case UInt8(ascii: "*"): return readStars()
    case UInt8(ascii: "["): return .set(try readSet())
    case UInt8(ascii: "\\"):
      guard let escaped = rest.popFirst() else { throw .trailingBackslash }
      return .byte(escaped)
    default: return .byte(byte)
    }
  }

  /// Reads the stars after a first one, and the `/` that belongs to them.
  private mutating func readStars() -> GlobToken {
    let slash = UInt8(ascii: "/")
    let firstIndex = rest.startIndex - 1
    let others = rest.prefix { $0 == UInt8(ascii: "*") }
    rest = rest.dropFirst(others.count)
    let startsPart = firstIndex == firstSpecialIndex || pattern[..<firstIndex].last == slash
    guard !others.isEmpty, startsPart else { return .run }
    if rest.first == slash {
      rest = rest.dropFirst()
      return .directories
    }
    return rest.isEmpty || rest.starts(with: [UInt8(ascii: "\\"), slash]) ? .anything : .run
  }

  /// Reads what follows a `[`, with the `]` that ends it.
  ///
  /// A `]` that comes first stands for itself, a `-` that comes first or last does, and the end of
  /// a range cannot start another. A `/` is never in a set.
  private mutating func readSet() throws(GlobError.Cause) -> ByteClass {
    var isNegated = false
    if let first = rest.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
      isNegated = true
      rest = rest.dropFirst()
    }
    var set = ByteClass()
    var previous: UInt8?
    repeat {
      previous = try readSetElement(after: previous, into: &set)
    } while rest.first != UInt8(ascii: "]")
    rest = rest.dropFirst()
    var result = ByteClass()
    for byte in UInt8.min...UInt8.max
    where set.contains(byte) != isNegated && byte != UInt8(ascii: "/") {
      result.insert(byte)
    }
    return result
  }

  /// Reads a byte, a range or a class of a set.
  ///
  /// - Parameters:
  ///   - previous: The byte just before, if a range can start with it.
  ///   - set: Gets the bytes that the element stands for.
  /// - Returns: The byte that a range can start with; `nil` after a range or a class.
  /// - Throws: `GlobError.Cause.bracketNotClosed`, or `unknownClass`.
  private mutating func readSetElement(
    after previous: UInt8?,
    into set: inout ByteClass
  ) throws(GlobError.Cause) -> UInt8? {
    guard let byte = rest.popFirst() else { throw .bracketNotClosed }
    if byte == UInt8(ascii: "-"), let previous, let next = rest.first, next != UInt8(ascii: "]") {
      rest = rest.dropFirst()
      let last = next == UInt8(ascii: "\\") ? try readEscapedInSet() : next
      if previous <= last { for byte in previous...last { set.insert(byte) } }
      return nil
    }
    if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":") {
      guard let end = nextBracket(from: rest.startIndex + 1) else { throw .bracketNotClosed }
      let inside = rest[(rest.startIndex + 1)..<end]
      if inside.last == UInt8(ascii: ":") {
        rest = rest[(end + 1)...]
        try insertClass(inside.dropLast(), into: &set)
        return nil
      }
    }
    let literal = byte == UInt8(ascii: "\\") ? try readEscapedInSet() : byte
    set.insert(literal)
    return literal
  }

  /// The index of the first `]` at or after `start`; `nil` if there is none.
  ///
  /// One that was found is kept: `[[:[:[:…]` asks for the same one again and again.
  private mutating func nextBracket(from start: Int) -> Int? {
    if let bracketIndex, bracketIndex >= start { return bracketIndex }
    bracketIndex = rest.dropFirst(start - rest.startIndex).firstIndex(of: UInt8(ascii: "]"))
    return bracketIndex
  }

  /// Reads the byte after a `\` in a set.
  private mutating func readEscapedInSet() throws(GlobError.Cause) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .bracketNotClosed }
    return byte
  }

  /// Adds the bytes of a named class; those beyond ASCII are in none.
  private func insertClass(
    _ name: ArraySlice<UInt8>,
    into set: inout ByteClass
  ) throws(GlobError.Cause) {
    guard let posixClass = POSIXClass(rawValue: String(decoding: name, as: UTF8.self)) else {
      throw .unknownClass(ContentPath(Array(name)))
    }
    for byte in UInt8(0)...0x7F where posixClass.contains(byte) { set.insert(byte) }
  }
}

/// The character classes of POSIX, as git knows them.
private enum POSIXClass: String {
  case alnum
  case alpha
  case blank
  case cntrl
  case digit
  case graph
  case lower
  case print
  case punct
  case space
  case upper
  case xdigit

  /// Whether an ASCII byte is in the class.
  func contains(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    let isAlphanumeric = character.isLetter || character.isNumber
    let isPrintable = (0x20...0x7E).contains(byte)
    return switch self {
    case .alnum: isAlphanumeric
    case .alpha: character.isLetter
    case .blank: byte == 0x20 || byte == 0x09
    case .cntrl: !isPrintable
    case .digit: character.isNumber
    case .graph: isPrintable && byte != 0x20
    case .lower: character.isLowercase
    case .print: isPrintable
    case .punct: isPrintable && byte != 0x20 && !isAlphanumeric
    // git's own table has no vertical tab and no form feed here.
    case .space: [0x09, 0x0A, 0x0D, 0x20].contains(byte)
    case .upper: character.isUppercase
    case .xdigit: character.isHexDigit
    }
  }
}
