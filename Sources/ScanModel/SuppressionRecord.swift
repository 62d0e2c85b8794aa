/// Why a finding does not count: somebody has said so.
package struct SuppressionRecord: Hashable, Sendable {
  /// Where it was said.
  package let kind: Kind

  /// The reason given; `nil` if there is none.
  package let reason: String?

  /// The places where a finding can be suppressed.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A mark on the key's own line.
    case inline
    /// An entry of a `.zleaksignore` file.
    case ignoreFile = "ignore-file"
    /// An entry of a `--baseline` file.
    case baseline
  }

  /// Notes who suppressed a finding.
  package init(kind: Kind, reason: String?) {
    self.kind = kind
    self.reason = reason
  }
}
