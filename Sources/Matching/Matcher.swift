package import ByteSearch
package import Decoding
package import Rules
package import ScanModel

/// Finds what the rules describe in bytes.
///
/// One pass finds the rules' prefixes and context words as literals; everything else happens at the
/// hits. A matcher is immutable and shared by all workers; each has a `MatchScratch` of its own. It
/// is a class because a copy for each file would count the references of all its tables.
package final class Matcher: Sendable {
  /// The rules.
  package let rules: RuleSet

  /// The different context words of all rules.
  let words: [ContextWord]

  /// For each word, the rules that have it: a bit for each, as in `MatchScratch.wordsSeen`.
  let wordMasks: [UInt64]

  /// The literals that one pass finds, and what is done at those of encoded prefixes.
  let encoded: EncodedSearch

  /// How far from a prefix, to its left, bytes can matter to a match; from an encoded one, to either
  /// side.
  package var maximumLookbehind: Int {
    encoded.isEmpty ? SQLiteRecord.reach : 2 * EncodedSearch.reach
  }

  /// The length of the longest match, and what tells that it ends there: how far to the right of a
  /// prefix's start bytes can matter.
  package let maximumLookahead: Int

  /// Compiles the literals of `rules`.
  ///
  /// - Parameters:
  ///   - rules: What to look for.
  ///   - decodeDepth: How many encodings, one inside the other, are undone; 0 for none.
  ///   - kernel: What searches.
  package init(
    _ rules: RuleSet,
    decodeDepth: Int = 0,
    kernel: NeedleTable.Kernel = .best
  ) {
    self.rules = rules
    precondition(rules.rules.count <= UInt64.bitWidth, "a set of \(rules.rules.count) rules")
    let words = Set(rules.rules.flatMap(\.contextWords).map { $0.lowercased() }).sorted()
      .map(ContextWord.init)
    self.words = words
    wordMasks = words.map { word in
      rules.rules.indices.reduce(0) { mask, index in
        let hasWord = rules.rules[index].contextWords.contains { $0.lowercased() == word.text }
        return hasWord ? mask | 1 << UInt64(index) : mask
      }
    }
    encoded = EncodedSearch(
      rules,
      plain: rules.rules.map(\.prefix) + words.flatMap(\.needles),
      words: Array(zip(words, wordMasks)),
      depth: decodeDepth,
      kernel: kernel
    )
    let longest =
      (rules.rules.map { $0.prefix.count + $0.body.maximumLength }.max() ?? 0)
      + CountedString.lookahead
    maximumLookahead = encoded.isEmpty ? longest : max(longest, 2 * EncodedSearch.reach)
  }

  /// Adds to `scratch` every match whose prefix starts in `starts`, and every context word seen.
  ///
  /// What an encoded prefix carries is found where the bytes that tell of it start in `starts`.
  /// The start and the end of `bytes` count as boundaries. Who searches a content in pieces must
  /// therefore give `maximumLookbehind` bytes before `starts` and `maximumLookahead` bytes after, as
  /// far as the content has them; then the pieces find together what one search of it all finds.
  ///
  /// - Parameters:
  ///   - bytes: A content or a part of one.
  ///   - starts: Where in it prefixes may start.
  ///   - origin: The offset in the content of the first of `bytes`.
  ///   - scratch: Takes what is found.
  /// - Complexity: O(n) in bytes; allocates only on a hit.
  package func search(
    _ bytes: Span<UInt8>,
    starts: Range<Int>,
    origin: Int = 0,
    into scratch: inout MatchScratch
  ) {
    let end = min(starts.upperBound + maximumLookahead, bytes.count)
    scratch.hits.removeAll(keepingCapacity: true)
    if !scratch.containers.isEmpty { scratch.containers.removeAll(keepingCapacity: true) }
    encoded.table.search(
      bytes.extracting(0..<end),
      from: starts.lowerBound,
      into: &scratch.hits
    )
    if scratch.hits.isEmpty { return }
    scratch.mayMatch = scratch.mayMatch || mayMatch(scratch.hits)
    scratch.decoding.forget()
    for hit in scratch.hits {
      if hit.needle >= encoded.firstNeedle {
        guard hit.offset < starts.upperBound else { continue }
        if hit.needle >= encoded.firstContainer {
          encoded.note(hit, in: bytes, into: &scratch)
        } else {
          encoded.search(hit, in: bytes, origin: origin, into: &scratch)
        }
      } else if hit.needle >= rules.rules.count {
        encoded.noteWord(hit, in: bytes, &scratch)
      } else if hit.offset < starts.upperBound {
        let candidate = Candidate(
          rules.rules[hit.needle],
          ruleIndex: hit.needle,
          offset: hit.offset,
          in: bytes
        )
        let match = candidate.judged(in: bytes)
        if let match { scratch.add(match) }
        if !encoded.isEmpty, match?.certainty != .decided(.exact) {
          encoded.search(candidate, in: bytes, origin: origin, into: &scratch)
        }
      }
    }
  }

  /// Whether a prefix of some rule may stand in `bytes`, perhaps encoded: a quick look, to tell where to
  /// look closely.
  package func mayMatch(_ bytes: Span<UInt8>) -> Bool {
    var hits: [NeedleHit] = []
    encoded.table.search(bytes, into: &hits)
    return mayMatch(hits)
  }

  /// How long a run of bytes can be that `mayMatch` goes by: bytes of which no run so long lets it say
  /// yes hold no match, whatever their runs stand between.
  package var longestNeedle: Int { encoded.longestNeedle }

  private func mayMatch(_ hits: [NeedleHit]) -> Bool {
    hits.contains { $0.needle < rules.rules.count || $0.needle >= encoded.firstNeedle }
  }

  /// How sure `match` is, once its content is searched to the end.
  ///
  /// - Parameters:
  ///   - match: A match in the content.
  ///   - wordsSeen: The rules whose context words the content has, one bit each.
  ///   - hasKey: Whether the content holds a key that is at least likely; it speaks for an
  ///     identifier as a word would.
  /// - Returns: The confidence to report.
  package func confidence(
    of match: Match,
    wordsSeen: UInt64,
    contentHasKey hasKey: Bool
  ) -> Confidence {
    switch match.certainty {
    case .decided(let confidence): return confidence
    case .likelyInContext:
      return confidenceInContext(
        ruleIndex: match.ruleIndex,
        wordsSeen: wordsSeen,
        contentHasKey: hasKey
      )
    }
  }

  /// How sure a match that is only likely in context is, in a content that is searched to the end.
  package func confidenceInContext(
    ruleIndex: Int,
    wordsSeen: UInt64,
    contentHasKey hasKey: Bool
  ) -> Confidence {
    let hasWord = wordsSeen >> UInt64(ruleIndex) & 1 != 0
    let isIdentifier = rules.rules[ruleIndex].kind == .identifier
    return hasWord || isIdentifier && hasKey ? .likely : .possible
  }
}

