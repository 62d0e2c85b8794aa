internal import Inflate
internal import ScanModel

/// What one worker finds out about trees and commits.
struct AttributionFacts: Sendable {
  /// What trees hold.
  var trees = TreeStream()

  /// The names of items, by number.
  var names: [[UInt8]] = []

  /// `commit | root tree | parents | parent × parents`, one after the other.
  var commits: [UInt32] = []

  /// The annotated tags and what they tag.
  var tags: [(tag: ObjectID, target: ObjectID)] = []

  /// The objects that others name and the database does not have, a few of them.
  var missing: Set<ObjectID> = []

  /// The objects that cannot be read to their end.
  var problems: [ObjectProblem] = []

  /// The trees and commits whose content is broken.
  var brokenCount = 0

  /// How many missing objects are named.
  static let maximumMissingCount = 1_000

  mutating func note(missing name: ObjectID) {
    if missing.count < Self.maximumMissingCount { missing.insert(name) }
  }
}

/// Reads trees and commits for `AttributionFacts`.
struct AttributionVisitor: ObjectVisitor, ~Copyable {
  private(set) var facts = AttributionFacts()

  private let hits: AttributionHits
  private let numbers: ObjectNumbers
  private let shallow: Set<ObjectID>
  private let format: ObjectFormat
  private let firstHit: UInt32

  private var nameNumbers: [[UInt8]: UInt32] = [:]
  private var items: [TreeItem] = []

  /// The subtrees looked up last, each in the place that its name in the tree and its object give.
  private var known: [KnownItem]

  /// What has come of a large tree.
  private var pieces: [UInt8] = []

  private struct KnownItem {
    /// All bytes of the object's name.
    var words: SIMD4<UInt64>
    var item: TreeItem
  }

  private static let knownCount = 1 << 13
  private static let maximumTreeByteCount = 256 << 20

  init(_ hits: AttributionHits, _ numbers: ObjectNumbers, _ location: RepositoryLocation) {
    self.hits = hits
    self.numbers = numbers
    shallow = Set(location.shallowCommits)
    format = location.format
    firstHit = UInt32(clamping: numbers.count)
    let nothing = KnownItem(words: .zero, item: TreeItem(item: UInt32.max, name: UInt32.max))
    known = [KnownItem](repeating: nothing, count: Self.knownCount)
  }

