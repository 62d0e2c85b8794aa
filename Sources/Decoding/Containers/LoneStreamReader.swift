internal import Inflate

/// Reads a content that is compressed as a whole: gzip, xz, Zstandard, bzip2.
///
/// Several streams one behind the other are one content, as the formats' own tools have it. What
/// follows the last and is no stream is passed over: those who search the compressed bytes see it.
struct LoneStreamReader: ContainerReader {
  private let format: StreamFormat
  private let pieces: DecodedPieces
  private var state = State.start

  /// The first bytes behind a stream, until it is known whether they start another.
  private var between: [UInt8] = []

  private enum State {
    case start
    case inStream
    case betweenStreams
    case done
  }

  /// Makes a reader; `nil` if the system cannot decode `format`.
  init?(_ format: StreamFormat) {
    guard let pieces = DecodedPieces(format) else { return nil }
    self.format = format
    self.pieces = pieces
  }

  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) {
    var taken = 0
    if state == .start, bytes.count > 0 {
      consumer.beginEntry(.lone(format == .gzip ? Self.name(inGzip: bytes) : nil))
      state = .inStream
      if format == .gzip { taken = decodeWhole(bytes, into: &consumer) }
    }
    while taken < bytes.count, state != .done {
      let rest = bytes.extracting(taken..<bytes.count)
      switch state {
      case .inStream: taken += decode(rest, into: &consumer)
      case .betweenStreams: taken += lookForStream(rest, into: &consumer)
      case .start, .done: return
      }
    }
  }

  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .inStream: consumer.endEntry(.truncated)
    case .betweenStreams: consumer.endEntry(nil)
    case .start, .done: break
    }
    state = .done
  }

  /// The most bytes that are decoded at once.
  private static let maximumWholeByteCount = 4 << 20

  /// Decodes a gzip member that is wholly in `bytes`; returns how many of them it takes, 0 if it is
  /// not, or cannot be decoded at once.
  private mutating func decodeWhole(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    // A member ends with the number of its bytes; with any other number the attempt fails.
    guard bytes.count >= 18 else { return 0 }
    let byteCount = bytes.littleEndian32(at: bytes.count - 4)
    // Deflate makes a byte into 1,032 at most.
    guard byteCount > 0, byteCount <= Self.maximumWholeByteCount,
      byteCount / 1_032 <= bytes.count
    else { return 0 }
    let buffer = ByteBuffer(capacity: byteCount)
    let used = StreamDecoder.decodeWholeGzip(bytes, into: buffer, maximumByteCount: byteCount)
    guard let used else { return 0 }
    buffer.withBytes { consumer.takeBytes($0) }
    state = .betweenStreams
    between = []
    return used
  }

  private mutating func decode(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    switch pieces.decode(bytes, into: &consumer) {
    case .wantsMore: return bytes.count
    case .ended(let count):
      state = .betweenStreams
      between = []
      return count
    case .stopped:
      consumer.endEntry(nil)
    case .failed(let fault):
      consumer.endEntry(fault)
    }
    state = .done
    return bytes.count
  }

  /// Takes bytes behind a stream until they are known to start another or not to.
  private mutating func lookForStream(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    var taken = 0
    while taken < bytes.count {
      let byte = bytes[taken]
      taken += 1
      // Padding, which gzip's and xz's tools pass over too.
      if between.isEmpty, byte == 0 { continue }
      between.append(byte)
      guard isStart(between) else {
        consumer.endEntry(nil)
        state = .done
        return bytes.count
      }
      if between.count < 4 { continue }
      guard pieces.restart() else {
        consumer.endEntry(.overMemoryLimit)
        state = .done
        return bytes.count
      }
      state = .inStream
      let start = between
      _ = decode(start.span, into: &consumer)
      return taken
    }
    return taken
  }

  /// Whether a stream of the format can start with `bytes`, four or fewer.
  private func isStart(_ bytes: [UInt8]) -> Bool {
    let magic: [UInt8] =
      switch format {
      case .gzip: [0x1F, 0x8B, 8]
      case .xz: [0xFD, 0x37, 0x7A, 0x58]
      case .bzip2: [0x42, 0x5A, 0x68]
      case .zstd where bytes[0] & 0xF0 == 0x50: [bytes[0], 0x2A, 0x4D, 0x18]
      case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
      case .deflate, .zlib: []
      }
    return zip(bytes, magic).allSatisfy { $0 == $1 }
  }

  /// The name in a gzip header, if it has one and `bytes` holds all of it.
  private static func name(inGzip bytes: Span<UInt8>) -> [UInt8]? {
    guard bytes.count > 10, bytes[3] & 8 != 0 else { return nil }
    var start = 10
    if bytes[3] & 4 != 0 {
      guard bytes.count > 12 else { return nil }
      start = 12 + bytes.littleEndian16(at: 10)
    }
    var name: [UInt8] = []
    while start < bytes.count {
      if bytes[start] == 0 { return name.isEmpty ? nil : name }
      name.append(bytes[start])
      start += 1
    }
    return nil
  }
}
