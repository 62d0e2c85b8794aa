extension Collection<GlobPattern> {
  /// Whether one of the patterns matches the path, or a directory above it that is below the first
  /// `root` bytes.
  ///
  /// - Parameters:
  ///   - path: Parts joined with `/`, no `/` at either end.
  ///   - root: How many bytes of the path no pattern may end in.
  ///   - isDirectory: Whether the path names a directory.
  /// - Returns: Whether a pattern covers the path.
  package func cover(_ path: [UInt8], below root: Int, isDirectory: Bool) -> Bool {
    if isEmpty { return false }
    let bytes = path.span
    var basename = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      let directory = bytes.extracting(0..<index)
      for pattern in self
      where index > root
        && pattern.matches(directory, from: 0, basename: basename, isDirectory: true)
      {
        return true
      }
      basename = index + 1
    }
    for pattern in self
    where pattern.matches(bytes, from: 0, basename: basename, isDirectory: isDirectory) {
      return true
    }
    return false
  }
}
