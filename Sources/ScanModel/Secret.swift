/// A secret's bytes.
///
/// Every textual form of a `Secret` is redacted, including `dump` and `Mirror`. The only way to the
/// bytes is `withBytes`, so every use of a secret can be found by searching for that name.
package struct Secret: Sendable {
  private let bytes: [UInt8]

  /// Keeps a copy of `bytes`.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Lends the secret's bytes to `body`.
  package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    try body(bytes.span)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret, \(bytes.count) bytes>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
