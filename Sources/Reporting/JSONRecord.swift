import ScanModel
import TextForms

/// The objects that the JSON reports are made of.
///
/// The order of the members is part of the format: the same input gives the same bytes.
struct JSONRecord {
  /// Whether keys are written in full.
  let showsSecrets: Bool

  /// What keeps keys out of the paths.
  let redaction: PathRedaction

  /// What has changed since an earlier report; `nil` where none is compared.
  let changes: FindingChanges?

  /// Objects for a report of these findings.
  init(_ context: ReportContext, _ findings: [Finding]) {
    showsSecrets = context.showsSecrets
    redaction = context.pathRedaction(for: findings)
    changes = context.changes
  }

  /// Writes one finding.
  func write(_ finding: Finding, to json: inout JSONWriter) {
    json.object { json in
      json.member("type", "finding")
      if let changes { json.member("change", changes.change(of: finding).rawValue) }
      json.member("rule", finding.rule.name)
      json.member("severity", finding.severity.rawValue)
      json.member("confidence", finding.confidence.rawValue)
      json.object("key") { write(keyOf: finding, to: &$0) }
      json.object("location") { write(finding.location, to: &$0) }
      if let git = finding.git { json.object("git") { write(git, to: &$0) } }
      if !finding.nearbyKeys.isEmpty {
        json.array("near") { json in
          for key in finding.nearbyKeys { json.string(key.description) }
        }
      }
      json.object("status") { write(finding.status, to: &$0) }
      write(finding.suppression, to: &json)
    }
  }

  /// Writes what the run came to.
  func write(_ summary: ScanSummary, to json: inout JSONWriter) {
    let coverage = summary.coverage
    json.object { json in
      json.member("type", "summary")
      json.member("complete", summary.isComplete)
      json.member("findings", summary.findingCount)
      json.member("keys", summary.keyCount)
      json.member("files", coverage.fileCount)
      json.member("objects", coverage.objectCount)
      json.member("bytes", coverage.byteCount)
      json.array("skipped") { write(coverage.skipped, to: &$0) }
      write(problemsOf: coverage, to: &json)
      json.member("suppressed", summary.suppressedCount)
      json.member("hidden", summary.hiddenCount)
      if let changes {
        json.object("changes") { json in
          for change in FindingChange.allCases {
            json.member(change.rawValue, changes.count(of: change))
          }
        }
      }
      if summary.isInterrupted { json.member("interrupted", true) }
      if summary.isShallow { json.member("shallow", true) }
      json.name("seconds")
      json.number(summary.seconds, decimals: 3)
      json.member("version", hidden(summary.version))
    }
  }

  /// Writes what all findings of a key share, as members of an object.
  func writeShared(_ finding: Finding, status: KeyStatus, to json: inout JSONWriter) {
    json.object("key") { write(keyOf: finding, to: &$0) }
    json.object("status") { write(status, to: &$0) }
  }

  /// Writes where a finding stands, as members of an object.
  func writePlace(_ finding: Finding, to json: inout JSONWriter) {
    json.object("location") { write(finding.location, to: &$0) }
    if let git = finding.git { json.object("git") { write(git, to: &$0) } }
  }

  private func write(keyOf finding: Finding, to json: inout JSONWriter) {
    json.member("redacted", finding.key.redacted.text)
    json.member("fingerprint", finding.key.fingerprint.description)
    json.member("length", finding.key.byteCount)
    if let customerID = finding.key.customerID { json.member("customerID", Int(customerID)) }
    if showsSecrets, let secret = finding.secret {
      json.member("value", SecretText.revealed(secret))
    }
  }

  private func write(_ location: Location, to json: inout JSONWriter) {
    write(location.path, to: &json)
    write(location.entry, as: "entry", to: &json)
    if location.isInPath { json.member("inPath", true) }
    json.member("line", location.start.line)
    json.member("column", location.start.column)
    json.member("endColumn", location.endColumn)
    if location.start.characterColumn != location.start.column {
      json.member("characterColumn", location.start.characterColumn)
    }
    if let range = location.range { json.member("byteOffset", range.lowerBound) }
    json.array("encodings") { json in
      for encoding in location.encodings { json.string(hidden(encoding)) }
    }
  }

