import Matching
import Reporting
import Rules
import ScanModel

/// Finds keys in the texts of reports.
struct KeyRecognizer: Sendable {
  private let matcher: Matcher

  /// Looks for what `rules` look for.
  init(_ rules: RuleSet) {
    matcher = Matcher(rules)
  }

  /// The keys in `text`; neither key IDs nor what only looks a little like a key.
  func keys(in text: [UInt8]) -> [RecognizedKey] {
    let bytes = text.span
    guard matcher.mayMatch(bytes) else { return [] }
    var scratch = MatchScratch()
    matcher.search(bytes, starts: 0..<bytes.count, into: &scratch)
    return scratch.matches.compactMap { match in
      let rule = matcher.rules.rules[match.ruleIndex]
      guard rule.kind == .key, case .decided(let confidence) = match.certainty,
        confidence > .possible
      else { return nil }
      let key = bytes.extracting(match.range.lowerBound..<match.range.upperBound)
      return RecognizedKey(
        rule: rule.id,
        severity: rule.severity,
        confidence: confidence,
        key: KeyFacts(
          redacted: Redacted(key, matchedBy: rule),
          fingerprint: Fingerprint(of: key),
          byteCount: key.count,
          customerID: match.customerID
        ),
        secret: Secret(key.indices.map { key[$0] }),
        offset: match.range.lowerBound
      )
    }
  }
}
