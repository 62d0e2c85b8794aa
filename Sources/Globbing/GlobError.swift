package import ScanModel

/// A glob from the command line that can never mean anything.
package struct GlobError: Error, Hashable, Sendable {
  /// The glob as it was given.
  package let glob: ContentPath

  /// What is wrong with it.
  package let cause: Cause

  /// The ways in which a glob can be wrong.
  package enum Cause: Error, Hashable {
    /// There is nothing in it to match a name.
    case empty
    /// A `[` has no `]`.
    case bracketNotClosed
    /// A `[:name:]` in brackets is none of the POSIX classes.
    case unknownClass(ContentPath)
    /// The last byte is a `\` that has nothing to escape.
    case trailingBackslash
    /// The first byte is `!`, which means something only in an ignore file.
    case negated
    /// It has more than `GlobPattern.maximumByteCount` bytes.
    case tooLong(byteCount: Int)
  }
}

extension GlobError: CustomStringConvertible {
  /// One sentence: `invalid glob 'a[': '[' is never closed`.
  package var description: String { "invalid glob '\(shownGlob)': \(cause)" }

  /// The glob, cut to a length that a message can bear.
  private var shownGlob: String {
    guard case .tooLong = cause else { return glob.text }
    return ContentPath(Array(glob.bytes.prefix(32))).text + "…"
  }
}

extension GlobError.Cause: CustomStringConvertible {
  /// What is wrong, and what to write instead where there is something to say.
  package var description: String {
    switch self {
    case .empty: "it names nothing"
    case .bracketNotClosed: "'[' is never closed"
    case .unknownClass(let name): "'[:\(name.text):]' is not a character class"
    case .trailingBackslash: "nothing follows the last '\\'; write '\\\\' for a backslash"
    case .negated: "'!' negates nothing here; write '\\!' for a name that starts with it"
    case .tooLong(let byteCount):
      "\(byteCount) bytes are more than the \(GlobPattern.maximumByteCount) that a glob may have"
    }
  }
}
