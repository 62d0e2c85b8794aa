internal import ByteSearch
internal import Decoding
internal import Rules
internal import ScanModel

/// Finds keys that stand in a content in another form than their own.
///
/// A hit of an encoded needle says where a prefix may be, encoded how. A few bytes around it are
/// decoded (`EncodedSearch+Glimpse.swift`); only if the prefix is there with what may be a body, or the
/// needle of one more encoding, more are: enough for the key, what stands beside it and a context word.
/// What is found there must have been told of by the hit, so that each hit costs the same however many
/// there are.
struct EncodedSearch: Sendable {
  /// What to search for.
  let needles: [EncodedNeedle]

  /// The rules' prefixes in the rules' order, the needles of the context words, `needles`, and those of
  /// `containers`.
  let table: NeedleTable

  /// The length of each needle of the table, in bytes.
  let lengths: [Int]

  /// For each byte, the rules whose bodies may have it: a bit for each.
  let alphabets: [UInt64]

  /// The number in the table of the first of `needles`.
  let firstNeedle: Int

  /// What tells of containers in base64.
  let containers: [EncodedContainerNeedle]

  /// The number in the table of the first of `containers`.
  let firstContainer: Int

  /// The rules.
  let rules: [Rule]

  private let words: [(word: ContextWord, mask: UInt64)]

  /// For each needle of the words, in the table's order, the number of its word.
  private let wordNumbers: [Int]

  /// How many encodings, one inside the other, are undone.
  let depth: Int

  /// How many bytes of text to either side of a hit a judgement may look at.
  let judgedByteCount: Int

  /// The length of the longest match, and one byte to see that it ends.
  let longestMatch: Int

  /// The length of the longest prefix or needle, in bytes.
  let longestNeedle: Int

  /// How far from a hit bytes are decoded, to either side.
  static let reach = 1_024

  /// Prepares to search for what `rules` describe.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - plain: Their prefixes in their order, and what else is searched for.
  ///   - words: The context words of all rules, and for each the rules that have it.
  ///   - depth: How many encodings are undone.
  ///   - kernel: What searches.
  init(
    _ rules: RuleSet,
    plain: [[UInt8]],
    words: [(word: ContextWord, mask: UInt64)],
    depth: Int,
    kernel: NeedleTable.Kernel
  ) {
    self.rules = rules.rules
    self.words = words
    wordNumbers = words.indices.flatMap {
      [Int](repeating: $0, count: words[$0].word.needles.count)
    }
    self.depth = depth
    firstNeedle = plain.count
    let longest = rules.rules.map { $0.prefix.count + $0.body.maximumLength }.max() ?? 0
    judgedByteCount = max(longest + 1, 64) + 16
    longestMatch = longest + 1
    needles = EncodedNeedle.needles(
      keys: rules.rules.filter { $0.kind == .key }.map(\.prefix),
      identifiers: rules.rules.filter { $0.kind == .identifier }.map(\.prefix),
      depth: depth
    )
    containers = EncodedContainerNeedle.needles(depth: depth)
    firstContainer = plain.count + needles.count
    let patterns =
      plain.map { NeedlePattern($0) } + needles.map(\.pattern) + containers.map(\.pattern)
    table = NeedleTable(patterns, kernel: kernel)
    lengths = patterns.map(\.places.count)
    alphabets = (0...UInt8.max).map { byte in
      rules.rules.indices.reduce(0) { mask, index in
        rules.rules[index].body.alphabet.contains(byte) ? mask | 1 << UInt64(index) : mask
      }
    }
    longestNeedle = patterns.map(\.places.count).max() ?? 0
  }

  /// Whether nothing is decoded.
  var isEmpty: Bool { needles.isEmpty }

  /// Decodes around a hit.
  func search(
    _ hit: NeedleHit,
    in bytes: Span<UInt8>,
    origin: Int,
    into scratch: inout MatchScratch
  ) {
    let needle = needles[hit.needle - firstNeedle]
    look(
      at: Trace(
        place: Place(needle, at: hit.offset),
        origin: origin,
        outer: nil,
        encodings: []
      ),
      in: bytes,
      into: &scratch
    )
  }

