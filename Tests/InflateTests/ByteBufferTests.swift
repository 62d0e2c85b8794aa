import Testing

@testable import Inflate

@Suite struct ByteBufferTests {
  /// The macros of tests cannot hold a span.
  private func add(_ bytes: [UInt8], to buffer: ByteBuffer) -> Bool { buffer.append(bytes.span) }

  @Test func addsUntilItIsFull() {
    let buffer = ByteBuffer(capacity: 4)
    #expect(add([1, 2, 3], to: buffer))
    #expect(!add([4, 5], to: buffer))
    #expect(buffer.bytes == [1, 2, 3])
    #expect(add([4], to: buffer))
    #expect(buffer.bytes == [1, 2, 3, 4])
  }

  @Test func growsWhenEmptied() {
    let buffer = ByteBuffer(capacity: 4)
    #expect(add([1, 2, 3], to: buffer))
    buffer.removeAll(reserving: 100)
    #expect(buffer.count == 0)
    #expect(buffer.capacity >= 100)
    #expect(add([UInt8](repeating: 7, count: 100), to: buffer))
    #expect(buffer.bytes == [UInt8](repeating: 7, count: 100))
  }

  @Test func takesNoBytesThatAreNotThere() {
    let buffer = ByteBuffer(capacity: 100)
    let source: [UInt8] = [1, 2, 3]
    var results: [Bool] = []
    buffer.append { output in
      for (offset, count) in [(0, 4), (3, 1), (-1, 1), (0, -1), (4, 0), (Int.max, 1), (1, Int.max)]
      {
        results.append(output.append(source.span, from: offset, byteCount: count))
      }
      results.append(output.append(source.span, from: 3, byteCount: 0))
    }
    #expect(results == [false, false, false, false, false, false, false, true])
    #expect(buffer.count == 0)
  }

  @Test func copiesEveryLengthFromEveryOffset() {
    let source = (0..<60).map { UInt8($0) }
    for offset in 0..<60 {
      for count in 0...60 - offset {
        let buffer = ByteBuffer(capacity: 61)
        #expect(add([99], to: buffer))
        var isAdded = false
        buffer.append { output in
          isAdded = output.append(source.span, from: offset, byteCount: count)
        }
        #expect(isAdded)
        #expect(buffer.bytes == [99] + source[offset..<offset + count])
      }
    }
  }

  @Test func keepsNothingOfABodyThatThrows() {
    struct Stop: Error {}
    let buffer = ByteBuffer(capacity: 8)
    #expect(throws: Stop.self) {
      try buffer.append { output throws(Stop) in
        output.append(1)
        throw Stop()
      }
    }
    #expect(buffer.count == 0)
  }

  @Test func removesFromTheFront() {
    let buffer = ByteBuffer(capacity: 8)
    #expect(add([1, 2, 3, 4], to: buffer))
    buffer.removeFirst(3)
    #expect(buffer.bytes == [4])
  }
}
