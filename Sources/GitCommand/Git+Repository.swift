import Posix
package import ScanModel

/// What a repository is.
package struct GitRepositoryFacts: Hashable, Sendable {
  /// How it names its objects.
  package let objectFormat: ObjectFormat

  /// Whether it has no work tree.
  package let isBare: Bool

  /// Whether its history was cut when it was cloned.
  package let isShallow: Bool

  /// The absolute path of its directory: of this work tree's own, if there are several.
  package let gitDirectory: [UInt8]
}

extension Git {
  /// What the repository is.
  ///
  /// - Throws: `GitError.notARepository`, `GitError.foreignOwner`, `GitError.tooOld`.
  package func repository() throws(GitError) -> GitRepositoryFacts {
    // The path comes last: it may hold line ends.
    let command = GitCommandLine(
      "rev-parse",
      "--show-object-format",
      "--is-bare-repository",
      "--is-shallow-repository",
      "--absolute-git-dir"
    )
    let output = try output(command) ?? []
    let lines = output.split(
      separator: UInt8(ascii: "\n"),
      maxSplits: 3,
      omittingEmptySubsequences: false
    )
    guard lines.count == 4, lines[3].last == UInt8(ascii: "\n") else {
      throw .unexpectedAnswer(command: command.name)
    }
    // What it does not know, `rev-parse` repeats.
    if lines.contains(where: { $0.starts(with: Array("--".utf8)) }) { throw .tooOld }
    guard let format = ObjectFormat(rawValue: String(decoding: lines[0], as: UTF8.self)) else {
      throw .unexpectedAnswer(command: command.name)
    }
    return GitRepositoryFacts(
      objectFormat: format,
      isBare: lines[1].elementsEqual("true".utf8),
      isShallow: lines[2].elementsEqual("true".utf8),
      gitDirectory: Array(lines[3].dropLast())
    )
  }

  /// The absolute path of the work tree's top level; `nil` if there is none here.
  package func topLevel() throws(GitError) -> [UInt8]? {
    do throws(GitError) { return try path(GitCommandLine("rev-parse", "--show-toplevel")) } catch {
      // "this operation must be run in a work tree"
      guard case .failed = error else { throw error }
      return nil
    }
  }

  /// Where commands start below the work tree's top level: `src/`, or nothing at the top.
  ///
  /// - Throws: Why git gave no answer.
  package func prefix() throws(GitError) -> [UInt8] {
    let command = GitCommandLine("rev-parse", "--show-prefix")
    guard let output = try output(command), output.last == UInt8(ascii: "\n") else {
      throw .unexpectedAnswer(command: command.name)
    }
    return Array(output.dropLast())
  }

  /// Where git looks for hooks, absolute, or from where commands start.
  package func hooksDirectory() throws(GitError) -> [UInt8] {
    var command = GitCommandLine("rev-parse", "--git-path", "hooks")
    command.seesHooksPath = true
    return try path(command)
  }

  /// What the commit being made merges besides `HEAD`; none if no merge is under way.
  package func mergeHeads() throws(GitError) -> [ObjectID] {
    try ids(inFile: "MERGE_HEAD", maximumByteCount: 1 << 20)
  }

  /// The commits at which a shallow clone is cut off, which have no parents for git; none in a whole
  /// one.
  ///
  /// One that has no parents anywhere can be among them.
  package func shallowCommits() throws(GitError) -> [ObjectID] {
    try ids(inFile: "shallow", maximumByteCount: 64 << 20)
  }

  /// The ids in a file of the repository's, one a line; none if there is no such file.
  private func ids(inFile name: String, maximumByteCount: Int) throws(GitError) -> [ObjectID] {
    var file = try path(GitCommandLine("rev-parse", "--git-path", name))
    if file.first != UInt8(ascii: "/"), let directory {
      file = directory + [UInt8(ascii: "/")] + file
    }
    let bytes: [UInt8]
    do throws(SystemError) {
      let descriptor = try FileDescriptor.openUnlinked(file)
      guard try descriptor.status().kind == .regular else { return [] }
      bytes = try descriptor.readToEnd(maximumByteCount: maximumByteCount)
    } catch {
      if error.isNotFound { return [] }
      throw .system(command: "rev-parse", error)
    }
    return try ids(bytes.split(separator: UInt8(ascii: "\n")), from: "rev-parse")
  }

  /// Runs a command that writes one path.
  private func path(_ command: GitCommandLine) throws(GitError) -> [UInt8] {
    guard let output = try output(command), output.last == UInt8(ascii: "\n"), output.count > 1
    else { throw .unexpectedAnswer(command: command.name) }
    return Array(output.dropLast())
  }
}
