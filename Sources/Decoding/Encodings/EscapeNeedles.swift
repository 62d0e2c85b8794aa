internal import ByteSearch

/// The needles of a prefix of which some characters are escaped.
///
/// Whatever is escaped, there is a last escaped character, and what follows it of the prefix is plain:
/// so a needle for each character, of its escape's end and the plain characters after it. Escapes
/// share their digits, and one needle serves `%74`, `\u0074` and `\x74`; the more plain characters
/// follow, the less of the escape must be told apart, and one needle serves all its kinds.
enum EscapeNeedles {
  /// How many of a prefix's last characters may be the last one escaped.
  private static let characterCount = 4

  /// The needles of the prefixes that have those bytes at each place.
  static func needles(of group: [ByteClass]) -> [EncodedNeedle] {
    [softLineEnd(in: group)]
      + group.indices.suffix(characterCount).flatMap { index -> [EncodedNeedle] in
        let rest = Array(group[(index + 1)...].prefix(3))
        if rest.isEmpty {
          return index > 0 ? lastCharacter(group[index], after: group[index - 1]) : []
        }
        return character(group[index], before: rest)
      }
  }

  /// A prefix with quoted-printable's soft line end in it.
  private static func softLineEnd(in group: [ByteClass]) -> EncodedNeedle {
    func any(_ places: ArraySlice<ByteClass>) -> ByteClass {
      places.reduce(ByteClass()) { $0.union($1) }
    }
    let after = any(group.dropFirst()).union(ByteClass("\n"))
    return EncodedNeedle(
      [any(group.dropLast()), ByteClass("="), ByteClass("\r\n"), after],
      .escapes,
      anchor: 1
    )
  }

  /// The prefix's last character escaped.
  private static func lastCharacter(
    _ last: ByteClass,
    after before: ByteClass
  ) -> [EncodedNeedle] {
    let digits = HexadecimalDigits.either(last)
    let beforeEnd = HexadecimalDigits.either(before)[1].union(before)
    var two = beforeEnd
    two.insert(UInt8(ascii: "2"))
    var patterns: [[ByteClass]] = [
      // A plain or escaped character and `%5F` or `=5F`, or `%255F`.
      [two, ByteClass("%=5")] + digits,
      places("00") + digits,
      // `\x5f`, `&#x5f;`, `\u{5f}`.
      [ByteClass("\\#u"), ByteClass("x{")] + digits,
    ]
    for byte in last.bytes {
      patterns.append(places("\\" + octal(byte)))
      // `&#95;`, `&#095;`.
      patterns.append([ByteClass("&;#"), ByteClass("#0")] + places("\(byte)"))
    }
    if last == ByteClass("_") { patterns.append(places("&lowbar;")) }
    return patterns.map { pattern in
      // The introducer is looked for from the anchor back.
      EncodedNeedle(pattern, .escapes, anchor: pattern.count > 4 ? 1 : 0)
    }
  }

  /// A character escaped and what follows it plain.
  private static func character(
    _ escaped: ByteClass,
    before rest: [ByteClass]
  ) -> [EncodedNeedle] {
    let hexadecimal = HexadecimalDigits.either(escaped)
    let octal = byPlace(escaped.bytes.map(octal))
    let decimals = escaped.bytes.map { Array("\($0)".utf8) }
    let ones = ByteClass(decimals.compactMap(\.last))
    let tens = ByteClass(decimals.compactMap { $0.dropLast().last })
    // The ends of escapes with one and with two characters: `%7A`, `\u{7A}`, `\172`, `&#122;`.
    let end = hexadecimal[1].union(octal[2]).union(ByteClass("};"))
    let beforeEnd = hexadecimal[0].union(hexadecimal[1]).union(octal[1]).union(ones)
    let patterns: [[ByteClass]] =
      switch rest.count {
      case 1:
        [
          [ByteClass("%=0x5")] + hexadecimal + rest,
          octal + rest,
          [hexadecimal[0].union(tens), hexadecimal[1].union(ones), ByteClass("};")] + rest,
        ]
      case 2: [[beforeEnd, end] + rest]
      default: [[end] + rest]
      }
    return patterns.map { EncodedNeedle($0, .escapes) }
  }

  /// The three octal digits of a byte.
  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// What stands at each place of texts of three characters.
  private static func byPlace(_ texts: [String]) -> [ByteClass] {
    let all = texts.map { Array($0.utf8) }
    return (0..<3).map { place in ByteClass(all.map { $0[place] }) }
  }

  private static func places(_ text: String) -> [ByteClass] {
    text.utf8.map { ByteClass([$0]) }
  }
}
