/// Tells what each line of a patch is: the state between lines.
///
/// A line in a hunk is one of the file's whatever it looks like, until the hunk has all lines that its
/// header declares. A line outside hunks is a header if it fits those before it, and text otherwise.
struct PatchParser {
  /// The number of the line being read, from 1; before the first, 0.
  private var line = 0

  private var state = State.text

  /// The hunk being read or read last, of the file that was begun last.
  private var hunk: HunkProgress?

  /// The headers of the next file.
  private var draft: FileDraft?

  /// Whether a header of the file being read is coloured.
  private var isColored = false

  /// Lines that may be headers; what follows decides.
  private var held: [HeldLine] = []

  /// What the line being read is, for the rest of its pieces.
  private var kind = PatchLine.Kind.text

  /// The filter for the rest of a coloured line.
  private var filter: ColorFilter?

  private enum State {
    case text
    case hunk
    /// A hunk is complete.
    case afterHunk
    case binary(BinaryPatch)
  }

  private struct HeldLine {
    let number: Int
    let bytes: [UInt8]
  }

  /// Reads a piece of a line.
  ///
  /// - Parameters:
  ///   - bytes: The piece, without `\n`.
  ///   - isStart: Whether a line starts with it.
  ///   - isEnd: Whether the line ends with it.
  ///   - consumer: Takes what can be said now.
  mutating func take(
    _ bytes: Span<UInt8>,
    isStart: Bool,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) {
    guard isStart else {
      deliver(bytes, isEnd: isEnd, into: &consumer)
      return
    }
    line += 1
    filter = nil
    if line == 1 { checkEncoding(bytes, into: &consumer) }
    let isTaken: Bool
    switch state {
    case .text: isTaken = false
    case .hunk: isTaken = takeHunkLine(bytes, isEnd: isEnd, into: &consumer)
    case .afterHunk: isTaken = takeAfterHunk(bytes, isEnd: isEnd, into: &consumer)
    case .binary(let patch): isTaken = takeBinary(patch, bytes, isEnd: isEnd, into: &consumer)
    }
    if !isTaken { takeOutside(bytes, isEnd: isEnd, into: &consumer) }
  }

  /// Ends the patch.
  mutating func finish(into consumer: inout some PatchConsumer) {
    if case .hunk = state, let hunk { report(hunk.shortage, into: &consumer) }
    closeDraft(into: &consumer)
  }

  /// Delivers a piece of a line whose kind is known.
  private mutating func deliver(
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) {
    let line = PatchLine(kind: kind, patchLine: line)
    if let rest = filter?.filter(bytes, isEnd: isEnd) {
      consumer.take(line, rest.span, isContinued: !isEnd)
    } else {
      consumer.take(line, bytes, isContinued: !isEnd)
    }
  }

  private mutating func deliver(
    _ kind: PatchLine.Kind,
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) {
    self.kind = kind
    deliver(bytes, isEnd: isEnd, into: &consumer)
  }

  private func checkEncoding(_ bytes: Span<UInt8>, into consumer: inout some PatchConsumer) {
    guard bytes.count >= 2 else { return }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF): consumer.take(.encodedInUTF16)
    default: break
    }
  }
}

// MARK: - Hunks

extension PatchParser {
  /// Reads a line of a hunk; `false` if it is none.
  private mutating func takeHunkLine(
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) -> Bool {
    let colorCount = ColorFilter.byteCount(at: 0, in: bytes)
    let text = bytes.extracting(colorCount..<bytes.count)
    guard let step = hunk?.read(text) else { return false }
    switch step {
    case .line(let kind, let markerCount):
      if colorCount > 0 { hunk?.isColored = true }
      if hunk?.isColored == true { filter = ColorFilter() }
      if hunk?.isComplete == true { state = .afterHunk }
      let content = text.extracting(markerCount..<text.count)
      deliver(kind, content, isEnd: isEnd, into: &consumer)
      return true
    case .remark:
      deliver(.header, bytes, isEnd: isEnd, into: &consumer)
      return true
    case .end:
      state = .afterHunk
      return takeAfterHunk(bytes, isEnd: isEnd, into: &consumer)
    case .tooShort, .tooLong:
      report(step, into: &consumer)
      state = .text
      return false
    }
  }

  /// Reads a line after a complete hunk; `false` if it belongs to neither the hunk nor the file.
  private mutating func takeAfterHunk(
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) -> Bool {
    let colorCount = ColorFilter.byteCount(at: 0, in: bytes)
    let start = [UInt8](bytes.extracting(colorCount..<min(bytes.count, colorCount + 5)))
    if start.first == UInt8(ascii: "\\") {
      deliver(.header, bytes, isEnd: isEnd, into: &consumer)
      return true
    }
    state = .text
    if start.starts(with: "@@"), isEnd {
      return takeHunkHeader(HeaderLine(bytes), bytes, into: &consumer)
    }
    let isSignature = ["--", "-- ", "--\r", "-- \r"].contains { start.elementsEqual($0.utf8) }
    if !isSignature, !start.starts(with: "--- "), let hunk {
      switch start.first {
      case UInt8(ascii: "-"):
        report(.tooLong(.old, declared: hunk.hunk.old[0].count), into: &consumer)
      case UInt8(ascii: "+"), UInt8(ascii: " "):
        report(.tooLong(.new, declared: hunk.hunk.new.count), into: &consumer)
      default: break
      }
    }
    return false
  }

