internal import Inflate

/// Reads the compressed streams of PDF documents: all that start like zlib's.
///
/// The document's structure is not followed. A stream is found by the word in front of it, so that
/// damaged documents and streams that nothing refers to are read like all others.
struct PDFReader: ContainerReader {
  private let decoders: ContainerDecoders
  private var state = State.between
  private var decoder: DecodedPieces?

  /// How much of `stream`, its line's end and zlib's header has been seen.
  private var seenCount = 0

  /// The first byte of what may be zlib's header.
  private var firstByte: UInt8 = 0

  /// The byte in front of the word.
  private var byteBefore: UInt8 = 0

  /// The streams seen so far.
  private var streamCount = 0

  private enum State {
    case between
    case stream
    case done
  }

  private static let word = Array("stream".utf8)

  init(_ decoders: ContainerDecoders) { self.decoders = decoders }

  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) {
    var taken = 0
    while taken < bytes.count, state != .done {
      if consumer.isStopped { return stop(&consumer) }
      let rest = bytes.extracting(taken..<bytes.count)
      taken += state == .stream ? decode(rest, &consumer) : lookForStream(rest, &consumer)
    }
  }

  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable) {
    if state == .stream { consumer.endEntry(.truncated) }
    state = .done
  }

  private mutating func stop(_ consumer: inout some EntryConsumer & ~Copyable) {
    if state == .stream { consumer.endEntry(nil) }
    state = .done
  }

  /// Looks for a stream's start; returns how many bytes were taken.
  private mutating func lookForStream(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    for index in bytes.indices {
      let byte = bytes[index]
      switch seenCount {
      case 0..<Self.word.count: seeWord(byte)
      // The word's line ends with a line feed, perhaps behind a carriage return.
      case 6: seenCount = byte == 0x0A ? 8 : byte == 0x0D ? 7 : 0
      case 7: seenCount = byte == 0x0A ? 8 : 0
      case 8:
        firstByte = byte
        seenCount = byte & 0x0F == 8 && byte >> 4 <= 7 ? 9 : 0
      default:
        seenCount = 0
        let isHeader = (Int(firstByte) << 8 | Int(byte)) % 31 == 0 && byte & 0x20 == 0
        guard isHeader else { continue }
        // The header's two bytes, if both have come just now, and what follows.
        let stream = index > 0 ? bytes.extracting(index - 1..<bytes.count) : nil
        if let stream, let used = takeWhole(stream, &consumer) { return index - 1 + used }
        start(secondByte: byte, &consumer)
        return index + 1
      }
    }
    return bytes.count
  }

  private mutating func seeWord(_ byte: UInt8) {
    if byte == Self.word[seenCount] {
      seenCount += 1
      // `endstream` ends one.
      if seenCount == Self.word.count, byteBefore == UInt8(ascii: "d") { seenCount = 0 }
    } else if byte == Self.word[0] {
      seenCount = 1
    } else {
      seenCount = 0
      byteBefore = byte
    }
  }

  /// Takes the stream at the start of `bytes` at once, if it ends there; returns its length.
  private mutating func takeWhole(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int? {
    guard let used = decoders.decodeWhole(.zlib, bytes, byteCount: nil) else { return nil }
    beginEntry(&consumer)
    decoders.output.withBytes { consumer.takeWhole($0) }
    consumer.endEntry(nil)
    byteBefore = 0
    return used
  }

  private mutating func beginEntry(_ consumer: inout some EntryConsumer & ~Copyable) {
    streamCount += 1
    consumer.beginEntry(.given(Array("stream \(streamCount)".utf8)))
  }

  /// Starts the stream of which two bytes have been seen.
  private mutating func start(
    secondByte: UInt8,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    decoder = decoders.pieces(.zlib)
    guard decoder != nil else {
      consumer.fail(.overMemoryLimit)
      state = .done
      return
    }
    beginEntry(&consumer)
    state = .stream
    let header = [firstByte, secondByte]
    _ = decode(header.span, &consumer)
  }

  private mutating func decode(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    guard let decoder else { return bytes.count }
    var used = bytes.count
    switch decoder.decode(bytes, into: &consumer) {
    case .wantsMore: return used
    case .ended(let count):
      consumer.endEntry(nil)
      used = count
    case .stopped: consumer.endEntry(nil)
    case .failed(let fault):
      consumer.endEntry(fault)
      used = 0
    }
    state = .between
    seenCount = 0
    byteBefore = 0
    return used
  }
}
