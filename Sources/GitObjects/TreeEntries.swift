package import ScanModel

/// A name in a tree.
package struct TreeEntry: Hashable, Sendable {
  /// The mode: what the name stands for, and whether a file can be run.
  package let mode: UInt32

  /// Where the name stands in the tree's content.
  package let name: Range<Int>

  /// The object of that name.
  package let object: ObjectID

  /// What a name in a tree stands for.
  package enum Kind: Hashable, Sendable {
    case directory
    case file
    case symbolicLink
    /// A commit of another repository.
    case submodule
  }

  /// What the name stands for.
  ///
  /// Source: git's `object_type` and `S_ISGITLINK`.
  package var kind: Kind {
    switch mode & 0o170000 {
    case 0o040000: .directory
    case 0o120000: .symbolicLink
    case 0o160000: .submodule
    default: .file
    }
  }
}

/// A cursor over the entries of a tree.
///
///     entry:  mode in octal digits | space | name | zero | object, 20 or 32 bytes
package struct TreeEntries: Sendable {
  /// The offset of the entry that is read next.
  package private(set) var offset = 0

  private let format: ObjectFormat

  /// Starts at the first entry of a tree.
  package init(format: ObjectFormat) {
    self.format = format
  }

  /// Reads the next entry of a tree's content; `nil` at the end.
  ///
  /// - Throws: `ObjectSyntaxError`; what follows cannot be read then.
  package mutating func next(
    in content: Span<UInt8>
  ) throws(ObjectSyntaxError) -> TreeEntry? {
    guard offset < content.count else { return nil }
    let start = offset
    var index = start
    var mode: UInt32 = 0
    while true {
      guard index < content.count else { throw .truncatedEntry(at: start) }
      let byte = content[index]
      if byte == UInt8(ascii: " ") { break }
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte), mode <= UInt32.max >> 3 else {
        throw .badMode(at: start)
      }
      mode = mode << 3 | UInt32(byte - UInt8(ascii: "0"))
      index += 1
    }
    guard index > start else { throw .badMode(at: start) }
    let nameStart = index + 1
    index = nameStart
    while index < content.count, content[index] != 0 { index += 1 }
    guard content.count - index > format.byteCount else { throw .truncatedEntry(at: start) }
    guard index > nameStart else { throw .emptyName(at: start) }
    offset = index + 1 + format.byteCount
    return TreeEntry(
      mode: mode,
      name: nameStart..<index,
      object: ObjectID(content, at: index + 1, format: format)
    )
  }
}
