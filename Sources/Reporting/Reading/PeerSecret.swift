import ScanModel

/// What another tool reports as a secret, and where.
struct PeerSecret {
  /// The texts that may hold the key, the narrowest first.
  var texts: [String]

  /// The file; `nil` for none.
  var path: String?

  /// The line, counted from 1; `nil` if it is not told.
  var line: Int?

  /// The column of the text's first byte, counted from 1; `nil` if it is not told.
  var column: Int?

  /// The repository's name or URL; `nil` if it is not told.
  var repository: String?

  /// The commit's id; `nil` if the secret is not from one, or the id is none.
  var commit: String?

  /// The author, as git writes one: `Name <address>`.
  var author: String?

  /// The time of the commit, in any of the forms that these tools write.
  var date: String?

  /// Whether the tool has taken the secret itself out.
  var isRedacted: Bool { texts.contains { $0.contains("REDACTED") } }

  /// The findings for the keys in the first text that has some.
  func findings(recognizing keys: KeyRecognition) -> [Finding] {
    for text in texts where !text.isEmpty {
      let found = keys(Array(text.utf8))
      if !found.isEmpty { return found.map { finding(of: $0, in: text) } }
    }
    return []
  }

  private func finding(of key: RecognizedKey, in text: String) -> Finding {
    let before = text.utf8.prefix(key.offset)
    let lineEnds = before.count { $0 == UInt8(ascii: "\n") }
    let sinceLineEnd = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    let start = LineColumn(
      line: max(line ?? 1, 1) + lineEnds,
      column: sinceLineEnd + (lineEnds == 0 ? max(column ?? 1, 1) : 1)
    )
    return Finding(
      rule: key.rule,
      severity: key.severity,
      confidence: key.confidence,
      key: key.key,
      location: Location(
        path: path.map { ContentPath($0) },
        isInPath: false,
        start: start,
        range: nil,
        byteCount: key.key.byteCount,
        encodings: []
      ),
      secret: key.secret,
      git: git
    )
  }

  /// What is known of the history; `nil` for what is not from a repository.
  private var git: GitFacts? {
    let isObjectID =
      commit?.utf8.allSatisfy { Hexadecimal.lowerCaseValue($0) != nil } == true
      && commit.map { (1...64).contains($0.utf8.count) } == true
    guard let commit, isObjectID else { return nil }
    return GitFacts(
      // These tools do not tell which blob it is.
      object: "",
      kind: .blob,
      introduction: GitFacts.Introduction(
        commit: commit,
        author: author.flatMap { $0.isEmpty ? nil : $0 },
        date: date.flatMap { Timestamp(parsing: $0)?.description },
        path: path.map { ContentPath($0) }
      ),
      repository: repository.map { ContentPath($0) }
    )
  }
}
