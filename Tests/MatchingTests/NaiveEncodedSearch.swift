import ByteSearch
import Decoding
import Rules
import ScanModel

@testable import Matching

/// What a matcher that decodes must find, without a first look, a buffer kept or a text decoded for
/// more than one hit: all that may matter is decoded around each hit.
struct NaiveEncodedSearch {
  let matcher: Matcher
  private let bytes: [UInt8]
  private let origin: Int
  private var scratch: MatchScratch

  private var search: EncodedSearch { matcher.encoded }
  private var rules: [Rule] { matcher.rules.rules }

  /// Adds to `scratch` what `matcher.search` must add.
  static func search(
    _ matcher: Matcher,
    _ bytes: [UInt8],
    starts: Range<Int>,
    origin: Int,
    into scratch: inout MatchScratch
  ) {
    var search = Self(matcher: matcher, bytes: bytes, origin: origin, scratch: scratch)
    search.run(starts)
    scratch = search.scratch
  }

  private struct Trace {
    let encoding: Encoding
    let anchor: Int
    let hit: Range<Int>
    let origin: Int
    let outer: DecodedText?
    let encodings: [String]
    var order: ByteOrder?

    func decoded(_ bytes: [UInt8], reach: Int) -> DecodedText {
      var text = DecodedText()
      let part = DecodedPart(reach: reach, order: order)
      encoding.decode(bytes.span, around: anchor, part, origin: origin, into: &text)
      return text
    }

    func name(of range: Range<Int>, in bytes: [UInt8]) -> String {
      encoding.name(of: range, anchor: anchor, order: order ?? guess(bytes), in: bytes.span)
    }

    func guess(_ bytes: [UInt8]) -> ByteOrder? {
      encoding.order(around: anchor, in: bytes.span, origin: origin)
    }
  }

  private mutating func run(_ starts: Range<Int>) {
    let end = min(starts.upperBound + matcher.maximumLookahead, bytes.count)
    var hits: [NeedleHit] = []
    search.table.search(bytes.span.extracting(0..<end), from: starts.lowerBound, into: &hits)
    for hit in hits {
      if hit.needle >= search.firstContainer {
        var noted = scratch
        search.note(hit, in: bytes.span, into: &noted)
        scratch = noted
      } else if hit.needle >= search.firstNeedle {
        guard hit.offset < starts.upperBound else { continue }
        let needle = search.needles[hit.needle - search.firstNeedle]
        look(trace(needle, at: hit.offset, origin: origin, outer: nil, encodings: []), bytes)
      } else if hit.needle >= rules.count {
        noteWord(hit, in: bytes)
      } else if hit.offset < starts.upperBound {
        judgePlain(hit)
      }
    }
  }

  private mutating func judgePlain(_ hit: NeedleHit) {
    let candidate = candidate(hit, in: bytes.span)
    let match = candidate.judged(in: bytes.span)
    if let match { scratch.add(match) }
    let end = candidate.bodyStart + candidate.runLength
    guard match?.certainty != .decided(.exact), end < bytes.count,
      Array("%&=\\".utf8).contains(bytes[end]), candidate.runLength <= candidate.form.maximumLength
    else { return }
    let trace = Trace(
      encoding: .escapes,
      anchor: end,
      hit: hit.offset..<candidate.bodyStart,
      origin: origin,
      outer: nil,
      encodings: []
    )
    look(trace, bytes)
  }

  private func candidate(_ hit: NeedleHit, in bytes: Span<UInt8>) -> Candidate {
    Candidate(rules[hit.needle], ruleIndex: hit.needle, offset: hit.offset, in: bytes)
  }

  private func trace(
    _ needle: EncodedNeedle,
    at offset: Int,
    origin: Int,
    outer: DecodedText?,
    encodings: [String]
  ) -> Trace {
    Trace(
      encoding: needle.encoding,
      anchor: offset + needle.anchor,
      hit: offset..<offset + needle.pattern.places.count,
      origin: origin,
      outer: outer,
      encodings: encodings
    )
  }

