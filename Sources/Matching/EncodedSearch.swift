internal import ByteSearch
internal import Decoding
internal import Rules
internal import ScanModel

/// Finds keys that stand in a content in another form than their own.
///
/// A hit of an encoded needle says where a prefix may be, encoded how. A few bytes around it are
/// decoded; only if the prefix is there, or the needle of one more encoding, more are: enough for the
/// key, what stands beside it and a context word. What is found there must have been told of by the
/// hit, so that each hit costs the same however many there are.
struct EncodedSearch: Sendable {
  /// What to search for.
  let needles: [EncodedNeedle]

  /// The rules' prefixes in the rules' order, the needles of the context words, `needles`, and those of
  /// `containers`.
  let table: NeedleTable

  /// The number in the table of the first of `needles`.
  let firstNeedle: Int

  /// What tells of containers in base64.
  let containers: [EncodedContainerNeedle]

  /// The number in the table of the first of `containers`.
  let firstContainer: Int

  private let rules: [Rule]
  private let words: [(word: ContextWord, mask: UInt64)]

  /// How many encodings, one inside the other, are undone.
  private let depth: Int

  /// How many bytes of text to either side of a hit a judgement may look at.
  private let judgedByteCount: Int

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
    self.depth = depth
    firstNeedle = plain.count
    let longest = rules.rules.map { $0.prefix.count + $0.body.maximumLength }.max() ?? 0
    judgedByteCount = max(longest + 1, 64) + 16
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
      at: Trace(needle, at: hit.offset, origin: origin, outer: nil, encodings: []),
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
      encoding: .escapes,
      anchor: end,
      hit: candidate.offset..<candidate.bodyStart,
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

  /// What leads to a place: a needle found, and what was decoded to find it.
  fileprivate struct Trace {
    let encoding: Encoding
    let anchor: Int
    let hit: Range<Int>
    let origin: Int

    /// What the bytes were decoded from, its places counted in the content; `nil` for the content.
    let outer: DecodedText?
    let encodings: [String]
  }

  /// Looks for prefixes and for more needles in what the hit's encoding makes of its place.
  private func look(
    at trace: Trace,
    in bytes: Span<UInt8>,
    into scratch: inout MatchScratch
  ) {
    guard
      let near = trace.decoded(bytes, reach: trace.encoding.firstReach)
    else { return }
    find(in: near, trace.hit, &scratch.nearHits)
    if scratch.nearHits.isEmpty { return }
    // Held on to: what is found in there is looked at with the same scratch.
    let told = scratch.nearHits
    if told.contains(where: { $0.needle < rules.count }) { judge(trace, bytes, &scratch) }
    guard trace.encodings.count + 1 < depth, told.contains(where: { $0.needle >= firstNeedle }),
      let text = trace.decoded(bytes, reach: Self.reach)
    else { return }
    var hits: [NeedleHit] = []
    find(in: text, trace.hit, &hits)
    for hit in hits where hit.needle >= firstNeedle {
      let needle = needles[hit.needle - firstNeedle]
      let source = text.source(of: hit.offset..<hit.offset + needle.pattern.places.count)
      let inner = Trace(
        needle,
        at: hit.offset,
        origin: 0,
        outer: trace.outer.map(text.throughout) ?? text,
        encodings: trace.encodings + [trace.name(of: source, in: bytes)]
      )
      look(at: inner, in: text.bytes.span, into: &scratch)
    }
  }

  /// Judges the prefixes that the hit tells of.
  private func judge(
    _ trace: Trace,
    _ bytes: Span<UInt8>,
    _ scratch: inout MatchScratch
  ) {
    let reach = min(trace.encoding.reach(of: judgedByteCount), Self.reach)
    guard let text = trace.decoded(bytes, reach: reach) else { return }
    let span = text.bytes.span
    var hits: [NeedleHit] = []
    find(in: text, trace.hit, &hits)
    for hit in hits where hit.needle < rules.count {
      guard let match = judged(rules[hit.needle], hit.needle, hit.offset, text) else { continue }
      let range = match.range.lowerBound..<match.range.upperBound
      guard text.isEscaped(in: range) else { continue }
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
  }

  /// Judges a prefix at `offset` in `text`; if that is not sure, in what is there without the lines
  /// before and after, which may be texts of their own.
  private func judged(_ rule: Rule, _ index: Int, _ offset: Int, _ text: DecodedText) -> Match? {
    let bytes = text.bytes.span
    let match = Candidate(rule, ruleIndex: index, offset: offset, in: bytes).judged(in: bytes)
    if match?.certainty == .decided(.exact) { return match }
    let line = text.unbroken(around: offset)
    let part = bytes.extracting(line)
    let alone = Candidate(rule, ruleIndex: index, offset: offset - line.lowerBound, in: part)
      .judged(in: part)
    guard let alone, alone.certainty == .decided(.exact) else { return match }
    return alone.counted(from: -line.lowerBound)
  }

  /// Finds the prefixes and the needles that stand in `text` where the bytes of `hit` carry a part of
  /// them.
  private func find(in text: DecodedText, _ hit: Range<Int>, _ hits: inout [NeedleHit]) {
    hits.removeAll(keepingCapacity: true)
    let image = text.image(of: hit)
    if image.isEmpty { return }
    let start = max(image.lowerBound - longestNeedle + 1, 0)
    let end = min(image.upperBound + longestNeedle - 1, text.bytes.count)
    table.search(text.bytes.span.extracting(0..<end), from: start, into: &hits)
    hits.removeAll { found in
      let isWord =
        found.needle >= rules.count && found.needle < firstNeedle || found.needle >= firstContainer
      let length = table.needles[found.needle].places.count
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
    guard let decoded = trace.decoded(bytes, reach: Self.reach) else { return }
    let text = decoded.bytes.span
    for (word, mask) in words {
      let patterns = word.needles.map { NeedlePattern($0) }
      let stands = text.indices.contains { offset in
        patterns.contains { $0.stands(at: offset, in: text) }
          && word.stands(in: text, needleOffset: offset)
      }
      if stands { scratch.wordsSeen |= mask }
    }
  }
}

extension EncodedSearch.Trace {
  /// A needle found at `offset`.
  init(
    _ needle: EncodedNeedle,
    at offset: Int,
    origin: Int,
    outer: DecodedText?,
    encodings: [String]
  ) {
    self.init(
      encoding: needle.encoding,
      anchor: offset + needle.anchor,
      hit: offset..<offset + needle.pattern.places.count,
      origin: origin,
      outer: outer,
      encodings: encodings
    )
  }

  /// What the encoding makes of the bytes around the place, so far to either side.
  func decoded(_ bytes: Span<UInt8>, reach: Int) -> DecodedText? {
    encoding.decode(bytes, around: anchor, reach: reach, origin: origin)
  }

  /// What reports call the encoding of the bytes in `range`.
  func name(of range: Range<Int>, in bytes: Span<UInt8>) -> String {
    encoding.name(of: range, anchor: anchor, in: bytes, origin: origin)
  }
}
