package import ByteSearch
package import ScanModel

/// What one kind of key looks like and what is known about it, checked and ready for use.
package struct Rule: Sendable {
  /// The rule's name.
  package let id: RuleID

  /// What a match is, in a few words: `Vectara personal API key`.
  package let description: String

  /// The harm that a leaked key of this kind can do.
  package let severity: Severity

  /// Whether a match opens something or only names it.
  package let kind: Kind

  /// The bytes every match starts with; 3 to 16 ASCII bytes.
  package let prefix: [UInt8]

  /// The bytes that may follow.
  package let body: BodyForm

  /// Words whose presence in a content, in any case, makes an inexact match there likely.
  package let contextWords: [String]

  /// What to do when a key of this kind has leaked: sentences for a person.
  package let advice: String

  /// Texts that must match and texts that must not, as templates.
  package let examples: RuleExamples

  /// What a match is good for.
  package enum Kind: String, CaseIterable, Sendable {
    /// A secret: whoever holds it can use it.
    case key
    /// A name of a key: public, needed to switch the key off.
    case identifier
  }
}

/// The form of what follows a rule's prefix.
package struct BodyForm: Sendable, Equatable {
  /// The bytes a body is made of; the first byte outside ends it.
  package let alphabet: ByteClass

  /// The length of an exact body, in bytes; `nil` for a rule that has no exact form, only
  /// `otherLengths` (key IDs).
  package let exactLength: Int?

  /// The bytes an exact body may end with; `nil` if any byte of the alphabet may.
  package let finalBytes: ByteClass?

  /// The lengths, in bytes, that an inexact body may have; `nil` if only exact bodies count.
  package let otherLengths: ClosedRange<Int>?

  /// Whether an exact body is base64url whose first four bytes are the customer ID, big-endian.
  package let beginsWithCustomerID: Bool

  /// Makes a form of parts that `RuleDefinition` has checked.
  init(
    alphabet: ByteClass,
    exactLength: Int?,
    finalBytes: ByteClass?,
    otherLengths: ClosedRange<Int>?,
    beginsWithCustomerID: Bool
  ) {
    self.alphabet = alphabet
    self.exactLength = exactLength
    self.finalBytes = finalBytes
    self.otherLengths = otherLengths
    self.beginsWithCustomerID = beginsWithCustomerID
  }

  /// The longest body that can be a match, in bytes.
  package var maximumLength: Int { max(exactLength ?? 0, otherLengths?.upperBound ?? 0) }
}

/// A rule's own tests, as templates that `FakeKeys` expands.
package struct RuleExamples: Sendable, Equatable {
  /// Texts in which the rule finds exactly one match, and how sure it must be.
  package let matching: [Example]

  /// Texts in which the rule finds nothing, not even something possible.
  package let silent: [String]

  /// A text that must match.
  package struct Example: Sendable, Equatable {
    /// The template.
    package let text: String

    /// The confidence that the match must have.
    package let confidence: Confidence
  }
}
