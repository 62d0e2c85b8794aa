import ScanModel
import TextForms

/// The results that a SARIF report has room for, and the rules that they name.
struct SARIFSelection {
  /// The rules as JSON objects, those in force first, each once.
  private(set) var rules: [[UInt8]] = []

  /// The results as JSON objects, in report order.
  private(set) var results: [[UInt8]] = []

  /// What has been left out for want of room; `nil` if nothing has.
  private(set) var note: String?

  /// Where each rule stands in `rules`.
  private var ruleIndices: [RuleID: Int] = [:]

  /// Chooses among `findings`, the most severe first.
  init(_ findings: [Finding], _ context: ReportContext, _ words: FindingText) {
    let listed = findings.indices.filter {
      context.includesSuppressed || FindingText.counts(findings[$0])
    }
    var byteCount = 0
    for rule in context.rules { byteCount += add(rule, words) }
    let candidates = Self.bySeverity(listed, findings).prefix(SARIFReport.maximumResultCount)
    let hashes = LineFingerprints(findings, listed, candidates.sorted(), context)
    let writer = SARIFResult(context: context, words: words)
    var chosen: [(index: Int, result: [UInt8])] = []
    for index in candidates {
      let rule = words.rule(of: findings[index])
      byteCount += add(rule, words)
      let result = writer.object(
        findings[index],
        ruleIndex: ruleIndices[rule.id] ?? 0,
        lineHash: hashes[index]
      )
      byteCount += result.count + 2
      guard byteCount <= SARIFReport.maximumByteCount else { break }
      chosen.append((index, result))
    }
    results = chosen.sorted { $0.index < $1.index }.map(\.result)
    guard results.count < listed.count else { return }
    let most = NumberText.grouped(results.count)
    note =
      "the SARIF report lists \(most) of \(NumberText.counted(listed.count, "finding")), the most "
      + "severe: code scanning takes no more; other formats list all"
  }

  /// The findings as they matter: severe before harmless, active before others, sure before unsure.
  private static func bySeverity(_ indices: [Int], _ findings: [Finding]) -> [Int] {
    func isActive(_ finding: Finding) -> Bool {
      if case .active = finding.status { true } else { false }
    }
    return indices.sorted { left, right in
      let (first, second) = (findings[left], findings[right])
      if first.severity != second.severity { return first.severity > second.severity }
      if isActive(first) != isActive(second) { return isActive(first) }
      if first.confidence != second.confidence { return first.confidence > second.confidence }
      return left < right
    }
  }

  /// Adds a rule unless it is there; returns how many bytes that takes.
  private mutating func add(_ rule: ReportRule, _ words: FindingText) -> Int {
    guard ruleIndices[rule.id] == nil else { return 0 }
    ruleIndices[rule.id] = rules.count
    var json = JSONWriter()
    json.object { json in
      json.member("id", rule.id.name)
      json.member("name", Self.identifier(rule.id))
      let description = TerminalText.escaped(rule.description)
      text("shortDescription", description, to: &json)
      text("fullDescription", "\(description) in content that others may see.", to: &json)
      text("help", words.advice(rule), to: &json)
      json.object("defaultConfiguration") { json in
        json.member("level", SARIFResult.level(rule.severity))
      }
      json.object("properties") { json in
        json.array("tags") { json in
          json.string("security")
          json.string("secret")
        }
        json.member("precision", "very-high")
        json.member("problem.severity", Self.problemSeverity(rule.severity))
        if let score = Self.score(rule.severity) { json.member("security-severity", score) }
      }
    }
    rules.append(json.bytes)
    return json.bytes.count + 2
  }

  private func text(_ name: String, _ text: String, to json: inout JSONWriter) {
    json.object(name) { json in
      json.member("text", text.cut(toUnits: SARIFReport.maximumTextUnitCount))
    }
  }

  /// The rule's name as SARIF likes it: `VectaraQueryKey`.
  private static func identifier(_ id: RuleID) -> String {
    let parts = id.name.split(separator: "-")
    let name = parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return TerminalText.escaped(name.isEmpty ? "Key" : name).cut(toUnits: 255)
  }

  private static func problemSeverity(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "recommendation"
    }
  }

  /// GitHub's score: critical over 9.0, high from 7.0, medium from 4.0, low below; `nil` for what is
  /// no weakness at all.
  private static func score(_ severity: Severity) -> String? {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    case .info: nil
    }
  }
}
