package import GitCommand
internal import Posix
package import ScanModel
package import Walking

/// A scan of what a change adds: the index against `HEAD`, or the commits of a range.
///
/// Contents are read whole from the object database, never from patch text. A key is new if no old
/// side of the same change holds it: the old blobs of all paths that the change modifies or removes,
/// in every parent. So a moved block, a rename or an edit beside an old key reports nothing, and no
/// line diff is needed.
package struct ChangeScan: ~Copyable {
  let git: Git
  private let filter: PathFilter

  /// Whether keys that were there before are reported too.
  private let reportsOldKeys: Bool

  var blobs: BlobScanner

  /// Whether commits were searched in a shallow clone.
  var isShallow = false

  private var list = FindingList()

  /// The places reported: a key that a range brings to one place twice is reported where it came first.
  private var reported: Set<ReportedPlace> = []

  /// How many commits are compared with their parents at once.
  private static let batchCount = 256

  private struct ReportedPlace: Hashable {
    let key: Fingerprint
    let path: ContentPath?
    let entry: ContentPath?
    let isInPath: Bool
    let start: LineColumn
  }

  /// Prepares a scan in `git`'s repository.
  package init(
    plan: ScanPlan,
    git: Git,
    filter: PathFilter,
    reportsOldKeys: Bool
  ) throws(GitError) {
    self.git = git
    self.filter = filter
    self.reportsOldKeys = reportsOldKeys
    blobs = try BlobScanner(plan: plan, git: git)
  }

  /// Everything found so far, in the order of reports, and what was read.
  package func result() -> ScanResult {
    var list = list
    list.merge(blobs.unlisted)
    var result = ScanResult(list: list, coverage: blobs.coverage, isShallow: isShallow)
    result.finish()
    return result
  }
}

// MARK: - The index

extension ChangeScan {
  /// Scans what the commit being made would add.
  ///
  /// - Returns: The paths whose staged contents were read.
  package mutating func scanIndex() throws(GitError) -> Set<[UInt8]> {
    let changes = try git.changesInIndex()
    let new = try searchNewSides(of: changes)
    for change in changes where change.kind == .unmerged {
      blobs.addProblem(
        ScanProblem(
          path: ContentPath(change.path),
          operation: .read,
          cause: "in conflict; resolve it and stage the result"
        )
      )
    }
    // Only a hit makes it worth asking whether a merge is being committed.
    guard new.contains(where: { hasFindings($0) }) else { return Set(changes.map(\.path)) }
    var sides = [changes]
    for parent in try git.mergeHeads() { sides.append(try git.changesInIndex(against: parent)) }
    try report(Self.inEverySide(sides), sides: sides, commit: nil)
    return Set(changes.map(\.path))
  }
}

// MARK: - Commits

extension ChangeScan {
  /// Scans what each commit adds to its parents, and the commits' own text.
  ///
  /// - Parameter commits: The commits, the newest first.
  /// - Throws: Why git gave no answer.
  package mutating func scan(_ commits: [GitCommitLine]) throws(GitError) {
    let oldestFirst = Array(commits.reversed())
    for start in stride(from: 0, to: oldestFirst.count, by: Self.batchCount) {
      if Interrupt.caught != nil { return }
      let end = min(start + Self.batchCount, oldestFirst.count)
      try scanBatch(Array(oldestFirst[start..<end]))
    }
  }

  /// Scans what a pushed reference points at, if that is no commit: the text of an annotated tag, and
  /// what that names in turn, be it another tag, a file's content or a directory.
  package mutating func scanPushed(_ id: ObjectID) throws(GitError) {
    var next: ObjectID? = id
    while let id = next {
      next = nil
      // What is not here is told of by whoever looks for the reference's commits.
      guard let (kind, text) = try blobs.text(of: id) else { return }
      switch kind {
      case .commit: return
      case .blob:
        try blobs.search([id]) { ContentPath("blob \($0)") }
        for finding in blobs.findings(in: id) {
          append(finding, at: ContentPath("blob \(id)"), GitFacts(object: "\(id)", kind: .blob))
        }
      case .tree:
        let files = try git.files(inTree: id)
        try report(try searchNewSides(of: files), sides: [files], commit: nil)
      case .tag:
        try blobs.search([id]) { ContentPath("tag \($0)") }
        for finding in blobs.findings(in: id) {
          append(finding, at: ContentPath("tag \(id)"), GitFacts(object: "\(id)", kind: .tag))
        }
        // A cycle of tags would need a broken hash.
        next = CommitText.target(of: text).flatMap { ObjectID(digits: $0) }
      }
    }
  }

