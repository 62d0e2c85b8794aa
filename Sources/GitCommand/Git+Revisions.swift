import Posix
package import ScanModel

/// A commit, and those that it was made from.
package struct GitCommitLine: Hashable, Sendable {
  /// The commit.
  package let commit: ObjectID

  /// Its parents; none for a root, and for the oldest commits of a shallow clone.
  package let parents: [ObjectID]
}

extension Git {
  /// The id of the commit that the user's text names.
  ///
  /// - Throws: `GitError.badRevision` if it names none.
  package func resolve(_ revision: [UInt8]) throws(GitError) -> ObjectID {
    guard let id = try resolveIfAny(revision + Array("^{commit}".utf8)) else {
      throw .badRevision(revision)
    }
    return id
  }

  /// Whether the repository has the object; one that could be fetched is not there.
  package func contains(_ id: ObjectID) throws(GitError) -> Bool {
    do throws(GitError) {
      return try resolveIfAny(id.digits + Array("^{object}".utf8)) != nil
    } catch {
      if case .missingObject = error { return false }
      throw error
    }
  }

  func resolveIfAny(_ revision: String) throws(GitError) -> ObjectID? {
    try resolveIfAny(Array(revision.utf8))
  }

  private func resolveIfAny(_ revision: [UInt8]) throws(GitError) -> ObjectID? {
    // A leading dash would be an option: git before 2.30 does not know `--end-of-options` here.
    guard revision.first != UInt8(ascii: "-"), !revision.contains(0) else { return nil }
    var command = GitCommandLine("rev-parse", "--verify", "--quiet")
    command.operands = [revision]
    command.statuses = [0, 1]
    let output: [UInt8]
    do throws(GitError) { output = try self.output(command) ?? [] } catch {
      // Some texts, such as an entry that a reflog does not have, are fatal in spite of `--quiet`.
      if case .failed = error { return nil }
      throw error
    }
    if output.isEmpty { return nil }
    guard output.last == UInt8(ascii: "\n"), let id = ObjectID(digits: output.dropLast())
    else { throw .unexpectedAnswer(command: command.name) }
    return id
  }

  /// The best common ancestors of two commits; none if their histories share nothing.
  package func mergeBases(
    _ first: ObjectID,
    _ second: ObjectID
  ) throws(GitError) -> [ObjectID] {
    var command = GitCommandLine("merge-base", "--all", first.description, second.description)
    command.statuses = [0, 1]
    return try ids(command)
  }

  /// The commit that the current branch's upstream is at; `nil` if there is no branch or upstream.
  package func upstream() throws(GitError) -> ObjectID? {
    var head = GitCommandLine("symbolic-ref", "--quiet", "HEAD")
    head.statuses = [0, 1]
    guard let branch = try output(head)?.dropLast(), !branch.isEmpty else { return nil }
    var command = GitCommandLine("for-each-ref", "--format=%(upstream)")
    command.operands = [Array(branch)]
    let upstream = try output(command)?.split(separator: UInt8(ascii: "\n")).first
    guard let upstream else { return nil }
    return try resolveIfAny(Array(upstream) + Array("^{commit}".utf8))
  }

  /// What the references under `refs/remotes/` of a remote point at.
  package func tips(ofRemote name: [UInt8]) throws(GitError) -> [ObjectID] {
    var command = GitCommandLine("for-each-ref", "--format=%(objectname)")
    command.operands = [Array("refs/remotes/".utf8) + name + [UInt8(ascii: "/")]]
    return try ids(command)
  }

  /// All references under `refs/`, and the objects that they name; whether those are there is not
  /// looked at.
  ///
  /// - Throws: Why git gave no answer.
  package func references() throws(GitError) -> [(name: [UInt8], target: ObjectID)] {
    let command = GitCommandLine("for-each-ref", "--format=%(objectname) %(refname)")
    var references: [(name: [UInt8], target: ObjectID)] = []
    for line in (try output(command) ?? []).split(separator: UInt8(ascii: "\n")) {
      let digits = line.prefix { $0 != UInt8(ascii: " ") }
      guard let target = ObjectID(digits: digits) else {
        throw .unexpectedAnswer(command: command.name)
      }
      references.append((Array(line.dropFirst(digits.count + 1)), target))
    }
    return references
  }

