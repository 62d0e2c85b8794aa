import Inflate
import Testing

@Suite struct StreamDecoderTests {
  /// A stored block that holds `abc` and is the last.
  private static let block: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]

  /// The same in the frame of a format.
  private static func abc(_ format: StreamFormat) -> [UInt8] {
    switch format {
    case .zlib: [0x78, 1] + block + [0x02, 0x4D, 0x01, 0x27]
    case .gzip:
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + block + [0xC2, 0x41, 0x24, 0x35, 3, 0, 0, 0]
    default: block
    }
  }

  @Test(arguments: [StreamFormat.deflate, .zlib, .gzip])
  func decodesPieceByPiece(_ format: StreamFormat) throws {
    let decoder = try #require(StreamDecoder(format))
    let stream = Self.abc(format)
    for _ in 0..<2 {
      var made: [UInt8] = []
      let buffer = ByteBuffer(capacity: 2)
      var taken = 0
      var isAtEnd = false
      var stepCount = 0
      while !isAtEnd, stepCount < 100 {
        let end = min(taken + 1, stream.count)
        let step = try decoder.decode(stream[taken..<end].span, into: buffer)
        taken += step.inputByteCount
        made += buffer.bytes
        isAtEnd = step.isAtEnd
        stepCount += 1
      }
      #expect(isAtEnd)
      #expect(taken == stream.count)
      #expect(made == Array("abc".utf8))
      try decoder.restart()
    }
  }

  @Test func saysWhereAStreamEnds() throws {
    let decoder = try #require(StreamDecoder(.gzip))
    let input = Self.abc(.gzip) + [9, 9]
    let step = try decoder.decode(input.span, into: ByteBuffer())
    #expect(step.inputByteCount == input.count - 2)
    #expect(step.isAtEnd)
  }

  @Test(arguments: StreamFormat.allCases.filter { $0 != .deflate && $0.isPresent })
  func refusesWhatIsNoStream(_ format: StreamFormat) throws {
    let decoder = try #require(StreamDecoder(format))
    let input = Array("this is not compressed in any way".utf8)
    #expect(throws: StreamError.corrupt) {
      try decoder.decode(input.span, into: ByteBuffer())
    }
  }

  @Test func refusesAWrongChecksum() throws {
    let decoder = try #require(StreamDecoder(.gzip))
    var input = Self.abc(.gzip)
    input[input.count - 5] ^= 1
    let buffer = ByteBuffer()
    #expect(throws: StreamError.corrupt) { try decoder.decode(input.span, into: buffer) }
    // What came out before is there all the same.
    #expect(buffer.bytes == Array("abc".utf8))
  }
}
