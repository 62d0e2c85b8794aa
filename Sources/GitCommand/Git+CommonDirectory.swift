extension Git {
  /// The directory that all work trees of the repository share, absolute, or from where commands
  /// start.
  package func commonDirectory() throws(GitError) -> [UInt8] {
    let command = GitCommandLine("rev-parse", "--git-common-dir")
    guard let output = try output(command), output.last == UInt8(ascii: "\n"), output.count > 1
    else { throw .unexpectedAnswer(command: command.name) }
    return Array(output.dropLast())
  }
}
