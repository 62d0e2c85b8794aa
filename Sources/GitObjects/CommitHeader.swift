package import ScanModel

/// What a commit says of itself before its message.
///
///     tree <name>
///     parent <name>          none, one or several
///     author <name> <<address>> <seconds> <zone>
///     committer …
///     <other headers>
///
///     <message>
package struct CommitHeader: Hashable, Sendable {
  /// The tree of the commit's files.
  package let tree: ObjectID

  /// The commits before it, the first one first.
  package let parents: [ObjectID]

  /// Where the author stands in the content; `nil` for a broken commit without one.
  package let author: Range<Int>?

  /// Where the committer stands in the content; `nil` for a broken commit without one.
  package let committer: Range<Int>?

  /// Where the message stands in the content.
  package let message: Range<Int>

  /// Reads the content of a commit.
  ///
  /// - Throws: `ObjectSyntaxError.badLine` for a commit without a tree, or with a parent that is
  ///   not an object's name.
  package init(
    parsing content: Span<UInt8>,
    format: ObjectFormat
  ) throws(ObjectSyntaxError) {
    var lines = HeaderLines()
    guard let tree = try lines.readObjectID("tree", of: content, format: format) else {
      throw .badLine(at: 0)
    }
    self.tree = tree
    var parents: [ObjectID] = []
    while let parent = try lines.readObjectID("parent", of: content, format: format) {
      parents.append(parent)
    }
    self.parents = parents
    author = lines.readLine("author", of: content)
    committer = lines.readLine("committer", of: content)
    message = lines.skipToMessage(of: content)..<content.count
  }
}
