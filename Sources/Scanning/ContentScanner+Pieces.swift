internal import ByteSearch
internal import Decoding
internal import Matching
internal import Posix
internal import ScanModel

/// What the buffer holds of a content that does not fit it.
struct ContentWindow {
  /// The bytes in the buffer.
  var filled: Int

  /// The offset in the content of the buffer's first byte.
  var base = 0

  /// The offset in the buffer up to which matches have been decided.
  var decided = 0

  /// Whether the content ends with what is in the buffer.
  var isAtEnd: Bool

  /// Whether the content has been looked at for what a container starts with.
  var isDetected = false

  /// Why the content cannot be read on.
  var failure: SystemError?
}

// MARK: - Contents that are read

extension ContentScanner {
  /// Searches a content piece by piece; the first `filled` bytes are in the buffer already.
  ///
  /// - Returns: Whether everything was searched; not so if the program was interrupted.
  /// - Throws: Why the content could not be read to its end; what was read has been searched.
  mutating func scanPieces(
    _ file: borrowing FileDescriptor,
    filled: Int,
    isSeekable: Bool
  ) throws(SystemError) -> Bool {
    var window = ContentWindow(filled: filled, isAtEnd: filled == 0)
    while true {
      let fedCount = window.filled
      fill(&window, from: file)
      if window.isDetected {
        feedContainer(fedCount..<window.filled)
      } else {
        openContainer(window, of: file, isSeekable: isSeekable)
        window.isDetected = true
      }
      let end = window.isAtEnd ? window.filled : window.filled - reach
      let base = window.base
      try search(window, upTo: end) { lines throws(SystemError) in
        try Self.count(&lines, of: file, to: base)
      }
      if let failure = window.failure { throw failure }
      if window.isAtEnd { return true }
      if Interrupt.caught != nil { return false }
      if isSeekable, openContainer == nil, try skipHole(&window, in: file) { continue }
      keepTail(&window, decidedUpTo: end, isSeekable: isSeekable)
    }
  }

  /// Starts to search the entries of a content, if its first bytes or its last tell that it has any.
  private mutating func openContainer(
    _ window: ContentWindow,
    of file: borrowing FileDescriptor,
    isSeekable: Bool
  ) {
    if window.isAtEnd { return openContainer(in: window.filled, tail: 0..<window.filled) }
    openContainer(in: window.filled, tail: nil)
    guard openContainer == nil, isSeekable, plan.containerLimits.depth > 0,
      let kind = Self.kind(byTailOf: file, longerThan: window.filled)
    else { return }
    if open(kind) != nil { feedContainer(0..<window.filled) }
  }

  /// The kind of container that a file's last bytes tell, if there are more than `byteCount`.
  static func kind(
    byTailOf file: borrowing FileDescriptor,
    longerThan byteCount: Int
  ) -> ContainerKind? {
    let tail = ReadBuffer(capacity: ContainerKind.tailByteCount)
    // What cannot be read is told of when it is reached.
    guard let size = try? file.status().byteCount, size > byteCount,
      let count = try? file.read(into: tail, position: size - tail.capacity, count: tail.capacity)
    else { return nil }
    return tail.withBytes(0..<count) { ContainerKind.detect(tail: $0) }
  }

  /// Fills the buffer, or reads to the content's end.
  ///
  /// A key before a place that cannot be read is a key all the same: the failure is kept for later.
  private func fill(_ window: inout ContentWindow, from file: borrowing FileDescriptor) {
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

  /// Searches what is not yet decided, up to offset `end` in the buffer, and drafts what is found.
  ///
  /// - Parameters:
  ///   - window: What the buffer holds.
  ///   - end: Up to where prefixes are decided.
  ///   - countLines: Counts the lines up to the buffer's start, if they have not been counted.
  /// - Throws: Why they cannot be; what has been found is kept, without its lines.
  private mutating func search<Failure>(
    _ window: ContentWindow,
    upTo end: Int,
    countLines: (inout LineCounter) throws(Failure) -> Void
  ) throws(Failure) {
    let matcher = plan.matcher
    buffer.withBytes(0..<window.filled) { bytes in
      matcher.search(
        bytes,
        starts: window.decided..<end,
        origin: window.base,
        into: &scratch
      )
    }
    coverage.byteCount += end - window.decided
    if window.base > lines.offset, !scratch.matches.isEmpty || !scratch.containers.isEmpty {
      do throws(Failure) {
        try countLines(&lines)
      } catch {
        lines.skip(to: window.base)
        draftBuffer(window.filled, base: window.base, endingBy: window.filled)
        throw error
      }
    }
    searchEncodedContainers(startingIn: window.decided..<end, window)
    // A match that runs past the end of decisions may overlap a surer one of the next piece.
    draftBuffer(
      window.filled,
      base: window.base,
      endingBy: window.isAtEnd ? window.filled : end
    )
  }

  /// Keeps the end of the buffer, on which the next matches depend, at its start.
  private mutating func keepTail(
    _ window: inout ContentWindow,
    decidedUpTo end: Int,
    isSeekable: Bool
  ) {
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
    _ window: inout ContentWindow,
    in file: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    guard scratch.matches.isEmpty, isAllZeros(window.filled) else { return false }
    let end = window.base + window.filled
    let data = try seekPastHole(of: file, from: end)
    guard data > end else { return false }
    try Self.count(&lines, of: file, to: end)
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

  /// Counts lines up to `end` in a content that has gone through the buffer, by reading it again.
  private static func count(
    _ lines: inout LineCounter,
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
}

// MARK: - Contents that are fed

extension ContentScanner {
  /// Searches on in a content that comes piece by piece, from elsewhere than a file.
  mutating func feed(_ bytes: Span<UInt8>) {
    var window = fed
    var taken = 0
    while taken < bytes.count {
      if window.filled == buffer.capacity {
        let end = window.filled - reach
        search(window, upTo: end) { _ in }
        keepTail(&window, decidedUpTo: end, isSeekable: false)
      }
      let count = buffer.fill(with: bytes.extracting(taken..<bytes.count), at: window.filled)
      window.filled += count
      if window.isDetected {
        openContainer?.feed(bytes.extracting(taken..<taken + count))
      } else if window.filled >= min(ContainerKind.headByteCount, buffer.capacity) {
        openContainer(in: window.filled, tail: nil)
        window.isDetected = true
      }
      taken += count
    }
    fed = window
  }

  /// Ends the content that has been fed.
  mutating func endFeed(path: ContentPath?) {
    var window = fed
    window.isAtEnd = true
    // A content that is still there as a whole can be looked at from its end, too.
    if openContainer == nil, window.base == 0 {
      openContainer(in: window.filled, tail: 0..<window.filled)
    }
    search(window, upTo: window.filled) { _ in }
    fed = ContentWindow(filled: 0, isAtEnd: false)
    finish(isInPath: false) { path }
  }
}
