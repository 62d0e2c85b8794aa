import ScanModel

/// The `git` member of a finding, and the facts that it holds.
struct SavedGitFacts {
  /// The member.
  let record: RecordObject

  /// The facts.
  func facts() throws(RecordError) -> GitFacts {
    GitFacts(
      object: try objectID(record, "blob") ?? "",
      kind: try kind(),
      introduction: try introduction(),
      exposure: try exposure(),
      repository: try record.path("repository")
    )
  }

  private func kind() throws(RecordError) -> GitFacts.Kind {
    let text = try record.need("object", record.string)
    guard let kind = GitFacts.Kind(rawValue: text) else {
      let expected = [GitFacts.Kind.blob, .commit, .tag].map(\.rawValue)
      throw record.fault(.unknownWord(member: record.full("object"), expected: expected))
    }
    return kind
  }

  /// The id of an object; `nil` if there is none.
  private func objectID(_ record: RecordObject, _ name: String) throws(RecordError) -> String? {
    guard let text = try record.string(name) else { return nil }
    let isHexadecimal = text.utf8.allSatisfy { Hexadecimal.lowerCaseValue($0) != nil }
    guard isHexadecimal, (1...64).contains(text.utf8.count) else {
      let expected = "1 to 64 lower-case hexadecimal digits"
      throw record.unexpected(name, try record.required(name), expected)
    }
    return text
  }

  private func introduction() throws(RecordError) -> GitFacts.Introduction? {
    guard let introduced = try record.object("introduced") else { return nil }
    let date = try introduced.string("date")
    if let date, Timestamp(parsing: date) == nil {
      throw introduced.unexpected("date", try introduced.required("date"), "a time of RFC 3339")
    }
    return GitFacts.Introduction(
      commit: try introduced.need("commit") { name throws(RecordError) in
        try objectID(introduced, name)
      },
      author: try introduced.string("author"),
      date: date,
      path: try introduced.path("path")
    )
  }

  private func exposure() throws(RecordError) -> GitFacts.Exposure? {
    guard let isReachable = try record.boolean("reachable") else { return nil }
    return GitFacts.Exposure(
      isReachable: isReachable,
      isInHead: try record.need("inHead", record.boolean),
      references: try record.strings("refs"),
      referenceCount: try record.number("refCount"),
      paths: try record.strings("paths").map { ContentPath($0) },
      pathCount: try record.number("pathCount"),
      holder: try record.string("heldBy")
    )
  }
}
