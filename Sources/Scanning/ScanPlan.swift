package import Decoding
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

  /// How far containers are opened.
  package let containerLimits: ContainerLimits

  /// Makes a plan.
  package init(
    matcher: Matcher,
    minimumConfidence: Confidence = .likely,
    minimumSeverity: Severity = .info,
    honorsAllowMarks: Bool = true,
    containerLimits: ContainerLimits = ContainerLimits()
  ) {
    self.matcher = matcher
    self.minimumConfidence = minimumConfidence
    self.minimumSeverity = minimumSeverity
    self.honorsAllowMarks = honorsAllowMarks
    self.containerLimits = containerLimits
  }

  /// The same rules with nothing below the bar and nothing allowed: what tells whether a key was there
  /// before, however it stood there.
  var seeingEveryKey: ScanPlan {
    ScanPlan(
      matcher: matcher,
      minimumConfidence: .possible,
      honorsAllowMarks: false,
      containerLimits: containerLimits
    )
  }

  /// The same, opening no containers: for what is no file's content.
  package var openingNothing: ScanPlan {
    ScanPlan(
      matcher: matcher,
      minimumConfidence: minimumConfidence,
      minimumSeverity: minimumSeverity,
      honorsAllowMarks: honorsAllowMarks,
      containerLimits: ContainerLimits(depth: 0)
    )
  }
}
