import TextForms

/// The records of other tools' reports.
///
/// Members that a tool adds or leaves out are no errors, but one of another form than the tool's is:
/// the report may be read wrongly then.
enum PeerRecord {
  /// The tool that writes such an object; `nil` if it is none of those known.
  static func tool(of record: RecordObject) -> ReportTool? {
    if record.value["RuleID"] != nil, record.value["Secret"] != nil { return .gitleaks }
    if record.value["DetectorName"] != nil, record.value["Raw"] != nil { return .truffleHog }
    if record.value["finding"]?.form == .object, record.value["rule"]?.form == .object {
      return .kingfisher
    }
    // Kingfisher 1 puts them into `matches`.
    return record.value["matches"]?.form == .array && record.value["id"] != nil ? .kingfisher : nil
  }

  /// Whether an object is a remark of another tool, not a finding: TruffleHog's log, which ends up
  /// between its findings with `2>&1`, and Kingfisher's map of what keys open.
  static func isRemark(_ record: RecordObject) -> Bool {
    if record.value["level"] != nil, record.value["msg"] != nil { return true }
    return record.value["access_map"]?.form == .array
  }

  /// What the record reports.
  static func secrets(
    of record: RecordObject,
    by tool: ReportTool
  ) throws(RecordError) -> [PeerSecret] {
    switch tool {
    case .gitleaks: return [try gitleaks(record)]
    case .truffleHog: return [try truffleHog(record)]
    case .kingfisher:
      guard record.value["matches"]?.form == .array else { return [try kingfisher(record)] }
      var secrets: [PeerSecret] = []
      for match in try record.objects("matches") { secrets.append(try kingfisher(match)) }
      return secrets
    }
  }

  /// A finding of gitleaks 8 (`report/finding.go`).
  private static func gitleaks(_ record: RecordObject) throws(RecordError) -> PeerSecret {
    let secret = try record.string("Secret") ?? ""
    let match = try record.string("Match") ?? ""
    let lead = match.range(ofFirst: secret) ?? 0
    let column = try record.number("StartColumn")
    let name = try record.string("Author") ?? ""
    let address = try record.string("Email") ?? ""
    return PeerSecret(
      texts: [secret, match],
      path: try text(record, "File"),
      line: try record.number("StartLine"),
      column: column.map { min($0, 1 << 40) + lead },
      commit: try text(record, "Commit"),
      author: name.isEmpty && address.isEmpty ? nil : "\(name) <\(address)>",
      date: try record.string("Date")
    )
  }

  /// A finding of TruffleHog 3 (`pkg/output/json.go`, `proto/source_metadata.proto`).
  private static func truffleHog(_ record: RecordObject) throws(RecordError) -> PeerSecret {
    var secret = PeerSecret(texts: [
      try record.string("Raw") ?? "", try record.string("RawV2") ?? "",
    ])
    let metadata = try record.object("SourceMetadata")
    guard let metadata, let data = try metadata.object("Data"),
      case .object(let members) = data.value.content,
      let source = members.first(where: { $0.value.form == .object })
    else { return secret }
    let place = RecordObject(
      value: source.value,
      name: data.full(String(decoding: source.name, as: UTF8.self))
    )
    for name in ["file", "filename", "path"] where secret.path == nil {
      secret.path = try text(place, name)
    }
    secret.line = try place.number("line")
    secret.repository = try text(place, "repository")
    secret.commit = try text(place, "commit")
    secret.author = try text(place, "email")
    secret.date = try text(place, "timestamp")
    return secret
  }

  /// A finding of Kingfisher (`src/reporter.rs`).
  private static func kingfisher(_ record: RecordObject) throws(RecordError) -> PeerSecret {
    let finding = try record.need("finding", record.object)
    let column = try finding.number("column_start")
    var secret = PeerSecret(texts: [try finding.need("snippet", finding.string)])
    secret.path = try text(finding, "path")
    secret.line = try finding.number("line")
    secret.column = column.map { min($0, 1 << 40) }
    guard let git = try finding.object("git_metadata") else { return secret }
    secret.repository = try text(git, "repository_url")
    if let commit = try git.object("commit") {
      secret.commit = try text(commit, "id")
      secret.date = try text(commit, "date")
    }
    if let file = try git.object("file"), let path = try text(file, "path") { secret.path = path }
    return secret
  }

  /// The member's text; `nil` if it is absent or empty.
  private static func text(
    _ record: RecordObject,
    _ name: String
  ) throws(RecordError) -> String? {
    guard let text = try record.string(name), !text.isEmpty else { return nil }
    return text
  }
}

extension String {
  /// The offset, in bytes, at which `part` first stands; `nil` if it does not, or is empty.
  fileprivate func range(ofFirst part: String) -> Int? {
    let whole = Array(utf8)
    let part = Array(part.utf8)
    guard let first = part.first, part.count <= whole.count else { return nil }
    for offset in 0...whole.count - part.count
    where whole[offset] == first && whole[offset...].starts(with: part) {
      return offset
    }
    return nil
  }
}
