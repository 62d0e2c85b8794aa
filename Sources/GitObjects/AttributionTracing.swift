internal import Inflate
internal import Posix
internal import ScanModel

/// Puts together what is known of trees, commits and references.
struct AttributionTracing: Sendable {
  let hits: AttributionHits
  let numbers: ObjectNumbers
  let commits: CommitGraph
  let graph: AttributionGraph
  /// What annotated tags tag.
  let tags: TagTargets
  let references: References

  /// What an object's name leads to.
  private enum Target {
    case commit(Int)
    case tree(Int)
    case hit(Int)
  }

  /// The most bytes of paths that are written out.
  private static let maximumPathByteCount = 64 << 20

  /// The histories of all hits, in their order.
  func histories(_ store: ObjectStore, threadCount: Int) -> [BlobHistory] {
    let count = hits.names.count
    let ranks = ranks()
    let leads = leads()
    let parts = WorkerGroup.map(
      (count + HitMasks.hitCount - 1) / HitMasks.hitCount,
      threadCount: threadCount
    ) { part in
      trace(HitMasks(from: part * HitMasks.hitCount, graph, commits, ranks: ranks), leads)
    }
    var histories = parts.flatMap { $0.histories }
    let candidates = parts.flatMap { $0.candidates }
    let paths = HitPaths(graph)
    addPaths(paths, to: &histories)
    chooseIntroductions(candidates, paths, store, &histories)
    return histories
  }

  // MARK: - References

  /// What is known of up to 64 hits.
  private struct Part: Sendable {
    var histories: [BlobHistory]
    var candidates: [[UInt32]]
  }

  /// What leads to objects, in the order in which it is told.
  private struct Leads: Sendable {
    var head: Target?
    var references: [(name: String, target: Target)] = []
    var holdings: [(holder: BlobHistory.Holder, target: Target)] = []
  }

  private func leads() -> Leads {
    var named = references.references.map { (rank: Self.rank($0.name), $0.name, $0.target) }
    if references.isHeadDetached, let head = references.head {
      named.append((Self.rank("HEAD"), "HEAD", head))
    }
    named.sort { ($0.rank, $0.1) < ($1.rank, $1.1) }
    var leads = Leads(head: references.head.flatMap { target($0) })
    for (_, name, object) in named {
      if let target = target(object) { leads.references.append((name, target)) }
    }
    for holding in references.holdings {
      if let target = target(holding.target) { leads.holdings.append((holding.holder, target)) }
    }
    return leads
  }

  private func trace(_ masks: HitMasks, _ leads: Leads) -> Part {
    let count = min(HitMasks.hitCount, hits.names.count - masks.firstHit)
    var part = Part(
      histories: [BlobHistory](repeating: BlobHistory(), count: count),
      candidates: masks.candidates.map { $0.commits() }
    )
    part.candidates.removeLast(part.candidates.count - count)
    if case .commit(let commit) = leads.head {
      let tree = graph.node(ofTree: commits.roots[commit])
      forEachHit(tree.map { masks.nodes[$0] } ?? 0) { part.histories[$0].isInHead = true }
    }
    for (name, target) in leads.references {
      forEachHit(mask(of: target, masks)) { hit in
        part.histories[hit].referenceCount += 1
        part.histories[hit].holder = .reference
        if part.histories[hit].references.count < BlobHistory.maximumNameCount {
          part.histories[hit].references.append(name)
        }
      }
    }
    for (holder, target) in leads.holdings {
      forEachHit(mask(of: target, masks)) { hit in
        if part.histories[hit].holder == .dangling { part.histories[hit].holder = holder }
      }
    }
    return part
  }

