import ScanModel
import TextForms

/// The table of an HTML report: its head, its filters and its rows.
struct HTMLRows {
  /// The indices of the findings as they are listed: the most severe first.
  let order: [Int]

  private let text: FindingText
  private let findings: [Finding]

  /// The number of each key, in the order of the findings, by which rows are grouped.
  private let keyNumbers: [Fingerprint: Int]

  /// What is shown of each key, for the key IDs that stand near it.
  private let shownKeys: [Fingerprint: String]

  /// Makes the rows of `findings`.
  init(text: FindingText, findings: [Finding]) {
    self.text = text
    self.findings = findings
    order = FindingText.indicesBySeverity(findings)
    var keyNumbers: [Fingerprint: Int] = [:]
    var shownKeys: [Fingerprint: String] = [:]
    for finding in findings where keyNumbers[finding.key.fingerprint] == nil {
      keyNumbers[finding.key.fingerprint] = keyNumbers.count
      shownKeys[finding.key.fingerprint] = TerminalText.escaped(finding.key.redacted.text)
    }
    self.keyNumbers = keyNumbers
    self.shownKeys = shownKeys
  }

  /// The filters, which the script shows, and the table's head.
  static let tableHead: String = {
    let severities = Severity.allCases.reversed().map { severity in
      "<option value=\"\(severity)\">\(severity)\(severity == .critical ? "" : " and above")</option>"
    }
    return """
      <h2 id="list">Findings</h2>
      <form id="filters" role="search" aria-label="Filter the findings" hidden>
      <label>Text<input type="search" name="text" placeholder="path, key, author, ref …"></label>
      <label>Severity<select name="severity"><option value="">any</option>\
      \(severities.dropLast().joined())</select></label>
      <label>Rule<select name="rule"><option value="">any</option></select></label>
      <label>State<select name="state"><option value="">any</option></select></label>
      <label>Repository<select name="repository"><option value="">any</option></select></label>
      <label>In HEAD<select name="head"><option value="">any</option></select></label>
      <label class="check"><input type="checkbox" name="group"> Group by key</label>
      <button type="reset">Reset</button>
      <output name="count" aria-live="polite"></output>
      </form>
      <div class="scroll">
      <table id="findings" aria-labelledby="list">
      <thead>
      <tr><th scope="col" class="narrow" data-sort="severity" aria-sort="descending">Severity</th>\
      <th scope="col" class="middle" data-sort="rule">Rule</th>\
      <th scope="col" data-sort="place">Place</th>\
      <th scope="col" class="middle" data-sort="key">Key</th>\
      <th scope="col" class="middle" data-sort="state">State</th>\
      <th scope="col" class="wide" data-sort="history">History</th></tr>
      </thead>
      <tbody>

      """
  }()

  /// The row of the finding at `index`.
  func row(_ index: Int) -> String {
    let finding = findings[index]
    let isSuppressed = !FindingText.counts(finding)
    let state = isSuppressed ? "suppressed" : finding.status.name
    let head = finding.git?.exposure.map { $0.isInHead ? "yes" : "no" }
    return """
      <tr\(isSuppressed ? " class=\"muted\"" : "") data-order="\(index)" \
      data-severity="\(finding.severity)" data-state="\(state)" \
      data-key="\(keyNumbers[finding.key.fingerprint] ?? 0)"\
      \(head.map { " data-head=\"\($0)\"" } ?? "")>\
      <td><span class="tag \(finding.severity)">\(finding.severity)</span>\
      \(note(finding.confidence.rawValue))</td>\
      <td>\(html(text.shown(finding.rule.name)))</td>\
      <td>\(place(of: finding))</td>\
      <td>\(key(of: finding))</td>\
      <td>\(self.state(of: finding))</td>\
      <td>\(history(of: finding))</td></tr>

      """
  }
}

// MARK: - Cells

extension HTMLRows {
  private func html(_ text: String) -> String { HTMLText.escaped(text) }

  /// A line below the main one; takes HTML.
  private func note(_ content: String) -> String {
    "<span class=\"note\">\(content)</span>"
  }

