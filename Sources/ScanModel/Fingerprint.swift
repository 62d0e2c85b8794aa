/// A key's identity: the SHA-256 of its bytes.
///
/// It survives moves and edits, joins reports across repositories, and gives nothing of a key of
/// full length away. Written `sha256:` and 64 lower-case hexadecimal digits.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The digest as four big-endian words, so that a value needs no allocation.
  private let words: SIMD4<UInt64>

  /// The identity of the key in `bytes`.
  package init(of bytes: Span<UInt8>) {
    var hash = SHA256()
    hash.update(bytes)
    words = hash.finalizedWords()
  }

  /// Reads a fingerprint as `description` writes it; `nil` if `text` is anything else.
  package init?(parsing text: String) {
    let prefix = "sha256:".utf8
    guard text.utf8.count == prefix.count + 64, text.utf8.starts(with: prefix) else { return nil }
    let digits = text.utf8Span.span.extracting(droppingFirst: prefix.count)
    var words = SIMD4<UInt64>()
    for index in digits.indices {
      guard let digit = Hexadecimal.lowerCaseValue(digits[index]) else { return nil }
      words[index / 16] = words[index / 16] << 4 | UInt64(digit)
    }
    self.words = words
  }

  package var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    for index in 0..<4 {
      Hexadecimal.append(words[index], to: &bytes)
    }
    return "sha256:" + String(decoding: bytes, as: UTF8.self)
  }
}

extension Fingerprint: Comparable {
  /// Orders fingerprints as their texts would be.
  package static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    for index in 0..<4 where left.words[index] != right.words[index] {
      return left.words[index] < right.words[index]
    }
    return false
  }
}
