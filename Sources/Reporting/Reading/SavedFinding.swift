import ScanModel
import TextForms

/// A `finding` record, and the finding that it describes.
struct SavedFinding {
  /// The record.
  let record: RecordObject

  /// Tells whether a text that should be safe to show holds a key.
  let keys: KeyRecognition

  /// The finding, with every fact that the record holds.
  func finding() throws(RecordError) -> Finding {
    let key = try record.need("key", record.object)
    let facts = try self.facts(of: key)
    return Finding(
      rule: try rule(),
      severity: try record.need("severity") { name throws(RecordError) in
        try record.word(name, Severity.self)
      },
      confidence: try record.need("confidence") { name throws(RecordError) in
        try record.word(name, Confidence.self)
      },
      key: facts,
      location: try location(),
      secret: try secret(of: key, facts),
      nearbyKeys: try nearbyKeys(),
      git: try record.object("git").map { git throws(RecordError) in
        try SavedGitFacts(record: git).facts()
      },
      status: try status(),
      suppression: try suppression()
    )
  }

  private func rule() throws(RecordError) -> RuleID {
    let name = try record.need("rule", record.string)
    let isRuleName = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isRuleName, (1...64).contains(name.utf8.count) else {
      let expected = "1 to 64 lower-case letters, digits and hyphens"
      throw record.unexpected("rule", try record.required("rule"), expected)
    }
    return RuleID(name)
  }

  // MARK: - The key

  private func facts(of key: RecordObject) throws(RecordError) -> KeyFacts {
    let redacted = try key.need("redacted", key.string)
    guard keys(Array(redacted.utf8)).isEmpty else {
      throw key.fault(.keyInFull(member: key.full("redacted")), at: key.member("redacted"))
    }
    let length = try key.need("length") { name throws(RecordError) in
      try key.number(name, in: 1...65_536)
    }
    let customerID = try key.number("customerID", in: 0...Int(UInt32.max))
    return KeyFacts(
      redacted: Redacted(alreadyRedacted: redacted),
      fingerprint: try fingerprint(of: key),
      byteCount: length,
      customerID: customerID.map { UInt32($0) }
    )
  }

  private func fingerprint(of key: RecordObject) throws(RecordError) -> Fingerprint {
    let text = try key.need("fingerprint", key.string)
    guard let fingerprint = Fingerprint(parsing: text) else {
      throw key.unexpected("fingerprint", try key.required("fingerprint"), Self.fingerprintForm)
    }
    return fingerprint
  }

  private static let fingerprintForm = "'sha256:' and 64 lower-case hexadecimal digits"

  /// The key itself, where the report holds it.
  private func secret(of key: RecordObject, _ facts: KeyFacts) throws(RecordError) -> Secret? {
    guard let value = try key.string("value") else { return nil }
    let bytes = Array(value.utf8)
    guard bytes.count == facts.byteCount, Fingerprint(of: bytes.span) == facts.fingerprint else {
      throw key.fault(.otherKey, at: key.member("value"))
    }
    return Secret(bytes)
  }

  private func nearbyKeys() throws(RecordError) -> [Fingerprint] {
    var fingerprints: [Fingerprint] = []
    for text in try record.strings("near") {
      guard let fingerprint = Fingerprint(parsing: text) else {
        throw record.unexpected("near", try record.required("near"), Self.fingerprintForm)
      }
      fingerprints.append(fingerprint)
    }
    return fingerprints
  }

  // MARK: - The place

  private func location() throws(RecordError) -> Location {
    let place = try record.need("location", record.object)
    let path = try place.need("path", place.path)
    let start = try self.start(in: place)
    let end = try place.need("endColumn") { name throws(RecordError) in
      try place.number(name, in: start.column...RecordObject.numbers.upperBound)
    }
    let byteCount = end - start.column
    let range = try place.number("byteOffset").map { ByteRange($0, $0 + byteCount) }
    return Location(
      // A report writes `-` for what has no name.
      path: path.bytes == Array("-".utf8) ? nil : path,
      isInPath: try place.boolean("inPath") ?? false,
      start: start,
      range: range,
      byteCount: byteCount,
      encodings: try place.strings("encodings"),
      entry: try entry(in: place, at: path)
    )
  }

  /// The entry of a container, which is the end of the path behind a `!`.
  private func entry(
    in place: RecordObject,
    at path: ContentPath
  ) throws(RecordError) -> ContentPath? {
    guard let text = try place.string("entry") else { return nil }
    // A text of as many characters may stand for fewer bytes: what is shown decides.
    for index in path.bytes.indices where path.bytes[index] == UInt8(ascii: "!") && index > 0 {
      let entry = ContentPath(Array(path.bytes[(index + 1)...]))
      if entry.text == text { return entry }
    }
    throw place.unexpected("entry", try place.required("entry"), "the end of 'location.path'")
  }

  private func start(in place: RecordObject) throws(RecordError) -> LineColumn {
    let line = try place.need("line") { name throws(RecordError) in
      try place.number(name, in: 1...RecordObject.numbers.upperBound)
    }
    let column = try place.need("column") { name throws(RecordError) in
      try place.number(name, in: 1...RecordObject.numbers.upperBound)
    }
    return LineColumn(
      line: line,
      column: column,
      // No text has more characters than bytes.
      characterColumn: try place.number("characterColumn", in: 1...column)
    )
  }

  // MARK: - What is known of it

  private func status() throws(RecordError) -> KeyStatus {
    let status = try record.need("status", record.object)
    let evidence = try self.evidence(status)
    switch try status.need("state", status.string) {
    case "active":
      guard let evidence else { throw status.fault(.missing(status.full("checkedAt"))) }
      return .active(evidence)
    case "disabled":
      guard let evidence else { throw status.fault(.missing(status.full("checkedAt"))) }
      return .disabled(evidence)
    case "unknown":
      let reason = try status.need("reason") { name throws(RecordError) in
        try status.word(name, UnknownReason.self)
      }
      return .unknown(reason, evidence)
    default:
      throw status.fault(
        .unknownWord(member: status.full("state"), expected: ["active", "disabled", "unknown"]),
        at: status.member("state")
      )
    }
  }

  /// What the state rests on; `nil` if nobody asked.
  private func evidence(_ status: RecordObject) throws(RecordError) -> KeyEvidence? {
    guard let text = try status.string("checkedAt") else { return nil }
    guard let checkedAt = Timestamp(parsing: text) else {
      throw status.unexpected("checkedAt", try status.required("checkedAt"), "a time of RFC 3339")
    }
    var evidence = KeyEvidence(
      method: try status.need("method") { name throws(RecordError) in
        try status.word(name, KeyEvidence.Method.self)
      },
      checkedAt: checkedAt
    )
    evidence.keyID = try status.string("keyID")
    evidence.keyName = try status.string("keyName")
    evidence.role = try status.string("role")
    evidence.requestID = try status.string("requestID")
    evidence.detail = try status.string("detail")
    return evidence
  }

  private func suppression() throws(RecordError) -> SuppressionRecord? {
    guard let suppressed = try record.object("suppressed") else { return nil }
    return SuppressionRecord(
      kind: try suppressed.need("kind") { name throws(RecordError) in
        try suppressed.word(name, SuppressionRecord.Kind.self)
      },
      reason: try suppressed.string("reason")
    )
  }
}
