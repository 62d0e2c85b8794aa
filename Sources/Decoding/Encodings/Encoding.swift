/// A way to write text with other bytes, as a hit of an encoded needle suggests it.
package enum Encoding: Hashable, Sendable {
  /// Base64 or base64url (RFC 4648): the needle's anchor is the character of that number, 0 to 3, in
  /// a group of four.
  case base64(phase: Int)
  /// UTF-16 of either byte order: the needle's anchor is the byte of an ASCII character.
  case utf16
  /// UTF-32 of either byte order: the needle's anchor is the byte of an ASCII character.
  case utf32
  /// Pairs of hexadecimal digits: the needle's anchor is the first digit of a pair.
  case hexadecimal
  /// Escapes in text, of the kind whose introducer stands nearest before the needle's end.
  case escapes
}

extension Encoding {
  /// How many encoded bytes may carry that many bytes of text, line ends and indents included.
  package func reach(of byteCount: Int) -> Int {
    switch self {
    case .base64: 2 * byteCount
    case .utf16: 2 * byteCount + 2
    case .utf32: 4 * byteCount + 4
    case .hexadecimal: 6 * byteCount
    case .escapes: 8 * byteCount
    }
  }

  /// How far from a hit to decode, to either side, to see whether it is worth more: in a listing of
  /// bytes, to the start of the line before.
  package var firstReach: Int {
    switch self {
    case .hexadecimal: 176
    case .base64, .utf16, .utf32, .escapes: 80
    }
  }

  /// The size of a unit whose bytes may be in either order; `nil` if there is none.
  package var unitWidth: Int? {
    switch self {
    case .utf16: 2
    case .utf32: 4
    case .base64, .hexadecimal, .escapes: nil
    }
  }

  /// Whether the units in `range` are the same in either byte order, but for where they start.
  package func looksAlike(_ bytes: Span<UInt8>, in range: Range<Int>, around anchor: Int) -> Bool {
    unitWidth.map { WideText(width: $0, origin: 0).looksAlike(bytes, in: range, around: anchor) }
      ?? true
  }

  /// The number of a stretch of text for places so encoded and so aligned, below `stretchCount`.
  package func stretch(at anchor: Int, _ order: ByteOrder?) -> Int {
    let big = order == .big ? 1 : 0
    return switch self {
    case .base64(let phase): (anchor + 4 - phase) & 3
    case .utf16: 4 + 2 * big + anchor & 1
    case .utf32: 8 + 4 * big + anchor & 3
    case .hexadecimal: 16
    case .escapes: 17
    }
  }

  /// How many stretches of text have a number.
  package static let stretchCount = 18

  /// Undoes the encoding in a part of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: Encoded bytes.
  ///   - anchor: A place that is certainly encoded so.
  ///   - part: How much to decode.
  ///   - origin: The offset of the first of `bytes` in the content.
  ///   - text: Becomes the text; empty if there is none.
  /// - Complexity: O(n) in the bytes that the part has.
  package func decode(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    _ part: DecodedPart,
    origin: Int,
    into text: inout DecodedText
  ) {
    text.removeAll()
    switch self {
    case .base64(let phase):
      Base64Run.decode(bytes, around: anchor, phase: phase, part, into: &text)
    case .utf16:
      WideText(width: 2, origin: origin).decode(bytes, around: anchor, part, into: &text)
    case .utf32:
      WideText(width: 4, origin: origin).decode(bytes, around: anchor, part, into: &text)
    case .hexadecimal: HexadecimalText.decode(bytes, around: anchor, part, into: &text)
    case .escapes:
      EscapeKind(introducedBefore: anchor, in: bytes)?
        .decode(bytes, around: anchor, part, into: &text)
    }
  }

  /// The byte order of the text around `anchor`; `nil` if its encoding has none.
  ///
  /// - Parameters:
  ///   - anchor: What `decode` was given.
  ///   - bytes: What `decode` was given.
  ///   - origin: What `decode` was given.
  /// - Returns: The order that the text's start tells, a guess if it tells nothing.
  package func order(around anchor: Int, in bytes: Span<UInt8>, origin: Int) -> ByteOrder? {
    unitWidth.map {
      WideText(width: $0, origin: origin).isBigEndian(at: anchor, bytes) ? .big : .little
    }
  }

  /// What reports call the encoding of the bytes in `range`.
  ///
  /// - Parameters:
  ///   - range: What carries a decoded key.
  ///   - anchor: What `decode` was given.
  ///   - order: The byte order that it was decoded in.
  ///   - bytes: What `decode` was given.
  /// - Returns: A name such as `base64url`.
  package func name(
    of range: Range<Int>,
    anchor: Int,
    order: ByteOrder?,
    in bytes: Span<UInt8>
  ) -> String {
    switch self {
    case .base64: Base64Run.name(around: range, in: bytes)
    case .utf16: order == .big ? "utf-16be" : "utf-16le"
    case .utf32: order == .big ? "utf-32be" : "utf-32le"
    case .hexadecimal: "hex"
    case .escapes:
      EscapeKind(introducedBefore: anchor, in: bytes)?.name(of: range, in: bytes) ?? "escapes"
    }
  }
}
