internal import InflateShims

/// How a stream is compressed.
package enum StreamFormat: Hashable, Sendable, CaseIterable {
  /// Deflate alone (RFC 1951), as in zip.
  case deflate
  /// Deflate in zlib's frame (RFC 1950), as in PDF.
  case zlib
  /// Deflate in gzip's frame (RFC 1952), one member.
  case gzip
  /// One xz stream; read by the system's liblzma.
  case xz
  /// LZMA behind the header of a `.lzma` file; read by the system's liblzma.
  case lzma
  /// One Zstandard frame (RFC 8878); read by the system's libzstd.
  case zstd
  /// One bzip2 stream; read by the system's libbz2.
  case bzip2

  /// Whether the system has what the format needs.
  package var isPresent: Bool { codec_shims_is_present(shim) }

  var shim: codec_shims_format {
    switch self {
    case .deflate: CODEC_SHIMS_DEFLATE
    case .zlib: CODEC_SHIMS_ZLIB
    case .gzip: CODEC_SHIMS_GZIP
    case .xz: CODEC_SHIMS_XZ
    case .lzma: CODEC_SHIMS_LZMA
    case .zstd: CODEC_SHIMS_ZSTD
    case .bzip2: CODEC_SHIMS_BZIP2
    }
  }
}

/// Why a compressed stream cannot be read on.
package enum StreamError: Error, Hashable, Sendable {
  /// The bytes are not such a stream, or not what was compressed.
  case corrupt
  /// The stream asks for more memory than is allowed.
  case overMemoryLimit
  /// The system has no memory to give.
  case outOfMemory
}

/// What turns compressed streams of one format into bytes, piece by piece, in bounded memory.
///
/// Not for two threads at once.
///
/// Invariant: `state` is a state of the C shim, freed by nobody else.
@safe
package final class StreamDecoder {
  private let state: OpaquePointer

  /// How far a stream has come.
  package struct Step: Hashable, Sendable {
    /// The bytes of input that were taken.
    package let inputByteCount: Int

    /// Whether the stream has ended, with the right checksum.
    package let isAtEnd: Bool
  }

  /// Makes a decoder, at the start of a stream.
  ///
  /// - Returns: `nil` if the system does not have what `format` needs, or no memory.
  package init?(_ format: StreamFormat) {
    // SAFETY: the state is freed by `deinit` alone.
    guard let state = unsafe codec_shims_create(format.shim) else { return nil }
    unsafe self.state = state
  }

  deinit {
    unsafe codec_shims_destroy(state)
  }

  /// Starts another stream.
  ///
  /// - Throws: `StreamError.outOfMemory`.
  package func restart() throws(StreamError) {
    guard unsafe codec_shims_restart(state) else { throw .outOfMemory }
  }

  /// Goes on with the stream: takes `input` and fills `buffer`, in the place of what it has.
  ///
  /// - Parameters:
  ///   - input: What follows the input taken before.
  ///   - buffer: Gets the bytes; it does not grow. It has them also if an error is thrown.
  /// - Returns: What was taken. If the stream has not ended, either all input has been taken or the
  ///   buffer is full.
  /// - Throws: `StreamError`; the stream cannot be read on.
  package func decode(
    _ input: Span<UInt8>,
    into buffer: ByteBuffer
  ) throws(StreamError) -> Step {
    buffer.removeAll()
    let byteCount = buffer.capacity
    let (result, used) = unsafe buffer.append(decoding: input, byteCount: byteCount) {
      unsafe codec_shims_continue(state, $0, $1, $2, byteCount, &$3, &$4)
    }
    switch result {
    case CODEC_SHIMS_DONE: return Step(inputByteCount: used, isAtEnd: true)
    case CODEC_SHIMS_MORE: return Step(inputByteCount: used, isAtEnd: false)
    case CODEC_SHIMS_OVER_LIMIT: throw .overMemoryLimit
    case CODEC_SHIMS_NO_MEMORY: throw .outOfMemory
    default: throw .corrupt
    }
  }
}