  private func write(_ git: GitFacts, to json: inout JSONWriter) {
    write(git.repository, as: "repository", to: &json)
    if !git.object.isEmpty { json.member("blob", hidden(git.object)) }
    json.member("object", git.kind.rawValue)
    if let exposure = git.exposure {
      json.member("reachable", exposure.isReachable)
      json.member("inHead", exposure.isInHead)
    }
    if let introduction = git.introduction { write(introduction, to: &json) }
    if let exposure = git.exposure { write(exposure, to: &json) }
  }

  private func write(_ introduction: GitFacts.Introduction, to json: inout JSONWriter) {
    json.object("introduced") { json in
      json.member("commit", hidden(introduction.commit))
      // A key can stand in a name as well as in a path.
      if let author = introduction.author {
        json.member("author", hidden(author))
      }
      if let date = introduction.date { json.member("date", hidden(date)) }
      if introduction.path != nil { write(introduction.path, to: &json) }
    }
  }

  /// Writes `path`, and `pathBytes` where the text is not the whole truth.
  private func write(_ path: ContentPath?, to json: inout JSONWriter) {
    if path == nil { json.member("path", "-") }
    write(path, as: "path", to: &json)
  }

  /// Writes a path as the member `name`, and its bytes where the text is not the whole truth;
  /// nothing if there is no path.
  private func write(_ path: ContentPath?, as name: String, to json: inout JSONWriter) {
    guard let path = path.map(redaction.applied) else { return }
    json.member(name, path.text)
    if !path.isUTF8 { json.member(name + "Bytes", Base64.encoded(path.bytes)) }
  }

  private func write(_ exposure: GitFacts.Exposure, to json: inout JSONWriter) {
    json.array("refs") { json in
      for reference in exposure.references { json.string(hidden(reference)) }
    }
    if exposure.referenceCount > exposure.references.count {
      json.member("refCount", exposure.referenceCount)
    }
    json.array("paths") { json in
      for path in exposure.paths { json.string(redaction.applied(to: path).text) }
    }
    if exposure.pathCount > exposure.paths.count { json.member("pathCount", exposure.pathCount) }
    if let holder = exposure.holder { json.member("heldBy", hidden(holder)) }
  }

  /// `text` of the repository's making, without the keys that may stand in it.
  private func hidden(_ text: String) -> String {
    let path = ContentPath(text)
    let shown = redaction.applied(to: path)
    return shown == path ? text : shown.text
  }

  private func write(_ status: KeyStatus, to json: inout JSONWriter) {
    json.member("state", status.name)
    if let reason = status.unknownReason { json.member("reason", reason.rawValue) }
    guard let evidence = status.evidence else { return }
    if let detail = evidence.detail { json.member("detail", hidden(detail)) }
    json.member("checkedAt", evidence.checkedAt.description)
    json.member("method", evidence.method.rawValue)
    if let keyID = evidence.keyID { json.member("keyID", hidden(keyID)) }
    if let keyName = evidence.keyName { json.member("keyName", hidden(keyName)) }
    if let role = evidence.role { json.member("role", hidden(role)) }
    if let requestID = evidence.requestID { json.member("requestID", hidden(requestID)) }
  }

  /// Writes who has said that a finding does not count, or that nobody has.
  private func write(_ suppression: SuppressionRecord?, to json: inout JSONWriter) {
    guard let suppression else {
      json.name("suppressed")
      json.null()
      return
    }
    json.object("suppressed") { json in
      json.member("kind", suppression.kind.rawValue)
      if let reason = suppression.reason { json.member("reason", hidden(reason)) }
    }
  }

  private func write(_ skipped: [SkipReason: Int], to json: inout JSONWriter) {
    for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) {
      json.object { json in
        json.member("reason", reason.rawValue)
        json.member("count", count)
      }
    }
  }

  private func write(problemsOf coverage: Coverage, to json: inout JSONWriter) {
    let listed = coverage.problems.sorted().prefix(Coverage.maximumListedProblems)
    json.array("errors") { json in
      for problem in listed {
        json.object { json in
          write(problem.path, to: &json)
          json.member("operation", problem.operation.rawValue)
          json.member("message", hidden(problem.cause))
        }
      }
    }
    if coverage.problemCount > listed.count { json.member("errorCount", coverage.problemCount) }
  }
}
