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
    return (0...characters.count - needleLength)
      .filter { !startsAtGroup || characters[$0].phase == 0 }
      .map { characters[$0..<$0 + needleLength] }
      .min { rate($0) < rate($1) }
  }

  private static func rate(_ window: ArraySlice<Character>) -> Double {
    NeedlePattern(window.map(\.bytes)).estimatedRate
  }

  /// The characters that `text` decides, `lead` bytes into a group; ASCII follows it.
  private static func characters(of text: [ByteClass], lead: Int) -> [Character] {
    let end = lead + text.count
    return (0...(8 * end - 1) / 6).compactMap { number in
      let first = 6 * number / 8
      let skipped = 6 * number % 8
      let firstWidth = min(8 - skipped, 6)
      // A byte before the text may be any: such a character is too vague.
      guard first >= lead else { return nil }
      let shift = 8 - skipped - firstWidth
      let highs = Set(text[first - lead].bytes.map { $0 >> shift & (1 << firstWidth - 1) })
      let restWidth = 6 - firstWidth
      var values: Set<Int> = []
      for high in highs {
        let rests = rest(first + 1 < end ? text[first + 1 - lead].bytes : nil, restWidth)
        for rest in rests { values.insert(Int(high) << restWidth | rest) }
      }
      var bytes = ByteClass(values.map { alphabet[$0] })
      if values.contains(62) { bytes.insert(UInt8(ascii: "-")) }
      if values.contains(63) { bytes.insert(UInt8(ascii: "_")) }
      return (bytes, number % 4)
    }
  }

  /// What the first `width` bits of a byte may be.
  private static func rest(_ bytes: [UInt8]?, _ width: Int) -> Set<Int> {
    if width == 0 { return [0] }
    return Set((bytes ?? Array(0..<0x80)).map { Int($0 >> (8 - width)) })
  }
}
