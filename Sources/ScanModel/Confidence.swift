/// How sure it is that the bytes found are a key, least first.
package enum Confidence: String, CaseIterable, Comparable, Sendable {
  /// The shape of a key without its exact form, or a placeholder.
  case possible
  /// A key glued to other text, or of another length in content that speaks of the vendor.
  case likely
  /// The exact form of a key with boundaries on both sides.
  case exact

  /// The position in the order, from 0.
  private var rank: Int {
    switch self {
    case .possible: 0
    case .likely: 1
    case .exact: 2
    }
  }

  package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}
