internal import ScanModel

/// A cursor over the lines that a commit or a tag starts with.
///
/// Ranges are offsets in the content, without line ends. An empty line ends the headers.
struct HeaderLines {
  /// The offset of the line that is read next.
  private(set) var offset = 0

  /// Reads a line of this name; `nil`, and nothing is read, if the next line has another one.
  mutating func readLine(_ name: String, of content: Span<UInt8>) -> Range<Int>? {
    let count = name.utf8.count
    guard count < content.count - offset, content[offset + count] == UInt8(ascii: " ") else {
      return nil
    }
    var index = offset
    for byte in name.utf8 {
      guard content[index] == byte else { return nil }
      index += 1
    }
    let start = offset + count + 1
    let end = Self.lineEnd(from: start, of: content)
    offset = min(end + 1, content.count)
    return start..<end
  }

  /// Reads a line of this name that holds an object's name and nothing else.
  ///
  /// - Throws: `ObjectSyntaxError.badLine` if it holds anything else.
  mutating func readObjectID(
    _ name: String,
    of content: Span<UInt8>,
    format: ObjectFormat
  ) throws(ObjectSyntaxError) -> ObjectID? {
    let start = offset
    guard let range = readLine(name, of: content) else { return nil }
    guard range.count == 2 * format.byteCount,
      let object = ObjectID(hexadecimal: content.extracting(range))
    else { throw .badLine(at: start) }
    return object
  }

  /// Passes over the headers that are left, and the empty line behind them.
  ///
  /// - Returns: The offset of what follows; the end if there is no empty line.
  mutating func skipToMessage(of content: Span<UInt8>) -> Int {
    while offset < content.count {
      let end = Self.lineEnd(from: offset, of: content)
      let isEmpty = end == offset
      offset = min(end + 1, content.count)
      if isEmpty { break }
    }
    return offset
  }

  private static func lineEnd(from start: Int, of content: Span<UInt8>) -> Int {
    var end = start
    while end < content.count, content[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }
}
