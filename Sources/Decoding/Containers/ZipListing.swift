/// Holds an archive's list of contents against the entries that were met.
///
/// Offsets in the list are those in the archive, which may stand behind something else: the last record
/// says where the list starts in the archive, and where it was met says what is in front.
struct ZipListing {
  /// The entries that lists name and that have not been met as the lists have them.
  private(set) var unreachableCount = 0

  /// Whether the last list has ended as it should, and no entry has followed.
  private(set) var isComplete = false

  /// Where an entry starts, and what a header says of its content.
  private typealias Place = (start: Int, shape: ZipEntry.Shape?)

  /// The entries met, by where they start, ascending; by the headers in front of them.
  private var met: [Place] = []

  /// The entries of the list.
  private var listed: [Place] = []

  /// Where the list was met.
  private var listStart: Int?

  /// Where the list starts by a record of 64 bits.
  private var longOffset: Int?

  /// How many more entries a list may name than were met before the others are only counted.
  private static let spareCount = 1_000

  /// The bytes of the last record, without its signature and its comment.
  static let endByteCount = 18

  /// The same of the record of 64 bits that may stand in front of it.
  static let longEndByteCount = 52

  /// Notes an entry's header at `position`.
  mutating func meet(at position: Int) {
    met.append((position, nil))
    isComplete = false
  }

  /// Notes what the header met last says.
  mutating func describe(_ entry: ZipEntry) {
    if !met.isEmpty { met[met.count - 1].shape = entry.shape }
  }

  /// Takes back what was noted last, which was none.
  mutating func forgetLast() { met.removeLast() }

  /// Notes the signature of a header in the list at `position`.
  mutating func startHeader(at position: Int) {
    if listStart == nil { listStart = position }
  }

  /// Notes an entry of the list.
  mutating func add(_ entry: ZipEntry) {
    if listed.count < met.count + Self.spareCount {
      listed.append((entry.start, entry.shape))
    } else {
      unreachableCount += 1
    }
  }

  /// Reads the record of 64 bits, without its signature.
  mutating func readLongEnd(_ record: Span<UInt8>) { longOffset = record.littleEndian64(at: 44) }

  /// Ends the list with the last record, without its signature.
  mutating func readEnd(_ record: Span<UInt8>) {
    let short = record.littleEndian32(at: 12)
    let offset = short == 0xFFFF_FFFF ? longOffset ?? short : short
    let prefix = max((listStart ?? offset) - offset, 0)
    var next = 0
    // Two entries with one content overlap.
    var isTaken = [Bool](repeating: false, count: met.count)
    for (start, shape) in listed {
      let (wanted, overflows) = start.addingReportingOverflow(prefix)
      // Nearly always the next one.
      if next >= met.count || met[next].start != wanted { next = index(of: wanted) }
      if !overflows, next < met.count, met[next].start == wanted, !isTaken[next],
        ZipEntry.agree(met[next].shape, shape)
      {
        isTaken[next] = true
        next += 1
      } else {
        unreachableCount += 1
      }
    }
    listed = []
    listStart = nil
    longOffset = nil
    isComplete = true
  }

  /// The index of the first entry met at `start` or behind it.
  private func index(of start: Int) -> Int {
    var (low, high) = (0, met.count)
    while low < high {
      let middle = (low + high) / 2
      if met[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
