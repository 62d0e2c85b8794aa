import Inflate
import TestSupport
import Testing

@Suite struct WholeStreamDecoderTests {
  private static let text = Array(String(repeating: "zleaks ", count: 50).utf8)

  private static func stream(_ format: StreamFormat) -> [UInt8] {
    switch format {
    case .gzip: MadeContainers.gzip(text)
    case .zlib: MadeContainers.zlib(text)
    default: Deflate.compressed(text)
    }
  }

  @Test(arguments: [StreamFormat.deflate, .zlib, .gzip])
  func decodesAWholeStreamOrNothing(_ format: StreamFormat) throws {
    // Without libdeflate there is none, which is no fault.
    guard let decoder = WholeStreamDecoder() else { return }
    let stream = Self.stream(format)
    let buffer = ByteBuffer()
    func decode(_ input: [UInt8], _ room: Int) -> WholeStreamDecoder.Outcome {
      decoder.decode(format, input.span, into: buffer, atMost: room)
    }
    #expect(decode(stream, Self.text.count) == .done(inputByteCount: stream.count))
    #expect(buffer.bytes == Self.text)
    #expect(decode(stream + [1, 2, 3], 10_000) == .done(inputByteCount: stream.count))
    #expect(decode(stream, Self.text.count - 1) == .tooLong)
    #expect(buffer.count == 0)
    #expect(decode(stream, 0) == .tooLong)
    for count in stream.indices { #expect(decode(Array(stream[..<count]), 10_000) == .failed) }
    #expect(buffer.count == 0)
  }

  @Test func otherFormatsAreNotItsOwn() {
    guard let decoder = WholeStreamDecoder() else { return }
    let buffer = ByteBuffer()
    #expect(decoder.decode(.xz, [1, 2].span, into: buffer, atMost: 9) == .failed)
  }

  @Test func anEmptyStreamIsWhole() {
    guard let decoder = WholeStreamDecoder() else { return }
    let stream = Deflate.compressed([])
    let buffer = ByteBuffer()
    #expect(
      decoder.decode(.deflate, stream.span, into: buffer, atMost: 0)
        == .done(inputByteCount: stream.count)
    )
    #expect(buffer.count == 0)
  }

  @Test func aWrongChecksumIsAFailure() {
    guard let decoder = WholeStreamDecoder() else { return }
    var stream = Self.stream(.gzip)
    stream[stream.count - 5] ^= 1
    #expect(decoder.decode(.gzip, stream.span, into: ByteBuffer(), atMost: 9_999) == .failed)
  }
}
