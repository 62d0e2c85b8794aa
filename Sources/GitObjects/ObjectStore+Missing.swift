package import Inflate
internal import Posix
internal import ScanModel
internal import Synchronization

extension ObjectStore {
  /// Whether the database has an object of that name; its content is not looked at.
  func contains(_ name: ObjectID) -> Bool {
    packs.contains { $0.index.position(of: name) != nil }
      || directories.contains { directory in
        (try? FileStatus.of(Self.loosePath(name, in: directory)))?.kind == .regular
      }
  }

  /// Whether something that an object here names is not here, as in most partial clones.
  ///
  /// What a shallow clone leaves out does not count, nor do the commits of submodules. An object
  /// that cannot be read names nothing.
  ///
  /// - Parameters:
  ///   - options: How to walk.
  ///   - progress: Ends the walk early; it ends by itself at the first object that lacks.
  /// - Returns: Whether there is such an object; what the walk had seen if it was ended early.
  /// - Throws: `InflateError.outOfMemory` if no worker can start.
  /// - Complexity: O(n) in the entries of all trees: a minute for a clone of git/git that lacks
  ///   nothing.
  package func lacksObjects(
    options: SweepOptions,
    progress: SweepProgress = SweepProgress()
  ) throws(InflateError) -> Bool {
    var options = options
    options.types = [.commit, .tree, .tag]
    let search = MissingSearch(self, progress)
    try ObjectSweep(self, options: options).run(
      progress: progress,
      makeVisitor: { LinkVisitor(search) },
      finish: { _ in }
    )
    return search.hasFoundOne.load(ordering: .relaxed)
  }
}

/// What the workers of a search for missing objects share.
private final class MissingSearch: Sendable {
  let store: ObjectStore
  let progress: SweepProgress
  let hasFoundOne = Atomic<Bool>(false)

  /// The commits whose parents are left out on purpose.
  let shallowCommits: Set<ObjectID>

  init(_ store: ObjectStore, _ progress: SweepProgress) {
    self.store = store
    self.progress = progress
    shallowCommits = Set(store.location.shallowCommits)
  }
}

/// Follows the links of one worker's objects, each once.
private struct LinkVisitor: ObjectVisitor, ~Copyable {
  private let search: MissingSearch

  /// The names that have been looked for.
  private var seen: Set<ObjectID>

  /// The trees without entries, which git knows without having them.
  private static let emptyTrees = [
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
  ].compactMap { ObjectID(parsing: $0) }

  init(_ search: MissingSearch) {
    self.search = search
    seen = Set(Self.emptyTrees)
  }

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    let format = search.store.format
    // Of an object that is broken, what can be read of it counts.
    switch type {
    case .blob: break
    case .tree:
      var entries = TreeEntries(format: format)
      while let entry = try? entries.next(in: bytes) {
        if entry.kind != .submodule { follow(entry.object) }
      }
    case .commit:
      guard let header = try? CommitHeader(parsing: bytes, format: format) else { return }
      follow(header.tree)
      if header.parents.isEmpty || search.shallowCommits.contains(name()) { return }
      for parent in header.parents { follow(parent) }
    case .tag:
      guard let header = try? TagHeader(parsing: bytes, format: format) else { return }
      follow(header.object)
    }
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {}

  mutating func fail(_ problem: ObjectProblem) {}

  private mutating func follow(_ name: ObjectID) {
    guard seen.insert(name).inserted, !search.store.contains(name) else { return }
    search.hasFoundOne.store(true, ordering: .relaxed)
    search.progress.stop()
  }
}
