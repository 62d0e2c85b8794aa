/// How two values follow each other.
package enum ReportOrder: Sendable {
  case ascending, same, descending

  /// Compares two values.
  package init<Value: Comparable>(_ left: Value, _ right: Value) {
    // Values that neither precedes may still tell of different things.
    self = left < right ? .ascending : right < left ? .descending : .same
  }
}

extension Finding {
  /// How two findings follow each other in a report: by repository, place, object, rule, key,
  /// offset.
  package static func reportOrder(_ left: Finding, _ right: Finding) -> ReportOrder {
    let none: [UInt8] = []
    let leftRepository = left.git?.repository?.bytes ?? none
    let rightRepository = right.git?.repository?.bytes ?? none
    if leftRepository != rightRepository {
      return leftRepository.lexicographicallyPrecedes(rightRepository) ? .ascending : .descending
    }
    let place = ReportOrder(left.location, right.location)
    if place != .same { return place }
    let object = ReportOrder(left.git?.object ?? "", right.git?.object ?? "")
    if object != .same { return object }
    let rule = ReportOrder(left.rule, right.rule)
    if rule != .same { return rule }
    let key = ReportOrder(left.key.fingerprint, right.key.fingerprint)
    if key != .same { return key }
    return ReportOrder(
      left.location.range?.lowerBound ?? -1,
      right.location.range?.lowerBound ?? -1
    )
  }
}

extension [Finding] {
  /// Puts findings into the order of reports.
  ///
  /// - Complexity: O(n log n) comparisons, nearly all of them of a few numbers: comparing findings
  ///   themselves took ten times as long, most of it for counting references to their parts.
  package mutating func sortInReportOrder() {
    guard count > 1 else { return }
    let repositories = PathRanks(map { $0.git?.repository ?? ContentPath([]) }).ranks
    let paths = PathRanks(map { $0.location.path ?? ContentPath([]) }).ranks
    var keys = indices.map { index in
      FindingSortKey(
        of: self[index],
        at: index,
        repository: repositories[index],
        path: paths[index]
      )
    }
    keys.sort { left, right in
      left.precedes(right)
        ?? (Finding.reportOrder(self[left.index], self[right.index]) == .ascending)
    }
    take(keys.map(\.index))
  }

  /// Puts the element that stands at `sources[i]` to `i`, for every `i`.
  ///
  /// In place: there may be many findings, and moving one costs less than copying it.
  private mutating func take(_ sources: [Int]) {
    var sources = sources
    for start in indices {
      var index = start
      while sources[index] != start {
        let source = sources[index]
        sources[index] = index
        swapAt(index, source)
        index = source
      }
      sources[index] = index
    }
  }

  /// The different keys among the findings; key IDs do not count.
  package var distinctKeyCount: Int {
    var keys: Set<Fingerprint> = []
    for index in indices where self[index].severity > .info {
      keys.insert(self[index].key.fingerprint)
    }
    return keys.count
  }
}

/// Where each of some paths stands in their order: the same number for the same path.
private struct PathRanks {
  /// The ranks, in the order of the paths.
  private(set) var ranks: [Int]

  /// Some bytes of a path, in the order of which paths stand if they differ.
  private struct Key {
    let index: Int
    let words: SIMD4<UInt64>
  }

  init(_ paths: [ContentPath]) {
    // Most paths start alike: what tells them apart comes after.
    let sharedCount = Self.sharedCount(paths)
    var keys = paths.indices.map { index in
      Key(index: index, words: Self.words(paths[index].bytes, from: sharedCount))
    }
    keys.sort { left, right in
      for number in 0..<4 where left.words[number] != right.words[number] {
        return left.words[number] < right.words[number]
      }
      return paths[left.index] < paths[right.index]
    }
    ranks = [Int](repeating: 0, count: paths.count)
    for (left, right) in zip(keys, keys.dropFirst()) {
      let isSame = left.words == right.words && paths[left.index] == paths[right.index]
      ranks[right.index] = ranks[left.index] + (isSame ? 0 : 1)
    }
  }

  /// How many bytes all of the paths start with.
  private static func sharedCount(_ paths: [ContentPath]) -> Int {
    guard let first = paths.first?.bytes else { return 0 }
    var count = first.count
    for path in paths {
      var same = 0
      while same < min(count, path.bytes.count), path.bytes[same] == first[same] { same += 1 }
      count = same
    }
    return count
  }

  /// The 32 bytes from `start` on, big-endian, with zeros behind the end.
  private static func words(_ bytes: [UInt8], from start: Int) -> SIMD4<UInt64> {
    var words = SIMD4<UInt64>()
    for index in start..<min(bytes.count, start + 32) {
      let place = index - start
      words[place / 8] |= UInt64(bytes[index]) << UInt64(56 - place % 8 * 8)
    }
    return words
  }
}

/// What decides about the place of nearly every finding in a report, in a few numbers.
private struct FindingSortKey {
  /// Where it stands among the findings.
  let index: Int

  /// The numbers that decide, the first one first; of values that may be absent, 0 for none.
  private let repository: Int
  private let path: Int
  private let nameOrContent: Int
  private let line: Int
  private let column: Int
  private let byteCount: Int

  /// The first eight bytes of the object's name; `nil` where the name or something before it needs
  /// a closer look.
  private let object: UInt64?

  init(of finding: Finding, at index: Int, repository: Int, path: Int) {
    self.index = index
    self.repository = repository
    let location = finding.location
    self.path = location.path == nil ? 0 : path + 1
    nameOrContent = location.isInPath ? 0 : 1
    line = location.start.line
    column = location.start.column
    byteCount = location.byteCount
    object = location.encodings.isEmpty ? Self.leadingBytes(finding.git?.object ?? "") : nil
  }

  /// The first eight bytes, in the order of which texts of ASCII stand, with zeros behind the end.
  private static func leadingBytes(_ text: String) -> UInt64? {
    let bytes = text.utf8Span.span
    var word: UInt64 = 0
    for index in 0..<8 {
      let byte = index < bytes.count ? bytes[index] : 0
      word = word << 8 | UInt64(byte)
    }
    for index in bytes.indices where bytes[index] >= 0x80 { return nil }
    return word
  }

  /// Whether it stands before the other one; `nil` if the numbers do not decide.
  func precedes(_ other: FindingSortKey) -> Bool? {
    if repository != other.repository { return repository < other.repository }
    if path != other.path { return path < other.path }
    if nameOrContent != other.nameOrContent { return nameOrContent < other.nameOrContent }
    if line != other.line { return line < other.line }
    if column != other.column { return column < other.column }
    if byteCount != other.byteCount { return byteCount < other.byteCount }
    guard let object, let otherObject = other.object, object != otherObject else { return nil }
    return object < otherObject
  }
}
