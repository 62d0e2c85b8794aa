import Decoding
import Inflate
import TestSupport
import Testing

@Suite struct ContainerReaderTests {
  private static let pieces = [Int.max, 4_096, 512, 23, 7, 1]

  @Test(arguments: ContainerSamples.recordings, [Inflater.Engine.libdeflate, .zlib])
  func readsWhatOtherProgramsMake(
    _ sample: (name: String, kind: ContainerKind, names: [EntryName]),
    engine: Inflater.Engine
  ) throws {
    let bytes = try ContainerSamples.recorded(sample.name)
    #expect((ContainerKind.detect(bytes.span) ?? .detect(tail: bytes.span)) == sample.kind)
    for pieceByteCount in Self.pieces {
      let read = RecordedEntries(
        bytes,
        as: sample.kind,
        pieceByteCount: pieceByteCount,
        engine: engine
      )
      #expect(read.mistakes == [])
      #expect(read.faults == [])
      #expect(read.passedOver.isEmpty)
      #expect(read.entries.map(\.name) == sample.names)
      #expect(read.entries.map(\.fault) == sample.names.map { _ in nil })
      let last = try #require(read.entries.last?.bytes)
      #expect(last.firstRange(of: ContainerSamples.recordedStart) != nil)
      if sample.names.count > 1 { #expect(read.entries.first?.bytes == Array("first".utf8)) }
    }
  }

  @Test(arguments: ContainerSamples.made, [Inflater.Engine.libdeflate, .zlib])
  func readsWhatTestsMake(_ sample: ContainerSamples.Sample, engine: Inflater.Engine) {
    #expect(ContainerKind.detect(sample.bytes.span) == sample.kind)
    for pieceByteCount in Self.pieces {
      let read = RecordedEntries(
        sample.bytes,
        as: sample.kind,
        pieceByteCount: pieceByteCount,
        engine: engine
      )
      #expect(read.mistakes == [])
      #expect(read.faults == [])
      #expect(read.entries.map(\.name) == sample.names)
      #expect(read.entries.map(\.fault) == sample.names.map { _ in nil })
      #expect(read.entries.last?.bytes == ContainerSamples.text)
    }
  }

  @Test(arguments: ContainerSamples.made, [64, Int.max])
  func saysOfEveryTruncatedOneThatItIsTruncated(
    _ sample: ContainerSamples.Sample,
    pieceByteCount: Int
  ) {
    for count in 1..<sample.bytes.count {
      let read = RecordedEntries(
        Array(sample.bytes[..<count]),
        as: sample.kind,
        pieceByteCount: pieceByteCount
      )
      #expect(read.mistakes == [], "\(count) bytes")
      let isWhole = read.faults.isEmpty && read.entries.allSatisfy { $0.fault == nil }
      // What ends between two entries of a tar archive, two streams of a PDF, two members of a gzip
      // file, or behind the last, lacks nothing that it promises.
      guard isWhole, read.entries.last?.bytes != sample.last else { continue }
      let canEndEarly = sample.kind != .zip
      #expect(canEndEarly, "\(count) of \(sample.bytes.count) bytes")
    }
  }

  @Test(arguments: ContainerSamples.made, [100, Int.max])
  func survivesEveryFlippedByte(_ sample: ContainerSamples.Sample, pieceByteCount: Int) {
    var bytes = sample.bytes
    for index in bytes.indices {
      for mask: UInt8 in [0xFF, 0x01, 0x80] {
        bytes[index] ^= mask
        let read = RecordedEntries(
          bytes,
          as: sample.kind,
          pieceByteCount: pieceByteCount,
          maximumByteCount: 1 << 20
        )
        #expect(read.mistakes == [], "byte \(index)")
        bytes[index] ^= mask
      }
    }
  }

  @Test(arguments: ContainerSamples.recordings)
  func survivesEveryFlippedByteOfARecording(
    _ sample: (name: String, kind: ContainerKind, names: [EntryName])
  ) throws {
    var bytes = try ContainerSamples.recorded(sample.name)
    // The long ones are zeros for the most part.
    for index in bytes.indices.prefix(600) {
      bytes[index] ^= 0xFF
      let read = RecordedEntries(
        bytes,
        as: sample.kind,
        pieceByteCount: 100,
        maximumByteCount: 1 << 20
      )
      #expect(read.mistakes == [], "byte \(index)")
      bytes[index] ^= 0xFF
    }
  }

  @Test(arguments: ContainerSamples.made)
  func stopsWhenNothingMoreIsWanted(_ sample: ContainerSamples.Sample) {
    let read = RecordedEntries(
      sample.bytes,
      as: sample.kind,
      pieceByteCount: 100,
      maximumByteCount: 1
    )
    #expect(read.mistakes == [])
    #expect(read.entries.count == 1)
  }

  @Test func readsZstandard() throws {
    // One frame that holds `zleaks` as it is, and one to be passed over in front of it.
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 6, 0x31, 0, 0] + Array("zleaks".utf8)
    let padding: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    #expect(ContainerKind.detect(frame.span) == .zstd)
    #expect(ContainerKind.detect(padding.span) == .zstd)
    let read = RecordedEntries(frame + padding + frame, as: .zstd, pieceByteCount: 5)
    #expect(read.entries.map(\.bytes) == [Array("zleakszleaks".utf8)])
    #expect(read.entries.map(\.fault) == [nil])
  }