  private func place(of finding: Finding) -> String {
    var cell = "<span class=\"place mono\">\(html(text.place(of: finding.location)))</span>"
    if let repository = finding.git?.repository {
      cell += note("<span class=\"repository\">\(html(text.shown(repository)))</span>")
    }
    let facts = text.facts(of: finding).dropFirst()
    let rest = facts.filter { !$0.hasPrefix("customer ") }
    if !rest.isEmpty { cell += note(html(rest.joined(separator: ", "))) }
    return cell
  }

  private func key(of finding: Finding) -> String {
    var cell = "<code class=\"key\">\(html(text.key(of: finding)))</code>"
    if let customerID = finding.key.customerID { cell += note("customer \(customerID)") }
    // The first digits tell keys with one redacted form apart; the JSON reports have all.
    let fingerprint = finding.key.fingerprint.description
    cell += note("<code>\(html(String(fingerprint.prefix("sha256:".utf8.count + 12))))…</code>")
    let near = finding.nearbyKeys.compactMap { shownKeys[$0] }
    if !near.isEmpty { cell += note("near \(html(near.joined(separator: ", ")))") }
    return cell
  }

  private func state(of finding: Finding) -> String {
    let status = finding.status
    var cell = "<span class=\"tag \(status.name)\">\(status.name)</span>"
    if let reason = status.unknownReason { cell += note(reason.rawValue) }
    if let suppression = finding.suppression {
      let reason = suppression.reason.map { ": \(html(text.shown($0)))" } ?? ""
      cell += note("suppressed (\(suppression.kind.rawValue))\(reason)")
    }
    guard let evidence = status.evidence else { return cell }
    if let keyID = evidence.keyID { cell += note("<code>\(html(text.shown(keyID)))</code>") }
    let names = [evidence.keyName, evidence.role].compactMap { $0.map(text.shown) }
    if !names.isEmpty { cell += note(html(names.joined(separator: ", "))) }
    if let detail = evidence.detail { cell += note(html(text.shown(detail))) }
    cell += note("by \(evidence.method.rawValue), \(html(evidence.checkedAt.description))")
    if let requestID = evidence.requestID {
      cell += note("request <code>\(html(text.shown(requestID)))</code>")
    }
    return cell
  }

  private func history(of finding: Finding) -> String {
    guard let git = finding.git else { return "" }
    var lines: [String] = []
    if let introduction = git.introduction {
      lines.append(self.introduction(introduction, at: finding.location.outerPath))
    }
    if let exposure = git.exposure {
      lines.append(exposure.isInHead ? "in HEAD" : "<strong>not in HEAD</strong>")
      if let holder = exposure.holder { lines.append("held by \(html(text.shown(holder)))") }
      let references = exposure.references.map { html(text.shown($0)) }
      let more = exposure.referenceCount - references.count
      if !references.isEmpty {
        let rest = more > 0 ? " and \(NumberText.grouped(more)) more" : ""
        lines.append("refs: \(references.joined(separator: ", "))\(rest)")
      }
      let others = exposure.pathCount - 1
      if others > 0 { lines.append("also under \(NumberText.counted(others, "other path"))") }
    }
    lines.append("\(git.kind.rawValue) <code>\(html(text.abbreviated(git.object)))</code>")
    return lines.enumerated().map { $0.offset == 0 ? $0.element : note($0.element) }.joined()
  }

  /// Who brought it in, when, and under which path if that is not `currentPath`.
  private func introduction(
    _ introduction: GitFacts.Introduction,
    at currentPath: ContentPath?
  ) -> String {
    var line = "introduced by <code>\(html(text.abbreviated(introduction.commit)))</code>"
    if let date = introduction.date.map(text.shown) {
      line += " on <time datetime=\"\(html(date))\">\(html(String(date.prefix(10))))</time>"
    }
    if let author = introduction.author.map(text.shown) { line += note(html(author)) }
    if let path = introduction.path, path != currentPath {
      line += note("as \(html(text.shown(path)))")
    }
    return line
  }
}
