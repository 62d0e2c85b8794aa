internal import ByteSearch

/// The characters that base64 has for a text whatever stands around it.
///
/// Three bytes become four characters, so a text is written in one of three ways, by how many bytes
/// stand before it in its group. The characters at its ends carry bits of its neighbours.
enum Base64Needles {
  /// The characters in the order of their values (RFC 4648, table 1).
  static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  /// The length of a needle, in characters.
  private static let needleLength = 4

  /// A character, and its number in its group.
  private typealias Character = (bytes: ByteClass, phase: Int)

  /// The needles of `text`, also where a line ends inside it.
  ///
  /// Encoders end lines between groups, so a whole group is the best needle. Where the text fills
  /// none, the group that it starts in the middle of is one needle, and the start of the next one
  /// after a line end, a blank of an indented line, the `n` of `\n`, a quote or the plus sign of a patch
  /// are others.
  static func needles(of text: [ByteClass]) -> [EncodedNeedle] {
    (0..<3).flatMap { lead -> [EncodedNeedle] in
      let characters = characters(of: text, lead: lead)
      if let group = window(characters, startsAtGroup: true) {
        return [needle(group)]
      }
      guard let best = window(characters, startsAtGroup: false) else { return [] }
      var needles = [needle(best)]
      if let start = characters.lastIndex(where: { $0.phase == 0 }),
        characters.count - start >= needleLength - 1
      {
        let line = characters[start..<start + needleLength - 1].map(\.bytes)
        needles.append(
          EncodedNeedle([ByteClass("\n\t n\"'+")] + line, .base64(phase: 0), anchor: 1)
        )
      }
      return needles
    }
  }

  /// The needles of `text` that is itself encoded; lines are not thought of.
  static func needles(inside text: [ByteClass]) -> [EncodedNeedle] {
    (0..<3).compactMap { lead in
      window(characters(of: text, lead: lead), startsAtGroup: false).map(needle)
    }
  }

  private static func needle(_ window: ArraySlice<Character>) -> EncodedNeedle {
    EncodedNeedle(window.map(\.bytes), .base64(phase: window.first?.phase ?? 0))
  }

  /// The rarest characters in a row, perhaps only of those that are a whole group.
  private static func window(
    _ characters: [Character],
    startsAtGroup: Bool
  ) -> ArraySlice<Character>? {
    guard characters.count >= needleLength else { return nil }
    let shares = characters.map { ByteFrequency.share(of: $0.bytes) }
    var best: (start: Int, rate: Float)?
    for start in 0...characters.count - needleLength
    where !startsAtGroup || characters[start].phase == 0 {
      let rate = shares[start..<start + needleLength].reduce(1, *)
      if rate < best?.rate ?? .infinity { best = (start, rate) }
    }
    return best.map { characters[$0.start..<$0.start + needleLength] }
  }

  /// The characters that `text` decides, `lead` bytes into a group; ASCII follows it.
  private static func characters(of text: [ByteClass], lead: Int) -> [Character] {
    let end = lead + text.count
    var characters: [Character] = []
    for number in 0...(8 * end - 1) / 6 {
      let first = 6 * number / 8
      let skipped = 6 * number % 8
      let firstWidth = min(8 - skipped, 6)
      // A byte before the text may be any: such a character is too vague.
      guard first >= lead else { continue }
      let shift = 8 - skipped - firstWidth
      let restWidth = 6 - firstWidth
      let rests = rests(first + 1 < end ? text[first + 1 - lead] : nil, restWidth)
      var values: UInt64 = 0
      text[first - lead].forEachASCII { byte in
        let high = byte >> shift & (1 << firstWidth - 1)
        values |= rests << UInt64(high << restWidth)
      }
      characters.append((bytes(values), number % 4))
    }
    return characters
  }

  /// What the first `width` bits of a byte may be, one bit for each value; of any ASCII byte for `nil`.
  private static func rests(_ bytes: ByteClass?, _ width: Int) -> UInt64 {
    if width == 0 { return 1 }
    // The first bit of an ASCII byte is zero.
    guard let bytes else { return 1 << (1 << UInt64(width - 1)) - 1 }
    var rests: UInt64 = 0
    bytes.forEachASCII { rests |= 1 << UInt64($0 >> (8 - width)) }
    return rests
  }

  /// The characters of some values, in either alphabet.
  private static func bytes(_ values: UInt64) -> ByteClass {
    var bytes = ByteClass()
    var rest = values
    while rest != 0 {
      bytes.insert(alphabet[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
    if values >> 62 & 1 != 0 { bytes.insert(UInt8(ascii: "-")) }
    if values >> 63 != 0 { bytes.insert(UInt8(ascii: "_")) }
    return bytes
  }
}