  /// The annotated tags under `refs/tags/` of some commits.
  ///
  /// - Throws: Why git gave no answer.
  package func tags(of commits: Set<ObjectID>) throws(GitError) -> [ObjectID] {
    if commits.isEmpty { return [] }
    let command = GitCommandLine(
      "for-each-ref",
      "--format=%(objectname) %(*objecttype) %(*objectname)",
      "refs/tags/"
    )
    var tags: [ObjectID] = []
    for line in (try output(command) ?? []).split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: " "))
      // A plain reference has no more than its own id.
      guard parts.count == 3 else { continue }
      guard let tag = ObjectID(digits: parts[0]),
        var target = ObjectID(digits: parts[2])
      else { throw .unexpectedAnswer(command: command.name) }
      // Git before 2.45 follows one tag only.
      if parts[1].elementsEqual("tag".utf8) {
        guard let commit = try resolveIfAny("\(tag)^{commit}") else { continue }
        target = commit
      }
      if commits.contains(target) { tags.append(tag) }
    }
    return tags
  }

  /// Visits the commits that are reachable from some and not from others, newest first.
  ///
  /// - Parameters:
  ///   - included: Where to start; tags are followed to their commits.
  ///   - excluded: What is left out, with all that is reachable from it.
  ///   - excludesReferences: Whether what any reference reaches is left out too.
  ///   - body: Gets each commit.
  /// - Throws: `GitError.failed` if one of the ids is not in the repository.
  package func forEachCommit(
    from included: [ObjectID],
    notFrom excluded: [ObjectID] = [],
    excludesReferences: Bool = false,
    _ body: (GitCommitLine) throws(GitError) -> Void
  ) throws(GitError) {
    if included.isEmpty { return }
    var command = GitCommandLine("rev-list", "--parents", "--stdin")
    if excludesReferences { command.words += ["--not", "--all"] }
    command.input = .bytes(
      (included.map(\.digits) + excluded.map { [UInt8(ascii: "^")] + $0.digits })
        .reduce(into: []) { $0 += $1 + [UInt8(ascii: "\n")] }
    )
    try forEachLine(command) { line throws(GitError) in
      let ids = try ids(line.split(separator: UInt8(ascii: " ")), from: command.name)
      guard let commit = ids.first else { throw .unexpectedAnswer(command: command.name) }
      try body(GitCommitLine(commit: commit, parents: Array(ids.dropFirst())))
    }
  }

  /// Runs a command, and gives each line that it writes to `body`, without its end, as it comes.
  ///
  /// - Throws: `GitError.unexpectedAnswer` if the last line has no end.
  func forEachLine(
    _ command: GitCommandLine,
    _ body: ([UInt8]) throws(GitError) -> Void
  ) throws(GitError) {
    var line: [UInt8] = []
    _ = try run(command) { piece throws(GitError) in
      for index in piece.indices {
        if piece[index] != UInt8(ascii: "\n") {
          line.append(piece[index])
          continue
        }
        try body(line)
        line.removeAll(keepingCapacity: true)
      }
    }
    guard line.isEmpty else { throw .unexpectedAnswer(command: command.name) }
  }

  /// Runs a command that writes an id a line.
  func ids(_ command: GitCommandLine) throws(GitError) -> [ObjectID] {
    let lines = (try output(command) ?? []).split(separator: UInt8(ascii: "\n"))
    return try ids(lines, from: command.name)
  }

  /// The ids that stand in some parts of what the command of that name answered.
  func ids(_ parts: [ArraySlice<UInt8>], from command: String) throws(GitError) -> [ObjectID] {
    var ids: [ObjectID] = []
    for part in parts {
      guard let id = ObjectID(digits: part) else { throw .unexpectedAnswer(command: command) }
      ids.append(id)
    }
    return ids
  }
}
