internal import ByteSearch
internal import Decoding
internal import Rules

// A content can be full of needles that lead to nothing: in a few bytes around each it is seen that no
// key is there, before what a judgement needs is decoded. What a glimpse does not rule out is looked at
// anew, so a glimpse may be wrong in one way only.

/// What a few bytes around a place do not rule out.
struct Glimpse {
  /// Whether a key may be there.
  var mayHoldKey = false

  /// Whether a needle is there, of a key that is encoded once more.
  var mayHoldNeedle = false
}

extension EncodedSearch {
  /// Looks at a place in `bytes`, where so many encodings are to be undone.
  func glimpse(
    at place: Place,
    depth: Int,
    in bytes: Span<UInt8>,
    _ scratch: inout DecodingScratch
  ) -> Glimpse {
    var glimpse = Glimpse()
    for order in place.encoding.orders {
      var (text, hits) = scratch.take()
      // As far from the place as its needle goes, and as another one that touches that.
      let before = max(place.anchor - place.hit.lowerBound, 0) + longestNeedle
      let after = max(place.hit.upperBound - place.anchor, 0) + longestNeedle
      let near = DecodedPart(
        reach: place.encoding.firstReach,
        before: before,
        after: after,
        order: order
      )
      place.encoding.decode(bytes, around: place.anchor, near, origin: 0, into: &text)
      find(in: text, place.hit, &hits)
      let hasNeedle = depth > 1 && hits.contains { $0.needle >= firstNeedle }
      if !glimpse.mayHoldKey, hits.contains(where: { $0.needle < rules.count }) {
        let judged = DecodedPart(
          reach: judgedReach(of: place.encoding),
          before: before - longestNeedle + longestPrefix,
          after: after - longestNeedle + judgedByteCount,
          order: order
        )
        place.encoding.decode(bytes, around: place.anchor, judged, origin: 0, into: &text)
        find(in: text, place.hit, &hits)
        glimpse.mayHoldKey = hits.contains { $0.needle < rules.count && mayBeKey($0, in: text) }
      }
      scratch.give(text, hits)
      if hasNeedle, !glimpse.mayHoldNeedle {
        glimpse.mayHoldNeedle = mayHoldInnerKey(place, order, depth, bytes, &scratch)
      }
    }
    return glimpse
  }

  /// Whether the body after a prefix in `text` may be one, by its length and its end.
  private func mayBeKey(_ hit: NeedleHit, in text: DecodedText) -> Bool {
    let bytes = text.bytes.span
    let candidate = Candidate(
      rules[hit.needle],
      ruleIndex: hit.needle,
      offset: hit.offset,
      in: bytes
    )
    let end = candidate.bodyStart + candidate.runLength
    // More of the body may follow than was decoded.
    if end >= bytes.count { return true }
    guard text.isEscaped(in: hit.offset..<end) else { return false }
    if candidate.mayMatch(runLength: candidate.runLength, in: bytes) { return true }
    // The line alone may be a text of its own.
    let line = text.unbroken(around: hit.offset, in: hit.offset..<end)
    if line.upperBound == end { return false }
    let runLength = line.upperBound - candidate.bodyStart
    return runLength < 0 || candidate.mayMatch(runLength: runLength, in: bytes)
  }

  /// Whether a needle in what is decoded around a place may lead to a key.
  private func mayHoldInnerKey(
    _ place: Place,
    _ order: ByteOrder?,
    _ depth: Int,
    _ bytes: Span<UInt8>,
    _ scratch: inout DecodingScratch
  ) -> Bool {
    // Deeper down there are no stretches.
    guard depth == self.depth else { return true }
    let number = place.encoding.stretch(at: place.anchor, order)
    var stretch = scratch.takeStretch(number)
    var (text, hits) = scratch.take()
    stretch.cover(bytes, around: place.anchor, place.encoding, order, reach: Self.reach)
    find(in: stretch.text, place.hit, &hits)
    let end = stretch.end(around: place.anchor, reach: Self.reach)
    let decoded = stretch.text.bytes.span.extracting(0..<end)
    let isCut = end < stretch.text.bytes.count
    let mayHoldKey = hits.contains { hit in
      guard hit.needle >= firstNeedle else { return false }
      let inner = Place(needles[hit.needle - firstNeedle], at: hit.offset)
      if isVague(inner, in: decoded, isCut: isCut) { return true }
      let glimpse = glimpse(at: inner, depth: depth - 1, in: decoded, &scratch)
      return glimpse.mayHoldKey || glimpse.mayHoldNeedle
    }
    text.removeAll()
    scratch.give(text, hits)
    scratch.give(stretch, number)
    return mayHoldKey
  }

  /// Whether what the encoding makes of a place may depend on more than the bytes of a stretch.
  private func isVague(_ place: Place, in bytes: Span<UInt8>, isCut: Bool) -> Bool {
    let reach = judgedReach(of: place.encoding)
    if place.hit.upperBound > bytes.count { return true }
    return switch place.encoding {
    // The lines around it tell whether it is in a listing.
    case .hexadecimal: place.anchor < reach || isCut && place.anchor + reach > bytes.count
    // The length of a line may tell what its first character is.
    case .base64: isCut && place.anchor + reach + Self.lineReach > bytes.count
    case .utf16, .utf32, .escapes: false
    }
  }

  /// How far a line is looked at to tell what its first character is, in bytes.
  private static let lineReach = 264
}
