/// Whether a key works.
///
/// *Active* and *disabled* are said only on proof.
package enum KeyStatus: Hashable, Sendable {
  /// Nothing is proved, for this reason.
  case unknown(UnknownReason)

  /// The state's name in reports.
  package var name: String {
    switch self {
    case .unknown: "unknown"
    }
  }
}

/// Why the state of a key is not known.
package enum UnknownReason: String, Hashable, Sendable {
  /// Nobody asked.
  case notChecked = "not-checked"
}
