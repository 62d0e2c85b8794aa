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
  private var searched: Set<ObjectID> = []

  /// The findings of those that have any.
  private var found: [ObjectID: [Finding]] = [:]

  /// The keys of the old objects that have been asked for.
  private var oldKeys: [ObjectID: Set<Fingerprint>] = [:]

  /// Starts a scanner of the objects in `git`'s repository.
  init(plan: ScanPlan, git: Git) throws(GitError) {
    self.plan = plan
    reader = try ObjectSource(git)
    scanner = ContentScanner(plan: plan)
    witness = ContentScanner(plan: plan.seeingEveryKey)
  }

  /// What was read and what was not.
  var coverage: Coverage { scanner.coverage }

  /// The findings that are not listed: below the bar, allowed, or over a limit.
  private(set) var unlisted = FindingList()

  /// The findings in an object that has been searched.
  func findings(in id: ObjectID) -> [Finding] { found[id] ?? [] }

  /// Searches the objects that have not been searched yet, in one conversation with git.
  ///
  /// - Parameters:
  ///   - ids: The objects.
  ///   - name: What to call one that cannot be read.
  /// - Throws: What is wrong with the repository, or with git itself.
  mutating func search(
    _ ids: [ObjectID],
    name: (ObjectID) -> ContentPath?
  ) throws(GitError) {
    var wanted: [ObjectID] = []
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
      scanner.placeProblems { name(header.id) ?? ContentPath("\(header.id)") }
      var list = scanner.takeList()
      list.finish()
      if !list.findings.isEmpty { found[header.id] = list.findings }
      unlisted.merge(list.withoutFindings)
    }
  }

  /// The keys that the old sides of a change hold.
  mutating func keys(inOld ids: [ObjectID]) throws(GitError) -> Set<Fingerprint> {
    try reader.ask(for: ids.filter { oldKeys[$0] == nil })
    while let answer = try reader.next() {
      // An old side that cannot be read holds nothing back: what is new is then reported too often.
      guard case .found(let header) = answer else { continue }
      do throws(GitError) {
        while true {
          let count = try reader.read(into: buffer)
          if count == 0 { break }
          buffer.withBytes(0..<count) { witness.feed($0) }
        }
      } catch {
        // What was read of a damaged one counts.
      }
      witness.endFeed(path: nil)
      _ = witness.takeCoverage()
      _ = witness.takeEntryProblems()
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
    _ name: (ObjectID) -> ContentPath?
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
    about id: ObjectID,
    _ name: (ObjectID) -> ContentPath?
  ) {
    addProblem(
      ScanProblem(path: name(id) ?? ContentPath("\(id)"), operation: .read, cause: cause)
    )
  }

  /// What a small object is, such as a commit, and its text.
  ///
  /// - Parameters:
  ///   - id: The object.
  ///   - maximumByteCount: The most bytes that are given of it.
  /// - Returns: `nil` if it cannot be had.
  /// - Throws: What is wrong with the repository.
  mutating func text(
    of id: ObjectID,
    maximumByteCount: Int = 1 << 16
  ) throws(GitError) -> (kind: GitObjectKind, bytes: [UInt8])? {
    var text: [UInt8] = []
    try reader.ask(for: [id])
    guard case .found(let header)? = try reader.next() else { return nil }
    while text.count < maximumByteCount {
      let count = try reader.read(into: buffer)
      if count == 0 { break }
      buffer.withBytes(0..<count) { piece in
        for index in piece.indices { text.append(piece[index]) }
      }
    }
    return (header.kind, text)
  }
}
