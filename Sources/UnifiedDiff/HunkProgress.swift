/// How far a hunk has been read: the lines that are still to come, and their numbers.
///
/// Of a combined diff only the count of the result's lines is to be trusted: git leaves out some
/// removed lines that it counts in a parent (in 8 of 3,000 merges of git's own history, git 2.39). So
/// such a hunk may end without them.
struct HunkProgress {
  let hunk: PatchHunk

  /// Whether colours are taken out of the hunk's lines.
  var isColored: Bool

  private var oldLeft: [Int]
  private var newLeft: Int

  /// What a line of a hunk turns out to be.
  enum Step: Equatable {
    /// A line of a file, whose content starts after `markerCount` bytes.
    case line(PatchLine.Kind, markerCount: Int)
    /// A remark such as `\ No newline at end of file`.
    case remark
    /// No line of this hunk, which is as good as complete.
    case end
    /// No line of this hunk, which lacks some.
    case tooShort(PatchError.Side, found: Int, declared: Int)
    /// One line more than the hunk declares.
    case tooLong(PatchError.Side, declared: Int)
  }

  /// Starts before the hunk's first line.
  init(_ hunk: PatchHunk, isColored: Bool) {
    self.hunk = hunk
    self.isColored = isColored
    oldLeft = hunk.old.map(\.count)
    newLeft = hunk.new.count
  }

  /// Whether all lines that the hunk declares have been read.
  var isComplete: Bool { newLeft == 0 && oldLeft.allSatisfy { $0 == 0 } }

  /// What a hunk that is not complete lacks, given that it ends here.
  var shortage: Step {
    if newLeft == 0, oldLeft.count > 1 { return .end }
    if newLeft > 0 {
      return .tooShort(.new, found: hunk.new.count - newLeft, declared: hunk.new.count)
    }
    for (lines, left) in zip(hunk.old, oldLeft) where left > 0 {
      return .tooShort(.old, found: lines.count - left, declared: lines.count)
    }
    return .tooShort(.new, found: hunk.new.count, declared: hunk.new.count)
  }

  /// Reads the line that starts with `text`, and counts it.
  ///
  /// A line without its markers is an empty one that has lost its white space on the way.
  mutating func read(_ text: Span<UInt8>) -> Step {
    let parentCount = oldLeft.count
    if parentCount == 1, text.count > 1 || text.count == 1 && text[0] != UInt8(ascii: "\r") {
      return readPlain(text[0])
    }
    if text.count > 0, text[0] == UInt8(ascii: "\\") { return .remark }
    var markerCount = 0
    var isAdded = false
    var isRemoved = false
    while markerCount < min(parentCount, text.count) {
      switch text[markerCount] {
      case UInt8(ascii: "+"): isAdded = true
      case UInt8(ascii: "-"): isRemoved = true
      case UInt8(ascii: " "): break
      case UInt8(ascii: "\r") where markerCount == text.count - 1:
        return readCombined(text, markerCount, isAdded, isRemoved)
      default: return shortage
      }
      markerCount += 1
    }
    return readCombined(text, markerCount, isAdded, isRemoved)
  }

  private mutating func readPlain(_ marker: UInt8) -> Step {
    switch marker {
    case UInt8(ascii: "+"):
      guard newLeft > 0 else { return .tooLong(.new, declared: hunk.new.count) }
      return .line(.added(line: countNew()), markerCount: 1)
    case UInt8(ascii: "-"):
      guard oldLeft[0] > 0 else { return .tooLong(.old, declared: hunk.old[0].count) }
      return .line(.removed(line: countOld(0)), markerCount: 1)
    case UInt8(ascii: " "):
      guard newLeft > 0 else { return .tooLong(.new, declared: hunk.new.count) }
      guard oldLeft[0] > 0 else { return .tooLong(.old, declared: hunk.old[0].count) }
      _ = countOld(0)
      return .line(.context(line: countNew()), markerCount: 1)
    case UInt8(ascii: "\\"): return .remark
    default: return shortage
    }
  }

  /// Counts a line with a marker for each parent; markers that are not there are spaces.
  ///
  /// A line with `-` was in the parents so marked and is not in the result; any other is in the result
  /// and in the parents marked with a space. Format: `git-diff(1)`, "combined diff format".
  private mutating func readCombined(
    _ text: Span<UInt8>,
    _ markerCount: Int,
    _ isAdded: Bool,
    _ isRemoved: Bool
  ) -> Step {
    if !isRemoved, newLeft == 0 { return shortage }
    func isInParent(_ parent: Int) -> Bool {
      let marker = parent < markerCount ? text[parent] : UInt8(ascii: " ")
      return marker == (isRemoved ? UInt8(ascii: "-") : UInt8(ascii: " "))
    }
    for parent in oldLeft.indices where isInParent(parent) && oldLeft[parent] == 0 {
      return .tooLong(.old, declared: hunk.old[parent].count)
    }
    var removedLine: Int?
    for parent in oldLeft.indices where isInParent(parent) {
      let line = countOld(parent)
      removedLine = removedLine ?? line
    }
    if isRemoved, let removedLine {
      return .line(.removed(line: removedLine), markerCount: markerCount)
    }
    let line = countNew()
    return .line(isAdded ? .added(line: line) : .context(line: line), markerCount: markerCount)
  }

  /// Counts a line of the new file, and gives its number.
  private mutating func countNew() -> Int {
    defer { newLeft -= 1 }
    return hunk.new.start + hunk.new.count - newLeft
  }

  /// Counts a line of an old file, and gives its number.
  private mutating func countOld(_ parent: Int) -> Int {
    defer { oldLeft[parent] -= 1 }
    return hunk.old[parent].start + hunk.old[parent].count - oldLeft[parent]
  }
}