  mutating func visit(_ type: ObjectType, _ bytes: Span<UInt8>, name: () -> ObjectID) {
    let name = name()
    switch type {
    case .tree: readTree(bytes, name)
    case .commit: readCommit(bytes, name)
    case .tag:
      if let tag = try? TagHeader(parsing: bytes, format: format) {
        facts.tags.append((name, tag.object))
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
  consuming func take() -> AttributionFacts { facts }

  mutating func fail(_ problem: ObjectProblem) { facts.problems.append(problem) }

  private mutating func readCommit(_ content: Span<UInt8>, _ name: ObjectID) {
    guard let number = numbers.number(of: name),
      let header = try? CommitHeader(parsing: content, format: format)
    else {
      facts.brokenCount += 1
      return
    }
    let tree = numbers.number(of: header.tree)
    if tree == nil { facts.note(missing: header.tree) }
    var parents: [UInt32] = []
    for parent in shallow.contains(name) ? [] : header.parents {
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

  private mutating func readTree(_ content: Span<UInt8>, _ name: ObjectID) {
    items.removeAll(keepingCapacity: true)
    if !readItems(content) { facts.brokenCount += 1 }
    guard !items.isEmpty, let number = numbers.number(of: name) else { return }
    facts.trees.append(number, items)
  }

  /// Collects subtrees and hits; `false` if the tree is broken, and what follows is not read.
  ///
  /// `TreeEntries` reads the same; this loop sees 160 million entries of git/git, and makes no
  /// value of those that do not matter.
  private mutating func readItems(_ content: Span<UInt8>) -> Bool {
    let idByteCount = format.byteCount
    var offset = 0
    while offset < content.count {
      guard content.count - offset > idByteCount + 3 else { return false }
      let isDirectory: Bool
      let isFile: Bool
      var next = offset
      let first = content[offset]
      if first == UInt8(ascii: "1"), content[offset + 6] == UInt8(ascii: " ") {
        // Six digits: `100644`, `120000`, and `160000` for a submodule.
        isDirectory = false
        isFile = content[offset + 1] != UInt8(ascii: "6")
        next = offset + 7
      } else {
        guard let mode = Self.readMode(content, at: &next) else { return false }
        isDirectory = mode & 0o170000 == 0o040000
        isFile = !isDirectory && mode & 0o170000 != 0o160000
      }
      let nameStart = next
      next = Self.zero(in: content, from: next)
      guard content.count - next > idByteCount else { return false }
      if isDirectory {
        addDirectory(content, nameStart..<next)
      } else if isFile, hits.mayContain(content[next + 1], content[next + 2]) {
        addHit(content, nameStart..<next)
      }
      offset = next + 1 + idByteCount
    }
    return true
  }

  /// Reads octal digits and the space behind them; `nil` for anything else.
  private static func readMode(_ content: Span<UInt8>, at offset: inout Int) -> UInt32? {
    let start = offset
    var mode: UInt32 = 0
    while offset < content.count, content[offset] != UInt8(ascii: " ") {
      let byte = content[offset]
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte), mode <= UInt32.max >> 3 else {
        return nil
      }
      mode = mode << 3 | UInt32(byte - UInt8(ascii: "0"))
      offset += 1
    }
    guard offset > start, offset < content.count else { return nil }
    offset += 1
    return mode
  }

  private mutating func addHit(_ content: Span<UInt8>, _ name: Range<Int>) {
    let object = ObjectID(content, at: name.upperBound + 1, format: format)
    guard let hit = hits.index(of: object) else { return }
    let item = TreeItem(item: firstHit + hit, name: nameNumber(content.extracting(name)))
    items.append(item)
  }

  private mutating func addDirectory(_ content: Span<UInt8>, _ name: Range<Int>) {
    let words = self.words(content, at: name.upperBound + 1)
    // Names are hashes: any bits of one are as good as any others.
    let place = Int(words.x & UInt64(Self.knownCount - 1))
    if known[place].words == words,
      facts.names.indices.contains(Int(known[place].item.name)),
      Self.isEqual(facts.names[Int(known[place].item.name)], content.extracting(name))
    {
      items.append(known[place].item)
      return
    }
    let object = ObjectID(content, at: name.upperBound + 1, format: format)
    guard let number = numbers.number(of: object) else {
      facts.note(missing: object)
      return
    }
    let item = TreeItem(item: number, name: nameNumber(content.extracting(name)))
    known[place] = KnownItem(words: words, item: item)
    items.append(item)
  }

  /// The bytes of the object's name at `offset`; those in the middle of a short one twice.
  private func words(_ content: Span<UInt8>, at offset: Int) -> SIMD4<UInt64> {
    let last = offset + format.byteCount - 8
    return SIMD4(
      Self.word(content, at: offset),
      Self.word(content, at: offset + 8),
      Self.word(content, at: min(offset + 16, last)),
      Self.word(content, at: last)
    )
  }

  private static func word(_ content: Span<UInt8>, at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and any bits are a number.
    unsafe content.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The offset of the first zero from `start` on; the end if there is none.
  ///
  /// Eight bytes at a time: subtracting one from each borrows in the first that is zero.
  private static func zero(in content: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = start
    while content.count - offset >= 8 {
      let word = word(content, at: offset).littleEndian
      let zeros = (word &- ones) & ~word & (ones << 7)
      if zeros != 0 { return offset + zeros.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < content.count, content[offset] != 0 { offset += 1 }
    return offset
  }

  private static func isEqual(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in right.indices where left[index] != right[index] { return false }
    return true
  }

  private mutating func nameNumber(_ name: Span<UInt8>) -> UInt32 {
    let bytes = name.indices.map { name[$0] }
    if let number = nameNumbers[bytes] { return number }
    let number = UInt32(facts.names.count)
    facts.names.append(bytes)
    nameNumbers[bytes] = number
    return number
  }
}
