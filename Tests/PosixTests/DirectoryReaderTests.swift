import TestSupport
import Testing

@testable import Posix

@Suite struct DirectoryReaderTests {
  /// Writes `bytes` to the start of a fresh buffer.
  private func makeBuffer(_ bytes: [UInt8]) -> DirectoryBuffer {
    let buffer = DirectoryBuffer()
    unsafe buffer.start.copyMemory(from: bytes, byteCount: bytes.count)
    return buffer
  }

  /// A record as the kernel writes it (getdents64(2)), with room for the name and `padding` bytes.
  private func record(_ name: [UInt8], type: UInt8 = 8, padding: Int = 1) -> [UInt8] {
    let length = 19 + name.count + padding
    return [UInt8](repeating: 0xAA, count: 16) + [UInt8(length & 0xFF), UInt8(length >> 8), type]
      + name + [UInt8](repeating: 0, count: padding)
  }

  private func names(_ bytes: [UInt8], count: Int? = nil) -> [[UInt8]] {
    let buffer = makeBuffer(bytes)
    var offset = 0
    var names: [[UInt8]] = []
    while let entry = buffer.nextEntry(at: &offset, of: count ?? bytes.count) {
      names.append(buffer.name(of: entry))
    }
    return names
  }

  @Test func recordsAreReadOneByOne() {
    let bytes = record([1]) + record([2, 3], padding: 8) + record([0xFF, 0x0A])
    #expect(names(bytes) == [[1], [2, 3], [0xFF, 0x0A]])
    #expect(names([]) == [])
  }

  @Test func kindIsTheTypeByte() {
    let types: [(UInt8, FileKind)] = [
      (8, .regular), (4, .directory), (10, .symbolicLink), (0, .unknown), (1, .special),
      (2, .special), (6, .special), (12, .special), (14, .special), (255, .special),
    ]
    for (type, kind) in types {
      var offset = 0
      let bytes = record([1], type: type)
      #expect(makeBuffer(bytes).nextEntry(at: &offset, of: bytes.count)?.kind == kind)
      #expect(offset == bytes.count)
    }
  }

  @Test func brokenRecordEndsTheBatch() {
    let whole = record([1, 2, 3])
    var noEnd = record([1, 2, 3], padding: 0)
    #expect(names(whole + noEnd) == [[1, 2, 3]])
    noEnd[16] = 19
    #expect(names(noEnd) == [])
    for length in [0, 1, 18, 19, 0xFFFF] {
      var bytes = whole
      bytes[16] = UInt8(length & 0xFF)
      bytes[17] = UInt8(length >> 8)
      #expect(names(bytes) == [])
    }
  }

  @Test func cutOrChangedRecordsNeverTrap() {
    let bytes = record([1, 2, 3]) + record([4]) + record([5, 6], padding: 3)
    for count in 0...bytes.count { #expect(names(bytes, count: count).count <= 3) }
    #expect(names(bytes, count: bytes.count - 1) == [[1, 2, 3], [4]])
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(names(changed).count <= 3)
      }
    }
  }

  @Test func countBeyondTheBufferIsCut() {
    let buffer = DirectoryBuffer()
    var offset = DirectoryBuffer.capacity
    #expect(buffer.nextEntry(at: &offset, of: .max) == nil)
    offset = -1
    #expect(buffer.nextEntry(at: &offset, of: .max) == nil)
  }

  @Test func listsTheWholeDirectoryInBatches() throws {
    let scratch = try Scratch()
    let expected = (0..<2_000).map { "name-that-takes-some-room-\($0)" }
    for name in expected { try scratch.write(name, "") }
    let directory = try OpenDirectory(Array(scratch.path.utf8), followsLink: false)
    let buffer = DirectoryBuffer()
    var names: [String] = []
    var batchCount = 0
    while true {
      let count = try directory.fill(buffer)
      if count == 0 { break }
      batchCount += 1
      var offset = 0
      while let entry = buffer.nextEntry(at: &offset, of: count) {
        names.append(String(decoding: buffer.name(of: entry), as: UTF8.self))
      }
      #expect(offset == count)
    }
    #expect(batchCount > 1)
    #expect(names.sorted() == ([".", ".."] + expected).sorted())
  }

  @Test func opensFilesButNoLinks() throws {
    let scratch = try Scratch()
    try scratch.write("f", "content")
    try scratch.link("l", to: "f")
    try scratch.link("d", to: ".")
    let path = Array(scratch.path.utf8)
    let directory = try OpenDirectory(path, followsLink: false)
    #expect(try directory.status().kind == .directory)
    #expect(try directory.kind(of: Array("f".utf8)) == .regular)
    #expect(try directory.kind(of: Array("l".utf8)) == .symbolicLink)
    let file = try directory.openFile(Array("f".utf8))
    #expect(try file.readToEnd(maximumByteCount: 99) == Array("content".utf8))
    func error(_ name: String) -> SystemError? {
      do throws(SystemError) {
        _ = try directory.openFile(Array(name.utf8))
        return nil
      } catch { return error }
    }
    #expect(error("l")?.isSymbolicLink == true)
    #expect(error("missing")?.isNotFound == true)
    #expect(error("f\0x")?.description == "invalid argument")
    #expect(throws: SystemError.self) { try directory.kind(of: Array("f\0x".utf8)) }
    let link = path + Array("/d".utf8)
    #expect(throws: SystemError.self) { _ = try OpenDirectory(link, followsLink: false) }
    _ = try OpenDirectory(link, followsLink: true)
  }
}
