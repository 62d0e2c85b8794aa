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
    let distances = words.map { (word: $0, distance: editDistance(typed, Array($0.utf8))) }
    let nearest = distances.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(1, typed.count / 3) else { return nil }
    return nearest.word
  }

  /// How many bytes must be inserted, removed, replaced or swapped with their neighbour.
  ///
  /// The optimal string alignment distance; three rows of its matrix are kept.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replacement = previous[column] + (byte == other ? 0 : 1)
        var best = min(current[column] + 1, previous[column + 1] + 1, replacement)
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