  private func forEachHit(_ mask: UInt64, _ body: (Int) -> Void) {
    var rest = mask
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  /// Branches first, then the branches of others, then tags, then all else.
  private static func rank(_ name: String) -> Int {
    let prefixes = ["refs/heads/", "refs/remotes/", "refs/tags/"]
    return prefixes.firstIndex { name.hasPrefix($0) } ?? prefixes.count
  }

  /// The hits in the history of what leads to it.
  private func mask(of target: Target, _ masks: HitMasks) -> UInt64 {
    switch target {
    case .commit(let commit): masks.histories[commit]
    case .tree(let node), .hit(let node): masks.nodes[node]
    }
  }

  /// What a name leads to, through tags; `nil` if no hit can be there.
  private func target(_ name: ObjectID) -> Target? {
    let name = tags.target(of: name)
    if let hit = hits.index(of: name) { return .hit(Int(hit)) }
    guard let number = numbers.number(of: name) else { return nil }
    if let commit = commits.commit(number) { return .commit(commit) }
    return graph.node(ofTree: number).map { .tree($0) }
  }

  // MARK: - Paths

  private func addPaths(_ paths: HitPaths, to histories: inout [BlobHistory]) {
    var found = [[UInt32]](repeating: [], count: histories.count)
    var isTruncated = paths.isTruncated
    var byteCount = 0
    var isDone = [Bool](repeating: false, count: graph.nodeCount)
    var isFound = [Bool](repeating: false, count: paths.count)
    func add(_ node: Int) {
      guard !isDone[node] else { return }
      isDone[node] = true
      for path in paths.paths(of: node) where !isFound[Int(path)] {
        byteCount += paths.byteCount(of: path)
        guard byteCount <= Self.maximumPathByteCount else {
          isTruncated = true
          return
        }
        isFound[Int(path)] = true
        found[paths.hit(of: path)].append(path)
      }
    }
    for root in commits.roots {
      if let node = graph.node(ofTree: root) { add(node) }
    }
    let held = references.holdings.map(\.target) + references.references.map(\.target)
    for name in held {
      if case .tree(let node) = target(name) { add(node) }
    }
    var indexed: [Int: Set<ContentPath>] = [:]
    for holding in references.holdings {
      guard let path = holding.path, let hit = hits.index(of: holding.target) else { continue }
      indexed[Int(hit), default: []].insert(path)
    }
    for hit in histories.indices {
      var all = Set(found[hit].map { paths.text($0) })
      all.formUnion(indexed[hit] ?? [])
      histories[hit].pathCount = all.count
      histories[hit].pathCountIsLowerBound = isTruncated
      histories[hit].paths = Array(all.sorted().prefix(BlobHistory.maximumNameCount))
    }
  }

  // MARK: - Introductions

  /// The commits that keep a blob in reach come before those that do not: a branch's, then those of
  /// stash and logs, then those that nothing leads to.
  private func ranks() -> [UInt8] {
    func reach(_ names: [ObjectID]) -> [Bool] {
      commits.reachable(
        from: Set(names).compactMap { name -> Int? in
          if case .commit(let commit) = target(name) { commit } else { nil }
        }
      )
    }
    let named = reach(references.references.map(\.target) + [references.head].compactMap { $0 })
    let held = reach(references.holdings.map(\.target))
    return zip(named, held).map { $0 ? 0 : $1 ? 1 : 2 }
  }

  private func chooseIntroductions(
    _ candidates: [[UInt32]],
    _ paths: HitPaths,
    _ store: ObjectStore,
    _ histories: inout [BlobHistory]
  ) {
    guard var reader = try? ObjectReader(store) else { return }
    var known: [UInt32: CommitAuthor] = [:]
    for (hit, chosen) in candidates.enumerated() {
      let authors = chosen.map { commit -> (UInt32, CommitAuthor) in
        if let author = known[commit] { return (commit, author) }
        let name = numbers.name(commits.numbers[Int(commit)])
        let author = CommitAuthor(name, &reader, format: store.format)
        known[commit] = author
        return (commit, author)
      }
      guard let first = authors.min(by: { $0.1 < $1.1 }) else { continue }
      let node = graph.node(ofTree: commits.roots[Int(first.0)])
      let found = node.map { paths.paths(of: $0).filter { paths.hit(of: $0) == hit } } ?? []
      histories[hit].introduction = BlobHistory.Introduction(
        commit: first.1.commit,
        author: first.1.author,
        date: first.1.date,
        path: found.map { paths.text($0) }.min()
      )
    }
  }
}

/// Who made a commit, and when.
private struct CommitAuthor: Comparable {
  let commit: ObjectID
  private(set) var author: ContentPath?
  private(set) var date: Timestamp?
  private var seconds = Int.max

  init(_ commit: ObjectID, _ reader: inout ObjectReader, format: ObjectFormat) {
    self.commit = commit
    // The sweep has read it and said what is wrong with it; without a date it comes last.
    let content = try? reader.read(commit)?.bytes
    guard let content, let header = try? CommitHeader(parsing: content.span, format: format),
      let line = header.author
    else { return }
    let bytes = Array(content[line])
    if let end = bytes.lastIndex(of: UInt8(ascii: ">")) {
      author = ContentPath(Array(bytes[...end]))
    }
    guard let signature = Signature(parsing: bytes.span), let seconds = signature.seconds else {
      return
    }
    self.seconds = seconds
    date = Timestamp(seconds: seconds, zoneMinutes: signature.zoneMinutes)
  }

  static func < (left: CommitAuthor, right: CommitAuthor) -> Bool {
    (left.seconds, left.commit) < (right.seconds, right.commit)
  }
}
