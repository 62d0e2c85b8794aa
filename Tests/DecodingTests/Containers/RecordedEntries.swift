import Decoding
import Inflate

/// What a reader has made of a container.
struct RecordedEntries: EntryConsumer, Equatable {
  /// One entry.
  struct Entry: Equatable {
    let name: EntryName
    var bytes: [UInt8] = []
    var fault: ContainerFault?
  }

  private(set) var entries: [Entry] = []
  private(set) var passedOver: [EntryName: PassedOver] = [:]
  private(set) var faults: [ContainerFault] = []

  /// What broke the order of calls; a reader that is right leaves it empty.
  private(set) var mistakes: [String] = []

  /// The bytes after which nothing more is wanted.
  var maximumByteCount = Int.max

  private var isOpen = false
  private var byteCount = 0

  /// Reads `bytes` in pieces of `pieceByteCount`.
  init(
    _ bytes: [UInt8],
    as kind: ContainerKind,
    pieceByteCount: Int = .max,
    maximumByteCount: Int = .max,
    engine: Inflater.Engine = .best
  ) {
    self.maximumByteCount = maximumByteCount
    guard var reader = kind.makeReader(using: ContainerDecoders(engine: engine)) else {
      mistakes = ["no reader"]
      return
    }
    var start = 0
    while start < bytes.count {
      let end = min(start + min(pieceByteCount, bytes.count), bytes.count)
      reader.read(bytes[start..<end].span, into: &self)
      start = end
    }
    reader.finish(into: &self)
    if isOpen { mistakes.append("left open") }
  }

  var isStopped: Bool { byteCount >= maximumByteCount }

  mutating func beginEntry(_ name: EntryName) {
    if isOpen { mistakes.append("begun twice") }
    isOpen = true
    entries.append(Entry(name: name))
  }

  mutating func takeBytes(_ bytes: Span<UInt8>) {
    if !isOpen { return mistakes.append("bytes of no entry") }
    byteCount += bytes.count
    for index in bytes.indices { entries[entries.count - 1].bytes.append(bytes[index]) }
  }

  mutating func endEntry(_ fault: ContainerFault?) {
    if !isOpen { return mistakes.append("ended twice") }
    isOpen = false
    entries[entries.count - 1].fault = fault
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {
    if isOpen { mistakes.append("passed over in an entry") }
    passedOver[name] = reason
  }

  mutating func fail(_ fault: ContainerFault) {
    if isOpen { mistakes.append("failed in an entry") }
    faults.append(fault)
  }
}
