internal import Decoding
internal import Posix
internal import ScanModel

/// Searches the entries of containers at one depth as readers hand them on.
struct EntrySink: ~Copyable {
  /// How many containers are around the one whose entries come.
  let depth: Int

  /// What was passed over.
  var coverage = Coverage()

  private let budget: ContainerBudget
  private var scanner: ContentScanner
  private var outcome = ContainerOutcome()

  /// The entry that is open.
  private var name: EntryName?

  /// Whether bytes of it have been fed to the scanner.
  private var isFed = false

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
      outcome.problems.append(EntryProblem(entry: entry, cause: cause))
    } else {
      outcome.coverage.addUnlistedProblems(1)
    }
  }

  /// The name of what stands at `inner` in the entry called `name`.
  ///
  /// A container that is compressed as a whole, such as `x.tar.gz`, is one for those who look at it.
  private static func path(_ name: EntryName, _ inner: ContentPath?) -> ContentPath {
    guard let inner else { return ContentPath(name.bytes) }
    if case .lone = name { return inner }
    return ContentPath(inside: ContentPath(name.bytes), inner)
  }
}

extension EntrySink: EntryConsumer {
  var isStopped: Bool { budget.excess != nil || Interrupt.caught != nil }

  mutating func beginEntry(_ name: EntryName) {
    if let excess = budget.addEntry() { note(excess) }
    self.name = name
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
    guard let excess = budget.addDecoded(byteCount) else { return }
    if case .given = name {
      add(name.map { Self.path($0, nil) }, excess.description)
    } else {
      note(excess)
    }
  }

  mutating func endEntry(_ fault: ContainerFault?) {
    guard let name else { return }
    self.name = nil
    if isFed { scanner.endFeed(path: nil) }
    isFed = false
    if !scanner.list.isEmpty {
      let found = scanner.takeList()
      outcome.list.merge(found.withoutFindings)
      for finding in found.findings {
        outcome.list.append(finding.inside(Self.path(name, finding.location.entry)))
      }
    }
    for problem in scanner.takeEntryProblems() {
      add(Self.path(name, problem.entry), problem.cause)
    }
    if let fault, !isStopped { add(Self.path(name, nil), fault.description) }
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {
    if let excess = budget.addEntry() { note(excess) }
    coverage.addSkipped(reason == .encrypted ? .encryptedEntry : .unreadCompression)
  }

  mutating func fail(_ fault: ContainerFault) {
    if !isStopped { add(nil, fault.description) }
  }
}

extension Finding {
  /// The same finding in an entry of a content that has no name yet.
  func inside(_ entry: ContentPath) -> Finding {
    Finding(
      rule: rule,
      severity: severity,
      confidence: confidence,
      key: key,
      location: Location(
        path: nil,
        isInPath: location.isInPath,
        start: location.start,
        range: location.range,
        byteCount: location.byteCount,
        encodings: location.encodings,
        entry: entry
      ),
      secret: secret,
      nearbyKeys: nearbyKeys,
      git: git,
      status: status,
      suppression: suppression
    )
  }
}
