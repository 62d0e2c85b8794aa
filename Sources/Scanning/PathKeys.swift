internal import Matching
internal import Rules
package import ScanModel

/// Takes keys out of paths that are to be shown.
///
/// A path can hold a key that no finding tells of: one in the name of an argument, in a name that
/// could not be opened, or below the bar of what is reported.
package struct PathKeys: Sendable {
  private let plan: ScanPlan

  /// Prepares to find what `plan` looks for, whatever of it counts.
  package init(_ plan: ScanPlan) {
    self.plan = plan
  }

  /// `path` with what may be shown of each key in place of the key.
  ///
  /// Key IDs stay, since they open nothing, and so do placeholders.
  package func hidden(in path: ContentPath) -> ContentPath {
    let bytes = path.bytes
    let matcher = plan.matcher
    guard matcher.mayMatch(bytes.span) else { return path }
    var scratch = MatchScratch()
    matcher.search(bytes.span, starts: 0..<bytes.count, into: &scratch)
    var output: [UInt8] = []
    var end = 0
    for match in scratch.matches {
      let rule = matcher.rules.rules[match.ruleIndex]
      guard rule.kind == .key, match.certainty != .decided(.possible) else { continue }
      let range = match.range.lowerBound..<match.range.upperBound
      output += bytes[end..<range.lowerBound]
      let redacted =
        match.encoded?.key.redacted ?? Redacted(bytes.span.extracting(range), matchedBy: rule)
      output += redacted.text.utf8
      end = range.upperBound
    }
    return ContentPath(output + bytes[end...])
  }
}
