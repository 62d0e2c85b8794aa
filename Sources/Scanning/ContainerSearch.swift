internal import Decoding
internal import Posix
internal import ScanModel

/// Searches the entries of one content that is a container, while the content's bytes come in.
///
/// The entries are searched by a scanner of their own, which opens those that are containers in turn:
/// there is one of these for each level, made when first needed and used again for other contents.
final class ContainerSearch {
  private let budget: ContainerBudget
  private let decoders: ContainerDecoders
  private var sink: EntrySink

  /// The most bytes that are decoded at once at depths beyond the first: each has memory of its own.
  private static let innerWholeByteCount = 256 << 10

  /// What takes the content apart; `nil` while there is none to take apart.
  private var reader: (any ContainerReader)?

  /// Whether the content is compressed as a whole: its own bytes are then no text, whatever pieces of
  /// text stand in them.
  private(set) var isCompressed = false

  /// Makes what searches containers at `depth`, 0 for those that are in no other.
  init(plan: ScanPlan, depth: Int, budget: ContainerBudget?) {
    let budget = budget ?? ContainerBudget(limits: plan.containerLimits)
    self.budget = budget
    decoders = ContainerDecoders(
      maximumWholeByteCount: depth == 0
        ? ContainerDecoders.defaultWholeByteCount : Self.innerWholeByteCount
    )
    sink = EntrySink(plan: plan, depth: depth, budget: budget)
  }

  /// Whether nothing more is wanted.
  var isStopped: Bool { sink.isStopped }

  /// Starts a content of kind `kind`.
  func begin(_ kind: ContainerKind) {
    if sink.depth == 0 { budget.reset() }
    sink.enclosing = nil
    start(kind)
  }

  /// Starts what stands in base64 in a content, at `place`; `isFirst` if no other has in that content.
  func begin(_ container: EncodedContainer, at place: ContentPath, isFirst: Bool) {
    if sink.depth == 0, isFirst { budget.reset() }
    sink.enclosing = place
    if let excess = budget.addAttempt() { return sink.note(excess) }
    // What only looks like a container is none that would have to be opened.
    if sink.depth < budget.limits.depth || container.isCertain { start(container.kind) }
  }

  private func start(_ kind: ContainerKind) {
    isCompressed = false
    if sink.depth >= budget.limits.depth {
      sink.note(.depth(budget.limits.depth))
    } else if let reader = kind.makeReader(using: decoders) {
      self.reader = reader
      isCompressed = kind.streamFormat != nil
    } else {
      sink.coverage.addSkipped(.unreadCompression)
    }
  }

  /// Takes the next bytes of the content.
  func feed(_ bytes: Span<UInt8>) {
    if sink.depth == 0 { budget.addInput(bytes.count) }
    reader?.read(bytes, into: &sink)
  }

  /// Ends the content; returns what was found in its entries.
  func end() -> ContainerOutcome {
    if !sink.isStopped { reader?.finish(into: &sink) }
    reader = nil
    return sink.takeOutcome()
  }
}

/// What was found in the entries of a container.
struct ContainerOutcome {
  /// The findings, placed in their entries.
  var list = FindingList()

  /// What was read and passed over; not its problems.
  var coverage = Coverage()

  /// What is wrong.
  var problems: [EntryProblem] = []
}

/// Something wrong with a container or an entry of one.
struct EntryProblem {
  /// The entry; `nil` for the content itself.
  let entry: ContentPath?

  /// What is wrong with it.
  let cause: String

  /// The most that are named of one content; there may be as many as it has entries.
  static let limit = 1_000

  /// The same problem, of a content whose name is known.
  func problem(of path: ContentPath?) -> ScanProblem {
    ScanProblem(
      path: entry.map { ContentPath(inside: path, $0) } ?? path,
      operation: .read,
      cause: cause
    )
  }
}
