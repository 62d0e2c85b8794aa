internal import ByteSearch
internal import Decoding
internal import ScanModel
internal import Suppression

/// Searches the containers that stand in base64 in one content, while that comes in.
///
/// They are taken apart as contents that are containers are, one after the other, with one budget for
/// all that a content has. A container lasts from its first character to the end of its text, or to the
/// start of another that is certainly one; so no byte of a content is looked at twice.
struct EncodedContainers {
  /// The container that is open.
  private var open: (stream: EncodedContainerStream, startOffset: Int)?

  /// Whether none has been opened in this content.
  private(set) var isUnused = true

  /// What was found in those that have been ended.
  private(set) var outcome = ContainerOutcome()

  /// Where containers stand whose entries hold keys, in order.
  private var carriers: [(range: ByteRange, keys: Set<Fingerprint>)] = []

  /// A part of the content, besides its bytes.
  struct Piece {
    /// The offset in the content of its first byte.
    let base: Int

    /// The containers that start where it was searched last.
    let starts: [EncodedContainer]

    /// What has counted lines up to there or less.
    let lines: LineCounter

    /// Whether the content ends with it.
    let isLast: Bool

    /// Whether marks allow what stands on their lines.
    let honorsAllowMarks: Bool
  }

  /// Takes the next bytes of the content.
  ///
  /// - Parameters:
  ///   - range: Where in `bytes` they are, which has what follows, as far as it was searched.
  ///   - bytes: The bytes of `piece`.
  ///   - piece: A part of the content.
  ///   - search: What searches containers.
  mutating func take(
    _ range: Range<Int>,
    of bytes: Span<UInt8>,
    _ piece: Piece,
    _ search: ContainerSearch
  ) {
    var lines = piece.lines
    var taken = range.lowerBound
    for start in piece.starts {
      feed(taken..<max(start.offset, taken), of: bytes, piece, search)
      taken = start.offset
      // What is in the middle of another's text may be a part of that.
      if open != nil, !start.isCertain { continue }
      let offset = piece.base + start.offset
      end(at: start.offset, of: bytes, piece, search)
      guard isUnused || !search.isStopped else { return }
      lines.advance(to: offset, in: bytes, base: piece.base)
      let place = lines.place(at: offset, in: bytes, base: piece.base)
      search.begin(
        start,
        at: ContentPath("base64@\(place.line):\(place.column)"),
        isFirst: isUnused
      )
      isUnused = false
      open = (EncodedContainerStream(start), offset)
    }
    feed(taken..<range.upperBound, of: bytes, piece, search)
    if piece.isLast { end(at: range.upperBound, of: bytes, piece, search) }
  }

  private mutating func feed(
    _ range: Range<Int>,
    of bytes: Span<UInt8>,
    _ piece: Piece,
    _ search: ContainerSearch
  ) {
    guard let stream = open?.stream else { return }
    var end = range.lowerBound
    if !search.isStopped {
      end += stream.decode(bytes.extracting(range)) { search.feed($0) }
    }
    if stream.isAtEnd || search.isStopped { self.end(at: end, of: bytes, piece, search) }
  }

  /// Ends the container that is open before offset `end` of a piece, if one is.
  private mutating func end(
    at end: Int,
    of bytes: Span<UInt8>,
    _ piece: Piece,
    _ search: ContainerSearch
  ) {
    guard let start = open?.startOffset, var found = close(search) else { return }
    if !found.list.findings.isEmpty {
      let keys = Set(found.list.findings.map(\.key.fingerprint))
      carriers.append((ByteRange(min(start, piece.base + end), piece.base + end), keys))
      if piece.honorsAllowMarks, Self.isAllowed(start - piece.base, end, in: bytes) {
        found.list.replaceEach { finding in
          var finding = finding
          finding.suppression = finding.suppression ?? SuppressionRecord(kind: .inline, reason: nil)
          return finding
        }
      }
    }
    outcome.add(found)
  }

  /// Whether a mark stands on the line on which a container's text starts, as far as that is at hand.
  ///
  /// The last line is not asked: the text of one that is not padded may seem to go on in a comment.
  private static func isAllowed(_ start: Int, _ end: Int, in bytes: Span<UInt8>) -> Bool {
    let first = min(max(start, 0), end)
    if bytes.count(of: 0x0A, in: first..<end) == 0 {
      return InlineMark.stands(onLineOf: ByteRange(first, end), in: bytes)
    }
    return start >= 0 && InlineMark.stands(onLineOf: ByteRange(start, start), in: bytes)
  }

  /// Ends the container that is open, if one is, because nothing more comes.
  mutating func end(_ search: ContainerSearch) {
    if let found = close(search) { outcome.add(found) }
  }

  /// Takes what was found in the container that is open.
  private mutating func close(_ search: ContainerSearch) -> ContainerOutcome? {
    guard let stream = open?.stream else { return nil }
    open = nil
    if !search.isStopped { stream.flush { search.feed($0) } }
    var found = search.end()
    let encodings = stream.encodings
    found.list.replaceEach { $0.decoded(from: encodings) }
    return found
  }

  /// Whether a finding in the content's own text is one of those in its containers: a key that stands
  /// in one as it is, not compressed.
  func hold(_ finding: Finding) -> Bool {
    guard let range = finding.location.range, !finding.location.encodings.isEmpty else {
      return false
    }
    let index = carriers.indices.partition { carriers[$0].range.upperBound > range.lowerBound }
    return index < carriers.count && carriers[index].range.overlaps(range)
      && carriers[index].keys.contains(finding.key.fingerprint)
  }
}

extension ContainerOutcome {
  /// Adds what was found in another container.
  fileprivate mutating func add(_ other: ContainerOutcome) {
    list.merge(other.list)
    coverage.merge(other.coverage)
    for problem in other.problems {
      if problems.count < EntryProblem.limit {
        problems.append(problem)
      } else {
        coverage.addUnlistedProblems(1)
      }
    }
  }
}
