package import Globbing

/// The `--exclude` and `--include` globs of a command line.
///
/// Excludes win over includes. A glob that matches a directory covers everything below it.
package struct PathFilter: Sendable {
  /// What is left out.
  private let excludes: [GlobPattern]

  /// What alone is taken; everything, if there is none.
  private let includes: [GlobPattern]

  /// Reads the globs.
  ///
  /// - Throws: `GlobError` for the first glob that can match nothing.
  package init(excludes: [[UInt8]], includes: [[UInt8]]) throws(GlobError) {
    self.excludes = try Self.patterns(excludes)
    self.includes = try Self.patterns(includes)
  }

  /// Reads globs in their order.
  private static func patterns(_ globs: [[UInt8]]) throws(GlobError) -> [GlobPattern] {
    var patterns: [GlobPattern] = []
    for glob in globs { patterns.append(try GlobPattern(parsing: glob)) }
    return patterns
  }

  /// Whether everything is taken.
  package var isEmpty: Bool { excludes.isEmpty && includes.isEmpty }

  /// Whether a path is read, or, if it is a directory, looked into.
  ///
  /// A directory that no include matches is looked into all the same, since a file below may match.
  ///
  /// - Parameters:
  ///   - relativePath: The path below the argument that was given to the scan, parts joined with
  ///     `/`, as in `src/app.ts`.
  ///   - isDirectory: Whether the path names a directory.
  /// - Returns: What becomes of the path.
  package func decision(for relativePath: [UInt8], isDirectory: Bool) -> PathDecision {
    if isEmpty { return .take }
    return takes(relativePath, belowRoot: 0, isDirectory: isDirectory) ? .take : .leave
  }

  /// Whether a path is read, or, if it is a directory, looked into.
  ///
  /// A glob may mean the path as it is shown, or what of it lies below the argument: whoever scans
  /// `src tests` thinks of `tests/fixtures`, and whoever scans `/srv/app` of `fixtures`. The argument
  /// itself and the directories above it were asked for: no exclude takes them away, so that
  /// `scan /build/app --exclude build` does not read nothing.
  ///
  /// - Parameters:
  ///   - path: The whole path, as reports show it.
  ///   - rootByteCount: How many of the path's bytes come before what lies below the argument.
  ///   - isDirectory: Whether the path names a directory.
  /// - Returns: Whether no exclude covers it, and an include does if there are any.
  func takes(_ path: [UInt8], belowRoot rootByteCount: Int, isDirectory: Bool) -> Bool {
    if isEmpty { return true }
    let below = Array(path.dropFirst(rootByteCount))
    // A glob's leading `/` only says where it starts, so the path's own is in its way.
    let isAbsolute = path.first == UInt8(ascii: "/")
    let whole = isAbsolute ? Array(path.dropFirst()) : path
    let root = isAbsolute ? max(rootByteCount - 1, 0) : rootByteCount
    func isCovered(by patterns: [GlobPattern], _ isDirectory: Bool) -> Bool {
      patterns.cover(whole, below: root, isDirectory: isDirectory)
        || root > 0 && patterns.cover(below, below: 0, isDirectory: isDirectory)
    }
    if isCovered(by: excludes, isDirectory) { return false }
    return includes.isEmpty || isDirectory || isCovered(by: includes, false)
  }
}

/// What becomes of a path.
package enum PathDecision: Hashable, Sendable {
  /// The file is read, the directory looked into.
  case take
  /// The path is passed over, and everything below it.
  case leave
}
