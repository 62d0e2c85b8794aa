internal import GitObjects
internal import Inflate
internal import Posix
internal import ScanModel

/// What leads to commits and tags that hold a key in their own text.
struct CommitReach: Sendable {
  /// Who made the commits asked for, and when.
  private(set) var introductions: [ObjectID: GitFacts.Introduction] = [:]

  /// The commits that others name as their parents and the database does not have.
  private(set) var missing: Set<ObjectID> = []

  /// The commits and tags that cannot be read.
  private(set) var problems: [ObjectProblem] = []

  /// How many commits and tags are not in the form that git writes.
  private(set) var brokenCount = 0

  private var indices: [ObjectID: Int] = [:]

  /// Where the parents of each commit start; one more than there are commits.
  private var starts = [0]
  private var parents: [Int] = []

  /// The commits, each after its parents.
  private var order: [Int] = []

  /// What annotated tags tag.
  private var tags: [ObjectID: ObjectID] = [:]

  /// How many tags of tags are followed.
  private static let maximumTagDepth = 1_000

  /// How many objects are followed at a time: the bits of a mask.
  private static let maskBitCount = 64

  /// Reads all commits and tags of a database.
  ///
  /// - Complexity: O(n) in bytes of commits.
  init(_ store: ObjectStore, lookingFor hits: Set<ObjectID>, after earlier: ObjectSweep) {
    let sweep = ObjectSweep(earlier, types: [.commit, .tag])
    let collected = Monitor<[CommitFacts]>([])
    let location = store.location
    do throws(InflateError) {
      try sweep.run(
        makeVisitor: { CommitVisitor(hits, location) },
        finish: { visitor in
          let facts = visitor.take()
          collected.withLock { $0.append(facts) }
        }
      )
    } catch {
      let path = ContentPath(location.objectDirectory)
      problems.append(ObjectProblem(path: path, cause: .loose(.inflate(error))))
    }
    take(collected.withLock { $0 })
    problems += sweep.problems
  }

  private mutating func take(_ parts: [CommitFacts]) {
    for part in parts {
      for commit in part.commits.keys { indices[commit] = indices.count }
      tags.merge(part.tags) { first, _ in first }
      introductions.merge(part.introductions) { first, _ in first }
      problems += part.problems
      brokenCount += part.brokenCount
    }
    for part in parts {
      for (commit, names) in part.commits where indices[commit] == starts.count - 1 {
        for name in names {
          if let parent = indices[name] { parents.append(parent) } else { missing.insert(name) }
        }
        starts.append(parents.count)
      }
    }
    sort()
  }

  /// Puts each commit after its parents: one is ready when the last of them is there.
  private mutating func sort() {
    let count = starts.count - 1
    var childStarts = [Int](repeating: 0, count: count + 1)
    for parent in parents { childStarts[parent + 1] += 1 }
    for commit in 0..<count { childStarts[commit + 1] += childStarts[commit] }
    var next = childStarts
    var children = [Int](repeating: 0, count: parents.count)
    var waiting = [Int](repeating: 0, count: count)
    for commit in 0..<count {
      waiting[commit] = starts[commit + 1] - starts[commit]
      if waiting[commit] == 0 { order.append(commit) }
      for parent in parents[starts[commit]..<starts[commit + 1]] {
        children[next[parent]] = commit
        next[parent] += 1
      }
    }
    var done = 0
    while done < order.count {
      let commit = order[done]
      done += 1
      for child in children[childStarts[commit]..<childStarts[commit + 1]] {
        waiting[child] -= 1
        if waiting[child] == 0 { order.append(child) }
      }
    }
  }

  /// What leads to commits and tags.
  ///
  /// - Parameters:
  ///   - hits: Their names.
  ///   - references: The references of the repository.
  /// - Returns: What leads to each of them that could be read.
  func exposures(
    of hits: Set<ObjectID>,
    references: References
  ) -> [ObjectID: GitFacts.Exposure] {
    var exposures: [ObjectID: GitFacts.Exposure] = [:]
    let hits = hits.filter { indices[$0] != nil || tags[$0] != nil }.sorted()
    for start in stride(from: 0, to: hits.count, by: Self.maskBitCount) {
      let group = Array(hits[start..<min(start + Self.maskBitCount, hits.count)])
      for (name, exposure) in zip(group, self.exposures(ofGroup: group, references)) {
        exposures[name] = exposure
      }
    }
    return exposures
  }

