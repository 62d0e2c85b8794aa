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
    // Which byte order it is can take long to tell; where both are alike that does not matter.
    let first: ByteOrder? = place.encoding.unitWidth == nil ? nil : .little
    var glimpse: Glimpse
    if let wider = place.widened(in: bytes, before: longestNeedle, after: judgedByteCount) {
      glimpse = firstGlimpse(at: wider, first, in: bytes, &scratch)
    } else {
      glimpse = firstGlimpse(at: place, first, in: bytes, &scratch)
      if first != nil {
        let other = firstGlimpse(at: place, .big, in: bytes, &scratch)
        glimpse.mayHoldKey = glimpse.mayHoldKey || other.mayHoldKey
        glimpse.mayHoldNeedle = glimpse.mayHoldNeedle || other.mayHoldNeedle
      }
    }
    guard glimpse.mayHoldNeedle else { return glimpse }
    glimpse.mayHoldNeedle =
      depth > 1
      && (mayHoldInnerKey(place, first, depth, bytes, &scratch)
        || first != nil && mayHoldInnerKey(place, .big, depth, bytes, &scratch))
    return glimpse
  }

  /// Looks at the bytes next to a place.
  private func firstGlimpse(
    at place: Place,
    _ order: ByteOrder?,
    in bytes: Span<UInt8>,
    _ scratch: inout DecodingScratch
  ) -> Glimpse {
    // As far from the place as its needle goes, and as another one that touches that, and what may be a
    // boundary before it.
    let before =
      max(place.anchor - place.hit.lowerBound, 0) + longestNeedle + LeftBoundary.shortReach
    let after = max(place.hit.upperBound - place.anchor, 0) + longestNeedle
    let reach = judgedReach(of: place.encoding)
    var (text, hits) = scratch.take()
    var glimpse = Glimpse()
    // First without the body where decoding takes long; elsewhere to look twice takes longer.
    for bodyLength in place.encoding == .escapes ? 0..<2 : 1..<2 {
      let part = DecodedPart(
        reach: reach,
        before: before,
        after: after + bodyLength * longestMatch,
        order: order
      )
      place.encoding.decode(bytes, around: place.anchor, part, origin: 0, into: &text)
      find(in: text, place.hit, &hits)
      glimpse.mayHoldNeedle = hits.contains { $0.needle >= firstNeedle }
      glimpse.mayHoldKey = hits.contains { $0.needle < rules.count && mayBeKey($0, in: text) }
      if !glimpse.mayHoldKey { break }
    }
    scratch.give(consume text, consume hits)
    return glimpse
  }

  /// Whether the body after a prefix in `text` may be one, by its length and its end.
  private func mayBeKey(_ hit: NeedleHit, in text: DecodedText) -> Bool {
    let bytes = text.bytes.span
    let form = rules[hit.needle].body
    let bodyStart = hit.offset + lengths[hit.needle]
    let limit = min(bytes.count, bodyStart + form.maximumLength + 1)
    let rule: UInt64 = 1 << UInt64(hit.needle)
    var end = bodyStart
    while end < limit, alphabets[Int(bytes[end])] & rule != 0 { end += 1 }
    // More of the body may follow than was decoded.
    if end >= bytes.count { return true }
    guard text.isEscaped(in: hit.offset..<end) else { return false }
    if Candidate.mayBeExact(form, bodyStart..<end, in: bytes) { return true }
    // The line alone may be a text of its own, but only for an exact body.
    let line = text.unbroken(around: hit.offset, in: hit.offset..<end)
    if line.upperBound < bodyStart { return true }
    if line.upperBound < end,
      Candidate.mayBeExact(form, bodyStart..<line.upperBound, in: bytes)
    {
      return true
    }
    return Candidate.mayHaveOtherLength(form, end - bodyStart)
      && LeftBoundary.mayStand(before: hit.offset, in: bytes, alphabet: form.alphabet)
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
    stretch.cover(bytes, around: place.anchor, place.encoding, order, reach: Self.reach)
    var blanks: [NeedleHit] = []
    swap(&blanks, &stretch.blanks)
    let mayHoldKey = mayHoldKey(stretch, place, &blanks, &scratch)
    swap(&blanks, &stretch.blanks)
    scratch.give(stretch, number)
    return mayHoldKey
  }

  /// Whether a needle that is in a stretch around a place, and not one of `blanks`, may lead to a key.
  private func mayHoldKey(
    _ stretch: DecodedStretch,
    _ place: Place,
    _ blanks: inout [NeedleHit],
    _ scratch: inout DecodingScratch
  ) -> Bool {
    var (text, hits) = scratch.take()
    find(in: stretch.text, place.hit, &hits)
    let end = stretch.end(around: place.anchor, reach: Self.reach)
    let bytes = stretch.text.bytes.span.extracting(0..<end)
    let mayHoldKey = hits.contains { hit in
      guard hit.needle >= firstNeedle, !blanks.contains(hit) else { return false }
      let inner = Place(needles[hit.needle - firstNeedle], at: hit.offset)
      if isVague(inner, in: bytes, isCut: end < stretch.text.bytes.count) { return true }
      let glimpse = glimpse(at: inner, depth: depth - 1, in: bytes, &scratch)
      if glimpse.mayHoldKey || glimpse.mayHoldNeedle { return true }
      // The next place will have most of the needles that this one has.
      if blanks.count == Self.blankCount { blanks.removeFirst() }
      blanks.append(hit)
      return false
    }
    text.removeAll()
    scratch.give(consume text, consume hits)
    return mayHoldKey
  }

  /// How many needles that lead to nothing are kept in mind.
  private static let blankCount = 8

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

extension EncodedSearch.Place {
  /// The same place with what its needle touches in either byte order, if so many bytes of text around
  /// it are the same in both; `nil` if not.
  fileprivate func widened(in bytes: Span<UInt8>, before: Int, after: Int) -> Self? {
    guard let width = encoding.unitWidth else { return nil }
    let wider = hit.lowerBound - width..<hit.upperBound + width
    let isAlike = encoding.looksAlike(
      bytes,
      in: wider.lowerBound - width * before..<wider.upperBound + width * after,
      around: anchor
    )
    return isAlike ? Self(encoding: encoding, anchor: anchor, hit: wider) : nil
  }
}
