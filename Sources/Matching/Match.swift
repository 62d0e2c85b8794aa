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

  /// The same match, its offsets counted from `start`; they may become negative.
  func counted(from start: Int) -> Match {
    Match(
      ruleIndex: ruleIndex,
      range: ByteRange(range.lowerBound - start, range.upperBound - start),
      certainty: certainty,
      customerID: customerID
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
