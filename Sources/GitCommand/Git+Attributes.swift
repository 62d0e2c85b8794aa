extension Git {
  /// Whether git merges a file by keeping the lines of both sides (`gitattributes(5)`,
  /// `merge=union`).
  ///
  /// - Parameter name: The file's path from the directory that git starts in; it need not be there.
  /// - Returns: Whether it does.
  /// - Throws: `GitError`, also where there is no work tree.
  package func mergesByUnion(_ name: [UInt8]) throws(GitError) -> Bool {
    var command = GitCommandLine("check-attr", "-z", "merge", "--")
    command.operands = [name]
    let fields = try output(command)?.split(separator: 0) ?? []
    return fields.count == 3 && fields[2].elementsEqual("union".utf8)
  }
}
