internal import Inflate

/// Reads a content that is compressed as a whole: gzip, xz, Zstandard, bzip2.
///
/// Several streams one behind the other are one content, as the formats' own tools have it. What
/// follows the last and is no stream is passed over: those who search the compressed bytes see it.
struct LoneStreamReader: ContainerReader {
  private let format: StreamFormat
  private let decoders: ContainerDecoders
  private var pieces: DecodedPieces?
  private var state = State.start

  /// The first bytes behind a stream, until it is known whether they start another.
  private var between: [UInt8] = []

  private enum State {
    case start
    case inStream
    /// Behind a stream that was decoded at once, and whose content waits in the decoders' memory: it
    /// is handed on as a whole if nothing more comes.
    case whole
    case betweenStreams
    case done
  }

  /// Makes a reader; `nil` if the system cannot decode `format`.
  init?(_ format: StreamFormat, _ decoders: ContainerDecoders) {
    guard format.isPresent else { return nil }
    self.format = format
    self.decoders = decoders
  }

  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) {
    var taken = 0
    while taken < bytes.count, state != .done {
      let rest = bytes.extracting(taken..<bytes.count)
      switch state {
      case .start: taken += start(rest, into: &consumer)
      case .inStream: taken += decode(rest, into: &consumer)
      case .whole:
        decoders.output.withBytes { consumer.takeBytes($0) }
        state = .betweenStreams
      case .betweenStreams: taken += lookForStream(rest, into: &consumer)
      case .done: return
      }
    }
  }

  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .inStream: consumer.endEntry(.truncated)
    case .whole:
      decoders.output.withBytes { consumer.takeWhole($0) }
      consumer.endEntry(nil)
    case .betweenStreams: consumer.endEntry(nil)
    case .start, .done: break
    }
    state = .done
  }

  /// Starts with the first stream; returns how many bytes of it were taken.
  private mutating func start(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    consumer.beginEntry(.lone(format == .gzip ? Self.name(inGzip: bytes) : nil))
    if format == .gzip, let used = decodeWhole(bytes) {
      state = .whole
      return used
    }
    restart(into: &consumer)
    return 0
  }

  /// Starts a stream that is decoded piece by piece.
  private mutating func restart(into consumer: inout some EntryConsumer & ~Copyable) {
    pieces = decoders.pieces(format)
    if pieces == nil { consumer.endEntry(.overMemoryLimit) }
    state = pieces == nil ? .done : .inStream
  }

  /// Decodes a gzip member that is wholly in `bytes`; returns how many of them it takes.
  private func decodeWhole(_ bytes: Span<UInt8>) -> Int? {
    // A member ends with the number of its bytes; what follows this one may make it another's.
    guard bytes.count >= 18 else { return nil }
    return decoders.decodeWhole(
      .gzip,
      bytes,
      byteCount: bytes.littleEndian32(at: bytes.count - 4)
    )
  }

  private mutating func decode(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    guard let pieces else { return bytes.count }
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
      restart(into: &consumer)
      let start = between
      if state == .inStream { _ = decode(start.span, into: &consumer) }
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
      case .deflate, .zlib, .lzma: []
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