  private mutating func scanBatch(_ commits: [GitCommitLine]) throws(GitError) {
    var pairs: [GitComparison] = []
    var owners: [Int] = []
    for (index, commit) in commits.enumerated() {
      for parent in commit.parents.isEmpty ? [nil] : commit.parents.map(Optional.init) {
        pairs.append(GitComparison(commit.commit, parent: parent))
        owners.append(index)
      }
    }
    var sides = [[RawChange]](repeating: [], count: pairs.count)
    try git.forEachChange(in: pairs) { index, change in sides[index].append(change) }

    var sidesOfCommit = [[[RawChange]]](repeating: [], count: commits.count)
    for (side, owner) in zip(sides, owners) { sidesOfCommit[owner].append(side) }
    let newOfCommit = sidesOfCommit.map(Self.inEverySide)
    _ = try searchNewSides(of: newOfCommit.flatMap(\.self))
    try blobs.search(commits.map(\.commit)) { ContentPath("commit \($0)") }
    for (index, commit) in commits.enumerated() {
      let new = newOfCommit[index]
      if new.contains(where: { hasFindings($0) }) {
        try report(new, sides: sidesOfCommit[index], commit: commit.commit)
      }
      try reportText(of: commit.commit)
    }
  }

  /// Reports the keys in a commit's own text: its message, its author.
  private mutating func reportText(of commit: ObjectID) throws(GitError) {
    let findings = blobs.findings(in: commit)
    if findings.isEmpty { return }
    let facts = GitFacts(
      object: "\(commit)",
      kind: .commit,
      introduction: try introduction(of: commit, path: nil)
    )
    for finding in findings { append(finding, at: ContentPath("commit \(commit)"), facts) }
  }
}

// MARK: - What is new

extension ChangeScan {
  /// The changes that a commit makes to every one of its parents: in a merge, what came from neither.
  private static func inEverySide(_ sides: [[RawChange]]) -> [RawChange] {
    guard let first = sides.first, sides.count > 1 else { return sides.first ?? [] }
    var counts: [[UInt8]: Int] = [:]
    for change in sides.joined() { counts[change.path, default: 0] += 1 }
    return first.filter { counts[$0.path] == sides.count }
  }

  /// Searches the new contents of `changes`; returns the changes that the filter takes.
  private mutating func searchNewSides(of changes: [RawChange]) throws(GitError) -> [RawChange] {
    var taken: [RawChange] = []
    var names: [ObjectID: ContentPath] = [:]
    for change in changes {
      guard let new = change.new else { continue }
      if filter.decision(for: change.path, isDirectory: false) == .leave {
        blobs.addSkipped(.excluded)
      } else if new.mode.isSubmodule {
        blobs.addSkipped(.submodule)
      } else {
        taken.append(change)
        names[new.id] = ContentPath(change.path)
      }
    }
    try blobs.search(taken.compactMap(\.new?.id)) { names[$0] }
    return taken
  }

  /// Whether the new side of a change holds a key, in its content or in its name.
  private mutating func hasFindings(_ change: RawChange) -> Bool {
    guard let new = change.new, !new.mode.isSubmodule else { return false }
    return !blobs.findings(in: new.id).isEmpty || change.old == nil && !pathKeys(of: change).isEmpty
  }

  private mutating func pathKeys(of change: RawChange) -> [Finding] {
    blobs.findings(inPath: ContentPath(change.path))
  }

  /// Reports the keys on the new sides of `new` that no old side of the whole change holds.
  private mutating func report(
    _ new: [RawChange],
    sides: [[RawChange]],
    commit: ObjectID?
  ) throws(GitError) {
    let old = try reportsOldKeys ? [] : oldKeys(of: sides)
    for change in new {
      guard let entry = change.new, !entry.mode.isSubmodule else { continue }
      if filter.decision(for: change.path, isDirectory: false) == .leave { continue }
      var findings = blobs.findings(in: entry.id)
      if change.old == nil { findings += pathKeys(of: change) }
      for finding in findings where !old.contains(finding.key.fingerprint) {
        let path = ContentPath(change.path)
        let introduction: GitFacts.Introduction? =
          if let commit { try introduction(of: commit, path: path) } else { nil }
        append(
          finding,
          at: path,
          GitFacts(object: "\(entry.id)", kind: .blob, introduction: introduction)
        )
      }
    }
  }

  /// The keys on the old sides of a change, in contents and in names.
  private mutating func oldKeys(of sides: [[RawChange]]) throws(GitError) -> Set<Fingerprint> {
    let old = sides.joined().filter { $0.old != nil }
    let ids = Set(old.compactMap { $0.old.flatMap { $0.mode.isSubmodule ? nil : $0.id } })
    var keys = try blobs.keys(inOld: Array(ids))
    for change in old {
      for finding in pathKeys(of: change) { keys.insert(finding.key.fingerprint) }
    }
    return keys
  }

  private mutating func introduction(
    of commit: ObjectID,
    path: ContentPath?
  ) throws(GitError) -> GitFacts.Introduction {
    let author = CommitText.author(of: try blobs.text(of: commit)?.bytes ?? [])
    return GitFacts.Introduction(
      commit: "\(commit)",
      author: author?.name,
      date: author?.date?.description,
      path: path
    )
  }

  private mutating func append(_ finding: Finding, at path: ContentPath, _ git: GitFacts) {
    let place = ReportedPlace(
      key: finding.key.fingerprint,
      path: path,
      entry: finding.location.entry,
      isInPath: finding.location.isInPath,
      start: finding.location.start
    )
    guard reported.insert(place).inserted else { return }
    list.append(finding.placed(at: path, git: git))
  }
}