  /// Decodes around a plain prefix whose body ends with an escape.
  func search(
    _ candidate: Candidate,
    in bytes: Span<UInt8>,
    origin: Int,
    into scratch: inout MatchScratch
  ) {
    let end = candidate.bodyStart + candidate.runLength
    guard end < bytes.count, [0x25, 0x26, 0x3D, 0x5C].contains(bytes[end]),
      candidate.runLength <= candidate.form.maximumLength
    else { return }
    let trace = Trace(
      place: Place(
        encoding: .escapes,
        anchor: end,
        hit: candidate.offset..<candidate.bodyStart
      ),
      origin: origin,
      outer: nil,
      encodings: []
    )
    look(at: trace, in: bytes, into: &scratch)
  }

  /// Notes a container in base64, if one starts where a needle tells of it.
  ///
  /// Nothing glued to the left of its text may be part of it: what stands in the middle of another text
  /// is no start of one.
  func note(_ hit: NeedleHit, in bytes: Span<UInt8>, into scratch: inout MatchScratch) {
    let start = EncodedContainer.start(ofNeedleAt: hit.offset, in: bytes)
    guard
      LeftBoundary.stands(before: start, in: bytes, alphabet: Self.base64)
        || EncodedContainer.lineMark(before: start, in: bytes) != nil,
      let container = EncodedContainer(
        containers[hit.needle - firstContainer],
        at: start,
        in: bytes
      )
    else { return }
    scratch.containers.append(container)
  }

  /// The characters of base64, of which a text may be the rest; not those of base64url, which join
  /// words.
  private static let base64 = ByteClass(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  )

  /// Looks for prefixes and for more needles in what the hit's encoding makes of its place.
  private func look(
    at found: Trace,
    in bytes: Span<UInt8>,
    into scratch: inout MatchScratch
  ) {
    let glimpse = glimpse(
      at: found.place,
      depth: depth - found.encodings.count,
      in: bytes,
      &scratch.decoding
    )
    if !glimpse.mayHoldKey, !glimpse.mayHoldNeedle { return }
    let trace = found.ordered(bytes)
    var (text, hits) = scratch.decoding.take()
    defer { scratch.decoding.give(text, hits) }
    trace.decode(bytes, reach: trace.place.encoding.firstReach, into: &text)
    find(in: text, trace.place.hit, &hits)
    let mayHoldNeedle = glimpse.mayHoldNeedle && hits.contains { $0.needle >= firstNeedle }
    if glimpse.mayHoldKey {
      let isSure =
        hits.contains { $0.needle < rules.count } && judge(trace, bytes, &scratch) == .exact
      // What stands before or behind text in UTF-16 may look like a character of it in the order that
      // is not its own.
      if !isSure, let reversed = trace.reversed {
        judge(reversed, bytes, atLeast: .exact, &scratch)
      }
    }
    guard mayHoldNeedle else { return }
    trace.decode(bytes, reach: Self.reach, into: &text)
    find(in: text, trace.place.hit, &hits)
    for hit in hits where hit.needle >= firstNeedle {
      let needle = needles[hit.needle - firstNeedle]
      let source = text.source(of: hit.offset..<hit.offset + needle.pattern.places.count)
      let inner = Trace(
        place: Place(needle, at: hit.offset),
        origin: 0,
        outer: trace.outer.map(text.throughout) ?? text,
        encodings: trace.encodings + [trace.name(of: source, in: bytes)]
      )
      look(at: inner, in: text.bytes.span, into: &scratch)
    }
  }

