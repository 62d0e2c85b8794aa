/// Finds the word that was probably meant.
package enum Spelling {
  /// The most edits between a word and the one suggested for it.
  private static let maximumDistance = 2

  /// The word of `known` nearest to `word`; `nil` if none is near.
  ///
  /// Near are words at most two edits away, and fewer than their length: an edit adds, drops or
  /// changes a character, or swaps two neighbours. Of equally near ones the first is taken.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let wanted = Array(word.utf8.prefix(65))
    guard wanted.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let letters = Array(candidate.utf8)
      let distance = editDistance(wanted, letters)
      let limit = min(maximumDistance, letters.count - 1)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// The number of edits from one text to the other (optimal string alignment).
  package static func editDistance(_ from: [UInt8], _ to: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...to.count)
    for row in from.indices {
      var current = [row + 1]
      for column in to.indices {
        let isSame = from[row] == to[column]
        var distance = min(
          last[column] + (isSame ? 0 : 1),
          last[column + 1] + 1,
          current[column] + 1
        )
        if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current.append(distance)
      }
      beforeLast = last
      last = current
    }
    return last[to.count]
  }
}
