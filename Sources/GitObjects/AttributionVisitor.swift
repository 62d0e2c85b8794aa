internal import Inflate
internal import ScanModel

/// Reads trees and commits for `AttributionFacts`.
struct AttributionVisitor: ObjectVisitor, ~Copyable {
  var facts: AttributionFacts

  let hits: AttributionHits
  let numbers: ObjectNumbers
  private let shallow: Set<ObjectID>
  let format: ObjectFormat
  let firstHit: UInt32

  var nameNumbers: [[UInt8]: UInt32] = [:]
  var nameByteCount = 0

  /// The tree read last, as far as it can help with the next.
  var last = LastTree()

  // What is new in the tree at hand.
  var items: [TreeItem] = []
  var change = LastTree.Change()

  /// The subtrees looked up last, each in the place that its name in the tree and its object give.
  var known: [KnownItem]

  /// What has come of a large tree.
  private var pieces: [UInt8] = []

  struct KnownItem {
    /// All bytes of the object's name.
    var words: SIMD4<UInt64>
    var item: TreeItem
  }

  static let knownCount = 1 << 13
  static let maximumTreeByteCount = 256 << 20

  /// The largest tree that the next one is compared with, in bytes.
  static let maximumLastByteCount = 4 << 20

  /// The most bytes of different names that are kept.
  static let maximumNameByteCount = 64 << 20

  /// How many entries of a tree may differ from those in their place in the tree before; where more
  /// do, the two have little in common.
  static let maximumChangeCount = 24

  init(
    _ hits: AttributionHits,
    _ numbers: ObjectNumbers,
    _ location: RepositoryLocation,
    threadCount: Int
  ) {
    facts = AttributionFacts(threadCount: threadCount)
    self.hits = hits
    self.numbers = numbers
    shallow = Set(location.shallowCommits)
    format = location.format
    firstHit = UInt32(clamping: numbers.count)
    let nothing = KnownItem(words: .zero, item: TreeItem(item: UInt32.max, name: UInt32.max))
    known = [KnownItem](repeating: nothing, count: Self.knownCount)
  }

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    visit(type, bytes, number: nil, name: name)
  }

  mutating func visit(
    _ type: ObjectType,
    _ bytes: Span<UInt8>,
    number: Int?,
    name: () -> ObjectID
  ) {
    let number = number.flatMap { UInt32(exactly: $0) }
    switch type {
    case .tree: readTree(bytes, number ?? numbers.number(of: name()))
    case .commit: readCommit(bytes, number ?? numbers.number(of: name()), name)
    case .tag:
      if let tag = try? TagHeader(parsing: bytes, format: format) {
        facts.tags.append((name(), tag.object))
      } else {
        facts.brokenCount += 1
      }
    case .blob: break
    }
  }

  mutating func visit(_ piece: ObjectPiece, _ bytes: Span<UInt8>) {
    if piece.offset == 0 { pieces = [] }
    guard piece.objectByteCount <= Self.maximumTreeByteCount else {
      if piece.isLast { facts.brokenCount += 1 }
      return
    }
    guard piece.offset == pieces.count else { return }
    for index in bytes.indices { pieces.append(bytes[index]) }
    guard piece.isLast else { return }
    let whole = pieces
    pieces = []
    visit(piece.type, whole.span) { piece.name }
  }

  /// What was found.
  consuming func take() -> AttributionFacts {
    var facts = facts
    facts.trees.finish()
    return facts
  }

  mutating func fail(_ problem: ObjectProblem) { facts.problems.append(problem) }

  private mutating func readCommit(
    _ content: Span<UInt8>,
    _ number: UInt32?,
    _ name: () -> ObjectID
  ) {
    guard let number,
      let header = try? CommitHeader(parsing: content, format: format)
    else {
      facts.brokenCount += 1
      return
    }
    let tree = numbers.number(of: header.tree)
    if tree == nil { facts.note(missing: header.tree) }
    var parents: [UInt32] = []
    let isShallow = !shallow.isEmpty && shallow.contains(name())
    for parent in isShallow ? [] : header.parents {
      if let number = numbers.number(of: parent) {
        parents.append(number)
      } else {
        facts.note(missing: parent)
      }
    }
    facts.commits.append(number)
    facts.commits.append(tree ?? UInt32.max)
    facts.commits.append(UInt32(parents.count))
    facts.commits += parents
  }
}