  private func exposures(
    ofGroup group: [ObjectID],
    _ references: References
  ) -> [GitFacts.Exposure] {
    var bits: [ObjectID: UInt64] = [:]
    for (bit, name) in group.enumerated() { bits[name] = 1 << UInt64(bit) }
    var masks = [UInt64](repeating: 0, count: starts.count - 1)
    for (name, bit) in bits { if let commit = indices[name] { masks[commit] = bit } }
    for commit in order {
      for parent in parents[starts[commit]..<starts[commit + 1]] { masks[commit] |= masks[parent] }
    }
    func mask(of target: ObjectID) -> UInt64 {
      var mask: UInt64 = 0
      var name = target
      for _ in 0..<Self.maximumTagDepth {
        mask |= bits[name] ?? 0
        guard let next = tags[name] else { break }
        name = next
      }
      return mask | (indices[name].map { masks[$0] } ?? 0)
    }
    var drafts = [ExposureDraft](repeating: ExposureDraft(), count: group.count)
    func forEach(_ mask: UInt64, _ body: (inout ExposureDraft) -> Void) {
      for bit in drafts.indices where mask >> UInt64(bit) & 1 != 0 { body(&drafts[bit]) }
    }
    if let head = references.head { forEach(mask(of: head)) { $0.isInHead = true } }
    for reference in references.listed {
      forEach(mask(of: reference.target)) { $0.add(reference.name) }
    }
    for holding in references.holdings {
      forEach(mask(of: holding.target)) { $0.hold(holding.holder) }
    }
    return drafts.map(\.exposure)
  }
}

/// What is being found out about one commit or tag.
private struct ExposureDraft {
  var isInHead = false
  private var references: [String] = []
  private var referenceCount = 0
  private var holder = BlobHistory.Holder.dangling

  mutating func add(_ reference: String) {
    referenceCount += 1
    holder = .reference
    if references.count < BlobHistory.maximumNameCount { references.append(reference) }
  }

  mutating func hold(_ holder: BlobHistory.Holder) {
    if self.holder == .dangling { self.holder = holder }
  }

  var exposure: GitFacts.Exposure {
    GitFacts.Exposure(
      isReachable: holder == .reference,
      isInHead: isInHead,
      references: references,
      referenceCount: referenceCount,
      holder: holder.text
    )
  }
}

extension References {
  /// The references as they are told: branches first, then those of others, then tags, then all
  /// else; among them `HEAD` if it names a commit and no branch.
  fileprivate var listed: [Reference] {
    var listed = references
    if isHeadDetached, let head { listed.append(Reference(name: "HEAD", target: head)) }
    func rank(_ name: String) -> Int {
      let prefixes = ["refs/heads/", "refs/remotes/", "refs/tags/"]
      return prefixes.firstIndex { name.hasPrefix($0) } ?? prefixes.count
    }
    return listed.sorted { (rank($0.name), $0.name) < (rank($1.name), $1.name) }
  }
}

/// What one worker finds out about commits and tags.
private struct CommitFacts: Sendable {
  /// The parents of each commit.
  var commits: [ObjectID: [ObjectID]] = [:]
  var tags: [ObjectID: ObjectID] = [:]
  var introductions: [ObjectID: GitFacts.Introduction] = [:]
  var problems: [ObjectProblem] = []
  var brokenCount = 0
}

/// Reads commits and tags for `CommitFacts`.
private struct CommitVisitor: ObjectVisitor, ~Copyable {
  private var facts = CommitFacts()
  private let hits: Set<ObjectID>
  private let shallow: Set<ObjectID>
  private let format: ObjectFormat

  init(_ hits: Set<ObjectID>, _ location: RepositoryLocation) {
    self.hits = hits
    shallow = Set(location.shallowCommits)
    format = location.format
  }

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    switch type {
    case .commit: readCommit(bytes, name())
    case .tag:
      if let tag = try? TagHeader(parsing: bytes, format: format) {
        facts.tags[name()] = tag.object
      } else {
        facts.brokenCount += 1
      }
    case .tree, .blob: break
    }
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {
    // What is read of a commit or tag stands at its start.
    if piece.offset == 0 { visit(piece.type, bytes) { piece.name } }
  }

  mutating func fail(_ problem: ObjectProblem) { facts.problems.append(problem) }

  private mutating func readCommit(_ bytes: Span<UInt8>, _ name: ObjectID) {
    guard let header = try? CommitHeader(parsing: bytes, format: format) else {
      facts.brokenCount += 1
      return
    }
    facts.commits[name] = shallow.contains(name) ? [] : header.parents
    guard hits.contains(name) else { return }
    let author = CommitText.author(of: bytes.indices.map { bytes[$0] })
    facts.introductions[name] = GitFacts.Introduction(
      commit: "\(name)",
      author: author?.name,
      date: author?.date?.description,
      path: nil
    )
  }

  /// What was found.
  consuming func take() -> CommitFacts { facts }
}
