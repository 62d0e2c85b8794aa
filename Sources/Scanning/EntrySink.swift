internal import Decoding
internal import Posix
internal import ScanModel

/// Searches the entries of containers at one depth as readers hand them on.
struct EntrySink: ~Copyable {
  /// How many containers are around the one whose entries come.
  let depth: Int

  /// What was passed over.
  var coverage = Coverage()

  /// Where in a text the container stands, in base64; `nil` for a content that is one as a whole.
  ///
  /// Texts show containers cut short, or what only starts like one: what is wrong there is no problem,
  /// and what comes of it is no entry before it has been seen to be one.
  var enclosing: ContentPath?

  private let budget: ContainerBudget
  private var scanner: ContentScanner
  private var outcome = ContainerOutcome()

  /// The entry that is open.
  private var name: EntryName?

  /// Whether bytes of it have been fed to the scanner.
  private var isFed = false

  /// Whether it has been counted, and how many bytes of it have come if not.
  private var isCounted = false
  private var uncountedByteCount = 0

  /// So many bytes do not come of what is no compressed data.
  private static let sureByteCount = 4_096

  /// The size of a scanner's buffer, in bytes: entries come in small pieces, and each level has one.
  private static let bufferByteCount = 128 << 10

  init(plan: ScanPlan, depth: Int, budget: ContainerBudget) {
    self.depth = depth
    self.budget = budget
    scanner = ContentScanner(
      plan: plan,
      bufferByteCount: Self.bufferByteCount,
      depth: depth + 1,
      budget: budget
    )
  }

  /// Notes a limit of which the container itself has too much.
  mutating func note(_ excess: ContainerExcess) { add(nil, excess.description) }

  /// Takes what was found, and starts anew.
  mutating func takeOutcome() -> ContainerOutcome {
    // Whoever stops need not end what is open.
    endEntry(nil)
    var taken = outcome
    taken.coverage.merge(coverage)
    taken.coverage.merge(scanner.takeCoverage())
    outcome = ContainerOutcome()
    coverage = Coverage()
    return taken
  }

  private mutating func add(_ entry: ContentPath?, _ cause: String) {
    if outcome.problems.count < EntryProblem.limit {
      outcome.problems.append(EntryProblem(entry: entry ?? enclosing, cause: cause))
    } else {
      outcome.coverage.addUnlistedProblems(1)
    }
  }

  /// The name of what stands at `inner` in the entry called `name`.
  ///
  /// A container that is compressed as a whole, such as `x.tar.gz`, is one for those who look at it.
  private func path(_ name: EntryName, _ inner: ContentPath?) -> ContentPath {
    let entry =
      switch (name, inner) {
      case (.lone(nil), nil) where enclosing != nil: inner
      case (.lone, .some): inner
      case (_, let inner?): ContentPath(inside: ContentPath(name.bytes), inner)
      case (_, nil): ContentPath(name.bytes)
      }
    guard let enclosing else { return entry ?? ContentPath(name.bytes) }
    return entry.map { ContentPath(inside: enclosing, $0) } ?? enclosing
  }
}

extension EntrySink: EntryConsumer {
  var isStopped: Bool { budget.excess != nil || Interrupt.caught != nil }

  mutating func beginEntry(_ name: EntryName) {
    self.name = name
    isCounted = false
    uncountedByteCount = 0
    if enclosing == nil { countEntry() }
  }

  private mutating func countEntry() {
    if isCounted { return }
    isCounted = true
    if let excess = budget.addEntry() { note(excess) }
  }

  mutating func takeBytes(_ bytes: Span<UInt8>) {
    if isStopped { return }
    spend(bytes.count)
    isFed = true
    scanner.feed(bytes)
  }

  mutating func takeWhole(_ bytes: Span<UInt8>) {
    if isStopped { return }
    spend(bytes.count)
    scanner.scanEntry(bytes)
  }

  /// Notes decoded bytes; the entry that goes over a limit with them is the one to name.
  private mutating func spend(_ byteCount: Int) {
    if !isCounted {
      uncountedByteCount += byteCount
      if uncountedByteCount > Self.sureByteCount { countEntry() }
    }
    guard let excess = budget.addDecoded(byteCount) else { return }
    if case .given = name {
      add(name.map { path($0, nil) }, excess.description)
    } else {
      note(excess)
    }
  }

  mutating func endEntry(_ fault: ContainerFault?) {
    guard let name else { return }
    if fault == nil { countEntry() }
    self.name = nil
    if isFed { scanner.endFeed(path: nil) }
    isFed = false
    if !scanner.list.isEmpty {
      let found = scanner.takeList()
      outcome.list.merge(found.withoutFindings)
      for finding in found.findings {
        outcome.list.append(finding.inside(path(name, finding.location.entry)))
      }
    }
    let problems = scanner.takeEntryProblems()
    // What a text cuts short cuts short what is in there, too.
    if enclosing == nil || fault == nil || isStopped {
      for problem in problems { add(path(name, problem.entry), problem.cause) }
    }
    if let fault, enclosing == nil, !isStopped { add(path(name, nil), fault.description) }
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {
    if let excess = budget.addEntry() { note(excess) }
    coverage.addSkipped(reason == .encrypted ? .encryptedEntry : .unreadCompression)
  }

  mutating func fail(_ fault: ContainerFault) {
    if enclosing == nil, !isStopped { add(nil, fault.description) }
  }
}

extension Finding {
  /// The same finding in what those encodings have been undone of, too.
  func decoded(from encodings: [String]) -> Finding {
    placed(
      Location(
        path: location.path,
        isInPath: location.isInPath,
        start: location.start,
        range: location.range,
        byteCount: location.byteCount,
        encodings: encodings + location.encodings,
        entry: location.entry
      ),
      git: git
    )
  }

  /// The same finding in an entry of a content that has no name yet.
  func inside(_ entry: ContentPath) -> Finding {
    placed(
      Location(
        path: nil,
        isInPath: location.isInPath,
        start: location.start,
        range: location.range,
        byteCount: location.byteCount,
        encodings: location.encodings,
        entry: entry
      ),
      git: git
    )
  }
}
