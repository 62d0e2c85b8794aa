// White space, comments and words, and what an error says it found.

extension JSON5Reader {
  /// Passes white space and comments (specification, sections 7 and 8).
  mutating func skipTrivia() throws(JSON5Error) {
    while let byte = peek() {
      switch byte {
      case 0x09...0x0D, 0x20: skip { $0 == 0x20 || (0x09...0x0D).contains($0) }
      case UInt8(ascii: "/"): try skipComment()
      case (0x80)...:
        guard let (scalar, length) = scalar(at: offset), Self.isWhiteSpace(scalar) else { return }
        offset += length
      default: return
      }
    }
  }

  /// Passes the comment whose first `/` is next.
  private mutating func skipComment() throws(JSON5Error) {
    offset += 1
    switch peek() {
    case UInt8(ascii: "/"):
      // 0xE2 starts U+2028 and U+2029, which end the comment, and much else, which does not.
      skip { $0 != 0x0A && $0 != 0x0D && $0 != 0xE2 }
      while peek() != nil, lineEndLength() == 0 {
        offset += 1
        skip { $0 != 0x0A && $0 != 0x0D && $0 != 0xE2 }
      }
    case UInt8(ascii: "*"):
      offset += 1
      while peek() != UInt8(ascii: "*") || peek(1) != UInt8(ascii: "/") {
        guard peek() != nil else { throw unexpected(.commentEnd) }
        offset += 1
      }
      offset += 2
    default: throw unexpected(.comment)
    }
  }

  /// The length of the line terminator that starts here, in bytes; 0 if none does.
  ///
  /// Line terminators are CR LF, LF, CR, U+2028 and U+2029.
  func lineEndLength() -> Int {
    switch peek() {
    case 0x0A: 1
    case 0x0D: peek(1) == 0x0A ? 2 : 1
    case 0xE2 where peek(1) == 0x80 && (peek(2) == 0xA8 || peek(2) == 0xA9): 3
    default: 0
    }
  }

  /// Whether a character other than ASCII is white space.
  private static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2028, 0x2029, 0xFEFF: true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  /// Passes `word` if it is what stands here, and the name characters end with it.
  mutating func skipWord(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard matches(word) else { return false }
    let start = offset
    offset += length
    if startsNameCharacter() {
      offset = start
      return false
    }
    return true
  }

  /// Whether the bytes from here on begin with `word`.
  private func matches(_ word: StaticString) -> Bool {
    bytes[offset...].starts(with: word.description.utf8)
  }

  /// Reads an unquoted name (ECMAScript 5.1, section 7.6, `IdentifierName`).
  mutating func readName() throws(JSON5Error) -> ArraySlice<UInt8> {
    let start = offset
    if let byte = peek(), Self.isNameCharacter(Unicode.Scalar(byte), first: true), byte < 0x80 {
      skip { $0 < 0x80 && Self.isNameCharacter(Unicode.Scalar($0), first: false) }
    }
    guard let byte = peek(), byte >= 0x80 || byte == UInt8(ascii: "\\") else {
      guard offset > start else { throw unexpected(.nameOrBrace) }
      return bytes[start..<offset]
    }
    return try readUncommonName(after: bytes[start..<offset])
  }

  /// Reads on in a name that has escapes or characters other than ASCII.
  private mutating func readUncommonName(
    after start: ArraySlice<UInt8>
  ) throws(JSON5Error) -> ArraySlice<UInt8> {
    var name = start
    while let (scalar, length) = scalar(at: offset) {
      if scalar == "\\" {
        let escapeOffset = offset
        guard peek(1) == UInt8(ascii: "u") else {
          offset += 1
          throw unexpectedCharacter(.nameEscape)
        }
        offset += 2
        let escaped = try readUnicodeEscape(from: escapeOffset)
        guard Self.isNameCharacter(escaped, first: name.isEmpty) else {
          let found = JSON5Error.Found.character(escaped)
          throw JSON5Error(
            offset: escapeOffset,
            problem: .unexpected(found, expected: .nameOrBrace)
          )
        }
        name += Array(String(escaped).utf8)
      } else if Self.isNameCharacter(scalar, first: name.isEmpty) {
        name += bytes[offset..<offset + length]
        offset += length
      } else {
        break
      }
    }
    guard !name.isEmpty else { throw unexpected(.nameOrBrace) }
    return name
  }

  /// Whether the character here could go on a word or number.
  func startsNameCharacter() -> Bool {
    guard let (scalar, _) = scalar(at: offset) else { return false }
    return scalar == "\\" || Self.isNameCharacter(scalar, first: false)
  }

  /// Whether a name may hold the character; `first` asks about a name's first one.
  private static func isNameCharacter(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_", "$": return true
    case "0"..."9", "\u{200C}", "\u{200D}": return !first
    default: break
    }
    guard !scalar.isASCII else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      return true
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return !first
    default: return false
    }
  }

  /// The character that starts at `offset` and its length in bytes; `nil` at the end.
  func scalar(at offset: Int) -> (Unicode.Scalar, Int)? {
    guard offset < bytes.count else { return nil }
    let lead = bytes[offset]
    let length = max(1, (~lead).leadingZeroBitCount)
    guard length > 1 else { return (Unicode.Scalar(lead), 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for byte in bytes[offset...].prefix(length).dropFirst() {
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // The text is valid UTF-8, so that the value always is one of a character.
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// The error that something else is expected here; a word found here is named in whole.
  func unexpected(_ expected: JSON5Error.Expected) -> JSON5Error {
    var end = self
    while end.startsNameCharacter(), let (_, length) = scalar(at: end.offset),
      end.offset + length - offset <= Self.maximumShownWordLength
    {
      end.offset += length
    }
    guard end.offset > offset + 1 else { return unexpectedCharacter(expected) }
    let word = JSON5Error.Found.word(bytes[offset..<end.offset])
    return JSON5Error(offset: offset, problem: .unexpected(word, expected: expected))
  }

  /// The error that something else than the character here is expected.
  func unexpectedCharacter(_ expected: JSON5Error.Expected) -> JSON5Error {
    let found: JSON5Error.Found =
      if lineEndLength() > 0 {
        .lineEnd
      } else if let (scalar, _) = scalar(at: offset) {
        .character(scalar)
      } else {
        .endOfText
      }
    return JSON5Error(offset: offset, problem: .unexpected(found, expected: expected))
  }
}
