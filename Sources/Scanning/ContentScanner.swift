internal import ByteSearch
internal import Decoding
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
/// `ContentScanner+Pieces.swift` has that part.
struct ContentScanner: ~Copyable {
  let plan: ScanPlan
  var coverage = Coverage()
  var list = FindingList()

  let buffer: ReadBuffer
  var scratch = MatchScratch()
  var lines = LineCounter()

  /// What the buffer holds of a content that is fed.
  var fed = ContentWindow(filled: 0, isAtEnd: false)

  /// Whether there was nothing in the content searched last from which a search could start.
  private(set) var sawNothing = false

  private var findings = ContentFindings()

  /// How many containers the contents are in.
  private let depth: Int

  /// What may be spent on containers; `nil` for contents that are in none.
  private let budget: ContainerBudget?

  /// What searches the entries of contents that are containers; made for the first.
  private var containers: ContainerSearch?

  /// The same while a content is searched that is one.
  private(set) var openContainer: ContainerSearch?

  /// What searches containers that stand in base64 in the content, which then is none itself.
  var encodedContainers = EncodedContainers()

  /// What is wrong with the containers of contents whose names are not known here.
  private var entryProblems: [EntryProblem] = []

  /// The size of a worker's buffer, in bytes.
  static let bufferByteCount = 1 << 20

  /// How many bytes around a match are kept at hand.
  let reach: Int

  /// Makes a worker's scanner.
  ///
  /// - Parameters:
  ///   - plan: What to look for and what counts.
  ///   - bufferByteCount: The size of the buffer, at least.
  ///   - depth: How many containers the contents are in.
  ///   - budget: What may be spent on those, if they are in any.
  init(
    plan: ScanPlan,
    bufferByteCount: Int = ContentScanner.bufferByteCount,
    depth: Int = 0,
    budget: ContainerBudget? = nil
  ) {
    self.plan = plan
    self.depth = depth
    self.budget = budget
    reach = max(InlineMark.reach, plan.matcher.maximumLookbehind) + plan.matcher.maximumLookahead
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
    sawNothing = !scratch.mayMatch
    if !isInPath {
      if let kind = Self.kind(ofWhole: bytes) { open(kind)?.feed(bytes) }
      searchEncodedContainers(startingIn: start..<bytes.count, of: bytes)
    }
    draft(in: bytes, base: 0)
    finish(isInPath: isInPath) { path }
  }

  /// Searches the whole content of an entry of a container, where it was decoded to.
  mutating func scanEntry(_ bytes: Span<UInt8>) {
    coverage.byteCount += bytes.count
    scan(bytes, from: 0, isInPath: false, path: nil)
  }

  /// The kind of container that a content is, told by its first bytes or by its last.
  static func kind(ofWhole bytes: Span<UInt8>) -> ContainerKind? {
    ContainerKind.detect(bytes) ?? ContainerKind.detect(tail: bytes)
  }

  /// Takes what has been found so far, and goes on with an empty list.
  mutating func takeList() -> FindingList {
    let taken = list
    list = FindingList()
    return taken
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
    if let kind = buffer.withBytes(0..<count, { Self.kind(ofWhole: $0) }) {
      let container = open(kind)
      buffer.withBytes(0..<count) { container?.feed($0) }
    }
    searchEncodedContainers(startingIn: 0..<count, ContentWindow(filled: count, isAtEnd: true))
    draftBuffer(count, base: 0, endingBy: count)
  }

  /// Drafts the matches up to `end` in the first `count` bytes of the buffer, which are the content's
  /// part from `base` on.
  mutating func draftBuffer(_ count: Int, base: Int, endingBy end: Int) {
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
      let start = base + match.range.lowerBound
      lines.advance(to: start, in: bytes, base: base)
      let place = lines.place(at: start, in: bytes, base: base)
      findings.add(match, in: bytes, base: base, at: place, plan: plan)
    }
  }

  /// Turns the drafts of a content into findings, and starts anew.
  mutating func finish(isInPath: Bool, path: () -> ContentPath?) {
    if let container = openContainer {
      openContainer = nil
      let outcome = container.end()
      if container.isCompressed { scratch.wordsSeen = 0 }
      let keys = Set(outcome.list.findings.map(\.key.fingerprint))
      finish(outcome, path: path) { keys.contains($0.key.fingerprint) }
    } else if !encodedContainers.isUnused {
      finishEncodedContainers(path: path)
    } else if !findings.isEmpty {
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

// MARK: - Containers

extension ContentScanner {
  /// Starts to search the entries of the content, if containers are opened at all.
  mutating func open(_ kind: ContainerKind) -> ContainerSearch? {
    guard plan.containerLimits.depth > 0 else {
      coverage.addSkipped(.unopenedArchive)
      return nil
    }
    let search = makeContainerSearch()
    openContainer = search
    search.begin(kind)
    return search
  }

  /// What searches the entries of contents at this depth.
  mutating func makeContainerSearch() -> ContainerSearch {
    let search = containers ?? ContainerSearch(plan: plan, depth: depth, budget: budget)
    containers = search
    return search
  }

  /// Hands the bytes at `range` in the buffer to what searches entries, if the content has any.
  func feedContainer(_ range: Range<Int>) {
    if let container = openContainer { buffer.withBytes(range) { container.feed($0) } }
  }

  /// Starts to search the entries of a content, if it has any, of which the first `count` bytes are in
  /// the buffer.
  ///
  /// - Parameters:
  ///   - count: The bytes in the buffer.
  ///   - tail: Where the content's last bytes are in the buffer; `nil` if they are not.
  mutating func openContainer(in count: Int, tail: Range<Int>?) {
    var kind = buffer.withBytes(0..<count) { ContainerKind.detect($0) }
    if kind == nil, let tail {
      kind = buffer.withBytes(tail) { ContainerKind.detect(tail: $0) }
    }
    if let kind, open(kind) != nil { feedContainer(0..<count) }
  }

  /// Names what is wrong with the containers searched so far.
  mutating func placeProblems(at path: () -> ContentPath?) {
    if entryProblems.isEmpty { return }
    let path = path()
    for problem in entryProblems { coverage.addProblem(problem.problem(of: path)) }
    entryProblems.removeAll()
  }

  /// Takes what has been read, and goes on with nothing.
  mutating func takeCoverage() -> Coverage {
    let taken = coverage
    coverage = Coverage()
    return taken
  }

  /// Takes what is wrong with the containers searched so far, and goes on with nothing.
  mutating func takeEntryProblems() -> [EntryProblem] {
    if entryProblems.isEmpty { return [] }
    let taken = entryProblems
    entryProblems.removeAll()
    return taken
  }

  /// Adds what was found in the entries of a content to what was found in its own bytes.
  ///
  /// A key that stands in an entry as it is, not compressed, is found in both: it is then the entry's.
  mutating func finish(
    _ outcome: ContainerOutcome,
    path: () -> ContentPath?,
    isRepeated: (Finding) -> Bool
  ) {
    var own = FindingList()
    if !findings.isEmpty {
      findings.finish(
        path: path(),
        isInPath: false,
        wordsSeen: scratch.wordsSeen,
        plan: plan,
        into: &own
      )
      findings.reset()
    }
    own.removeAll(where: isRepeated)
    list.merge(own)
    list.merge(outcome.list.withoutFindings)
    let name = outcome.list.isEmpty && outcome.problems.isEmpty ? nil : path()
    for finding in outcome.list.findings {
      list.append(name == nil ? finding : finding.placed(at: name, git: nil))
    }
    coverage.merge(outcome.coverage)
    entryProblems += outcome.problems
    if name != nil { placeProblems { name } }
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
