import ScanModel

/// One of the contents of a path in conflict.
package struct UnmergedEntry: Hashable, Sendable {
  /// Where it comes from: 1 the common ancestor, 2 this side, 3 the other.
  package let stage: Int

  /// The content.
  package let entry: GitEntry

  /// The path from the repository's top level, byte for byte.
  package let path: [UInt8]
}

extension Git {
  /// The contents that the index has for paths in conflict.
  package func unmergedEntries() throws(GitError) -> [UnmergedEntry] {
    // `--full-name` and no operand still leave out what is outside the working directory.
    var command = GitCommandLine("ls-files", "--unmerged", "-z", "--full-name", "--")
    command.operands = [Array(":/".utf8)]
    let output = try output(command) ?? []
    var entries: [UnmergedEntry] = []
    for line in output.split(separator: 0) {
      guard let entry = Self.unmergedEntry(line) else {
        throw .unexpectedAnswer(command: command.name)
      }
      entries.append(entry)
    }
    return entries
  }

  /// Reads `100644 3f1c… 2`, a tab and the path.
  private static func unmergedEntry(_ line: ArraySlice<UInt8>) -> UnmergedEntry? {
    let halves = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
    guard halves.count == 2 else { return nil }
    let parts = halves[0].split(separator: UInt8(ascii: " "))
    guard parts.count == 3, let mode = RawChangeParser.octal(parts[0]),
      let id = ObjectID(digits: parts[1]), parts[2].count == 1,
      let digit = parts[2].first, (UInt8(ascii: "1")...UInt8(ascii: "3")).contains(digit)
    else { return nil }
    return UnmergedEntry(
      stage: Int(digit & 0xF),
      entry: GitEntry(mode: GitMode(rawValue: mode), id: id),
      path: Array(halves[1])
    )
  }
}
