package import ScanModel

extension Git {
  /// What lies in a tree and those below it, all of it as if it were new.
  ///
  /// - Throws: Why git gave no answer.
  package func files(inTree id: ObjectID) throws(GitError) -> [RawChange] {
    let command = GitCommandLine("ls-tree", "-r", "-z", "--full-tree", id.description)
    var files: [RawChange] = []
    for line in (try output(command) ?? []).split(separator: 0) {
      guard let file = Self.file(line) else { throw .unexpectedAnswer(command: command.name) }
      files.append(file)
    }
    return files
  }

  /// Reads `100644 blob 3f1c…`, a tab and the path.
  private static func file(_ line: ArraySlice<UInt8>) -> RawChange? {
    let halves = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
    guard halves.count == 2 else { return nil }
    let parts = halves[0].split(separator: UInt8(ascii: " "))
    guard parts.count == 3, let mode = RawChangeParser.octal(parts[0]),
      let id = ObjectID(digits: parts[2])
    else { return nil }
    return RawChange(
      old: nil,
      new: GitEntry(mode: GitMode(rawValue: mode), id: id),
      kind: .added,
      path: Array(halves[1])
    )
  }
}
