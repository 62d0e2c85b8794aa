import Matching
import Posix
import Rules
import ScanModel
import TestSupport

@testable import Scanning

/// The plans and contents that the tests of this room share.
enum Fixture {
  private static let shared = Result { Matcher(try RuleSet.builtin()) }

  /// The built-in rules' matcher.
  static var matcher: Matcher { get throws { try shared.get() } }

  /// A plan of the built-in rules.
  static func plan(_ confidence: Confidence = .likely, marks: Bool = true) throws -> ScanPlan {
    ScanPlan(matcher: try matcher, minimumConfidence: confidence, honorsAllowMarks: marks)
  }

  /// Lines of different lengths, `byteCount` bytes in all, with nothing to find in them.
  static func filler(_ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { $0 % 61 == 60 || $0 % 17 == 3 ? UInt8(ascii: "\n") : UInt8(ascii: ".") }
  }

  /// What a scanner with the smallest buffer makes of a file.
  static func scan(
    file: [UInt8],
    plan: ScanPlan,
    isSeekable: Bool = true,
    scratch: Scratch
  ) throws -> Outcome {
    try scratch.write("content", file)
    let descriptor = try FileDescriptor.open(Array(scratch.path("content").utf8))
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    scanner.scan(descriptor, trustsShortReads: isSeekable, isSeekable: isSeekable) {
      ContentPath("content")
    }
    return Outcome(&scanner)
  }
}

/// What a scan has come to.
struct Outcome: Equatable {
  /// One finding, in short.
  struct Found: Hashable, CustomStringConvertible {
    let rule: String
    let confidence: Confidence
    let offset: Int
    let byteCount: Int
    let line: Int
    let column: Int

    var description: String {
      "\(rule) \(confidence) at \(offset)+\(byteCount), \(line):\(column)"
    }
  }

  let found: [Found]
  let suppressedCount: Int
  let byteCount: Int
  let problemCount: Int

  init(_ scanner: inout ContentScanner) {
    scanner.list.finish()
    found = scanner.list.findings.filter { $0.suppression == nil }.map { finding in
      Found(
        rule: finding.rule.name,
        confidence: finding.confidence,
        offset: finding.location.range?.lowerBound ?? -1,
        byteCount: finding.location.byteCount,
        line: finding.location.start.line,
        column: finding.location.start.column
      )
    }
    suppressedCount = scanner.list.suppressedCount
    byteCount = scanner.coverage.byteCount
    problemCount = scanner.coverage.problemCount
  }

  /// What the bytes hold by one search of them all, with lines counted from the start for each.
  init(naively bytes: [UInt8], plan: ScanPlan) {
    var scratch = MatchScratch()
    plan.matcher.search(bytes.span, starts: 0..<bytes.count, into: &scratch)
    found = scratch.matches.compactMap { match in
      let confidence = plan.matcher.confidence(
        of: match,
        wordsSeen: scratch.wordsSeen,
        contentHasKey: false
      )
      guard confidence >= plan.minimumConfidence else { return nil }
      let before = bytes[..<match.range.lowerBound]
      let line = before.split(separator: 10, omittingEmptySubsequences: false)
      return Found(
        rule: plan.matcher.rules.rules[match.ruleIndex].id.name,
        confidence: confidence,
        offset: before.count,
        byteCount: match.range.byteCount,
        line: line.count,
        column: (line.last?.count ?? 0) + 1
      )
    }
    suppressedCount = 0
    byteCount = bytes.count
    problemCount = 0
  }
}
