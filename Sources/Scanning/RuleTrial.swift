internal import Matching
package import Rules
package import ScanModel

/// Runs the rules' own examples.
package struct RuleTrial: Sendable {
  private let rules: RuleSet

  /// Prepares a trial of `rules`, each against all of them together.
  package init(_ rules: RuleSet) {
    self.rules = rules
  }

  /// An example that did not do what its rule promises.
  package struct Failure: Hashable, Sendable {
    /// The rule.
    package let rule: RuleID

    /// The example as the rule file has it.
    package let example: String

    /// What should have been found; `nil` for nothing.
    package let expected: Confidence?

    /// What was found by the rule.
    package let found: [Confidence]
  }

  /// The failures of one rule's examples, in their order.
  package func failures(of rule: Rule) -> [Failure] {
    let matching = rule.examples.matching.compactMap { example in
      check(example.text, expecting: example.confidence, rule)
    }
    let silent = rule.examples.silent.compactMap { check($0, expecting: nil, rule) }
    return matching + silent
  }

  private func check(_ example: String, expecting: Confidence?, _ rule: Rule) -> Failure? {
    let found: [Confidence]
    do throws(FakeKeyError) {
      let bytes = try FakeKeys.expand(example)
      let plan = ScanPlan(matcher: Matcher(rules), minimumConfidence: .possible)
      found = ContentScan.findings(in: bytes, plan: plan).filter { $0.rule == rule.id }
        .map(\.confidence)
    } catch {
      // Reading the rule file has expanded the example before; one that fails now has no key in it.
      found = []
    }
    guard found != (expecting.map { [$0] } ?? []) else { return nil }
    return Failure(rule: rule.id, example: example, expected: expecting, found: found)
  }
}

/// A scan of bytes in memory.
package enum ContentScan {
  /// Everything that `plan` reports in `bytes`, in order of offset.
  package static func findings(in bytes: [UInt8], plan: ScanPlan) -> [Finding] {
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    scanner.scan(bytes.span, from: 0, isInPath: false, path: nil)
    var list = scanner.list
    list.finish()
    return list.findings
  }
}
