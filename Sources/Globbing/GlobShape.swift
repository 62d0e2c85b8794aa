/// What can be said of a pattern before its wildcards are read.
struct GlobShape {
  /// The pattern without its anchoring `/` and its last `/`.
  let bytes: ArraySlice<UInt8>

  /// Whether the pattern ends with `/`.
  let matchesDirectoriesOnly: Bool

  /// Whether the pattern has no other `/`.
  let matchesBasename: Bool

  /// Takes the slashes off a pattern.
  ///
  /// As in git's `parse_exclude_pattern`, a last `/` comes off first and only once, so that `//`
  /// and `a//` are left with a `/` that no path has there.
  init(_ pattern: ArraySlice<UInt8>) {
    let slash = UInt8(ascii: "/")
    matchesDirectoriesOnly = pattern.last == slash
    let named = matchesDirectoriesOnly ? pattern.dropLast() : pattern
    matchesBasename = !named.contains(slash)
    bytes = named.first == slash ? named.dropFirst() : named
  }

  /// Whether nothing is left that could match a name.
  var isEmpty: Bool { bytes.isEmpty }
}
