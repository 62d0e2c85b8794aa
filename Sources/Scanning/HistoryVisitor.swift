internal import Decoding
internal import GitObjects
internal import Matching
internal import ScanModel

/// Searches the objects of a repository that one worker is shown.
struct HistoryVisitor: ~Copyable {
  /// The repository's name in reports.
  private let repository: ContentPath

  private var scanner: ContentScanner

  /// The object whose pieces are being fed.
  private var fed: (type: ObjectType, name: ObjectID)?

  /// Looks for what newer objects name; `nil` where that need not be there.
  private var links: LinkFollower?

  /// What of an object tells whether it may hold anything: no needle is longer than its edges, and
  /// its head and its last edge tell whether it is a container.
  let outline: ObjectOutline?

  /// What was found.
  private(set) var list = FindingList()

  /// What could not be read.
  private(set) var failures: [ObjectProblem] = []

  /// Makes a worker's visitor.
  init(plan: ScanPlan, repository: ContentPath, links: LinkFollower? = nil) {
    self.repository = repository
    self.links = links
    scanner = ContentScanner(plan: plan)
    outline = ObjectOutline(
      headByteCount: ContainerKind.headByteCount,
      edgeByteCount: max(plan.matcher.longestNeedle, 32)
    )
  }

  /// What was read.
  var coverage: Coverage { scanner.coverage }

  /// Ends the content that was being fed when the walk was ended.
  mutating func finish() { endFeed() }

  private mutating func endFeed() {
    guard let (type, name) = fed else { return }
    fed = nil
    scanner.endFeed(path: nil)
    collect(type) { name }
  }

  /// Says of what has been found in a content where it stands.
  private mutating func collect(_ type: ObjectType, name: () -> ObjectID) {
    scanner.placeProblems { ContentPath("\(type.rawValue) \(name())") }
    guard !scanner.list.isEmpty else { return }
    let found = scanner.takeList()
    list.merge(found.withoutFindings)
    guard !found.findings.isEmpty, let kind = GitFacts.Kind(rawValue: type.rawValue) else { return }
    let name = name()
    let facts = GitFacts(object: "\(name)", kind: kind, repository: repository)
    let path = ContentPath("\(kind.rawValue) \(name)")
    for finding in found.findings { list.append(finding.placed(at: path, git: facts)) }
  }
}

extension HistoryVisitor: ObjectVisitor {
  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    // Loose trees are shown for what they name.
    if type == .tree { return }
    // The object is searched where it has just been made, while the processor's caches hold it.
    scanner.coverage.byteCount += bytes.count
    scanner.scan(bytes, from: 0, isInPath: false, path: nil)
    collect(type, name: name)
  }

  mutating func visit(
    _ type: ObjectType,
    _ bytes: Span<UInt8>,
    number: Int?,
    name: () -> ObjectID
  ) {
    if type != .blob { links?.followNewer(type, bytes, number: number, name: name) }
    visit(type, bytes, name: name)
  }

  var sawNothing: Bool { scanner.sawNothing }

  mutating func visit(_ type: ObjectType, outline: Span<UInt8>, byteCount: Int) -> Bool {
    // What a commit names is in none of its parts.
    if type == .commit, links?.hasSmallPacks == true { return false }
    if scanner.plan.matcher.mayMatch(outline) || ContentScanner.kind(ofWhole: outline) != nil {
      return false
    }
    scanner.coverage.byteCount += byteCount
    return true
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {
    if piece.offset == 0 {
      // A walk that is ended leaves an object without its last piece.
      endFeed()
      fed = (piece.type, piece.name)
    }
    scanner.feed(bytes)
    if piece.isLast { endFeed() }
  }

  mutating func fail(_ problem: ObjectProblem) {
    // A key in the pieces before a broken one is a key all the same.
    endFeed()
    failures.append(problem)
  }
}
