package import Rules
package import ScanModel

/// A place that looks like a key, before everything about its content is known.
package struct Match: Hashable, Sendable {
  /// The rule's number in its set.
  package let ruleIndex: Int

  /// The bytes of the prefix and the body, in what was searched.
  package let range: ByteRange

  /// How sure it is.
  package let certainty: Certainty

  /// The account that the key names; `nil` where the form has none.
  package let customerID: UInt32?

  /// The key itself, if `range` only carries it in another form; `nil` if it stands there as it is.
  package let encoded: EncodedKey?

  /// Notes a match.
  init(
    ruleIndex: Int,
    range: ByteRange,
    certainty: Certainty,
    customerID: UInt32?,
    encoded: EncodedKey? = nil
  ) {
    self.ruleIndex = ruleIndex
    self.range = range
    self.certainty = certainty
    self.customerID = customerID
    self.encoded = encoded
  }

  /// The same match, its offsets counted from `start`; they may become negative.
  func counted(from start: Int) -> Match {
    Match(
      ruleIndex: ruleIndex,
      range: ByteRange(range.lowerBound - start, range.upperBound - start),
      certainty: certainty,
      customerID: customerID,
      encoded: encoded
    )
  }

  /// How sure a match is, as far as the match alone can tell.
  package enum Certainty: Hashable, Sendable {
    /// The match tells all.
    case decided(Confidence)
    /// Likely in a content that speaks of the rule's words, possible in any other.
    case likelyInContext

    /// The least that it can come to.
    var floor: Confidence {
      switch self {
      case .decided(let confidence): confidence
      case .likelyInContext: .possible
      }
    }
  }
}

/// A key found, and what was undone to see it.
package struct EncodedKey: Sendable {
  /// What is known of the key.
  package let key: KeyFacts

  /// The key's own bytes.
  package let secret: Secret

  /// The encodings that were undone, outermost first.
  package let encodings: [String]

  /// Notes a key.
  package init(
    _ key: Span<UInt8>,
    matchedBy rule: Rule,
    customerID: UInt32?,
    encodings: [String]
  ) {
    self.key = KeyFacts(
      redacted: Redacted(key, matchedBy: rule),
      fingerprint: Fingerprint(of: key),
      byteCount: key.count,
      customerID: customerID
    )
    secret = Secret(key.indices.map { key[$0] })
    self.encodings = encodings
  }
}

extension EncodedKey: Hashable {
  /// The same key in the same encodings.
  package static func == (left: EncodedKey, right: EncodedKey) -> Bool {
    left.key == right.key && left.encodings == right.encodings
  }

  /// Feeds what equality looks at.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(encodings)
  }
}
