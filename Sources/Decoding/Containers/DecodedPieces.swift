internal import Inflate

/// Decodes a stream and hands on what comes out, a buffer at a time.
final class DecodedPieces {
  private let decoder: StreamDecoder
  private let buffer: ByteBuffer

  /// The checksum of what the stream has come to so far.
  private(set) var checksum = CRC32()

  /// Whether `checksum` is kept; most formats have their own.
  var keepsChecksum = false

  /// What has become of a stream after some input.
  enum Progress: Hashable {
    /// All input was taken, and the stream goes on.
    case wantsMore
    /// The stream has ended; this many bytes of the input belonged to it.
    case ended(inputByteCount: Int)
    /// The consumer wants nothing more.
    case stopped
    /// The stream cannot be read on.
    case failed(ContainerFault)
  }

  /// The most bytes handed on at once.
  private static let pieceByteCount = 64 << 10

  /// Makes a decoder at the start of a stream; `nil` if the system cannot decode `format`.
  init?(_ format: StreamFormat) {
    guard let decoder = StreamDecoder(format) else { return nil }
    self.decoder = decoder
    buffer = ByteBuffer(capacity: Self.pieceByteCount)
  }

  /// Starts another stream; returns whether that was possible.
  func restart() -> Bool {
    checksum = CRC32()
    keepsChecksum = false
    do throws(StreamError) {
      try decoder.restart()
      return true
    } catch {
      return false
    }
  }

  /// Decodes `input`, and hands on what comes out of it.
  func decode(
    _ input: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) -> Progress {
    var taken = 0
    while true {
      if consumer.isStopped { return .stopped }
      let fault: StreamError?
      var isAtEnd = false
      let before = taken
      do throws(StreamError) {
        let step = try decoder.decode(input.extracting(taken..<input.count), into: buffer)
        taken += step.inputByteCount
        isAtEnd = step.isAtEnd
        fault = nil
      } catch {
        fault = error
      }
      // What came out before the fault was there all the same.
      if buffer.count > 0 {
        buffer.withBytes { bytes in
          if keepsChecksum { checksum.add(bytes) }
          consumer.takeBytes(bytes)
        }
      }
      switch fault {
      case .corrupt?: return .failed(.corrupt)
      case .overMemoryLimit?, .outOfMemory?: return .failed(.overMemoryLimit)
      case nil: break
      }
      if isAtEnd { return .ended(inputByteCount: taken) }
      if buffer.count == buffer.capacity { continue }
      if taken == input.count { return .wantsMore }
      // Neither side has moved: a library that is at a loss.
      if taken == before, buffer.count == 0 { return .failed(.corrupt) }
    }
  }
}
