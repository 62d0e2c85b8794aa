import ScanModel
import TextForms

/// What stands before and after the table of an HTML report.
struct HTMLOverview {
  /// The facts of findings as text.
  let text: FindingText

  /// The findings of the report.
  let findings: [Finding]

  /// What the run came to.
  let summary: ScanSummary

  /// The outcome, as the page's title.
  var title: String {
    if !summary.isComplete { return "incomplete scan" }
    let count = findings.count { FindingText.counts($0) }
    return count == 0 ? "no leaked keys" : NumberText.counted(count, "finding")
  }

  /// That the scan is incomplete, if it is, then what it came to.
  var header: String {
    let line = SummaryText.lines(summary).split(separator: "\n").first.map(String.init) ?? ""
    let shallow =
      summary.isShallow
      ? "<p>A repository is a shallow clone: its older history is not here.</p>\n" : ""
    return """
      \(alarm)<header>
      <h1>zleaks report</h1>
      <p class="quiet">\(HTMLText.escaped(line))</p>
      \(shallow)\(numbers)</header>

      """
  }

  /// Why the scan is incomplete, and what could not be read; empty if all was.
  private var alarm: String {
    guard !summary.isComplete else { return "" }
    let gaps = SummaryText.lines(summary).split(separator: "\n").dropFirst()
    let sentences = gaps.map { "<p>\(HTMLText.escaped(String($0)))</p>\n" }.joined()
    return """
      <section class="alarm" aria-labelledby="incomplete">
      <h2 id="incomplete">The scan is incomplete: what was not read may hold keys</h2>
      \(sentences)\(problems)</section>

      """
  }

  private var problems: String {
    let sentences = text.problems(summary.coverage, maximumCount: Coverage.maximumListedProblems)
    guard !sentences.isEmpty else { return "" }
    let items = sentences.map { "<li>\(HTMLText.escaped($0))</li>\n" }
    let list = "<ul>\n\(items.joined())</ul>\n"
    if sentences.count <= 10 { return list }
    return "<details><summary>What could not be read</summary>\n\(list)</details>\n"
  }

  /// The numbers that decide what to do next.
  private var numbers: String {
    let counting = findings.filter(FindingText.counts)
    let keys = Dictionary(
      counting.filter { $0.severity > .info }.map { ($0.key.fingerprint, $0.status.name) },
      uniquingKeysWith: Self.worse
    )
    func count(_ state: String) -> Int { keys.values.count { $0 == state } }
    let suppressed = max(summary.suppressedCount, findings.count { $0.suppression != nil })
    let cards = [
      card("Findings", counting.count),
      card("Keys", keys.count),
      card("Active keys", count("active"), style: "bad"),
      card("Disabled keys", count("disabled"), style: "good"),
      card("Unknown keys", count("unknown")),
      card("Suppressed findings", suppressed),
    ]
    return "<dl class=\"facts\">\n\(cards.joined())</dl>\n"
  }

  /// The state of a key of which two places tell different ones: an active key is active.
  private static func worse(_ left: String, _ right: String) -> String {
    if left == "active" || right == "active" { return "active" }
    return left == "disabled" || right == "disabled" ? "disabled" : left
  }

  private func card(_ name: String, _ count: Int, style: String? = nil) -> String {
    let style = count > 0 ? style.map { " class=\"\($0)\"" } ?? "" : ""
    return "<div\(style)><dt>\(name)</dt><dd>\(NumberText.grouped(count))</dd></div>\n"
  }

  /// What to do about each kind of key, the most severe first.
  func advice(_ advice: [RuleID: String]) -> String {
    let items = FindingText.rulesBySeverity(findings).compactMap { rule in
      advice[rule].map { advice in
        let name = HTMLText.escaped(text.shown(rule.name))
        let advice = HTMLText.escaped(TerminalText.escaped(advice))
        return "<li><strong>\(name)</strong>: \(advice)</li>\n"
      }
    }
    guard !items.isEmpty else { return "" }
    return """
      <section aria-labelledby="advice">
      <h2 id="advice">What to do</h2>
      <ul class="advice">
      \(items.joined())</ul>
      </section>

      """
  }

  /// Who wrote the report, and whether it can be shared.
  var footer: String {
    let keys =
      text.showsSecrets
      ? "This report holds keys in full: treat it as a secret." : "Keys are redacted."
    let version = HTMLText.escaped(text.version(summary))
    return "<footer>Written by zleaks \(version). \(keys)</footer>\n"
  }
}
