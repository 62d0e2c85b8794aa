/// A key, or a key's ID, found at one place.
///
/// A finding holds nothing of the key but what may be shown and the key's identity. The key itself
/// travels in `secret`, which no textual form of a finding shows.
package struct Finding: Sendable {
  /// The rule that matched.
  package let rule: RuleID

  /// What the rule says of the harm.
  package let severity: Severity

  /// How sure it is.
  package let confidence: Confidence

  /// What is known of the key itself.
  package let key: KeyFacts

  /// Where it stands.
  package let location: Location

  /// Where in a repository it stands; `nil` for what was not read from one.
  package let git: GitFacts?

  /// Whether the key works, as far as is known.
  package var status: KeyStatus

  /// For a key's ID, the keys that stand near it, the nearest first: probably one is the key that it
  /// names.
  package let nearbyKeys: [Fingerprint]

  /// The key's bytes, for `--show-secrets` and the probe; `nil` in what was read from a report
  /// that does not hold them.
  package let secret: Secret?

  /// Who has said that it does not count; `nil` if nobody has.
  package var suppression: SuppressionRecord?

  /// Makes a finding of its parts.
  package init(
    rule: RuleID,
    severity: Severity,
    confidence: Confidence,
    key: KeyFacts,
    location: Location,
    secret: Secret?,
    nearbyKeys: [Fingerprint] = [],
    git: GitFacts? = nil,
    status: KeyStatus = .unknown(.notChecked),
    suppression: SuppressionRecord? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.key = key
    self.location = location
    self.secret = secret
    self.nearbyKeys = nearbyKeys
    self.git = git
    self.status = status
    self.suppression = suppression
  }
}

extension Finding {
  /// The same key at the same place of a content that has this name and history.
  ///
  /// What stands in an entry of a container stays in it; `path` names the container.
  ///
  /// With `line`, it is a place of another content than the one searched, of which the line is all
  /// that is known: its offset is not.
  package func placed(at path: ContentPath?, line: LineColumn? = nil, git: GitFacts?) -> Finding {
    placed(
      Location(
        path: location.entry.map { ContentPath(inside: path, $0) } ?? path,
        isInPath: location.isInPath,
        start: line ?? location.start,
        range: line == nil ? location.range : nil,
        byteCount: location.byteCount,
        encodings: location.encodings,
        entry: location.entry
      ),
      git: git
    )
  }

  /// The same key at another place of a content that has this history.
  package func placed(_ location: Location, git: GitFacts?) -> Finding {
    Finding(
      rule: rule,
      severity: severity,
      confidence: confidence,
      key: key,
      location: location,
      secret: secret,
      nearbyKeys: nearbyKeys,
      git: git,
      status: status,
      suppression: suppression
    )
  }
}

/// What can be said of a key without saying the key.
package struct KeyFacts: Hashable, Sendable {
  /// What may be shown.
  package let redacted: Redacted

  /// The identity.
  package let fingerprint: Fingerprint

  /// The key's length in bytes, prefix included.
  package let byteCount: Int

  /// The account that the key belongs to, read from the key itself; `nil` where the form has none.
  package let customerID: UInt32?

  /// Makes the facts of one key.
  package init(redacted: Redacted, fingerprint: Fingerprint, byteCount: Int, customerID: UInt32?) {
    self.redacted = redacted
    self.fingerprint = fingerprint
    self.byteCount = byteCount
    self.customerID = customerID
  }
}

/// Where a finding stands in what was scanned.
package struct Location: Hashable, Sendable {
  /// The file or other named content; `nil` for none, such as standard input.
  package let path: ContentPath?

  /// Whether the key stands in the path itself, not in the content that it names.
  package let isInPath: Bool

  /// The line and column of the key's first byte.
  package let start: LineColumn

  /// The key's bytes in the (decoded) content; `nil` if only the line is known, as from a patch.
  package let range: ByteRange?

  /// The key's length in the content, in bytes.
  package let byteCount: Int

  /// The encodings that were undone to see the key, outermost first; empty for plain text.
  package let encodings: [String]

  /// The entry of a container that it stands in, with those of the containers around it, as in
  /// `inner.tar!file`; `nil` for what stands in no container.
  ///
  /// The path ends with it.
  package let entry: ContentPath?

  /// Makes a place.
  package init(
    path: ContentPath?,
    isInPath: Bool = false,
    start: LineColumn,
    range: ByteRange,
    encodings: [String] = []
  ) {
    self.init(
      path: path,
      isInPath: isInPath,
      start: start,
      range: range,
      byteCount: range.byteCount,
      encodings: encodings
    )
  }

  /// Makes a place of which perhaps only the line is known.
  package init(
    path: ContentPath?,
    isInPath: Bool,
    start: LineColumn,
    range: ByteRange?,
    byteCount: Int,
    encodings: [String],
    entry: ContentPath? = nil
  ) {
    self.path = path
    self.isInPath = isInPath
    self.start = start
    self.range = range
    self.byteCount = byteCount
    self.encodings = encodings
    self.entry = entry
  }

  /// The file or other content that is in no container: the path without the entry; `nil` for
  /// standard input.
  package var outerPath: ContentPath? {
    guard let entry, let path else { return path }
    let outer = path.bytes.dropLast(entry.bytes.count + 1)
    return outer.elementsEqual("-".utf8) ? nil : ContentPath(Array(outer))
  }

  /// The column just past the key's last byte, counted from 1.
  package var endColumn: Int { start.column + byteCount }
}

extension Location: Comparable {
  /// Orders places as reports list them: by path, a name before its content, then by line and
  /// column, which is the order of offsets, and by what was decoded.
  package static func < (left: Location, right: Location) -> Bool {
    if left.path != right.path {
      guard let leftPath = left.path else { return true }
      guard let rightPath = right.path else { return false }
      return leftPath < rightPath
    }
    if left.isInPath != right.isInPath { return left.isInPath }
    if left.start.line != right.start.line { return left.start.line < right.start.line }
    if left.start.column != right.start.column { return left.start.column < right.start.column }
    if left.byteCount != right.byteCount { return left.byteCount < right.byteCount }
    return left.encodings.lexicographicallyPrecedes(right.encodings)
  }
}
