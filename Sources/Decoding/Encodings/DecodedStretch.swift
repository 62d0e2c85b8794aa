package import ByteSearch

/// A long stretch of text, decoded once for many places in it.
///
/// What each place decodes for itself is the same as far as both go, but for its very ends.
package struct DecodedStretch: Sendable {
  /// The text; empty if there is none.
  package private(set) var text = DecodedText()

  /// Needles in the text that are known to lead to nothing, the last ones only.
  package var blanks: [NeedleHit] = []

  /// The place that it was decoded for; `nil` before the first.
  private var anchor: Int?

  /// How that place is encoded.
  private var encoding = Encoding.hexadecimal

  /// Where its groups of three bytes start, as a rest by three.
  private var group: Int?

  /// Which escapes are undone.
  private var kind: EscapeKind?

  /// How far from its first place a stretch goes, in encoded bytes.
  private static let reach = 4_096

  /// The most encoded bytes that two characters of one text are apart.
  private static let longestGap = 160

  /// Starts with nothing decoded.
  package init() {}

  /// Forgets the text, because other bytes are to come.
  package mutating func forget() { anchor = nil }

  /// Decodes the bytes around a place and more after it, unless that is decoded already.
  ///
  /// - Parameters:
  ///   - bytes: Encoded bytes, since the last `forget` the same.
  ///   - anchor: A place that is certainly encoded so.
  ///   - encoding: The encoding.
  ///   - order: The order of bytes, if the encoding has one.
  ///   - reach: How far the text is wanted, in encoded bytes.
  package mutating func cover(
    _ bytes: Span<UInt8>,
    around anchor: Int,
    _ encoding: Encoding,
    _ order: ByteOrder?,
    reach: Int
  ) {
    let kind = encoding == .escapes ? EscapeKind(introducedBefore: anchor, in: bytes) : nil
    if isUsable(at: anchor, encoding, kind, reach) { return }
    // A listing of bytes looks otherwise from each of its places.
    let length = encoding == .hexadecimal ? reach : Self.reach
    let part = DecodedPart(reach: length, before: reach, after: length, order: order)
    encoding.decode(bytes, around: anchor, part, origin: 0, into: &text)
    blanks.removeAll(keepingCapacity: true)
    (self.anchor, self.encoding, self.kind) = (anchor, encoding, kind)
    group = group(of: anchor, encoding)
  }

  /// Whether the text goes as far as wanted around a place, whose characters it groups alike.
  private func isUsable(
    at place: Int,
    _ encoding: Encoding,
    _ kind: EscapeKind?,
    _ reach: Int
  ) -> Bool {
    guard let anchor, place >= anchor, place + reach <= anchor + Self.reach else { return false }
    switch (self.encoding, encoding) {
    case (.base64, .base64): return group.map { $0 == group(of: place, encoding) } ?? false
    case (.utf16, .utf16): return (place - anchor) % 2 == 0
    case (.utf32, .utf32): return (place - anchor) % 4 == 0
    case (.escapes, .escapes): return kind == self.kind
    default: return false
    }
  }

  /// Where groups of three bytes start, as a rest by three, if the character at `place` is encoded so;
  /// `nil` if the text does not tell.
  private func group(of place: Int, _ encoding: Encoding) -> Int? {
    guard case .base64(let phase) = encoding else { return nil }
    let image = text.image(of: place..<place + 1)
    guard image.count == (phase == 0 || phase == 3 ? 1 : 2) else { return nil }
    return (image.lowerBound + 3 - max(phase - 1, 0)) % 3
  }

  /// Where in the text that ends which a place has within that reach, its last characters left out.
  package func end(around place: Int, reach: Int) -> Int {
    text.image(of: place..<place + reach - Self.longestGap).upperBound
  }
}
