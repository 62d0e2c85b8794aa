internal import ByteSearch

/// Reads patch text that comes in chunks of any size, in bounded memory.
///
/// It reads unified diffs as git, GNU diff, Mercurial and Subversion write them, combined diffs, mails
/// and mailboxes of patches, and what `git show` and `git log -p` say around them. Everything in the
/// input goes to the consumer, line by line; what is no patch goes there as text. The same input gives
/// the same calls, however it is cut.
///
///     var reader = PatchReader()
///     while let chunk = next() { reader.read(chunk, into: &consumer) }
///     reader.finish(into: &consumer)
package struct PatchReader {
  /// The most bytes of a line, its markers included, that a consumer gets at once.
  package static let pieceByteCount = 1 << 16

  /// The start of a piece whose end has not come yet; at most `pieceByteCount` bytes.
  private var pending: [UInt8] = []

  /// Whether `pending` starts a line.
  private var isAtLineStart = true

  private var parser = PatchParser()

  /// How many bytes wait for the end of their piece.
  var pendingByteCount: Int { pending.count }

  /// Starts before the first byte of a patch.
  package init() {}

  /// Reads on.
  ///
  /// - Parameters:
  ///   - chunk: The bytes that follow those read so far.
  ///   - consumer: Takes what can be said now.
  package mutating func read(_ chunk: Span<UInt8>, into consumer: inout some PatchConsumer) {
    let newline = UInt8(ascii: "\n")
    var start = 0
    while start < chunk.count {
      let room = Self.pieceByteCount - pending.count
      let limit = min(chunk.count, start + room + 1)
      if let end = chunk.firstIndex(of: newline, in: start..<limit) {
        send(chunk.extracting(start..<end), isEnd: true, into: &consumer)
        start = end + 1
      } else if limit - start > room {
        send(chunk.extracting(start..<start + room), isEnd: false, into: &consumer)
        start += room
      } else {
        pending.append(chunk.extracting(start..<limit))
        start = limit
      }
    }
  }

  /// Ends the patch: the last line may lack its `\n`, and the last hunk lines that it declares.
  package mutating func finish(into consumer: inout some PatchConsumer) {
    if !pending.isEmpty || !isAtLineStart { send([UInt8]().span, isEnd: true, into: &consumer) }
    parser.finish(into: &consumer)
    self = PatchReader()
  }

  /// Sends a piece of a line to the parser: what is pending, and then `bytes`.
  private mutating func send(
    _ bytes: Span<UInt8>,
    isEnd: Bool,
    into consumer: inout some PatchConsumer
  ) {
    if pending.isEmpty {
      parser.take(bytes, isStart: isAtLineStart, isEnd: isEnd, into: &consumer)
    } else {
      // The piece is taken out while the parser changes, and its memory put back.
      var piece: [UInt8] = []
      swap(&piece, &pending)
      piece.append(bytes)
      parser.take(piece.span, isStart: isAtLineStart, isEnd: isEnd, into: &consumer)
      piece.removeAll(keepingCapacity: true)
      swap(&piece, &pending)
    }
    isAtLineStart = isEnd
  }
}
