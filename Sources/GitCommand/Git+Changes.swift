import Posix
package import ScanModel

extension Git {
  /// What the index changes: the content of the commit being made, against a commit.
  ///
  /// The index file that `GIT_INDEX_FILE` names counts, split and sparse ones too. Paths that are
  /// only intended to be added (`git add -N`) are no part of the commit and are left out. Paths in
  /// conflict are `.unmerged`, without a new side; `unmergedEntries` has their contents.
  ///
  /// - Parameter commit: What to compare with; if `nil`, `HEAD`, or nothing before the first commit.
  /// - Returns: The changes in the order of their paths' bytes.
  /// - Throws: Why git gave no answer.
  package func changesInIndex(against commit: ObjectID? = nil) throws(GitError) -> [RawChange] {
    if let commit { return try indexChanges(against: commit.description) }
    do throws(GitError) { return try indexChanges(against: "HEAD") } catch {
      // Asked only now: in all but the first commit of a repository, one process is enough.
      guard case .failed = error, try resolveIfAny("HEAD") == nil else { throw error }
      return try indexChanges(against: ObjectID.emptyTree(repository().objectFormat).description)
    }
  }

  private func indexChanges(against treeish: String) throws(GitError) -> [RawChange] {
    var command = GitCommandLine("diff-index", "--cached")
    command.words += Self.rawOptions + ["--ita-invisible-in-index", treeish, "--"]
    var changes: [RawChange] = []
    try forEachElement(command) { element throws(GitError) in
      guard case .change(let change) = element else {
        throw .unexpectedAnswer(command: command.name)
      }
      changes.append(change)
    }
    return changes
  }

  /// What commits change against their parents, all in one process.
  ///
  /// - Parameters:
  ///   - pairs: The comparisons; a merge is one for each of its parents.
  ///   - body: Gets each change with the index of its comparison, in order.
  /// - Throws: Why git gave no answer, or what `body` throws.
  package func forEachChange(
    in pairs: [GitComparison],
    _ body: (Int, RawChange) throws(GitError) -> Void
  ) throws(GitError) {
    if pairs.isEmpty { return }
    var command = GitCommandLine("diff-tree", "--stdin", "--root", "--always", "-r")
    command.words += Self.rawOptions
    command.input = .bytes(
      pairs.reduce(into: []) { lines, pair in
        lines += pair.commit.digits
        if let parent = pair.parent { lines += [UInt8(ascii: " ")] + parent.digits }
        lines.append(UInt8(ascii: "\n"))
      }
    )
    // `--always` has git write each commit, so that the answers can be told apart by counting.
    var index = -1
    try forEachElement(command) { element throws(GitError) in
      switch element {
      case .commit(let id):
        index += 1
        guard index < pairs.count, pairs[index].commit == id else {
          throw .unexpectedAnswer(command: command.name)
        }
      case .change(let change):
        guard index >= 0 else { throw .unexpectedAnswer(command: command.name) }
        try body(index, change)
      }
    }
    guard index == pairs.count - 1 else { throw .unexpectedAnswer(command: command.name) }
  }

  private func forEachElement(
    _ command: GitCommandLine,
    _ body: (RawChangeParser.Element) throws(GitError) -> Void
  ) throws(GitError) {
    var parser = RawChangeParser()
    _ = try run(command) { piece throws(GitError) in
      var elements: [RawChangeParser.Element] = []
      do throws(RawChangeParser.Malformed) {
        try parser.read(piece) { elements.append($0) }
      } catch { throw .unexpectedAnswer(command: command.name) }
      for element in elements { try body(element) }
    }
    do throws(RawChangeParser.Malformed) { try parser.finish() } catch {
      throw .unexpectedAnswer(command: command.name)
    }
  }

  /// Each change by itself, with whole ids, whatever the config or an attribute says.
  private static let rawOptions = [
    "--raw", "-z", "--no-abbrev", "--no-renames", "--no-relative", "--ignore-submodules=none",
    "--no-ext-diff", "--no-textconv",
  ]
}

/// A commit, and what it is compared with.
package struct GitComparison: Hashable, Sendable {
  /// The commit.
  package let commit: ObjectID

  /// What to compare it with; `nil` for a commit without parents, all of which is new.
  package let parent: ObjectID?

  /// Compares a commit with a parent, or with nothing.
  package init(_ commit: ObjectID, parent: ObjectID?) {
    self.commit = commit
    self.parent = parent
  }
}
