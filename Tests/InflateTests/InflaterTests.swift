import Foundation
import Testing

@testable import Inflate

@Suite struct InflaterTests {
  /// What Python's `zlib.compress(text, 9)` makes of 220 words: dynamic Huffman codes.
  private static let compressed: [UInt8] = Array(
    Data(
      base64Encoded: """
        eNp1U9G2gjAM+5X9Gl6HTpApqKhfL22WruOc+yDQNW3SrF6e19sSDnNep3DMp9DndxhjN6TpFHJvn9f0Do9zbNISy/ktP1\
        KeFo23Eukydt+PYpf4ipNm/I/dfOUQPwvqHK3Ga/p287EkiVjPaYxNE6HLrziXVGXXzkRpIGVA4Uk6TYq4+zP9Da0KPylo\
        iiy+4eEmTbuYGutpYzj7+A0+iBGsVtZyFUDzTI2m9irKBdBlxVz0jm1yTtEOyQZ2F4TtATz3BTB64zaBdYK6WyBEjGdZGX\
        nZ2nALW5PVmmKxtRaoarUIuK0lFNkNlrf0rZcvBgHnF5H81ny/qXYbUg9vMRmE9Tv7BA2RvQtY3/L7PUBnwflT755fYeVm\
        G5G+Ly9W16XCMf+KNJoONQM793STlRGb6ZYZo1SAMgpdTULUv57/AA+ZrnM=
        """
    ) ?? Data()
  )

  private static let byteCount = 1_165

  /// A stream whose blocks are not compressed.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    let length = UInt16(bytes.count)
    stream.append(1)
    stream += [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    stream += [UInt8(truncatingIfNeeded: ~length), UInt8(truncatingIfNeeded: ~length >> 8)]
    stream += bytes
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    for shift in [8, 0] { stream.append(UInt8(truncatingIfNeeded: high >> UInt32(shift))) }
    for shift in [8, 0] { stream.append(UInt8(truncatingIfNeeded: low >> UInt32(shift))) }
    return stream
  }

  private enum Outcome: Equatable {
    case bytes([UInt8], used: Int)
    case error(InflateError)
  }

  private func whole(
    _ stream: [UInt8],
    _ engine: Inflater.Engine,
    byteCount: Int = byteCount
  ) throws -> Outcome {
    var inflater = try Inflater(engine: engine)
    let buffer = ByteBuffer()
    do throws(InflateError) {
      let used = try inflater.inflate(stream.span, into: buffer, byteCount: byteCount)
      return .bytes(buffer.bytes, used: used)
    } catch {
      #expect(buffer.count == 0)
      return .error(error)
    }
  }

  private var text: [UInt8] {
    get throws {
      guard case .bytes(let text, _) = try whole(Self.compressed, .zlib) else { return [] }
      return text
    }
  }

  @Test func bothEnginesAreHere() {
    // The tests below would say nothing of libdeflate without it; then this one fails.
    #expect(Inflater.Engine.allCases.filter(\.isPresent) == [.zlib, .libdeflate])
    #expect(Inflater.Engine.best == .libdeflate)
  }

  @Test(arguments: Inflater.Engine.allCases)
  func inflatesAStreamOfKnownSize(_ engine: Inflater.Engine) throws {
    let outcome = try whole(Self.compressed + [1, 2, 3], engine)
    #expect(outcome == .bytes(try text, used: Self.compressed.count))
    #expect(String(decoding: try text.prefix(21), as: UTF8.self) == "jumps brown dog fox l")
  }

  @Test(arguments: Inflater.Engine.allCases)
  func inflatesAStreamOfNoBytes(_ engine: Inflater.Engine) throws {
    let stream = Self.stored([])
    #expect(try whole(stream, engine, byteCount: 0) == .bytes([], used: stream.count))
  }

  @Test(arguments: Inflater.Engine.allCases)
  func saysWhatIsWrong(_ engine: Inflater.Engine) throws {
    let stream = Self.compressed
    #expect(
      try whole(stream, engine, byteCount: 1_164) == .error(.tooLong(maximumByteCount: 1_164))
    )
    #expect(
      try whole(stream, engine, byteCount: 1_166)
        == .error(.tooShort(byteCount: 1_165, expectedByteCount: 1_166))
    )
    #expect(try whole([], engine) == .error(.truncated))
    #expect(try whole([0x78, 0x9C, 0xFF, 0xFF], engine) == .error(.corrupt))
    #expect(try whole(Array(stream.dropLast()), engine) == .error(.truncated))
    #expect(try whole(stream.dropLast() + [0], engine) == .error(.corrupt))
  }

  @Test func enginesAgreeOnEveryTruncation() throws {
    for count in 0..<Self.compressed.count {
      let stream = Array(Self.compressed.prefix(count))
      #expect(try whole(stream, .zlib) == (try whole(stream, .libdeflate)))
    }
  }

  @Test func enginesAgreeOnEveryFlippedBit() throws {
    for index in Self.compressed.indices {
      for bit in 0..<8 {
        var stream = Self.compressed
        stream[index] ^= 1 << bit
        #expect(try whole(stream, .zlib) == (try whole(stream, .libdeflate)))
      }
    }
  }

  @Test(arguments: Inflater.Engine.allCases)
  func inflatesAStreamOfUnknownSize(_ engine: Inflater.Engine) throws {
    var inflater = try Inflater(engine: engine)
    let buffer = ByteBuffer(capacity: 1)
    let used = try inflater.inflate(Self.compressed.span, into: buffer, atMost: Self.byteCount)
    #expect(used == Self.compressed.count)
    #expect(buffer.bytes == (try text))
    var errors: [InflateError] = []
    for (dropped, maximum) in [(0, 1_164), (9, 5_000)] {
      let stream = Array(Self.compressed.dropLast(dropped))
      do throws(InflateError) {
        try inflater.inflate(stream.span, into: buffer, atMost: maximum)
      } catch {
        errors.append(error)
      }
    }
    #expect(errors == [.tooLong(maximumByteCount: 1_164), .truncated])
  }

  @Test(arguments: [1, 2, 7, 64, 5_000], [1, 3, 100, 5_000])
  func inflatesInPieces(_ inputByteCount: Int, _ outputByteCount: Int) throws {
    var inflater = try Inflater()
    var made: [UInt8] = []
    let buffer = ByteBuffer()
    // A second stream follows to see that the first one leaves nothing behind.
    for _ in 0..<2 {
      inflater.startStream()
      made = []
      var offset = 0
      var isAtEnd = false
      while !isAtEnd {
        buffer.removeAll(reserving: outputByteCount)
        let input = Self.compressed[offset...].prefix(inputByteCount)
        let step = try inflater.continueStream(
          input.span,
          into: buffer,
          byteCount: outputByteCount
        )
        #expect(step.inputByteCount > 0 || buffer.count > 0)
        offset += step.inputByteCount
        made += buffer.bytes
        isAtEnd = step.isAtEnd
      }
      #expect(offset == Self.compressed.count)
      #expect(made == (try text))
    }
  }
}
