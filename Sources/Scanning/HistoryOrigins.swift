internal import GitObjects
internal import ScanModel

/// Where findings in a repository's objects come from, and what leads to them now.
struct HistoryOrigins: Sendable {
  /// What is known of one object.
  struct Origin: Sendable {
    /// The path that names it best; `nil` for what no tree and no index names.
    var path: ContentPath?

    /// The commit that brought it in.
    var introduction: GitFacts.Introduction?

    /// What leads to it; `nil` if that could not be found out.
    var exposure: GitFacts.Exposure?
  }

  /// What is known of each object, by its name in hexadecimal.
  private(set) var origins: [String: Origin] = [:]

  /// What could not be read.
  private(set) var problems: [ObjectProblem] = []

  /// The objects that others name and the database does not have, in the order of their names.
  private(set) var missing: [ObjectID] = []

  /// How many trees, commits and tags are not in the form that git writes.
  private(set) var brokenCount = 0

  /// Of how many objects not all paths are known, because the repository has too many.
  private(set) var uncountedCount = 0

  /// Whether references are in a format that is not read.
  private(set) var lacksReferences = false

  /// How many missing objects there may be without one of them being left out.
  static let maximumMissingCount = 1_000

  /// Finds out about the objects that findings stand in, with what the sweep that found them knows.
  init(of findings: [Finding], in store: ObjectStore, after sweep: ObjectSweep) {
    var blobs: Set<ObjectID> = []
    var others: Set<ObjectID> = []
    for git in findings.lazy.compactMap(\.git) {
      guard let name = ObjectID(parsing: git.object) else { continue }
      if git.kind == .blob { blobs.insert(name) } else { others.insert(name) }
    }
    let references = References(store.location, lookingFor: blobs)
    lacksReferences = references.isTableFormat
    var problems = Set(references.problems)
    var missing: Set<ObjectID> = []
    if !others.isEmpty {
      let reach = CommitReach(store, lookingFor: others, after: sweep)
      problems.formUnion(reach.problems)
      missing.formUnion(reach.missing)
      brokenCount = reach.brokenCount
      let exposures = reach.exposures(of: others, references: references)
      for name in others {
        origins["\(name)"] = Origin(
          introduction: reach.introductions[name],
          exposure: exposures[name]
        )
      }
    }
    if !blobs.isEmpty {
      let outcome = Attributor(after: sweep)
        .outcome(for: blobs, references: references)
      problems.formUnion(outcome.problems)
      missing.formUnion(outcome.missing)
      // Commits and tags are counted by both, and trees by this one.
      brokenCount = max(brokenCount, outcome.brokenCount)
      uncountedCount = outcome.histories.values.count { $0.pathCountIsLowerBound }
      if outcome.isTruncated { uncountedCount = max(uncountedCount, 1) }
      let shallow = Set(store.location.shallowCommits)
      for (name, history) in outcome.histories {
        origins["\(name)"] = Origin(history, shallow: shallow)
      }
    }
    self.problems = Array(problems)
    self.missing = missing.sorted()
    if !isWhole { forgetWhatIsNotSure() }
  }

  /// Whether everything was read that can lead to an object.
  private var isWhole: Bool {
    problems.isEmpty && missing.isEmpty && brokenCount == 0 && !lacksReferences
  }

  /// Only what leads somewhere is proof: something that could not be read may lead there too.
  private mutating func forgetWhatIsNotSure() {
    for (name, origin) in origins where origin.exposure?.isReachable == false {
      origins[name]?.exposure = nil
    }
  }

  /// The same finding, with what is known of where it comes from.
  func applied(to finding: Finding) -> Finding {
    guard let git = finding.git, let origin = origins[git.object] else { return finding }
    return finding.placed(
      at: origin.path ?? finding.location.outerPath,
      git: GitFacts(
        object: git.object,
        kind: git.kind,
        introduction: origin.introduction,
        exposure: origin.exposure,
        repository: git.repository
      )
    )
  }
}

extension HistoryOrigins.Origin {
  /// Takes what is known of a blob.
  ///
  /// - Parameters:
  ///   - history: What is known.
  ///   - shallow: The commits at which a shallow clone ends: one that has a blob need not have
  ///     brought it in.
  init(_ history: BlobHistory, shallow: Set<ObjectID>) {
    path = history.introduction?.path ?? history.paths.first
    if let introduction = history.introduction, !shallow.contains(introduction.commit) {
      self.introduction = GitFacts.Introduction(
        commit: "\(introduction.commit)",
        author: introduction.author?.text,
        date: introduction.date?.description,
        path: introduction.path
      )
    }
    exposure = GitFacts.Exposure(
      isReachable: history.holder == .reference,
      isInHead: history.isInHead,
      references: history.references,
      referenceCount: history.referenceCount,
      paths: history.paths,
      pathCount: history.pathCount,
      holder: history.holder.text
    )
  }
}

extension BlobHistory.Holder {
  /// What keeps an object though no reference leads to it, as reports say it; `nil` for a reference.
  var text: String? {
    switch self {
    case .reference: nil
    case .stash: "stash"
    case .index: "index"
    case .reflog(let name): "reflog of \(name)"
    case .pseudoReference(let name): name
    case .worktree(let name): "work tree \(name)"
    case .dangling: "dangling"
    }
  }
}
