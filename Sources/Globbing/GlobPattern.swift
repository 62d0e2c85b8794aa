import ScanModel

/// A pattern of path names, with the meaning that git gives to a line of `.gitignore`.
///
/// A pattern without a `/` (but for a last one) is matched with the last part of a path, at any
/// depth; one with a `/` at its start or inside is matched with the whole path, from the directory
/// that the pattern belongs to. A last `/` lets it match directories only. `*` stands for any bytes
/// but `/`, `?` for one, `[…]` for one of a set, `\` takes the next byte as it is, and `**/`, `/**/`
/// and `/**` stand for any number of directories. Names are bytes; their encoding is not looked at.
/// Source: `gitignore(5)`, and git's `dir.c` and `wildmatch.c` where the page is silent.
///
/// Matching takes no more than (path bytes × pattern bytes) steps within one part of a path, and
/// that once for each directory where a `**` may start over; nothing grows exponentially.
package struct GlobPattern: Sendable {
  /// What a path, or its last part, must be like.
  private let body: GlobBody

  /// Whether only directories match.
  package let matchesDirectoriesOnly: Bool

  /// Whether only the last part of a path is looked at.
  package let matchesBasename: Bool

  /// The longest pattern that the command line may give, in bytes.
  package static let maximumByteCount = 4_096

  /// Reads a pattern from the command line.
  ///
  /// A leading `./` counts as a leading `/`: both anchor the pattern.
  ///
  /// - Throws: `GlobError` for a pattern that could never match, which in an ignore file is passed
  ///   over, and on a command line is a mistake.
  package init(parsing text: String) throws(GlobError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads a pattern from the command line, as bytes.
  ///
  /// - Throws: `GlobError` as `init(parsing: String)` does.
  package init(parsing glob: [UInt8]) throws(GlobError) {
    func fail(_ cause: GlobError.Cause) -> GlobError {
      GlobError(glob: ContentPath(glob), cause: cause)
    }
    guard glob.count <= Self.maximumByteCount else {
      throw fail(.tooLong(byteCount: glob.count))
    }
    guard glob.first != UInt8(ascii: "!") else { throw fail(.negated) }
    let isDotted = glob.starts(with: Array("./".utf8))
    let shape = GlobShape(isDotted ? glob[1...] : glob[...])
    guard !shape.isEmpty else { throw fail(.empty) }
    do throws(GlobError.Cause) {
      try self.init(body: GlobBody(compiling: shape), shape: shape)
    } catch {
      throw fail(error)
    }
  }

  /// Reads a pattern from an ignore file; `nil` for one that matches nothing.
  ///
  /// git reads such a line without a word. Length has no bound but that of the file.
  package init?(ignoreFilePattern bytes: ArraySlice<UInt8>) {
    let shape = GlobShape(bytes)
    guard !shape.isEmpty else { return nil }
    do throws(GlobError.Cause) {
      try self.init(body: GlobBody(compiling: shape), shape: shape)
    } catch {
      return nil
    }
  }

  private init(body: GlobBody, shape: GlobShape) {
    self.body = body
    matchesDirectoriesOnly = shape.matchesDirectoriesOnly
    matchesBasename = shape.matchesBasename
  }

  /// Whether the pattern matches the path itself; a directory above it is the caller's to ask for.
  ///
  /// - Parameters:
  ///   - path: Parts joined with `/`, from the directory that the pattern belongs to; no `/` at
  ///     either end.
  ///   - isDirectory: Whether the path names a directory.
  /// - Returns: Whether it matches, from its first byte to its last.
  package func matches(_ path: [UInt8], isDirectory: Bool) -> Bool {
    let basename = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return matches(path.span, from: 0, basename: basename, isDirectory: isDirectory)
  }

  /// Whether the pattern matches the part of `path` from `start` on.
  ///
  /// - Parameters:
  ///   - path: A whole path.
  ///   - start: The offset in `path` of what lies below the pattern's own directory.
  ///   - basename: The offset in `path` of its last part; not before `start`.
  ///   - isDirectory: Whether the path names a directory.
  /// - Returns: Whether it matches, from its first byte to its last.
  package func matches(_ path: Span<UInt8>, from start: Int, basename: Int, isDirectory: Bool)
    -> Bool
  {
    guard isDirectory || !matchesDirectoriesOnly else { return false }
    return body.matches(path, from: matchesBasename ? basename : start)
  }
}
