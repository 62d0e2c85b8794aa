import Globbing
import Posix
import ScanModel

/// The rules by which git ignores names in one directory.
///
/// The answers are those of `git check-ignore`: the last matching line of the deepest `.gitignore`
/// decides, then `info/exclude`, then the user's own ignore file; what lies in an ignored directory
/// is ignored, whatever its own rules say; and nothing that is tracked is ignored, nor a directory
/// with something tracked below, which is to be looked into like any other: in it, everything but
/// the tracked is ignored.
///
/// What differs, so that no setting of a repository counts: `core.excludesFile`, `core.ignoreCase`
/// and `core.worktree` are not read, nor is any variable such as `GIT_DIR`; an ignore file that is
/// not checked out (a sparse checkout) has no rules. What cannot be used ignores nothing, and the
/// context has a note of it.
package final class GitIgnoreScope: Sendable {
  /// The repository that the directory is in.
  private let repository: GitRepository

  /// The directory's path from the repository's top level, with a `/` at the end; empty there.
  private let directory: [UInt8]

  /// The rules of the directory's own `.gitignore`.
  private let rules: [GitIgnoreRule]

  /// The nearest directory above, in the same repository, that has rules.
  private let above: GitIgnoreScope?

  /// Whether the directory itself is ignored, with all that is not tracked below.
  private let isInIgnored: Bool

  /// What the scopes of a scan share, with the notes of what could not be used.
  package var context: GitIgnoreContext { repository.context }

  private init(
    repository: GitRepository,
    directory: [UInt8],
    rules: [GitIgnoreRule],
    above: GitIgnoreScope?,
    isInIgnored: Bool
  ) {
    self.repository = repository
    self.directory = directory
    self.rules = rules
    self.above = above
    self.isInIgnored = isInIgnored
  }

  /// Makes the scope of a repository's top level.
  private convenience init(topOf repository: GitRepository, path: [UInt8]) {
    self.init(
      repository: repository,
      directory: [],
      rules: repository.ignoresNothing ? [] : repository.context.rules(of: ignoreFile(in: path)),
      above: nil,
      isInIgnored: false
    )
  }

  /// Finds the rules in force in a directory that a scan starts at.
  ///
  /// The repository is the nearest one at or above the directory. One above must belong to the user
  /// who scans, to the owner of the directory, or to the system: nobody else's rules count.
  ///
  /// - Parameters:
  ///   - directoryPath: The directory; relative to the working directory unless it starts with `/`.
  ///   - context: What the scan's repositories share.
  /// - Returns: The scope; `nil` outside every repository's work tree, where nothing is ignored.
  package static func make(
    for directoryPath: [UInt8],
    context: GitIgnoreContext = GitIgnoreContext()
  ) -> GitIgnoreScope? {
    // A path that leads nowhere is the walk's to report.
    guard let start = try? RealPath.of(directoryPath) else { return nil }
    var top = start[...]
    while true {
      // The root is the empty path here, so that `/.git` follows.
      let path = Array(top)
      if let scope = starting(at: path, context: context) {
        guard path == start || isTrusted(path, from: start) else {
          context.add(
            GitIgnoreNote(path: ContentPath(path + Array("/.git".utf8)), cause: .foreignOwner)
          )
          return nil
        }
        return start[top.endIndex...].split(separator: UInt8(ascii: "/")).reduce(scope) {
          $0.child(Array($1), path: Array(start[..<$1.endIndex]))
        }
      }
      // In a bare repository, or in `.git`, there is no work tree.
      if GitLocation(gitDirectory: path) != nil { return nil }
      guard let slash = top.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      top = top[..<slash]
    }
  }

  /// Whether rules above the directory that a scan starts at may count.
  private static func isTrusted(_ top: [UInt8], from start: [UInt8]) -> Bool {
    guard let link = ControlFile.status(of: top + Array("/.git".utf8)) else { return false }
    return [0, Process.effectiveUser, ControlFile.status(of: start)?.owner].contains(link.owner)
  }

  /// Finds the rules of a repository whose top level the directory is.
  ///
  /// This is for a directory below one that is in no repository; `entering` does the same below one
  /// that is.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - context: What the scan's repositories share.
  /// - Returns: The scope; `nil` if the directory has no `.git`.
  package static func starting(at path: [UInt8], context: GitIgnoreContext) -> GitIgnoreScope? {
    switch GitLocation.link(in: path) {
    case .none: return nil
    case .repository(let location):
      return GitIgnoreScope(topOf: GitRepository(location, context: context), path: path)
    case .broken:
      context.add(
        GitIgnoreNote(path: ContentPath(path + Array("/.git".utf8)), cause: .leadsNowhere)
      )
      return GitIgnoreScope(topOf: GitRepository(ignoringNothingIn: context), path: path)
    }
  }

  /// The scope of a child directory.
  ///
  /// A directory with its own `.git` starts a repository of its own; no rule from above holds in it.
  ///
  /// - Parameters:
  ///   - name: The child's name.
  ///   - path: A path that the child can be reached by.
  /// - Returns: The child's scope.
  package func entering(_ name: [UInt8], path: [UInt8]) -> GitIgnoreScope {
    Self.starting(at: path, context: context) ?? child(name, path: path)
  }

  /// The scope of a child directory in the same repository.
  private func child(_ name: [UInt8], path: [UInt8]) -> GitIgnoreScope {
    let isInIgnored = matchesRules(name, isDirectory: true)
    let hasRules = !isInIgnored && !repository.ignoresNothing
    return GitIgnoreScope(
      repository: repository,
      directory: directory + name + [UInt8(ascii: "/")],
      rules: hasRules ? context.rules(of: ignoreFile(in: path)) : [],
      above: rules.isEmpty ? above : self,
      isInIgnored: isInIgnored
    )
  }

  /// Whether git ignores a name in this directory.
  ///
  /// A directory that is not ignored may still be one by the rules, with something tracked below;
  /// `entering` it and asking again gives the right answers.
  ///
  /// - Parameters:
  ///   - name: A name in the directory.
  ///   - isDirectory: Whether it names a directory; a link to one is none.
  /// - Returns: Whether it, and all below it, is left out.
  package func ignores(_ name: [UInt8], isDirectory: Bool) -> Bool {
    guard matchesRules(name, isDirectory: isDirectory) else { return false }
    return repository.isUntracked(directory + name)
  }

  /// Whether the rules ignore a name, tracked or not.
  private func matchesRules(_ name: [UInt8], isDirectory: Bool) -> Bool {
    if isInIgnored { return true }
    if rules.isEmpty, above == nil, repository.sharedRules.isEmpty { return false }
    let path = directory + name
    func decision(_ rules: [GitIgnoreRule], from start: Int) -> Bool? {
      let bytes = path.span
      for index in rules.indices.reversed() {
        let rule = rules[index]
        let isMatch = rule.pattern.matches(
          bytes,
          from: start,
          basename: directory.count,
          isDirectory: isDirectory
        )
        if isMatch { return !rule.isNegated }
      }
      return nil
    }
    var scope: GitIgnoreScope? = self
    while let current = scope {
      if let decision = decision(current.rules, from: current.directory.count) { return decision }
      scope = current.above
    }
    for rules in repository.sharedRules {
      if let decision = decision(rules, from: 0) { return decision }
    }
    return false
  }
}

/// The ignore file of a directory.
private func ignoreFile(in directory: [UInt8]) -> [UInt8] {
  directory + Array("/.gitignore".utf8)
}