  @Test func givesTheNameThatGzipKeeps() {
    let bytes = MadeContainers.gzip(ContainerSamples.text, name: "dump.sql")
    let read = RecordedEntries(bytes, as: .gzip)
    #expect(read.entries.map(\.name) == [.lone(Array("dump.sql".utf8))])
  }

  @Test(arguments: [1, Int.max])
  func passesOverWhatFollowsAStream(pieceByteCount: Int) {
    let bytes = MadeContainers.gzip(ContainerSamples.text) + Array("not a member".utf8)
    let read = RecordedEntries(bytes, as: .gzip, pieceByteCount: pieceByteCount)
    #expect(read.entries.map(\.fault) == [nil])
    #expect(read.entries.map(\.bytes) == [ContainerSamples.text])
  }

  @Test(arguments: [Inflater.Engine.libdeflate, .zlib])
  func aWrongChecksumIsAFaultOfTheMember(engine: Inflater.Engine) {
    var bytes = MadeContainers.gzip(ContainerSamples.text)
    bytes[bytes.count - 5] ^= 1
    let read = RecordedEntries(bytes, as: .gzip, engine: engine)
    #expect(read.entries.map(\.fault) == [.corrupt])
    #expect(read.entries.map(\.bytes) == [ContainerSamples.text])
  }

  @Test func showsHostileNamesAndDoesNothingWithThem() {
    let names = ["../../etc/x", "/abs", "a\u{1B}[31m"]
    let tar = MadeContainers.tar(names.map { ($0, [1]) })
    #expect(RecordedEntries(tar, as: .tar).entries.map(\.name) == names.map(ContainerSamples.given))
    let long = String(repeating: "x", count: 65_535)
    let zip = MadeContainers.zip((names + [long]).map { MadeEntry($0, [1]) })
    #expect(
      RecordedEntries(zip, as: .zip).entries.map(\.name)
        == (names + [long]).map(ContainerSamples.given)
    )
  }

  @Test(arguments: [
    [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 1, 0],
    [0x04, 0x22, 0x4D, 0x18, 0x64], [0x1F, 0x9D, 0x90, 0x41], Array("PACK\0\0\0\u{2}".utf8),
    Array("# v2 git bundle\n".utf8), Array("!<arch>\ndebian-binary   ".utf8),
  ])
  func whatNothingReadsHereIsTold(_ head: [UInt8]) {
    #expect(ContainerKind.detect(head.span) == .unread)
    #expect(ContainerKind.unread.makeReader() == nil)
  }

  @Test(arguments: ["PACKAGE", "Rar! is a format", "# v2 git", "!<arch>\nlibc.a", "MSCF is what"])
  func textThatStartsAlikeIsNone(_ text: String) {
    #expect(ContainerKind.detect(Array(text.utf8).span) == nil)
  }

  @Test(arguments: ["", "PK", "PKZIP\n", "BZh9 is not bzip2", "%PD", "\u{1F}\u{8B}", "plain text"])
  func textIsNoContainer(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(ContainerKind.detect(bytes.span) == nil)
    #expect(ContainerKind.detect(tail: bytes.span) == nil)
  }
}
