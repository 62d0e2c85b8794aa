/// What people write where a key goes.
enum PlaceholderWords {
  /// How many characters of the body in `range` belong to words of the list, and, if asked, to runs
  /// and sequences of three and more (`xxx`, `abc`, `321`).
  ///
  /// - Complexity: O(n) in the body's length, times the few words that start with one letter.
  static func coverage(
    of range: Range<Int>,
    in bytes: Span<UInt8>,
    countsSequences: Bool
  ) -> Int {
    // best[i]: the most characters that can be covered among the first i.
    var best = [Int](repeating: 0, count: range.count + 1)
    for start in 0..<range.count {
      best[start + 1] = max(best[start + 1], best[start])
      let rest = range.lowerBound + start..<range.upperBound
      for word in words(startingWith: bytes[rest.lowerBound]) where stands(word, at: rest, bytes) {
        // Two letters stand in many a word; they count only where they are one.
        if word.count == 2, !isAlone(rest.lowerBound..<rest.lowerBound + 2, of: range, bytes) {
          continue
        }
        best[start + word.count] = max(best[start + word.count], best[start] + word.count)
      }
      let sequence = countsSequences ? sequenceLength(rest, bytes) : 0
      if sequence >= 3 {
        for length in 3...sequence {
          best[start + length] = max(best[start + length], best[start] + length)
        }
      }
    }
    return best[range.count]
  }

  /// Whether `word` stands at the start of `rest`, in any case.
  private static func stands(_ word: [UInt8], at rest: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard word.count <= rest.count else { return false }
    for index in word.indices where bytes[rest.lowerBound + index] | 0x20 != word[index] {
      return false
    }
    return true
  }

  /// How many characters from the start of `rest` on are each the same as, one more or one less than
  /// the one before, always the same way; 1 for none.
  private static func sequenceLength(_ rest: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    func letter(_ index: Int) -> Int {
      let byte = bytes[rest.lowerBound + index]
      return isSeparator(byte) ? -index * 1_000 : Int(byte | 0x20)
    }
    guard rest.count >= 2 else { return 1 }
    let step = letter(1) - letter(0)
    guard (-1...1).contains(step) else { return 1 }
    var length = 2
    while length < rest.count, letter(length) - letter(length - 1) == step { length += 1 }
    return length
  }

  /// Whether a place in the body `whole` has a separator or the body's end on both sides.
  private static func isAlone(
    _ place: Range<Int>,
    of whole: Range<Int>,
    _ bytes: Span<UInt8>
  ) -> Bool {
    (place.lowerBound == whole.lowerBound || isSeparator(bytes[place.lowerBound - 1]))
      && (place.upperBound == whole.upperBound || isSeparator(bytes[place.upperBound]))
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// The words of the list that start with the letter `byte`, in any case.
  private static func words(startingWith byte: UInt8) -> [[UInt8]] {
    let index = Int(byte | 0x20) - Int(UInt8(ascii: "a"))
    return byte >= UInt8(ascii: "A") && (0..<26).contains(index) ? wordsByLetter[index] : []
  }

  /// The words that start with each letter from `a` to `z`.
  private static let wordsByLetter: [[[UInt8]]] = {
    let words = """
      your my our the this is not real insert replace enter paste put add some change changeme me
      with here goes example sample test testing tests dummy fake placeholder redacted hidden masked
      secret token key keys api apikey vectara personal query index serving service customer account
      corpus id value string number name bearer auth default demo todo tbd none null empty undefined
      invalid valid only random generated public private dev prod staging local env variable var
      foo bar baz qux asdf qwerty super long very etc and or of for to from in on at
      """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).map { letter in
      words.filter { $0.first == letter }
    }
  }()
}
