package import ScanModel

/// The mark that allows a key on its own line: `zleaks:allow`, with a reason after it for readers.
package enum InlineMark {
  /// The mark itself.
  package static let text = "zleaks:allow"

  /// How far from a key its mark is looked for, in bytes to either side.
  ///
  /// A line of a minified file
  /// can be megabytes long; one mark shall not allow all of it.
  package static let reach = 4_096

  private static let bytes = Array(text.utf8)

  /// Whether the mark stands on the line of `range`, within reach.
  ///
  /// - Parameters:
  ///   - range: A key's place in `content`, on one line.
  ///   - content: A content, or the part of one within reach of the key.
  /// - Returns: Whether the mark is there.
  package static func stands(onLineOf range: ByteRange, in content: Span<UInt8>) -> Bool {
    var start = range.lowerBound
    while start > max(range.lowerBound - reach, 0), content[start - 1] != UInt8(ascii: "\n") {
      start -= 1
    }
    var end = range.upperBound
    while end < min(range.upperBound + reach, content.count), content[end] != UInt8(ascii: "\n") {
      end += 1
    }
    // As it is written, and in UTF-16 of either byte order: each character has a zero beside it.
    return [1, 2].contains { width in
      let length = width * (bytes.count - 1) + 1
      guard end - start >= length else { return false }
      return (start...end - length).contains { stands(at: $0, width: width, in: content) }
    }
  }

  /// Whether the mark stands at `offset`, with characters of that many bytes.
  private static func stands(at offset: Int, width: Int, in content: Span<UInt8>) -> Bool {
    let hasCharacters = bytes.indices.allSatisfy { index in
      content[offset + width * index] == bytes[index]
    }
    guard hasCharacters else { return false }
    let end = offset + width * bytes.count
    guard width > 1 else { return end >= content.count || !isWordPart(content[end]) }
    let zeros = stride(from: offset + 1, to: min(end - 1, content.count), by: width)
    guard zeros.allSatisfy({ content[$0] == 0 }) else { return false }
    guard end < content.count, isWordPart(content[end]) else { return true }
    // A character of another script may have a letter's byte, on either side of which there is none.
    return [end - 1, end + 1].contains { $0 < content.count && content[$0] != 0 }
  }

  /// Whether a byte would make the mark the start of another word, such as `zleaks:allowed`.
  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
