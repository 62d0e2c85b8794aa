internal import ByteSearch
internal import Matching
internal import Posix
internal import ScanModel
internal import Suppression
internal import Walking

/// Searches contents one after the other: one worker's buffers and results.
///
/// A content that fits the buffer is read and searched in one go. A longer one goes through it piece
/// by piece:
///
///     buffer   [ kept from before | undecided | newly read          ]
///                                 ^ decided                 ^ end of this piece's decisions
///
/// A match is decided in the piece that has its prefix before the end of decisions, with `reach` bytes
/// on either side of it in the buffer; so each is found once, and judged as if all were in memory.
struct ContentScanner: ~Copyable {
  let plan: ScanPlan
  var coverage = Coverage()
  var list = FindingList()

  private let buffer: ReadBuffer
  private var scratch = MatchScratch()
  private var findings = ContentFindings()
  private var lines = LineCounter()

  /// The size of a worker's buffer, in bytes.
  static let bufferByteCount = 1 << 20

  /// How many bytes around a match are kept at hand.
  private let reach: Int

  /// Makes a worker's scanner.
  init(plan: ScanPlan, bufferByteCount: Int = ContentScanner.bufferByteCount) {
    self.plan = plan
    reach = max(InlineMark.reach, Matcher.maximumLookbehind) + plan.matcher.maximumLookahead
    buffer = ReadBuffer(capacity: max(bufferByteCount, 4 * reach))
  }

  /// Searches everything that `file` gives from where it stands.
  ///
  /// - Parameters:
  ///   - file: What to read; at its start.
  ///   - trustsShortReads: Whether a read that gives less than asked for has reached the end.
  ///   - isSeekable: Whether what has been read can be read again, to count its lines.
  ///   - path: The content's name, asked for only if there is something to say; `nil` for none.
  mutating func scan(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    isSeekable: Bool,
    path: () -> ContentPath?
  ) {
    do throws(SystemError) {
      let count = try file.read(into: buffer, at: 0)
      if trustsShortReads, count < buffer.capacity {
        searchWhole(count)
        coverage.fileCount += 1
      } else if try scanPieces(file, filled: count, isSeekable: isSeekable) {
        coverage.fileCount += 1
      }
    } catch {
      // The summary says that the run was interrupted; the file is not to blame.
      if error.isInterruption, Interrupt.caught != nil {
        return finish(isInPath: false, path: path)
      }
      coverage.addProblem(
        ScanProblem(path: path(), operation: .read, cause: error.description)
      )
    }
    finish(isInPath: false, path: path)
  }

