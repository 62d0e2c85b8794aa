/// The old and the new path of a file as a header names them.
struct PathPair: Equatable {
  var old: [UInt8]
  var new: [UInt8]

  /// The most places at which a line of two paths with spaces is cut to see whether they agree.
  private static let maximumCutCount = 64

  /// The pair.
  init(old: [UInt8], new: [UInt8]) {
    self.old = old
    self.new = new
  }

  /// Reads the two paths of `diff --git a/old b/new`, prefixes included.
  ///
  /// Paths with spaces are not quoted, so where the second begins must be found: where both are the
  /// same, or the same after a prefix.
  init?(reading text: ArraySlice<UInt8>) {
    let quote = UInt8(ascii: "\"")
    let space = UInt8(ascii: " ")
    if text.first == quote {
      guard let (old, rest) = QuotedPath.unquote(text), rest.first == space else { return nil }
      let second = rest.dropFirst()
      if second.first == quote {
        guard let (new, end) = QuotedPath.unquote(second), end.isEmpty else { return nil }
        self.init(old: old, new: new)
      } else {
        self.init(old: old, new: Array(second))
      }
      return
    }
    if text.last == quote, let start = text.firstIndex(of: quote), text[..<start].last == space,
      let (new, end) = QuotedPath.unquote(text[start...]), end.isEmpty
    {
      self.init(old: Array(text[..<start].dropLast()), new: new)
      return
    }
    self.init(cutting: text)
  }

  private init?(cutting text: ArraySlice<UInt8>) {
    let space = UInt8(ascii: " ")
    let middle = text.startIndex + text.count / 2
    if text.count % 2 == 1, text[middle] == space {
      let pair = Self(old: Array(text[..<middle]), new: Array(text[(middle + 1)...]))
      if pair.old == pair.new || pair.hasLetterPrefixes,
        pair.old.dropFirst(2) == pair.new.dropFirst(2)
      {
        self = pair
        return
      }
    }
    let cuts = text.indices.lazy.filter { text[$0] == space }.prefix(Self.maximumCutCount)
    let pairs = cuts.map { Self(old: Array(text[..<$0]), new: Array(text[($0 + 1)...])) }
    guard let best = pairs.max(by: { $0.commonByteCount < $1.commonByteCount }) else { return nil }
    self = best
  }

  /// Reads `old and new`, as GNU diff writes in "Binary files old and new differ".
  init?(joinedByAnd text: ArraySlice<UInt8>) {
    let joint = Array(" and ".utf8)
    let cuts = text.indices.lazy.filter { text[$0] == joint[0] && text[$0...].starts(with: joint) }
    let pairs = cuts.prefix(Self.maximumCutCount).map { cut in
      Self(old: Array(text[..<cut]), new: Array(text[(cut + joint.count)...]))
    }
    guard let first = pairs.first else { return nil }
    self = pairs.reduce(first) { $1.commonByteCount > $0.commonByteCount ? $1 : $0 }
  }

  /// The pair without the prefixes that git adds: `a/` and `b/`, those of `diff.mnemonicPrefix`, or
  /// whatever differs before the same path.
  var withoutPrefixes: PathPair {
    if old == new { return self }
    if hasLetterPrefixes {
      return PathPair(old: Array(old.dropFirst(2)), new: Array(new.dropFirst(2)))
    }
    let count = commonByteCount
    guard count > 0 else { return self }
    return PathPair(old: Array(old.suffix(count)), new: Array(new.suffix(count)))
  }

  /// Whether the paths start with two different ones of the letters that git uses, and `/`.
  var hasLetterPrefixes: Bool {
    guard let oldLetter = Self.prefix(of: old), let newLetter = Self.prefix(of: new) else {
      return false
    }
    return oldLetter != newLetter
  }

  /// The letter of a prefix such as `a/`; `nil` if the path has none.
  static func prefix(of path: [UInt8]) -> UInt8? {
    guard path.count > 2, path[1] == UInt8(ascii: "/"), "abciow12".utf8.contains(path[0]) else {
      return nil
    }
    return path[0]
  }

  /// How many bytes the paths have in common at their ends, in whole parts.
  private var commonByteCount: Int {
    var count = 0
    var wholeCount = 0
    for (left, right) in zip(old.reversed(), new.reversed()) {
      guard left == right else { return wholeCount }
      if left == UInt8(ascii: "/") { wholeCount = count }
      count += 1
    }
    let slash = UInt8(ascii: "/")
    let isWhole = [old, new].allSatisfy { $0.count == count || $0[$0.count - count - 1] == slash }
    return isWhole ? count : wholeCount
  }
}
