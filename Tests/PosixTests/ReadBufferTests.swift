import Testing

@testable import Posix

@Suite struct ReadBufferTests {
  private func bytes(_ buffer: borrowing ReadBuffer, _ range: Range<Int>) -> [UInt8] {
    buffer.withBytes(range) { bytes in bytes.indices.map { bytes[$0] } }
  }

  @Test func startsWithZeros() {
    let buffer = ReadBuffer(capacity: 3)
    #expect(buffer.capacity == 3)
    #expect(bytes(buffer, 0..<3) == [0, 0, 0])
    #expect(bytes(buffer, 3..<3) == [])
  }

  @Test func fillTakesWhatFits() {
    let buffer = ReadBuffer(capacity: 3)
    #expect(buffer.fill(with: [UInt8]().span) == 0)
    #expect(buffer.fill(with: ([1, 2, 3, 4] as [UInt8]).span) == 3)
    #expect(bytes(buffer, 0..<3) == [1, 2, 3])
    #expect(buffer.fill(with: ([9] as [UInt8]).span) == 1)
    #expect(bytes(buffer, 0..<3) == [9, 2, 3])
  }

  @Test func moveAllowsOverlap() {
    let buffer = ReadBuffer(capacity: 5)
    _ = buffer.fill(with: ([1, 2, 3, 4, 5] as [UInt8]).span)
    buffer.moveToStart(1..<5)
    #expect(bytes(buffer, 0..<5) == [2, 3, 4, 5, 5])
    buffer.moveToStart(5..<5)
    #expect(bytes(buffer, 0..<5) == [2, 3, 4, 5, 5])
  }

  @Test func emptyBufferIsRefused() async {
    await #expect(processExitsWith: .failure) { _ = ReadBuffer(capacity: 0) }
  }

  @Test func rangesOutsideAreRefused() async {
    await #expect(processExitsWith: .failure) {
      ReadBuffer(capacity: 4).withBytes(0..<5) { _ in }
    }
    await #expect(processExitsWith: .failure) {
      ReadBuffer(capacity: 4).withBytes(-1..<2) { _ in }
    }
    await #expect(processExitsWith: .failure) { ReadBuffer(capacity: 4).moveToStart(2..<5) }
    await #expect(processExitsWith: .failure) {
      _ = try FileDescriptor(borrowing: 0).read(into: ReadBuffer(capacity: 4), at: 5)
    }
    await #expect(processExitsWith: .failure) {
      _ = try FileDescriptor(borrowing: 0).read(into: ReadBuffer(capacity: 4), at: -1)
    }
    await #expect(processExitsWith: .failure) {
      _ = try FileDescriptor.open(Array("/dev/zero".utf8))
        .read(into: ReadBuffer(capacity: 4), position: 0, count: -1)
    }
    await #expect(processExitsWith: .failure) {
      DirectoryBuffer().withBytes(0..<(DirectoryBuffer.capacity + 1)) { _ in }
    }
  }
}
