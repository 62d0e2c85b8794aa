import Inflate
import ScanModel
import Testing

@testable import GitObjects

@Suite struct DeltaTests {
  /// A delta and what it makes, as the format's description has it, one byte at a time.
  private struct Sample {
    var instructions: [UInt8] = []
    var result: [UInt8] = []

    mutating func copy(_ base: [UInt8], from offset: Int, byteCount: Int) {
      var code: UInt8 = 0x80
      var operands: [UInt8] = []
      for place in 0..<4 where offset >> (8 * place) & 0xFF != 0 {
        code |= 1 << UInt8(place)
        operands.append(UInt8(offset >> (8 * place) & 0xFF))
      }
      if byteCount != 0x10000 {
        for place in 0..<3 where byteCount >> (8 * place) & 0xFF != 0 {
          code |= 0x10 << UInt8(place)
          operands.append(UInt8(byteCount >> (8 * place) & 0xFF))
        }
      }
      instructions += [code] + operands
      result += base[offset..<offset + byteCount]
    }

    mutating func insert(_ bytes: [UInt8]) {
      instructions += [UInt8(bytes.count)] + bytes
      result += bytes
    }

    func delta(baseByteCount: Int) -> [UInt8] {
      PackBuilder.size(baseByteCount) + PackBuilder.size(result.count) + instructions
    }
  }

  private func apply(_ delta: [UInt8], to base: [UInt8]) throws(DeltaError) -> [UInt8] {
    let result = ByteBuffer(capacity: 1)
    try Delta.apply(delta.span, to: base.span, into: result, maximumByteCount: 1 << 20)
    return result.bytes
  }

  @Test func makesWhatTheInstructionsSay() throws {
    var random = SplitMix64(seed: 4)
    for _ in 0..<300 {
      let base = (0..<Int(1 + random.next() % 90_000)).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      var sample = Sample()
      for _ in 0..<Int(random.next() % 12) {
        if random.next() % 2 == 0 {
          sample.insert((0..<Int(1 + random.next() % 127)).map { UInt8($0) })
        } else {
          let offset = Int(random.next() % UInt64(base.count))
          let limit = random.next() % 2 == 0 ? 20 : 70_000
          let count = min(Int(1 + random.next() % UInt64(limit)), base.count - offset)
          sample.copy(base, from: offset, byteCount: count)
        }
      }
      #expect(try apply(sample.delta(baseByteCount: base.count), to: base) == sample.result)
    }
  }

  @Test func takesSizeZeroFor65536() throws {
    let base = [UInt8](repeating: 3, count: 70_000)
    var sample = Sample()
    sample.copy(base, from: 0, byteCount: 0x10000)
    #expect(sample.instructions == [0x80])
    #expect(try apply(sample.delta(baseByteCount: 70_000), to: base) == sample.result)
  }

  @Test func makesNothingOfNothing() throws {
    #expect(try apply([0, 0], to: []) == [])
  }

  @Test func refusesToMakeMoreThanAllowed() {
    #expect(throws: DeltaError.tooLarge(byteCount: 1 << 21, maximumByteCount: 1 << 20)) {
      try apply([0] + PackBuilder.size(1 << 21), to: [])
    }
  }

  @Test func survivesEveryTruncationAndChange() {
    let base = Array("a base of some bytes, not many".utf8)
    var sample = Sample()
    sample.copy(base, from: 2, byteCount: 20)
    sample.insert(Array("new".utf8))
    sample.copy(base, from: 0, byteCount: 5)
    let delta = sample.delta(baseByteCount: base.count)
    for count in delta.indices {
      #expect(throws: DeltaError.self) { try apply(Array(delta.prefix(count)), to: base) }
      for bit in 0..<8 {
        var changed = delta
        changed[count] ^= 1 << bit
        // Whatever comes of it has the size that the header states.
        if let result = try? apply(changed, to: base) {
          #expect(result.count == sample.result.count)
        }
      }
    }
  }

  @Test func saysWhatIsWrong() {
    let errors: [(DeltaError, String)] = [
      (.truncated, "the delta is truncated"),
      (.sizeOverflow, "the delta states a size of more than 63 bits"),
      (
        .wrongBase(byteCount: 1, expectedByteCount: 2),
        "the delta is for a base of 2 bytes, and its base has 1"
      ),
      (.copyBeyondBase, "the delta copies from beyond the end of its base"),
      (.resultTooLong(expectedByteCount: 3), "the delta makes more than the 3 bytes it states"),
      (
        .resultTooShort(byteCount: 1, expectedByteCount: 2),
        "the delta makes 1 bytes, not the 2 it states"
      ),
      (.reservedInstruction, "the delta has the reserved instruction 0"),
      (
        .tooLarge(byteCount: 9, maximumByteCount: 8),
        "the object has 9 bytes, more than the limit of 8 bytes"
      ),
    ]
    for (error, text) in errors { #expect(error.description == text) }
  }
}
