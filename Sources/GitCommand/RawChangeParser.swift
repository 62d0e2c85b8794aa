import ScanModel

/// Reads what `git diff-index` and `git diff-tree` write with `--raw -z`, piece by piece.
///
///     :100644 100644 3f1c… 9ab0… M\0path\0
///
/// `diff-tree --stdin` writes the id of each commit with a zero behind it in front of its changes.
/// Format: git-diff-index(1), "Raw output format".
struct RawChangeParser {
  /// One thing read.
  enum Element: Hashable {
    case commit(ObjectID)
    case change(RawChange)
  }

  /// The bytes of the field that is being read.
  private var field: [UInt8] = []

  /// What was read of a change whose path is still to come.
  private var facts: Facts?

  private struct Facts {
    let old: GitEntry?
    let new: GitEntry?
    let kind: RawChange.Kind
  }

  /// A field that the format does not allow.
  struct Malformed: Error {}

  /// Reads on in `bytes`.
  mutating func read(
    _ bytes: Span<UInt8>,
    _ emit: (Element) -> Void
  ) throws(Malformed) {
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == 0 {
        if let element = try finishField() { emit(element) }
        field.removeAll(keepingCapacity: true)
      } else {
        field.append(byte)
      }
    }
  }

  /// Checks that nothing is left half read.
  func finish() throws(Malformed) {
    guard field.isEmpty, facts == nil else { throw Malformed() }
  }

  private mutating func finishField() throws(Malformed) -> Element? {
    if let facts {
      guard !field.isEmpty else { throw Malformed() }
      self.facts = nil
      return .change(
        RawChange(old: facts.old, new: facts.new, kind: facts.kind, path: field)
      )
    }
    if field.first == UInt8(ascii: ":") {
      facts = try Self.facts(field.dropFirst())
      return nil
    }
    guard let id = ObjectID(digits: field) else { throw Malformed() }
    return .commit(id)
  }

  /// Reads two modes, two ids and a letter; the lengths of the ids follow from that of the field.
  private static func facts(_ field: ArraySlice<UInt8>) throws(Malformed) -> Facts {
    let start = field.startIndex
    let idCount = (field.count - Self.otherByteCount) / 2
    guard idCount > 0, field.count == Self.otherByteCount + 2 * idCount else { throw Malformed() }
    let ids = (start + 14, start + 15 + idCount)
    let spaces = [start + 6, start + 13, ids.0 + idCount, ids.1 + idCount]
    guard spaces.allSatisfy({ field[$0] == UInt8(ascii: " ") }),
      let letter = field.last, let kind = RawChange.Kind(rawValue: letter)
    else { throw Malformed() }
    return Facts(
      old: try entry(
        mode: field[start..<start + 6],
        id: field[ids.0..<ids.0 + idCount]
      ),
      new: try entry(
        mode: field[start + 7..<start + 13],
        id: field[ids.1..<ids.1 + idCount]
      ),
      kind: kind
    )
  }

  /// The bytes of two modes, four spaces and a letter.
  private static let otherByteCount = 17

  /// Reads a mode and an id; `nil` for the mode 0, which means nothing.
  private static func entry(
    mode: ArraySlice<UInt8>,
    id: ArraySlice<UInt8>
  ) throws(Malformed) -> GitEntry? {
    guard let number = octal(mode) else { throw Malformed() }
    if number == 0 { return nil }
    guard let id = ObjectID(digits: id) else { throw Malformed() }
    return GitEntry(mode: GitMode(rawValue: number), id: id)
  }

  /// Reads a mode's six octal digits.
  static func octal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    guard digits.count == 6 else { return nil }
    var number: UInt32 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      number = number << 3 | UInt32(digit & 7)
    }
    return number
  }
}
