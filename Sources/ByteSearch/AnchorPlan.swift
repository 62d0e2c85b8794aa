/// The comparisons that tell where a needle may start, for the portable kernel.
///
/// An anchor is a place in a needle and the bytes that needles have there. A position is a candidate
/// when each anchor's place holds one of its bytes.
struct AnchorPlan: Sendable {
  /// The anchors, with the most telling first.
  let anchors: [Anchor]

  /// The greatest place of an anchor: how far the kernel looks beyond a candidate's start.
  let lookahead: Int

  /// The anchors as one list, so that the kernel's loop touches nothing but memory.
  let comparisons: [Comparison]

  /// One byte to compare with at one place.
  struct Comparison: Sendable {
    /// The place, counted from a needle's start.
    let offset: Int

    /// The byte.
    let byte: UInt8

    /// Whether this is the last of its anchor.
    let isLast: Bool
  }

  /// Whether the needles have so many bytes at every place that looking each byte up in a table is
  /// quicker than comparing.
  var isTooMuch: Bool { comparisons.count > Self.maximumComparisons }

  /// A place and its bytes.
  struct Anchor: Sendable {
    /// The place, counted from a needle's start.
    let offset: Int

    /// The bytes that needles have there.
    let bytes: [UInt8]
  }

  /// The number of comparisons beyond which another anchor costs more than it saves.
  private static let maximumComparisons = 12

  /// Chooses up to three anchors for `needles`.
  init(_ needles: [NeedlePattern]) {
    let places = min(needles.map(\.places.count).min() ?? 0, 16)
    let all = (0..<places).map { place in
      let union = needles.reduce(ByteClass()) { $0.union($1.places[place]) }
      return Anchor(offset: place, bytes: union.bytes)
    }
    let fewestFirst = all.sorted { ($0.bytes.count, $1.offset) < ($1.bytes.count, $0.offset) }
    var chosen: [Anchor] = []
    var comparisons = 0
    for anchor in fewestFirst.prefix(3) {
      comparisons += anchor.bytes.count
      if !chosen.isEmpty, comparisons > Self.maximumComparisons { break }
      chosen.append(anchor)
    }
    anchors = chosen
    self.comparisons = chosen.flatMap { anchor in
      anchor.bytes.map { byte in
        Comparison(offset: anchor.offset, byte: byte, isLast: byte == anchor.bytes.last)
      }
    }
    lookahead = chosen.map(\.offset).max() ?? 0
  }
}
