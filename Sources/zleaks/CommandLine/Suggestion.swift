import Rules

/// Finds the word that a mistyped one was meant to be.
enum Suggestion {
  /// The longest text, in bytes, for which a word is sought.
  private static let maximumByteCount = 64

  /// The word nearest to `typed`, the first of several; `nil` if none is near.
  ///
  /// A word of which `typed` is the beginning is near if there is only one. Otherwise the near
  /// words are those within a third of the typed length, counted in edits, but at least one edit.
  static func nearest(to typed: [UInt8], among words: [String]) -> String? {
    guard (1...maximumByteCount).contains(typed.count) else { return nil }
    let completions = words.filter { $0.utf8.starts(with: typed) }
    if completions.count == 1 { return completions.first }
    let distances = words.map { (word: $0, distance: Spelling.editDistance(typed, Array($0.utf8))) }
    let nearest = distances.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(1, typed.count / 3) else { return nil }
    return nearest.word
  }
}
