package import ScanModel

/// What a report needs to know besides the findings.
package struct ReportContext: Sendable {
  /// Whether keys are written in full, as `--show-secrets` asks.
  package let showsSecrets: Bool

  /// Whether text is coloured.
  package let usesColor: Bool

  /// What to do about a leaked key of each kind: sentences for a person.
  package let advice: [RuleID: String]

  /// Takes keys out of a path, those too that no finding tells of.
  package let hidingKeys: @Sendable (ContentPath) -> ContentPath

  /// The rules that were in force, for reports that describe each.
  package var rules: [ReportRule] = []

  /// The repository and revision that were scanned, where whoever runs the program says so.
  package var sourceControl: SourceControl?

  /// The folder that relative paths start from; `nil` if that is not known.
  package var workingDirectory: ContentPath?

  /// Whether reports that leave suppressed findings out list them, marked as such.
  package var includesSuppressed = false

  /// The time, in seconds since 1970-01-01T00:00:00Z, for reports that must tell it.
  package var clock: @Sendable () -> Int = { 0 }

  /// Reads a scanned file once more, for what no finding keeps of its surroundings.
  package var source = SourceReader()

  /// Says a sentence about the report itself to whoever runs the program.
  package var note: @Sendable (String) -> Void = { _ in }

  /// What has changed since an earlier report; `nil` where none is compared.
  package let changes: FindingChanges?

  /// Makes a context; by default nothing is shown, coloured, advised or compared.
  package init(
    showsSecrets: Bool = false,
    usesColor: Bool = false,
    advice: [RuleID: String] = [:],
    hidingKeys: @escaping @Sendable (ContentPath) -> ContentPath = { $0 },
    changes: FindingChanges? = nil
  ) {
    self.changes = changes
    self.hidingKeys = hidingKeys
    self.showsSecrets = showsSecrets
    self.usesColor = usesColor
    self.advice = advice
  }

  /// What keeps keys, those of `findings` above all, out of the paths that the report names.
  func pathRedaction(for findings: [Finding]) -> PathRedaction {
    showsSecrets ? PathRedaction() : PathRedaction(hiding: findings, besides: hidingKeys)
  }
}

/// What a report tells of a rule.
package struct ReportRule: Sendable {
  /// The rule's name.
  package let id: RuleID

  /// What a match is, in a few words.
  package let description: String

  /// The harm that a leaked key of this kind can do.
  package let severity: Severity

  /// What to do about one: sentences for a person; empty for nothing to say.
  package let advice: String

  /// Describes a rule.
  package init(id: RuleID, description: String, severity: Severity, advice: String) {
    self.id = id
    self.description = description
    self.severity = severity
    self.advice = advice
  }
}

/// The repository and the revision that were scanned.
package struct SourceControl: Hashable, Sendable {
  /// The repository's address: `https://…`, without a name or a password in it.
  package let repositoryURI: String

  /// The commit's id; `nil` if it is not known.
  package let revision: String?

  /// The branch; `nil` if there is none or it is not known.
  package let branch: String?

  /// Names a repository; `nil` if `repositoryURI` is not an address of the web, or holds a credential.
  package init?(repositoryURI: String, revision: String?, branch: String?) {
    let isPlain = repositoryURI.utf8.allSatisfy {
      (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "@")
    }
    guard isPlain, repositoryURI.hasPrefix("https://") || repositoryURI.hasPrefix("http://") else {
      return nil
    }
    self.repositoryURI = repositoryURI
    self.revision = revision
    self.branch = branch
  }
}

/// Reads scanned files once more.
package struct SourceReader: Sendable {
  /// Gives a file's bytes, chunk by chunk, to a closure that says whether it wants more.
  ///
  /// Nothing is given of what is not a regular file, or cannot be read.
  package let read: @Sendable (ContentPath, (Span<UInt8>) -> Bool) -> Void

  /// Reads nothing.
  package init() {
    read = { _, _ in }
  }

  /// Reads by `read`.
  package init(_ read: @escaping @Sendable (ContentPath, (Span<UInt8>) -> Bool) -> Void) {
    self.read = read
  }
}
