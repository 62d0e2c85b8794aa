internal import Matching
internal import Rules
internal import ScanModel
internal import Suppression

/// What has been found in one content so far; what it comes to is known at the content's end.
struct ContentFindings {
  private var drafts: [Draft] = []

  /// The matches beyond the limit that are reported whatever the rest of the content says.
  private var droppedCount = 0

  /// The matches beyond the limit, by rule, that are reported only in context.
  private var droppedInContext: [Int: Int] = [:]

  /// The drafts that are reported only in context.
  ///
  /// They have a limit of their own, so that a content
  /// full of what is probably nothing cannot push a key out.
  private var contextualCount = 0

  /// The matches known to be below the least confidence, not drafted at all.
  private var hiddenCount = 0

  /// The most matches that one content may bring.
  static let limit = 10_000

  /// A match with all that must be read from the content while it is at hand.
  private struct Draft {
    let match: Match
    let start: LineColumn

    /// The match's bytes in the content.
    let range: ByteRange
    let key: KeyFacts
    let secret: Secret
    let encodings: [String]
    let isAllowed: Bool
  }

  /// Whether nothing has been found.
  var isEmpty: Bool { drafts.isEmpty && hiddenCount == 0 }

  /// Forgets everything, for the next content.
  mutating func reset() {
    drafts.removeAll(keepingCapacity: true)
    droppedCount = 0
    droppedInContext.removeAll()
    contextualCount = 0
    hiddenCount = 0
  }

  /// Drafts a match.
  ///
  /// - Parameters:
  ///   - match: A match in `bytes`.
  ///   - bytes: A part of the content with at least `InlineMark.reach` bytes on either side of the
  ///     match, as far as the content has them.
  ///   - base: The offset in the content of that part's first byte.
  ///   - place: The line and column of the match.
  ///   - plan: What counts.
  mutating func add(
    _ match: Match,
    in bytes: Span<UInt8>,
    base: Int,
    at place: LineColumn,
    plan: ScanPlan
  ) {
    let rule = plan.matcher.rules.rules[match.ruleIndex]
    let range = ByteRange(base + match.range.lowerBound, base + match.range.upperBound)
    if isKnown(range) { return }
    if rule.severity < plan.minimumSeverity || isHopeless(match, plan) {
      hiddenCount += 1
      return
    }
    if match.certainty == .likelyInContext {
      guard contextualCount < Self.limit else {
        droppedInContext[match.ruleIndex, default: 0] += 1
        return
      }
      contextualCount += 1
    } else if drafts.count - contextualCount >= Self.limit {
      droppedCount += 1
      return
    }
    let found =
      match.encoded
      ?? EncodedKey(
        bytes.extracting(match.range.lowerBound..<match.range.upperBound),
        matchedBy: rule,
        customerID: match.customerID,
        encodings: []
      )
    drafts.append(
      Draft(
        match: match,
        start: place,
        range: range,
        key: found.key,
        secret: found.secret,
        encodings: found.encodings,
        isAllowed: plan.honorsAllowMarks && InlineMark.stands(onLineOf: match.range, in: bytes)
      )
    )
  }

  /// Whether what was found in the piece before has a part of the place: an encoded key can be told
  /// of by two needles, one in each piece.
  private func isKnown(_ range: ByteRange) -> Bool {
    drafts.suffix(4).contains { $0.range.overlaps(range) }
  }

  /// Whether nothing that the rest of the content says can bring the match up to the bar.
  private func isHopeless(_ match: Match, _ plan: ScanPlan) -> Bool {
    if case .decided(let confidence) = match.certainty {
      return confidence < plan.minimumConfidence
    }
    return plan.minimumConfidence > .likely
  }

  /// Adds what was found to `list`, now that the whole content has been searched.
  func finish(
    path: ContentPath?,
    isInPath: Bool,
    wordsSeen: UInt64,
    plan: ScanPlan,
    into list: inout FindingList
  ) {
    list.drop(droppedCount)
    list.hiddenCount += hiddenCount
    let rules = plan.matcher.rules.rules
    let keys = drafts.filter { draft in
      rules[draft.match.ruleIndex].kind == .key
        && confidence(of: draft, wordsSeen, false, plan) >= .likely
    }
    for (index, count) in droppedInContext {
      let confidence = plan.matcher.confidenceInContext(
        ruleIndex: index,
        wordsSeen: wordsSeen,
        contentHasKey: !keys.isEmpty
      )
      if confidence < plan.minimumConfidence { list.hiddenCount += count } else { list.drop(count) }
    }
    for draft in drafts {
      let rule = rules[draft.match.ruleIndex]
      let confidence = confidence(of: draft, wordsSeen, !keys.isEmpty, plan)
      if confidence < plan.minimumConfidence {
        list.hiddenCount += 1
      } else {
        list.append(
          Finding(
            rule: rule.id,
            severity: rule.severity,
            confidence: confidence,
            key: draft.key,
            location: Location(
              path: path,
              isInPath: isInPath,
              start: draft.start,
              range: draft.range,
              encodings: draft.encodings
            ),
            secret: draft.secret,
            nearbyKeys: rule.kind == .identifier ? Self.nearest(keys, to: draft) : [],
            // The rest of the line is no reason to repeat: the key may stand in it.
            suppression: draft.isAllowed ? SuppressionRecord(kind: .inline, reason: nil) : nil
          )
        )
      }
    }
  }

  private func confidence(
    of draft: Draft,
    _ wordsSeen: UInt64,
    _ hasKey: Bool,
    _ plan: ScanPlan
  ) -> Confidence {
    plan.matcher.confidence(of: draft.match, wordsSeen: wordsSeen, contentHasKey: hasKey)
  }

  /// How far from an identifier a key may be to be thought the one that it names, in bytes.
  private static let nearbyByteCount = 1_024

  /// The keys near an identifier, the nearest first, at most four.
  private static func nearest(_ keys: [Draft], to identifier: Draft) -> [Fingerprint] {
    func distance(_ key: Draft) -> Int {
      abs(key.range.lowerBound - identifier.range.lowerBound)
    }
    let near = keys.filter { distance($0) <= nearbyByteCount }
      .sorted { distance($0) < distance($1) }
    var seen: [Fingerprint] = []
    for key in near where !seen.contains(key.key.fingerprint) && seen.count < 4 {
      seen.append(key.key.fingerprint)
    }
    return seen
  }
}
