import ScanModel

/// Finds out whether the keys that were found in a file still stand at their places.
struct KeyProof {
  /// A place where a key was found.
  struct Place: Hashable {
    /// The line and, in bytes, the column.
    let start: LineColumn

    /// The key's length in bytes.
    let byteCount: Int

    /// The key's identity.
    let fingerprint: Fingerprint

    /// The place of a finding.
    init(_ finding: Finding) {
      start = finding.location.start
      byteCount = finding.location.byteCount
      fingerprint = finding.key.fingerprint
    }
  }

  /// The places at which the key has been seen.
  private(set) var proved: Set<Place> = []

  /// The places, in the order of the file.
  private let places: [Place]

  /// The first of them that has not been reached.
  private var next = 0

  /// What has been read of keys that have begun.
  private var begun: [(place: Place, bytes: [UInt8])] = []

  private var line = 1
  private var column = 1

  /// The longest key that is looked for, in bytes.
  private static let maximumByteCount = 4_096

  /// Whether every place has been passed.
  var isFinished: Bool { next == places.count && begun.isEmpty }

  /// Looks for keys at `places`.
  init(_ places: [Place]) {
    self.places = places.filter { (1...Self.maximumByteCount).contains($0.byteCount) }
      .sorted { Self.precedes($0.start, $1.start) }
  }

  /// Takes the next byte of the file.
  mutating func feed(_ byte: UInt8) {
    while next < places.count {
      let start = places[next].start
      let here = LineColumn(line: line, column: column)
      guard !Self.precedes(here, start) else { break }
      if start.line == line, start.column == column { begun.append((places[next], [])) }
      next += 1
    }
    if !begun.isEmpty { extend(by: byte) }
    if byte == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  private mutating func extend(by byte: UInt8) {
    for index in begun.indices.reversed() {
      begun[index].bytes.append(byte)
      let (place, bytes) = begun[index]
      guard bytes.count == place.byteCount else { continue }
      if Fingerprint(of: bytes.span) == place.fingerprint { proved.insert(place) }
      begun.remove(at: index)
    }
  }

  private static func precedes(_ left: LineColumn, _ right: LineColumn) -> Bool {
    left.line == right.line ? left.column < right.column : left.line < right.line
  }
}