  /// Judges the prefixes that the hit tells of.
  ///
  /// - Returns: How sure the surest match is; `nil` if there is none.
  @discardableResult private func judge(
    _ trace: Trace,
    _ bytes: Span<UInt8>,
    atLeast least: Confidence = .possible,
    _ scratch: inout MatchScratch
  ) -> Confidence? {
    var surest: Confidence?
    var (text, hits) = scratch.decoding.take()
    defer { scratch.decoding.give(text, hits) }
    trace.decode(bytes, reach: judgedReach(of: trace.place.encoding), into: &text)
    let span = text.bytes.span
    find(in: text, trace.place.hit, &hits)
    for hit in hits where hit.needle < rules.count {
      guard let match = judged(rules[hit.needle], hit.needle, hit.offset, text) else { continue }
      let range = match.range.lowerBound..<match.range.upperBound
      guard match.certainty.floor >= least, text.isEscaped(in: range) else { continue }
      surest = max(surest ?? match.certainty.floor, match.certainty.floor)
      if match.certainty == .likelyInContext { noteWords(around: trace, bytes, &scratch) }
      let key = span.extracting(range)
      let name = trace.name(of: text.source(of: range), in: bytes)
      let source = (trace.outer.map(text.throughout) ?? text).source(of: range)
      scratch.add(
        Match(
          ruleIndex: hit.needle,
          range: ByteRange(source.lowerBound, source.upperBound),
          certainty: match.certainty,
          customerID: match.customerID,
          encoded: EncodedKey(
            key,
            matchedBy: rules[hit.needle],
            customerID: match.customerID,
            encodings: trace.encodings + [name]
          )
        )
      )
    }
    return surest
  }

  /// How far from a hit a judgement may look, in encoded bytes.
  func judgedReach(of encoding: Encoding) -> Int {
    min(encoding.reach(of: judgedByteCount), Self.reach)
  }

  /// Judges a prefix at `offset` in `text`; if that is not sure, in what is there without the lines
  /// before and after, which may be texts of their own.
  private func judged(_ rule: Rule, _ index: Int, _ offset: Int, _ text: DecodedText) -> Match? {
    let bytes = text.bytes.span
    let match = Candidate(rule, ruleIndex: index, offset: offset, in: bytes).judged(in: bytes)
    if match?.certainty == .decided(.exact) { return match }
    let line = text.unbroken(around: offset, in: 0..<bytes.count)
    if line.count == bytes.count { return match }
    let part = bytes.extracting(line)
    let alone = Candidate(rule, ruleIndex: index, offset: offset - line.lowerBound, in: part)
      .judged(in: part)
    guard let alone, alone.certainty == .decided(.exact) else { return match }
    return alone.counted(from: -line.lowerBound)
  }

  /// Finds the prefixes and the needles that stand in `text` where the bytes of `hit` carry a part of
  /// them.
  func find(in text: DecodedText, _ hit: Range<Int>, _ hits: inout [NeedleHit]) {
    hits.removeAll(keepingCapacity: true)
    let image = text.image(of: hit)
    if image.isEmpty { return }
    let start = max(image.lowerBound - longestNeedle + 1, 0)
    let end = min(image.upperBound + longestNeedle - 1, text.bytes.count)
    table.search(text.bytes.span.extracting(0..<end), from: start, into: &hits)
    hits.removeAll { found in
      let isWord =
        found.needle >= rules.count && found.needle < firstNeedle || found.needle >= firstContainer
      let length = lengths[found.needle]
      return isWord || found.offset >= image.upperBound
        || found.offset + length <= image.lowerBound
    }
  }

  /// Notes the context words in what the hit's encoding makes of its place and more around it.
  private func noteWords(
    around trace: Trace,
    _ bytes: Span<UInt8>,
    _ scratch: inout MatchScratch
  ) {
    guard words.contains(where: { $0.mask & ~scratch.wordsSeen != 0 }) else { return }
    var (decoded, hits) = scratch.decoding.take()
    defer { scratch.decoding.give(decoded, hits) }
    trace.decode(bytes, reach: Self.reach, into: &decoded)
    let text = decoded.bytes.span
    hits.removeAll(keepingCapacity: true)
    table.search(text, into: &hits)
    for hit in hits { noteWord(hit, in: text, &scratch) }
  }

  /// Notes a context word, if the hit is one.
  func noteWord(_ hit: NeedleHit, in bytes: Span<UInt8>, _ scratch: inout MatchScratch) {
    guard (rules.count..<firstNeedle).contains(hit.needle) else { return }
    let (word, mask) = words[wordNumbers[hit.needle - rules.count]]
    if word.stands(in: bytes, needleOffset: hit.offset) { scratch.wordsSeen |= mask }
  }
}