  private mutating func look(_ trace: Trace, _ bytes: [UInt8]) {
    let near = hits(in: trace.decoded(bytes, reach: trace.encoding.firstReach), trace.hit)
    let isSure = near.contains { $0.needle < rules.count } && judge(trace, bytes, isSureOnly: false)
    if !isSure, let guess = trace.guess(bytes) {
      var reversed = trace
      reversed.order = guess == .big ? .little : .big
      judge(reversed, bytes, isSureOnly: true)
    }
    guard trace.encodings.count + 1 < search.depth,
      near.contains(where: { $0.needle >= search.firstNeedle })
    else { return }
    let text = trace.decoded(bytes, reach: EncodedSearch.reach)
    for hit in hits(in: text, trace.hit) where hit.needle >= search.firstNeedle {
      let needle = search.needles[hit.needle - search.firstNeedle]
      let source = text.source(of: hit.offset..<hit.offset + needle.pattern.places.count)
      let inner = self.trace(
        needle,
        at: hit.offset,
        origin: 0,
        outer: trace.outer.map(text.throughout) ?? text,
        encodings: trace.encodings + [trace.name(of: source, in: bytes)]
      )
      look(inner, text.bytes)
    }
  }

  /// Whether one of the matches is exact.
  @discardableResult private mutating func judge(
    _ trace: Trace,
    _ bytes: [UInt8],
    isSureOnly: Bool
  ) -> Bool {
    var isSure = false
    let reach = min(trace.encoding.reach(of: search.judgedByteCount), EncodedSearch.reach)
    let text = trace.decoded(bytes, reach: reach)
    for hit in hits(in: text, trace.hit) where hit.needle < rules.count {
      guard let match = judged(hit, text) else { continue }
      let range = match.range.lowerBound..<match.range.upperBound
      let isExact = match.certainty == .decided(.exact)
      guard isExact || !isSureOnly, text.isEscaped(in: range) else { continue }
      if isExact { isSure = true }
      if match.certainty == .likelyInContext {
        noteWords(in: trace.decoded(bytes, reach: EncodedSearch.reach).bytes)
      }
      let name = trace.name(of: text.source(of: range), in: bytes)
      let source = (trace.outer.map(text.throughout) ?? text).source(of: range)
      let key = EncodedKey(
        text.bytes.span.extracting(range),
        matchedBy: rules[hit.needle],
        customerID: match.customerID,
        encodings: trace.encodings + [name]
      )
      scratch.add(
        Match(
          ruleIndex: hit.needle,
          range: ByteRange(source.lowerBound, source.upperBound),
          certainty: match.certainty,
          customerID: match.customerID,
          encoded: key
        )
      )
    }
    return isSure
  }

  private func judged(_ hit: NeedleHit, _ text: DecodedText) -> Match? {
    let match = candidate(hit, in: text.bytes.span).judged(in: text.bytes.span)
    if match?.certainty == .decided(.exact) { return match }
    let line = text.unbroken(around: hit.offset, in: 0..<text.bytes.count)
    let part = text.bytes.span.extracting(line)
    let inLine = NeedleHit(offset: hit.offset - line.lowerBound, needle: hit.needle)
    let alone = candidate(inLine, in: part).judged(in: part)
    guard let alone, alone.certainty == .decided(.exact) else { return match }
    return alone.counted(from: -line.lowerBound)
  }

  /// The prefixes and needles in all of `text` of which a byte of `hit` carries a part.
  private func hits(in text: DecodedText, _ hit: Range<Int>) -> [NeedleHit] {
    var hits: [NeedleHit] = []
    search.table.search(text.bytes.span, into: &hits)
    return hits.filter { found in
      guard !(rules.count..<search.firstNeedle).contains(found.needle) else { return false }
      let end = found.offset + search.table.needles[found.needle].places.count
      return (found.offset..<end).contains { text.source(of: $0..<$0 + 1).overlaps(hit) }
    }
  }

  private mutating func noteWords(in text: [UInt8]) {
    var hits: [NeedleHit] = []
    search.table.search(text.span, into: &hits)
    for hit in hits where (rules.count..<search.firstNeedle).contains(hit.needle) {
      noteWord(hit, in: text)
    }
  }

  private mutating func noteWord(_ hit: NeedleHit, in bytes: [UInt8]) {
    let words = zip(matcher.words, matcher.wordMasks).flatMap { word, mask in
      word.needles.map { _ in (word, mask) }
    }
    let (word, mask) = words[hit.needle - rules.count]
    if word.stands(in: bytes.span, needleOffset: hit.offset) { scratch.wordsSeen |= mask }
  }
}
