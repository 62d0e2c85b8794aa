import ScanModel
import TextForms

/// Writes findings as SARIF results.
struct SARIFResult {
  /// The name of the folder that relative URIs start from.
  static let baseID = "%SRCROOT%"

  /// How the report is made.
  let context: ReportContext

  /// How findings are put in words.
  let words: FindingText

  /// A finding as a result object.
  func object(_ finding: Finding, ruleIndex: Int, lineHash: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("ruleId", finding.rule.name)
      json.member("ruleIndex", ruleIndex)
      json.member("level", Self.level(finding.severity))
      json.object("message") { json in
        let text = message(finding).cut(toUnits: SARIFReport.maximumTextUnitCount)
        json.member("text", text)
      }
      json.array("locations") { json in
        json.object { json in
          json.object("physicalLocation") { write(finding.location, to: &$0) }
          if let entry = finding.location.entry { write(entry, to: &json) }
        }
      }
      json.object("partialFingerprints") { json in
        json.member("primaryLocationLineHash", lineHash)
        json.member("keyFingerprint/v1", finding.key.fingerprint.description)
      }
      if let suppression = finding.suppression, !FindingText.counts(finding) {
        json.array("suppressions") { write(suppression, to: &$0) }
      }
      json.object("properties") { write(propertiesOf: finding, to: &$0) }
    }
    return json.bytes
  }

  /// The level of a severity; each of the three has its colour in viewers.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  /// What the alert says; brackets would start a link (section 3.11.6).
  private func message(_ finding: Finding) -> String {
    var text = words.sentence(finding)
    if let place = words.entryPlace(of: finding.location) { text += "; \(place)" }
    var escaped = ""
    for character in text + "." {
      if character == "[" || character == "]" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }

  /// Whether the key stands in the file's own text, where a viewer can point at it.
  private static func hasRegion(_ location: Location) -> Bool {
    !location.isInPath && location.entry == nil
  }

  private func write(_ location: Location, to json: inout JSONWriter) {
    let uri = ArtifactURI(
      location.outerPath.map(words.redaction.applied),
      relativeTo: context.workingDirectory
    )
    json.object("artifactLocation") { json in
      json.member("uri", uri.text)
      if uri.isRelative { json.member("uriBaseId", Self.baseID) }
    }
    json.object("region") { json in
      let line = Self.hasRegion(location) ? location.start.line : 1
      // Encoded text may go on in other lines, or have characters of several bytes.
      let isExact = Self.hasRegion(location) && location.encodings.isEmpty
      let column = isExact ? location.start.characterColumn : 1
      json.member("startLine", line)
      json.member("startColumn", column)
      json.member("endLine", line)
      // A key is ASCII: as many characters as bytes.
      json.member("endColumn", column + (isExact ? location.byteCount : 0))
    }
  }

  /// Writes the entry of a container as what it is in, which a physical location cannot name.
  private func write(_ entry: ContentPath, to json: inout JSONWriter) {
    json.array("logicalLocations") { json in
      json.object { json in
        json.member("fullyQualifiedName", words.shown(entry))
        json.member("kind", "resource")
      }
    }
  }

  private func write(_ suppression: SuppressionRecord, to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", suppression.kind == .inline ? "inSource" : "external")
      json.member("status", "accepted")
      if let reason = suppression.reason { json.member("justification", words.shown(reason)) }
    }
  }

  private func write(propertiesOf finding: Finding, to json: inout JSONWriter) {
    json.member("severity", finding.severity.rawValue)
    json.member("confidence", finding.confidence.rawValue)
    json.member("state", finding.status.name)
    if let reason = finding.status.unknownReason { json.member("stateReason", reason.rawValue) }
    if let customerID = finding.key.customerID { json.member("customerID", Int(customerID)) }
    if let keyID = finding.status.evidence?.keyID { json.member("keyID", words.shown(keyID)) }
    if let commit = finding.git?.introduction?.commit {
      json.member("commit", words.shown(commit))
    }
    if let git = finding.git { json.member("object", words.shown(git.object)) }
  }
}
