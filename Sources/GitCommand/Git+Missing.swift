package import ScanModel

extension Git {
  /// The objects that references and `HEAD`s lead to and the repository does not have.
  ///
  /// What a shallow clone leaves out is not among them.
  ///
  /// - Throws: Why git gave no answer; `GitError.failed` if a commit is missing, as git before 2.44
  ///   goes no further then.
  /// - Complexity: O(n) in the entries of all trees: 9 s for git/git.
  package func missingObjects() throws(GitError) -> [ObjectID] {
    let command = GitCommandLine(
      "rev-list",
      "--objects",
      "--no-object-names",
      "--all",
      "--missing=print"
    )
    var missing: [ObjectID] = []
    // The lines of others are those of objects that are there.
    try forEachLine(command) { line throws(GitError) in
      guard line.first == UInt8(ascii: "?") else { return }
      guard let id = ObjectID(digits: line.dropFirst()) else {
        throw .unexpectedAnswer(command: command.name)
      }
      missing.append(id)
    }
    return missing
  }
}
