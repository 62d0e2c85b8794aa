package import Inflate

/// What readers of containers decode with.
///
/// Decoders are made when first needed, and kept from one container to the next; there is one of these
/// for each depth of each worker.
///
/// Not for two readers at once.
package final class ContainerDecoders {
  /// What `decodeWhole` has made.
  let output = ByteBuffer(capacity: 64 << 10)

  /// What decodes whole streams; `nil` where the system has no libdeflate.
  private let whole: WholeStreamDecoder?

  private var pieces: [StreamFormat: DecodedPieces] = [:]

  /// The most bytes that are decoded at once; `output` grows to no more, give or take an eighth.
  private let maximumWholeByteCount: Int

  /// The most bytes that are decoded at once for contents that are in no other.
  package static let defaultWholeByteCount = 512 << 10

  /// Makes decoders.
  ///
  /// - Parameters:
  ///   - engine: What decodes deflate: with zlib alone, every stream is decoded piece by piece.
  ///   - maximumWholeByteCount: The most bytes that are decoded at once.
  package init(
    engine: Inflater.Engine = .best,
    maximumWholeByteCount: Int = ContainerDecoders.defaultWholeByteCount
  ) {
    whole = engine == .libdeflate ? WholeStreamDecoder() : nil
    self.maximumWholeByteCount = max(maximumWholeByteCount, output.capacity)
  }

  /// Decodes the stream that `input` starts with to `output`.
  ///
  /// - Parameters:
  ///   - format: How it is compressed.
  ///   - input: The stream; may go on behind its end.
  ///   - byteCount: The bytes that it is said to hold; `nil` if nobody says.
  /// - Returns: How many bytes of `input` it takes; `nil` if it cannot be decoded at once, for whatever
  ///   reason.
  func decodeWhole(_ format: StreamFormat, _ input: Span<UInt8>, byteCount: Int?) -> Int? {
    guard let whole, input.count > 0 else { return nil }
    // Deflate makes a byte into 1,032 at most.
    if let byteCount, byteCount > maximumWholeByteCount || byteCount / 1_032 > input.count {
      return nil
    }
    var room = byteCount ?? min(output.capacity, maximumWholeByteCount)
    while true {
      switch whole.decode(format, input, into: output, atMost: room) {
      case .done(let used): return used
      case .failed: return nil
      case .tooLong:
        guard byteCount == nil, room < maximumWholeByteCount else { return nil }
        room = min(4 * room, maximumWholeByteCount)
      }
    }
  }

  /// What decodes a stream piece by piece, at a stream's start; `nil` if the system cannot.
  func pieces(_ format: StreamFormat) -> DecodedPieces? {
    if let decoder = pieces[format] { return decoder.restart() ? decoder : nil }
    let decoder = DecodedPieces(format)
    pieces[format] = decoder
    return decoder
  }
}
