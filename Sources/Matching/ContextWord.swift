internal import ByteSearch

/// A word that says what a content is about, looked for in any case.
///
/// The needles are the word's last four letters in lower and in upper case: the ends of words are
/// rarer than their starts (`tara` against `vect`), and a word is written in one case but for its
/// first letters. A word that mixes case in its last four letters is not seen.
struct ContextWord: Sendable {
  /// The word in lower case.
  let text: String

  /// The word's bytes in lower case.
  private let bytes: [UInt8]

  /// What to search for.
  let needles: [[UInt8]]

  /// The length of each needle, in bytes.
  private static let needleLength = 4

  /// Prepares a word of at least four ASCII letters.
  init(_ word: String) {
    text = word
    bytes = Array(word.lowercased().utf8)
    let tail = bytes.suffix(Self.needleLength)
    needles = [Array(tail), tail.map { $0 & ~0x20 }]
  }

  /// Whether the word stands where one of its needles has been found.
  func stands(in bytes: Span<UInt8>, needleOffset: Int) -> Bool {
    let start = needleOffset + Self.needleLength - self.bytes.count
    guard start >= 0, start + self.bytes.count <= bytes.count else { return false }
    for (index, byte) in self.bytes.enumerated() where bytes[start + index] | 0x20 != byte {
      return false
    }
    return true
  }
}