/// What one worker keeps between searches, so that a search allocates nothing.
package struct MatchScratch: Sendable {
  /// The matches found since `reset`, in order of offset; none overlap.
  package private(set) var matches: [Match] = []

  /// The containers in base64 that start where the last search looked, in order of offset.
  package internal(set) var containers: [EncodedContainer] = []

  /// One bit for each rule, set if one of its context words has been seen since `reset`.
  package var wordsSeen: UInt64 = 0

  /// Whether a prefix has been seen since `reset`, perhaps encoded: if not, there is no match.
  package fileprivate(set) var mayMatch = false

  /// The literals found by the last search.
  var hits: [NeedleHit] = []

  /// What is decoded around hits, and the literals found there.
  var decoding = DecodingScratch()

  /// Starts with nothing found.
  package init() {}

  /// Forgets the matches and the words, for the next content.
  package mutating func reset() {
    matches.removeAll(keepingCapacity: true)
    wordsSeen = 0
    mayMatch = false
  }

  /// Takes out the matches that end at `end` or before it.
  ///
  /// The others may overlap a match that the next piece of the content brings: who searches in pieces
  /// leaves those that end after the starts searched so far, and calls `countMatches`.
  package mutating func takeMatches(endingBy end: Int) -> [Match] {
    if matches.isEmpty { return [] }
    let taken = matches.filter { $0.range.upperBound <= end }
    matches.removeAll { $0.range.upperBound <= end }
    return taken
  }

  /// Counts the offsets of the matches left from `start` on, where the next piece begins.
  package mutating func countMatches(from start: Int) {
    for index in matches.indices { matches[index] = matches[index].counted(from: start) }
  }

  /// Adds a match; of two that overlap the surer stays, and of two as sure the first.
  ///
  /// What is encoded may start before what was found last.
  mutating func add(_ match: Match) {
    var place = matches.count
    while place > 0, matches[place - 1].range.upperBound > match.range.lowerBound { place -= 1 }
    var end = place
    while end < matches.count, matches[end].range.lowerBound < match.range.upperBound {
      guard matches[end].certainty.floor < match.certainty.floor else { return }
      end += 1
    }
    matches.replaceSubrange(place..<end, with: CollectionOfOne(match))
  }
}
