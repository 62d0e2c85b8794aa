internal import Decoding
internal import ScanModel

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

  /// Takes the next bytes of the content.
  ///
  /// - Parameters:
  ///   - range: Where in `bytes` they are.
  ///   - bytes: A part of the content, with what follows `range` as far as containers were looked for.
  ///   - base: The offset in the content of the first of `bytes`.
  ///   - starts: The containers that start in `range`.
  ///   - lines: What has counted lines up to `range` or less.
  ///   - search: What searches containers.
  mutating func take(
    _ range: Range<Int>,
    of bytes: Span<UInt8>,
    base: Int,
    starts: [EncodedContainer],
    lines: LineCounter,
    _ search: ContainerSearch
  ) {
    var lines = lines
    var taken = range.lowerBound
    for start in starts {
      feed(taken..<max(start.offset, taken), of: bytes, base: base, search)
      taken = start.offset
      // What is in the middle of another's text may be a part of that.
      if open != nil, !start.isCertain { continue }
      end(at: base + start.offset, search)
      guard isUnused || !search.isStopped else { return }
      lines.advance(to: base + start.offset, in: bytes, base: base)
      let place = lines.place(at: base + start.offset, in: bytes, base: base)
      begin(start, at: place, base: base, search)
    }
    feed(taken..<range.upperBound, of: bytes, base: base, search)
  }

  private mutating func begin(
    _ container: EncodedContainer,
    at place: LineColumn,
    base: Int,
    _ search: ContainerSearch
  ) {
    search.begin(
      container,
      at: ContentPath("base64@\(place.line):\(place.column)"),
      isFirst: isUnused
    )
    isUnused = false
    open = (EncodedContainerStream(container), base + container.offset)
  }

  private mutating func feed(
    _ range: Range<Int>,
    of bytes: Span<UInt8>,
    base: Int,
    _ search: ContainerSearch
  ) {
    guard let stream = open?.stream else { return }
    var taken = 0
    if !search.isStopped {
      taken = stream.decode(bytes.extracting(range)) { search.feed($0) }
    }
    if stream.isAtEnd || search.isStopped { end(at: base + range.lowerBound + taken, search) }
  }

  /// Ends the container that is open at the content's offset `offset`, at the latest.
  mutating func end(at offset: Int, _ search: ContainerSearch) {
    guard let (stream, start) = open else { return }
    open = nil
    if !search.isStopped { stream.flush { search.feed($0) } }
    let found = search.end()
    if !found.list.findings.isEmpty {
      let keys = Set(found.list.findings.map(\.key.fingerprint))
      carriers.append((ByteRange(start, max(offset, start)), keys))
    }
    outcome.add(found, decoding: stream.encodings)
  }

  /// Whether a finding in the content's own text is one of those in its containers: a key that stands
  /// in one as it is, not compressed.
  func hold(_ finding: Finding) -> Bool {
    guard let range = finding.location.range, !finding.location.encodings.isEmpty else {
      return false
    }
    var (low, high) = (0, carriers.count)
    while low < high {
      let middle = (low + high) / 2
      if carriers[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < carriers.count && carriers[low].range.overlaps(range)
      && carriers[low].keys.contains(finding.key.fingerprint)
  }
}

extension ContainerOutcome {
  /// Adds what was found in a container of which those encodings have been undone.
  fileprivate mutating func add(_ other: ContainerOutcome, decoding encodings: [String]) {
    list.merge(other.list.withoutFindings)
    for finding in other.list.findings { list.append(finding.decoded(from: encodings)) }
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
