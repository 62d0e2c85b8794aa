package import Matching
package import ScanModel

/// What a scan looks for and what of it counts.
package struct ScanPlan: Sendable {
  /// The rules, compiled.
  package let matcher: Matcher

  /// The least confidence that is reported.
  package let minimumConfidence: Confidence

  /// The least severity that is reported.
  package let minimumSeverity: Severity

  /// Whether a key on a line with an allow mark is left out.
  package let honorsAllowMarks: Bool

  /// Makes a plan.
  package init(
    matcher: Matcher,
    minimumConfidence: Confidence = .likely,
    minimumSeverity: Severity = .info,
    honorsAllowMarks: Bool = true
  ) {
    self.matcher = matcher
    self.minimumConfidence = minimumConfidence
    self.minimumSeverity = minimumSeverity
    self.honorsAllowMarks = honorsAllowMarks
  }

  /// The same rules with nothing below the bar and nothing allowed: what tells whether a key was there
  /// before, however it stood there.
  var seeingEveryKey: ScanPlan {
    ScanPlan(matcher: matcher, minimumConfidence: .possible, honorsAllowMarks: false)
  }
}
