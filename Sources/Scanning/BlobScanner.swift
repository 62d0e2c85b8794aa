internal import GitCommand
internal import Matching
internal import Posix
internal import ScanModel

/// Searches git objects by their ids, each once however often it is asked for.
struct BlobScanner: ~Copyable {
  private let plan: ScanPlan
  private var reader: ObjectSource
  private var scanner: ContentScanner

  /// Sees every key, in order to know what the old side of a change holds.
  private var witness: ContentScanner

  private let buffer = ReadBuffer(capacity: 256 << 10)

  /// The objects searched.
  private var searched: Set<GitObjectID> = []

  /// The findings of those that have any.
  private var found: [GitObjectID: [Finding]] = [:]

  /// The keys of the old objects that have been asked for.
  private var oldKeys: [GitObjectID: Set<Fingerprint>] = [:]

  /// Starts a scanner of the objects in `git`'s repository.
  init(plan: ScanPlan, git: Git) throws(GitError) {
    self.plan = plan
    reader = try ObjectSource(git)
    scanner = ContentScanner(plan: plan)
    witness = ContentScanner(
      plan: ScanPlan(matcher: plan.matcher, minimumConfidence: .possible, honorsAllowMarks: false)
    )
  }

  /// What was read and what was not.
  var coverage: Coverage { scanner.coverage }

  /// The findings that are not listed: below the bar, allowed, or over a limit.
  private(set) var unlisted = FindingList()

  /// The findings in an object that has been searched.
  func findings(in id: GitObjectID) -> [Finding] { found[id] ?? [] }

  /// Searches the objects that have not been searched yet, in one conversation with git.
  ///
  /// - Parameters:
  ///   - ids: The objects.
  ///   - name: What to call one that cannot be read.
  /// - Throws: What is wrong with the repository, or with git itself.
  mutating func search(
    _ ids: [GitObjectID],
    name: (GitObjectID) -> ContentPath?
  ) throws(GitError) {
    var wanted: [GitObjectID] = []
    for id in ids where searched.insert(id).inserted { wanted.append(id) }
    try reader.ask(for: wanted)
    while let answer = try reader.next() {
      if Interrupt.caught != nil { return }
      guard let header = note(answer, name) else { continue }
      do throws(GitError) {
        while true {
          let count = try reader.read(into: buffer)
          if count == 0 { break }
          buffer.withBytes(0..<count) { scanner.feed($0) }
        }
        scanner.coverage.objectCount += 1
      } catch {
        addProblem("\(error)", about: header.id, name)
      }
      scanner.endFeed(path: nil)
      var list = scanner.takeList()
      list.finish()
      if !list.findings.isEmpty { found[header.id] = list.findings }
      unlisted.merge(list.withoutFindings)
    }
  }

  /// The keys that the old sides of a change hold.
  mutating func keys(inOld ids: [GitObjectID]) throws(GitError) -> Set<Fingerprint> {
    try reader.ask(for: ids.filter { oldKeys[$0] == nil })
    while let answer = try reader.next() {
      // An old side that cannot be read holds nothing back: what is new is then reported too often.
      guard case .found(let header) = answer else { continue }
      while true {
        let count = try reader.read(into: buffer)
        if count == 0 { break }
        buffer.withBytes(0..<count) { witness.feed($0) }
      }
      witness.endFeed(path: nil)
      oldKeys[header.id] = Set(witness.takeList().findings.map(\.key.fingerprint))
    }
    return ids.reduce(into: []) { keys, id in keys.formUnion(oldKeys[id] ?? []) }
  }

  /// The findings in the last parts of a path, and all keys in the paths of an old side.
  mutating func findings(inPath path: ContentPath) -> [Finding] {
    guard scanner.mayHoldKey(path.bytes.span) else { return [] }
    scanner.scan(path.bytes.span, from: 0, isInPath: true, path: path)
    return scanner.takeList().findings
  }

  /// Counts something passed over.
  mutating func addSkipped(_ reason: SkipReason) { scanner.coverage.addSkipped(reason) }

  /// Notes something that could not be read.
  mutating func addProblem(_ problem: ScanProblem) { scanner.coverage.addProblem(problem) }

  private mutating func note(
    _ answer: GitObjectAnswer,
    _ name: (GitObjectID) -> ContentPath?
  ) -> GitObjectHeader? {
    switch answer {
    case .found(let header): return header
    case .missing(let id):
      addProblem("object \(id) is missing; a partial clone leaves objects out", about: id, name)
    case .unreadable(let id, let error): addProblem("object \(id): \(error)", about: id, name)
    }
    return nil
  }

  private mutating func addProblem(
    _ cause: String,
    about id: GitObjectID,
    _ name: (GitObjectID) -> ContentPath?
  ) {
    addProblem(
      ScanProblem(path: name(id) ?? ContentPath("\(id)"), operation: .read, cause: cause)
    )
  }

  /// The whole text of a small object, such as a commit; at most `maximumByteCount` bytes of it.
  mutating func text(of id: GitObjectID, maximumByteCount: Int = 1 << 16) throws(GitError)
    -> [UInt8]
  {
    var text: [UInt8] = []
    try reader.ask(for: [id])
    guard case .found? = try reader.next() else { return [] }
    while text.count < maximumByteCount {
      let count = try reader.read(into: buffer)
      if count == 0 { break }
      buffer.withBytes(0..<count) { piece in
        for index in piece.indices { text.append(piece[index]) }
      }
    }
    return text
  }
}
