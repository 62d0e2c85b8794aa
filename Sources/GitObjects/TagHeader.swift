package import ScanModel

/// What an annotated tag says of itself before its message.
///
///     object <name>
///     type <type>
///     tag <tag's name>
///     tagger <name> <<address>> <seconds> <zone>
///
///     <message>
package struct TagHeader: Hashable, Sendable {
  /// The object that is tagged.
  package let object: ObjectID

  /// What that object is; `nil` if the tag names no type that there is.
  package let type: ObjectType?

  /// Where the tag's name stands in the content; `nil` for a broken tag without one.
  package let tag: Range<Int>?

  /// Where the tagger stands in the content; `nil` if there is none, as in old tags.
  package let tagger: Range<Int>?

  /// Where the message stands in the content.
  package let message: Range<Int>

  /// Reads the content of a tag.
  ///
  /// - Throws: `ObjectSyntaxError.badLine` for a tag that does not start with an object's name.
  package init(
    parsing content: Span<UInt8>,
    format: ObjectFormat
  ) throws(ObjectSyntaxError) {
    var lines = HeaderLines()
    guard let object = try lines.readObjectID("object", of: content, format: format) else {
      throw .badLine(at: 0)
    }
    self.object = object
    let type = lines.readLine("type", of: content)
    self.type = type.flatMap { ObjectType(name: content.extracting($0)) }
    tag = lines.readLine("tag", of: content)
    tagger = lines.readLine("tagger", of: content)
    message = lines.skipToMessage(of: content)..<content.count
  }
}
