/// What is wrong with the content of a commit, tag or tree; `at` is an offset in it.
package enum ObjectSyntaxError: Error, Hashable, Sendable {
  /// A line that must stand there does not, or not in its form.
  case badLine(at: Int)
  /// An entry of a tree ends before its name or its object does.
  case truncatedEntry(at: Int)
  /// The mode of an entry of a tree is not a number in octal digits that fits in 32 bits.
  case badMode(at: Int)
  /// An entry of a tree has no name.
  case emptyName(at: Int)
}

extension ObjectSyntaxError: CustomStringConvertible {
  /// The cause, in a few words: `the entry at offset 33 is truncated`.
  package var description: String {
    switch self {
    case .badLine(let at): "the line at offset \(at) is not what must stand there"
    case .truncatedEntry(let at): "the entry at offset \(at) is truncated"
    case .badMode(let at): "the entry at offset \(at) has no mode in octal digits"
    case .emptyName(let at): "the entry at offset \(at) has no name"
    }
  }
}