  /// Searches a content that is in memory.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, isInPath: Bool, path: ContentPath?) {
    plan.matcher.search(bytes, starts: start..<bytes.count, into: &scratch)
    draft(in: bytes, base: 0)
    finish(isInPath: isInPath) { path }
  }

  /// Whether `names` holds a rule's prefix.
  func mayHoldKey(_ names: Span<UInt8>) -> Bool { plan.matcher.mayMatch(names) }

  /// Searches the first `count` bytes of the buffer, which are the whole content.
  private mutating func searchWhole(_ count: Int) {
    coverage.byteCount += count
    let matcher = plan.matcher
    buffer.withBytes(0..<count) { bytes in
      matcher.search(bytes, starts: 0..<count, into: &scratch)
    }
    draftBuffer(count, base: 0, endingBy: count)
  }

  /// Searches a content piece by piece; the first `filled` bytes are in the buffer already.
  ///
  /// - Returns: Whether everything was searched; not so if the program was interrupted.
  /// - Throws: Why the content could not be read to its end; what was read has been searched.
  private mutating func scanPieces(
    _ file: borrowing FileDescriptor,
    filled: Int,
    isSeekable: Bool
  ) throws(SystemError) -> Bool {
    var window = Window(filled: filled, isAtEnd: filled == 0)
    while true {
      fill(&window, from: file)
      let end = window.isAtEnd ? window.filled : window.filled - reach
      try search(window, upTo: end, of: file, isSeekable: isSeekable)
      if let failure = window.failure { throw failure }
      if window.isAtEnd { return true }
      if Interrupt.caught != nil { return false }
      if isSeekable, try skipHole(&window, in: file) { continue }
      keepTail(&window, decidedUpTo: end, isSeekable: isSeekable)
    }
  }

  /// What the buffer holds of a longer content.
  private struct Window {
    /// The bytes in the buffer.
    var filled: Int

    /// The offset in the content of the buffer's first byte.
    var base = 0

    /// The offset in the buffer up to which matches have been decided.
    var decided = 0

    /// Whether the content ends with what is in the buffer.
    var isAtEnd: Bool

    /// Why the content cannot be read on.
    var failure: SystemError?
  }

  /// Fills the buffer, or reads to the content's end.
  ///
  /// A key before a place that cannot be read is a key all the same: the failure is kept for later.
  private func fill(_ window: inout Window, from file: borrowing FileDescriptor) {
    do throws(SystemError) {
      while !window.isAtEnd, window.filled < buffer.capacity {
        let count = try file.read(into: buffer, at: window.filled)
        window.filled += count
        window.isAtEnd = count == 0
      }
    } catch {
      window.failure = error
      window.isAtEnd = true
    }
  }

  /// Searches what is not yet decided, up to offset `end` in the buffer.
  private mutating func search(
    _ window: Window,
    upTo end: Int,
    of file: borrowing FileDescriptor,
    isSeekable: Bool
  ) throws(SystemError) {
    let matcher = plan.matcher
    buffer.withBytes(0..<window.filled) { bytes in
      matcher.search(bytes, starts: window.decided..<end, into: &scratch)
    }
    coverage.byteCount += end - window.decided
    if isSeekable, window.base > lines.offset, !scratch.matches.isEmpty {
      do throws(SystemError) {
        try countLines(of: file, to: window.base)
      } catch {
        // What has been found is kept, without its lines.
        lines.skip(to: window.base)
        draftBuffer(window.filled, base: window.base, endingBy: window.filled)
        throw error
      }
    }
    // A match that runs past the end of decisions may overlap a surer one of the next piece.
    draftBuffer(
      window.filled,
      base: window.base,
      endingBy: window.isAtEnd ? window.filled : end
    )
  }

  /// Keeps the end of the buffer, on which the next matches depend, at its start.
  private mutating func keepTail(_ window: inout Window, decidedUpTo end: Int, isSeekable: Bool) {
    let kept = max(end - reach, 0)
    if !isSeekable { countLinesInBuffer(to: kept, window.filled, base: window.base) }
    buffer.moveToStart(kept..<window.filled)
    scratch.countMatches(from: kept)
    window.base += kept
    window.decided = end - kept
    window.filled -= kept
  }

  /// Goes on behind a hole that the file has after a buffer of zeros: they hold no key and end any.
  ///
  /// - Returns: Whether there was one; the window is empty then.
  private mutating func skipHole(
    _ window: inout Window,
    in file: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    guard scratch.matches.isEmpty, isAllZeros(window.filled) else { return false }
    let end = window.base + window.filled
    let data = try seekPastHole(of: file, from: end)
    guard data > end else { return false }
    try countLines(of: file, to: end)
    lines.skip(to: data)
    window.base = data
    window.filled = 0
    window.decided = 0
    return true
  }

  /// Whether the first `count` bytes of the buffer are zeros: looked at from the end, where a buffer
  /// of text has none.
  private func isAllZeros(_ count: Int) -> Bool {
    buffer.withBytes(0..<count) { bytes in
      bytes[count - 1] == 0 && bytes.count(of: 0, in: 0..<count) == count
    }
  }

  /// Where the file's next data is, its reading moved there; `offset` if the file cannot tell.
  private func seekPastHole(
    of file: borrowing FileDescriptor,
    from offset: Int
  ) throws(SystemError) -> Int {
    // No data after `offset`: the file ends in a hole. Its last byte is read, and then its end.
    let size = try file.status().byteCount
    let data = try file.seekData(from: offset) ?? max(size - 1, offset)
    return try file.seek(to: data)
  }

  /// Drafts the matches up to `end` in the first `count` bytes of the buffer, which are the content's
  /// part from `base` on.
  private mutating func draftBuffer(_ count: Int, base: Int, endingBy end: Int) {
    let matches = scratch.takeMatches(endingBy: end)
    if matches.isEmpty { return }
    // The buffer is lent while the scanner changes; what changes is taken out for that time.
    var lines = lines
    var findings = findings
    let plan = plan
    buffer.withBytes(0..<count) { bytes in
      Self.draft(matches, in: bytes, base: base, plan, &lines, &findings)
    }
    self.lines = lines
    self.findings = findings
  }

  private mutating func draft(in bytes: Span<UInt8>, base: Int) {
    let matches = scratch.takeMatches(endingBy: bytes.count)
    Self.draft(matches, in: bytes, base: base, plan, &lines, &findings)
  }

  private static func draft(
    _ matches: [Match],
    in bytes: Span<UInt8>,
    base: Int,
    _ plan: ScanPlan,
    _ lines: inout LineCounter,
    _ findings: inout ContentFindings
  ) {
    for match in matches {
      lines.advance(to: base + match.range.lowerBound, in: bytes, base: base)
      findings.add(match, in: bytes, base: base, at: lines.place, plan: plan)
    }
  }

  /// Counts lines up to `end` in a content that has gone through the buffer, by reading it again.
  private mutating func countLines(
    of file: borrowing FileDescriptor,
    to end: Int
  ) throws(SystemError) {
    let again = ReadBuffer(capacity: 1 << 16)
    while lines.offset < end {
      let base = lines.offset
      let count = try file.read(
        into: again,
        position: base,
        count: min(end - base, again.capacity)
      )
      // A file that has shrunk since: its lines are those that are left.
      guard count > 0 else { return lines.skip(to: end) }
      again.withBytes(0..<count) { bytes in
        lines.advance(to: base + count, in: bytes, base: base)
      }
    }
  }

  /// Counts lines up to offset `end` in the buffer, before that part of it goes.
  private mutating func countLinesInBuffer(to end: Int, _ filled: Int, base: Int) {
    var lines = lines
    buffer.withBytes(0..<filled) { bytes in
      lines.advance(to: base + end, in: bytes, base: base)
    }
    self.lines = lines
  }

  /// Turns the drafts of a content into findings, and starts anew.
  private mutating func finish(isInPath: Bool, path: () -> ContentPath?) {
    if !findings.isEmpty {
      findings.finish(
        path: path(),
        isInPath: isInPath,
        wordsSeen: scratch.wordsSeen,
        plan: plan,
        into: &list
      )
      findings.reset()
    }
    scratch.reset()
    lines = LineCounter()
  }
}

extension ContentScanner: TreeVisitor {
  mutating func visit(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    path: () -> ContentPath
  ) {
    scan(file, trustsShortReads: trustsShortReads, isSeekable: true, path: path)
  }

  mutating func visitName(of path: ContentPath, from start: Int) {
    scan(path.bytes.span, from: start, isInPath: true, path: path)
  }
}
