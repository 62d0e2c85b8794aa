/// What may be shown of a key: `zqt_…Vz8w`, or a key ID in full.
package struct Redacted: Hashable, Sendable, CustomStringConvertible {
  /// The text to show; holds no more of the key than its rule allows.
  package let text: String

  /// Wraps text that has been redacted already.
  ///
  /// `Matching/Redaction.swift` is where that is done.
  package init(alreadyRedacted text: String) {
    self.text = text
  }

  package var description: String { text }
}
