/// Reads tar archives in the forms of POSIX.1-1988 (ustar), POSIX.1-2001 (pax) and GNU.
///
/// An archive is a sequence of blocks of 512 bytes: a header, the content of one entry, filled up
/// with zeros, the next header. Two blocks of zeros end it.
struct TarReader: ContainerReader {
  private static let blockByteCount = 512

  /// The most bytes of a long name or of extended header records that are kept.
  private static let maximumRecordByteCount = 1 << 20

  private var block: [UInt8] = []
  private var state = State.header

  /// What is left of the entry's content, and of the zeros behind it.
  private var remaining = 0
  private var padding = 0

  /// Whether nothing of the entry's content has come.
  private var isAtStart = false

  /// A long name or extended header records, being collected.
  private var record: [UInt8] = []

  /// What such say of the next entry.
  private var nextName: [UInt8]?
  private var nextByteCount: Int?

  /// What the file is called of which the next entry keeps the parts that are no holes.
  private var sparseName: [UInt8]?

  private enum State {
    case header
    case content
    case record(Record)
    case ignored
    case padding
    case sparseMap
    /// Behind a block of zeros: the end, unless another archive follows, as `cat` makes them.
    case end
    case done
  }

  private enum Record {
    case name
    case attributes
  }

  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) {
    var taken = 0
    while taken < bytes.count {
      if consumer.isStopped { return stop(&consumer) }
      let rest = bytes.extracting(taken..<bytes.count)
      switch state {
      case .done: return
      case .header, .sparseMap, .end: taken += collectBlock(rest, &consumer)
      case .content, .record, .ignored: taken += takeContent(rest, &consumer)
      case .padding:
        let count = min(padding, rest.count)
        padding -= count
        taken += count
        if padding == 0 { state = .header }
      }
    }
  }

  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .done, .end: break
    case .content, .sparseMap: consumer.endEntry(.truncated)
    // Archives without the blocks of zeros are common.
    case .header where block.isEmpty: break
    default: consumer.fail(.truncated)
    }
    state = .done
  }

  private mutating func stop(_ consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .content, .sparseMap: consumer.endEntry(nil)
    default: break
    }
    state = .done
  }

  private mutating func collectBlock(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let count = min(Self.blockByteCount - block.count, bytes.count)
    block.append(bytes.extracting(0..<count))
    guard block.count == Self.blockByteCount else { return count }
    if case .sparseMap = state {
      // The last byte but seven says whether another block of the map follows.
      if block[504] == 0 { startContent(&consumer) }
    } else {
      readHeader(&consumer)
    }
    block.removeAll(keepingCapacity: true)
    return count
  }

  private mutating func readHeader(_ consumer: inout some EntryConsumer & ~Copyable) {
    if block.allSatisfy({ $0 == 0 }) {
      state = .end
      return
    }
    guard hasChecksum, let size = number(in: 124..<136) else {
      // What follows the end and is no archive is not the archive's fault.
      if case .end = state {} else { consumer.fail(.corrupt) }
      state = .done
      return
    }
    state = .header
    let type = block[156]
    switch type {
    case UInt8(ascii: "L"): startRecord(.name, size)
    case UInt8(ascii: "x"): startRecord(.attributes, size)
    case UInt8(ascii: "g"), UInt8(ascii: "K"): startIgnored(size)
    // Links, devices, directories and pipes have no content, whatever their size says.
    case UInt8(ascii: "1")...UInt8(ascii: "6"): forget()
    default:
      let name = sparseName ?? nextName ?? headerName
      set(nextByteCount ?? size)
      forget()
      consumer.beginEntry(.given(name))
      state = .content
      if type == UInt8(ascii: "S"), block[482] != 0 {
        state = .sparseMap
      } else {
        isAtStart = true
        if remaining == 0 { endContent(&consumer) }
      }
    }
  }

  private mutating func forget() {
    nextName = nil
    nextByteCount = nil
    sparseName = nil
  }

  private mutating func set(_ byteCount: Int) {
    remaining = byteCount
    let rest = byteCount % Self.blockByteCount
    padding = rest == 0 ? 0 : Self.blockByteCount - rest
  }

  /// Starts a content behind its map.
  private mutating func startContent(_ consumer: inout some EntryConsumer & ~Copyable) {
    state = .content
    isAtStart = true
    if remaining == 0 { endContent(&consumer) }
  }

  private mutating func startRecord(_ kind: Record, _ byteCount: Int) {
    set(byteCount)
    record = []
    state = byteCount > Self.maximumRecordByteCount ? .ignored : .record(kind)
    if byteCount == 0 { state = .header }
  }

  private mutating func startIgnored(_ byteCount: Int) {
    set(byteCount)
    state = byteCount == 0 ? .header : .ignored
  }

  private mutating func takeContent(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let count = min(remaining, bytes.count)
    let piece = bytes.extracting(0..<count)
    switch state {
    case .content where isAtStart && count == remaining: consumer.takeWhole(piece)
    case .content: consumer.takeBytes(piece)
    case .record: record.append(piece)
    default: break
    }
    isAtStart = false
    remaining -= count
    if remaining == 0 { endContent(&consumer) }
    return count
  }

  private mutating func endContent(_ consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .content: consumer.endEntry(nil)
    case .record(.name): nextName = Array(record.prefix { $0 != 0 })
    case .record(.attributes): readAttributes()
    default: break
    }
    state = padding > 0 ? .padding : .header
  }

  /// Whether the header's bytes, its checksum's taken as spaces, add up to what it says.
  private var hasChecksum: Bool {
    guard let expected = number(in: 148..<156) else { return false }
    var sum = 8 * 0x20
    // Some old programs added signed bytes.
    var signedSum = sum
    for (index, byte) in block.enumerated() where !(148..<156).contains(index) {
      sum += Int(byte)
      signedSum += Int(Int8(bitPattern: byte))
    }
    return sum == expected || signedSum == expected
  }

  /// A number in a header: octal digits, or binary if the first bit is set.
  private func number(in range: Range<Int>) -> Int? {
    let field = block[range]
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
      guard first == 0x80 else { return nil }
      var value = 0
      for byte in field.dropFirst() {
        guard value <= Int.max >> 9 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    var value = 0
    for byte in field.drop(while: { $0 == 0x20 }).prefix(while: { $0 != 0 && $0 != 0x20 }) {
      guard (0x30...0x37).contains(byte) else { return nil }
      value = value << 3 | Int(byte - 0x30)
    }
    return value
  }

  private var headerName: [UInt8] {
    let name = block[0..<100].prefix { $0 != 0 }
    // GNU's own form keeps other things where ustar has a prefix.
    let prefix = block[263] == 0x30 ? block[345..<500].prefix { $0 != 0 } : []
    return prefix.isEmpty ? Array(name) : prefix + [UInt8(ascii: "/")] + name
  }

  /// Reads records `LENGTH KEY=VALUE\n` for a path and a size.
  private mutating func readAttributes() {
    var rest = record[...]
    while let space = rest.firstIndex(of: 0x20),
      let length = Int(String(decoding: rest[..<space].prefix(8), as: UTF8.self)),
      length > space - rest.startIndex + 1, length <= rest.count
    {
      let end = rest.startIndex + length
      let entry = rest[(space + 1)..<end].dropLast()
      if let equals = entry.firstIndex(of: UInt8(ascii: "=")) {
        let key = entry[..<equals]
        let value = entry[(equals + 1)...]
        if key.elementsEqual("path".utf8) { nextName = Array(value) }
        if key.elementsEqual("GNU.sparse.name".utf8) { sparseName = Array(value) }
        if key.elementsEqual("size".utf8) {
          nextByteCount = Int(String(decoding: value.prefix(20), as: UTF8.self))
            .flatMap { $0 >= 0 ? $0 : nil }
        }
      }
      rest = rest[end...]
    }
  }
}
