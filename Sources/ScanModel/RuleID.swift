/// The name of a rule, such as `vectara-query-key`.
package struct RuleID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name itself: lower-case letters, digits and hyphens.
  package let name: String

  /// Names a rule; the caller has checked the form.
  package init(_ name: String) {
    self.name = name
  }

  package var description: String { name }

  package static func < (left: RuleID, right: RuleID) -> Bool { left.name < right.name }
}
