/// What people write where a key goes.
enum PlaceholderWords {
  /// How many characters of the body in `range` belong to words of the list, and, if asked, to runs
  /// and sequences of three and more (`xxx`, `abc`, `321`).
  ///
  /// - Complexity: O(n) in the body's length, times the length of the longest word.
  static func coverage(
    of range: Range<Int>, in bytes: Span<UInt8>, countsSequences: Bool
  ) -> Int {
    let body = range.map { lowerCased(bytes[$0]) }
    // best[i]: the most characters that can be covered among the first i.
    var best = [Int](repeating: 0, count: body.count + 1)
    for end in 0..<body.count {
      best[end + 1] = max(best[end + 1], best[end])
      for length in 2...maximumWordLength where length <= end + 1 {
        let start = end + 1 - length
        let piece = body[start...end]
        // Two letters stand in many a word; they count only where they are one.
        let isWord = words.contains(Array(piece)) && (length > 2 || isAlone(start...end, in: body))
        if isWord || countsSequences && length >= 3 && isSequence(piece) {
          best[end + 1] = max(best[end + 1], best[start] + length)
        }
      }
    }
    return best[body.count]
  }

  private static func lowerCased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether a place in `body` has a separator or the body's end on both sides.
  private static func isAlone(_ place: ClosedRange<Int>, in body: [UInt8]) -> Bool {
    let before = place.lowerBound == 0 ? nil : body[place.lowerBound - 1]
    let after = place.upperBound == body.count - 1 ? nil : body[place.upperBound + 1]
    return [before, after].allSatisfy { $0 == nil || isSeparator($0) }
  }

  private static func isSeparator(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// Whether each character is the same, one more or one less than the one before, all the way.
  private static func isSequence(_ piece: ArraySlice<UInt8>) -> Bool {
    let steps = Set(zip(piece, piece.dropFirst()).map { Int($1) - Int($0) })
    return steps.count == 1 && steps.isSubset(of: [-1, 0, 1])
      && !piece.contains(where: isSeparator)
  }

  private static let maximumWordLength = words.map(\.count).max() ?? 2

  private static let words = Set(
    """
    your my our the this is not real insert replace enter paste put add some change changeme me
    with here goes example sample test testing tests dummy fake placeholder redacted hidden masked
    secret token key keys api apikey vectara personal query index serving service customer account
    corpus id value string number name bearer auth default demo todo tbd none null empty undefined
    invalid valid only random generated public private dev prod staging local env variable var
    foo bar baz qux asdf qwerty super long very etc and or of for to from in on at
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
}