  /// Reads a line that starts as a hunk's header does; `false` if it is none.
  private mutating func takeHunkHeader(
    _ header: HeaderLine,
    _ bytes: Span<UInt8>,
    into consumer: inout some PatchConsumer
  ) -> Bool {
    guard let next = PatchHunk(header.text, patchLine: line) else {
      consumer.take(.malformedHunkHeader(line: line))
      return false
    }
    if let draft {
      release(as: .header, into: &consumer)
      consumer.begin(draft.change(before: next))
      self.draft = nil
    }
    deliver(.header, bytes, isEnd: true, into: &consumer)
    consumer.begin(next)
    isColored = isColored || header.isColored
    let progress = HunkProgress(next, isColored: isColored)
    state = progress.isComplete ? .afterHunk : .hunk
    hunk = progress
    return true
  }

  /// Reports what is wrong with the hunk being read.
  private func report(_ step: HunkProgress.Step, into consumer: inout some PatchConsumer) {
    guard let hunkLine = hunk?.hunk.patchLine else { return }
    switch step {
    case .tooShort(let side, let found, let declared):
      consumer.take(
        .hunkTooShort(
          line: line,
          hunkLine: hunkLine,
          side: side,
          found: found,
          declared: declared
        )
      )
    case .tooLong(let side, let declared):
      consumer.take(.hunkTooLong(line: line, hunkLine: hunkLine, side: side, declared: declared))
    case .line, .remark, .end: break
    }
  }
}

// MARK: - Headers and text

extension PatchParser {
  private mutating func takeBinary(
    _ patch: BinaryPatch,
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) -> Bool {
    var patch = patch
    guard isEnd, patch.take(bytes) else {
      state = .text
      return false
    }
    state = .binary(patch)
    deliver(.header, bytes, isEnd: true, into: &consumer)
    return true
  }

  /// Reads a line outside hunks.
  private mutating func takeOutside(
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) {
    guard isEnd else {
      closeDraft(into: &consumer)
      deliver(.text, bytes, isEnd: false, into: &consumer)
      return
    }
    let header = HeaderLine(bytes)
    if draft != nil, takeNextHeader(header, bytes, into: &consumer) { return }
    closeDraft(into: &consumer)
    draft = FileDraft(header.text, patchLine: line)
    if draft == nil {
      checkMailEncoding(header.text, into: &consumer)
      deliver(.text, bytes, isEnd: true, into: &consumer)
    } else {
      isColored = header.isColored
      keep(bytes, into: &consumer)
    }
  }

  /// Reads a line after a header; `false` if it does not belong to the same file.
  private mutating func takeNextHeader(
    _ header: HeaderLine,
    _ bytes: Span<UInt8>,
    into consumer: inout some PatchConsumer
  ) -> Bool {
    guard let draft else { return false }
    if draft.mayHaveHunks, header.text.starts(with: "@@") {
      return takeHunkHeader(header, bytes, into: &consumer)
    }
    if draft.isContinued(by: header.text) {
      release(as: .header, into: &consumer)
      self.draft = nil
      return false
    }
    guard self.draft?.take(header.text) == true else { return false }
    isColored = isColored || header.isColored
    keep(bytes, into: &consumer)
    if self.draft?.startsBinaryPatch == true {
      closeDraft(into: &consumer)
      state = .binary(BinaryPatch())
    }
    return true
  }

  /// Delivers a header of the draft, or holds it until it is sure that it is one.
  private mutating func keep(_ bytes: Span<UInt8>, into consumer: inout some PatchConsumer) {
    if draft?.isConfirmed == true {
      release(as: .header, into: &consumer)
      deliver(.header, bytes, isEnd: true, into: &consumer)
    } else {
      held.append(HeldLine(number: line, bytes: [UInt8](bytes)))
    }
  }

  /// Delivers the lines held.
  private mutating func release(
    as kind: PatchLine.Kind,
    into consumer: inout some PatchConsumer
  ) {
    for line in held {
      consumer.take(
        PatchLine(kind: kind, patchLine: line.number),
        line.bytes.span,
        isContinued: false
      )
    }
    held.removeAll()
  }

  /// Ends the headers of a file that has no hunks, or finds that they were none.
  private mutating func closeDraft(into consumer: inout some PatchConsumer) {
    guard let draft else { return }
    release(as: draft.isConfirmed ? .header : .text, into: &consumer)
    if draft.isConfirmed { consumer.begin(draft.change(before: nil)) }
    self.draft = nil
  }

  /// Notices a mail whose body is not the text that it stands for.
  private func checkMailEncoding(_ text: [UInt8], into consumer: inout some PatchConsumer) {
    guard text.first == UInt8(ascii: "C") || text.first == UInt8(ascii: "c"), text.count < 100
    else { return }
    let header = String(decoding: text, as: UTF8.self).lowercased()
    guard header.starts(with: "content-transfer-encoding:") else { return }
    for encoding in [PatchError.MailEncoding.base64, .quotedPrintable]
    where header.contains(encoding.rawValue) {
      consumer.take(.encodedMail(line: line, encoding: encoding))
    }
  }
}
