package import ScanModel

/// A SHA-256 digest.
package struct Digest: Hashable, Sendable {
  /// The digest, most significant word first.
  package let words: SIMD4<UInt64>

  /// The digest of bytes.
  package init(of bytes: [UInt8]) {
    var hash = SHA256()
    hash.update(bytes.span)
    words = hash.finalizedWords()
  }

  /// The digest of what `hash` was given.
  package init(_ hash: consuming SHA256) {
    words = hash.finalizedWords()
  }

  /// The 64 hexadecimal digits.
  package var text: String {
    var bytes: [UInt8] = []
    for index in 0..<4 { Hexadecimal.append(words[index], to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first 24 hexadecimal digits: 96 bits.
  package var short: String { String(text.prefix(24)) }
}

extension SHA256 {
  /// Adds a part whose length is added before it, so that no two lists of parts are one.
  mutating func update(part bytes: [UInt8]) {
    update(Array("\(bytes.count):".utf8).span)
    update(bytes.span)
  }
}
