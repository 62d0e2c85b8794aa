internal import ByteSearch
internal import Decoding

extension EncodedSearch {
  /// Where a needle was found.
  struct Place {
    /// The encoding that it tells of.
    let encoding: Encoding

    /// The offset that the encoding is told of.
    let anchor: Int

    /// The needle's bytes.
    let hit: Range<Int>
  }

  /// What leads to a place: a needle found, and what was decoded to find it.
  struct Trace {
    /// Where the needle was found.
    let place: Place

    /// The offset in the content of the first of the bytes.
    let origin: Int

    /// The byte order to go by; `nil` until it is known, and where there is none.
    var order: ByteOrder?

    /// What the bytes were decoded from, its places counted in the content; `nil` for the content.
    let outer: DecodedText?

    /// What reports call the encodings undone so far, outermost first.
    let encodings: [String]
  }
}

extension EncodedSearch.Place {
  /// The place of a needle found at `offset`.
  init(_ needle: EncodedNeedle, at offset: Int) {
    self.init(
      encoding: needle.encoding,
      anchor: offset + needle.anchor,
      hit: offset..<offset + needle.pattern.places.count
    )
  }
}

extension EncodedSearch.Trace {
  /// Decodes what the encoding makes of the bytes around the place, so far to either side.
  func decode(_ bytes: Span<UInt8>, reach: Int, into text: inout DecodedText) {
    let part = DecodedPart(reach: reach, order: order)
    place.encoding.decode(bytes, around: place.anchor, part, origin: origin, into: &text)
  }

  /// What reports call the encoding of the bytes in `range`.
  func name(of range: Range<Int>, in bytes: Span<UInt8>) -> String {
    place.encoding.name(of: range, anchor: place.anchor, order: order, in: bytes)
  }

  /// The same place read in the byte order that the text itself tells.
  func ordered(_ bytes: Span<UInt8>) -> Self {
    var ordered = self
    ordered.order = place.encoding.order(around: place.anchor, in: bytes, origin: origin)
    return ordered
  }

  /// The same place read in the other byte order; `nil` if there is none.
  var reversed: Self? {
    guard let order else { return nil }
    var other = self
    other.order = order == .big ? .little : .big
    return other
  }
}
