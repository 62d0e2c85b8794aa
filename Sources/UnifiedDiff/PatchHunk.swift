/// The header of a hunk: which lines of the old files became which lines of the new one.
package struct PatchHunk: Hashable, Sendable {
  /// The lines of each old file: one in a plain diff, one for each parent in a combined diff.
  package let old: [Lines]

  /// The lines of the new file.
  package let new: Lines

  /// The header's line number in the patch text, counted from 1.
  package let patchLine: Int

  /// A run of lines.
  package struct Lines: Hashable, Sendable {
    /// The number of the first line, counted from 1; of the line before if there are none.
    package let start: Int

    /// The number of lines.
    package let count: Int

    /// Makes the run of `count` lines from `start` on.
    package init(start: Int, count: Int) {
      self.start = start
      self.count = count
    }
  }

  /// Describes a hunk.
  package init(old: [Lines], new: Lines, patchLine: Int) {
    self.old = old
    self.new = new
    self.patchLine = patchLine
  }
}

extension PatchHunk {
  /// The most parents that a combined diff may have; a merge of more is not known.
  static let maximumParentCount = 256

  /// Reads `@@ -1,2 +1,3 @@ heading`, or `@@@ -1,2 -1,2 +1,3 @@@ heading` for two parents.
  ///
  /// - Returns: The hunk; `nil` if `text` is no such header.
  init?(_ text: [UInt8], patchLine: Int) {
    let marker = text.prefix { $0 == UInt8(ascii: "@") }
    let parentCount = marker.count - 1
    guard (1...Self.maximumParentCount).contains(parentCount) else { return nil }
    var rest = text[marker.endIndex...]
    var old: [Lines] = []
    for _ in 0..<parentCount {
      guard let lines = Lines(reading: &rest, sign: UInt8(ascii: "-")) else { return nil }
      old.append(lines)
    }
    guard let new = Lines(reading: &rest, sign: UInt8(ascii: "+")),
      rest.popFirst() == UInt8(ascii: " "), rest.starts(with: marker)
    else { return nil }
    self.init(old: old, new: new, patchLine: patchLine)
  }
}

extension PatchHunk.Lines {
  /// Reads a space, `sign`, and `start[,count]` from the front of `text`.
  init?(reading text: inout ArraySlice<UInt8>, sign: UInt8) {
    guard text.popFirst() == UInt8(ascii: " "), text.popFirst() == sign,
      let start = Self.readNumber(&text)
    else { return nil }
    guard text.first == UInt8(ascii: ",") else {
      guard start > 0 else { return nil }
      self.init(start: start, count: 1)
      return
    }
    text.removeFirst()
    guard let count = Self.readNumber(&text) else { return nil }
    guard start > 0 || count == 0 else { return nil }
    self.init(start: start, count: count)
  }

  /// Reads a decimal number that leaves room for a sum of two.
  private static func readNumber(_ text: inout ArraySlice<UInt8>) -> Int? {
    var value = 0
    var digitCount = 0
    while let digit = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      text.removeFirst()
      digitCount += 1
      guard digitCount <= 18 else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return digitCount > 0 ? value : nil
  }
}
