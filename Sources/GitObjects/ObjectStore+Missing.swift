package import Inflate
internal import Posix
package import ScanModel
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
    let search = LinkSearch(self)
    try search.run(ObjectSweep(self, options: options), progress: progress)
    return search.hasFoundOne
  }
}

/// Whether objects that a walk comes by name others that the database does not have.
///
/// What a shallow clone leaves out does not count, nor do the commits of submodules.
package final class LinkSearch: Sendable {
  fileprivate let store: ObjectStore
  fileprivate let found = Atomic<Bool>(false)
  fileprivate let rootSeen = Atomic<Bool>(false)

  /// The commits whose parents are left out on purpose.
  fileprivate let shallowCommits: Set<ObjectID>

  /// Prepares a search in a database.
  package init(_ store: ObjectStore) {
    self.store = store
    shallowCommits = Set(store.location.shallowCommits)
  }

  /// Whether an object that lacks has been named.
  package var hasFoundOne: Bool { found.load(ordering: .relaxed) }

  /// Whether the largest pack has been taken for one that names nothing outside of it, and is not:
  /// no history starts in it.
  package var hasPassedOverCommits: Bool {
    !store.packs.isEmpty && !rootSeen.load(ordering: .relaxed)
  }

  /// Follows the links of all objects that a walk shows, until one leads nowhere.
  ///
  /// - Parameters:
  ///   - sweep: The walk.
  ///   - progress: Ends it early.
  /// - Throws: `InflateError.outOfMemory` if no worker can start.
  package func run(_ sweep: ObjectSweep, progress: SweepProgress) throws(InflateError) {
    try sweep.run(
      progress: progress,
      makeVisitor: { LinkVisitor(self, progress) },
      finish: { _ in }
    )
  }
}

/// Follows the links of the objects that one worker comes by, each once.
package struct LinkFollower {
  private let search: LinkSearch

  /// The names that have been looked for.
  private var seen = Set(Self.emptyTrees)

  /// How many objects the largest pack has: their numbers are the lowest.
  private let largestCount: Int

  private var hasSeenRoot = false

  /// The trees without entries, which git knows without having them.
  private static let emptyTrees = [
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
  ].compactMap { ObjectID(parsing: $0) }

  /// Takes part in a search.
  package init(_ search: LinkSearch) {
    self.search = search
    largestCount = search.store.packs.first?.index.objectCount ?? 0
  }

  /// Whether there are packs besides the largest.
  package var hasSmallPacks: Bool { search.store.packs.count > 1 }

  /// Looks for what a newer object names: one that is loose, or in any pack but the largest.
  ///
  /// Git makes a pack of all that leads anywhere at the time. If the largest is such a one, and
  /// holds the start of a history, then only newer objects name what is not in it.
  ///
  /// - Parameters:
  ///   - type: What the object is.
  ///   - bytes: All of its content.
  ///   - number: Which one of the walk it is, if that is known.
  ///   - name: Gives its name.
  package mutating func followNewer(
    _ type: ObjectType,
    _ bytes: Span<UInt8>,
    number: Int?,
    name: () -> ObjectID
  ) {
    guard let number, number < largestCount else { return follow(type, bytes, name: name) }
    if type == .commit, !hasSeenRoot, Self.isRoot(bytes, search.store.format) {
      hasSeenRoot = true
      search.rootSeen.store(true, ordering: .relaxed)
    }
  }

  /// Whether a commit has no parents: whether its second line is another one.
  private static func isRoot(_ bytes: Span<UInt8>, _ format: ObjectFormat) -> Bool {
    let offset = "tree ".utf8.count + 2 * format.byteCount + 1
    return bytes.count > offset && bytes[offset] != UInt8(ascii: "p")
  }

  /// Looks for what an object names; of one that is broken, for what can be read of it.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - bytes: All of its content.
  ///   - name: Gives its name.
  package mutating func follow(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    let format = search.store.format
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

  private mutating func follow(_ name: ObjectID) {
    guard !search.hasFoundOne, seen.insert(name).inserted, !search.store.contains(name) else {
      return
    }
    search.found.store(true, ordering: .relaxed)
  }
}

/// Follows the links of all objects that one worker is shown.
private struct LinkVisitor: ObjectVisitor, ~Copyable {
  private let search: LinkSearch
  private let progress: SweepProgress
  private var links: LinkFollower

  init(_ search: LinkSearch, _ progress: SweepProgress) {
    self.search = search
    self.progress = progress
    links = LinkFollower(search)
  }

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    links.follow(type, bytes, name: name)
    if search.hasFoundOne { progress.stop() }
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {}

  mutating func fail(_ problem: ObjectProblem) {}
}
