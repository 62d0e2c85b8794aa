internal import Inflate
internal import ScanModel

/// Puts together what is known of trees, commits and references.
struct AttributionTracing: Sendable {
  let hits: AttributionHits
  let numbers: ObjectNumbers
  let commits: CommitGraph
  let graph: AttributionGraph
  /// What annotated tags tag.
  let tags: [ObjectID: ObjectID]
  let references: References

  /// What an object's name leads to.
  private enum Target {
    case commit(Int)
    case tree(Int)
    case hit(Int)
  }

  /// How many tags of tags are followed.
  private static let maximumTagDepth = 1_000

  /// How many commits that may have introduced a blob are compared.
  private static let maximumCandidateCount = 1_000

  /// The histories of all hits, in their order.
  func histories(_ store: ObjectStore, threadCount: Int) -> [BlobHistory] {
    let count = hits.names.count
    let parts = WorkerGroup.map(
      (count + HitMasks.hitCount - 1) / HitMasks.hitCount,
      threadCount: threadCount
    ) { part in
      trace(HitMasks(from: part * HitMasks.hitCount, graph, commits))
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

  private func trace(_ masks: HitMasks) -> Part {
    let count = min(HitMasks.hitCount, hits.names.count - masks.firstHit)
    var part = Part(
      histories: [BlobHistory](repeating: BlobHistory(), count: count),
      candidates: [[UInt32]](repeating: [], count: count)
    )
    for (hit, commit) in masks.introductions {
      part.candidates[hit - masks.firstHit].append(commit)
    }
    if let head = references.head {
      if case .commit(let commit) = target(head) {
        let tree = graph.node(ofTree: commits.roots[commit])
        forEachHit(tree.map { masks.nodes[$0] } ?? 0) { part.histories[$0].isInHead = true }
      }
    }
    var named = references.references
    if references.isHeadDetached, let head = references.head {
      named.append(References.Reference(name: "HEAD", target: head))
    }
    for reference in named.sorted(by: Self.isBefore) {
      forEachHit(mask(of: reference.target, masks)) { hit in
        part.histories[hit].referenceCount += 1
        part.histories[hit].holder = .reference
        if part.histories[hit].references.count < BlobHistory.maximumNameCount {
          part.histories[hit].references.append(reference.name)
        }
      }
    }
    for holding in references.holdings {
      forEachHit(mask(of: holding.target, masks)) { hit in
        if part.histories[hit].holder == .dangling { part.histories[hit].holder = holding.holder }
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
  private static func isBefore(_ left: References.Reference, _ right: References.Reference) -> Bool
  {
    let leftRank = rank(left.name)
    let rightRank = rank(right.name)
    return leftRank != rightRank ? leftRank < rightRank : left.name < right.name
  }

  private static func rank(_ name: String) -> Int {
    let prefixes = ["refs/heads/", "refs/remotes/", "refs/tags/"]
    return prefixes.firstIndex { name.hasPrefix($0) } ?? prefixes.count
  }

  /// The hits in an object's history.
  private func mask(of name: ObjectID, _ masks: HitMasks) -> UInt64 {
    switch target(name) {
    case .commit(let commit): masks.histories[commit]
    case .tree(let node), .hit(let node): masks.nodes[node]
    case nil: 0
    }
  }

  /// What a name leads to, through tags; `nil` if no hit can be there.
  private func target(_ name: ObjectID) -> Target? {
    var name = name
    for _ in 0..<Self.maximumTagDepth {
      guard let next = tags[name] else { break }
      name = next
    }
    if let hit = hits.index(of: name) { return .hit(Int(hit)) }
    guard let number = numbers.number(of: name) else { return nil }
    if let commit = commits.commit(number) { return .commit(commit) }
    return graph.node(ofTree: number).map { .tree($0) }
  }

  // MARK: - Paths

  private func addPaths(_ paths: HitPaths, to histories: inout [BlobHistory]) {
    var found = [Set<UInt32>](repeating: [], count: histories.count)
    var isDone = [Bool](repeating: false, count: graph.nodeCount)
    func add(_ node: Int) {
      guard !isDone[node] else { return }
      isDone[node] = true
      for path in paths.paths(of: node) { found[paths.hit(of: path)].insert(path) }
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
      histories[hit].paths = Array(all.sorted().prefix(BlobHistory.maximumNameCount))
    }
  }

  // MARK: - Introductions

  /// The commits that keep a blob in reach come before those that do not: a branch's, then those of
  /// stash and logs, then those that nothing leads to.
  private func ranks() -> [Int] {
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
    let ranks = ranks()
    var known: [UInt32: CommitAuthor] = [:]
    for (hit, candidates) in candidates.enumerated() {
      let best = candidates.map { ranks[Int($0)] }.min()
      var chosen = candidates.filter { ranks[Int($0)] == best }
      if chosen.count > Self.maximumCandidateCount {
        chosen.sort { commits.numbers[Int($0)] < commits.numbers[Int($1)] }
        chosen.removeLast(chosen.count - Self.maximumCandidateCount)
      }
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
