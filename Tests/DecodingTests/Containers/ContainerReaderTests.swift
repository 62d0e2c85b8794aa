import Decoding
import Inflate
import Testing

@Suite struct ContainerReaderTests {
  @Test(arguments: ContainerSamples.all)
  func readsWhatOtherProgramsMake(_ sample: ContainerSamples.Sample) throws {
    let bytes = try ContainerSamples.python(sample.script)
    #expect(ContainerKind.detect(bytes.span) == sample.kind)
    for pieceByteCount in [Int.max, 4_096, 512, 23, 7, 1] {
      let read = RecordedEntries(bytes, as: sample.kind, pieceByteCount: pieceByteCount)
      #expect(read.mistakes == [])
      #expect(read.faults == [])
      #expect(read.passedOver.isEmpty)
      #expect(read.entries.map(\.name) == sample.names)
      #expect(read.entries.map(\.fault) == sample.names.map { _ in nil })
      #expect(read.entries.last?.bytes == ContainerSamples.text)
      if sample.names.count > 1 { #expect(read.entries.first?.bytes == Array("first".utf8)) }
    }
  }

  @Test(arguments: ContainerSamples.all)
  func saysOfEveryTruncatedOneThatItIsTruncated(_ sample: ContainerSamples.Sample) throws {
    let bytes = try ContainerSamples.python(sample.script)
    for count in 1..<bytes.count {
      let read = RecordedEntries(Array(bytes[..<count]), as: sample.kind, pieceByteCount: 64)
      #expect(read.mistakes == [], "\(count) bytes")
      let isWhole = read.faults.isEmpty && read.entries.allSatisfy { $0.fault == nil }
      // What ends between two entries of a tar archive, two streams of a PDF, two members of a gzip
      // file, or behind the last, lacks nothing that it promises.
      guard isWhole, read.entries.last?.bytes != ContainerSamples.text else { continue }
      let canEndEarly = sample.kind != .zip
      #expect(canEndEarly, "\(count) of \(bytes.count) bytes")
    }
  }

  @Test(arguments: ContainerSamples.all)
  func survivesEveryFlippedByte(_ sample: ContainerSamples.Sample) throws {
    var bytes = try ContainerSamples.python(sample.script)
    for index in bytes.indices {
      for mask: UInt8 in [0xFF, 0x01, 0x80] {
        bytes[index] ^= mask
        let read = RecordedEntries(
          bytes,
          as: sample.kind,
          pieceByteCount: 100,
          maximumByteCount: 1 << 20
        )
        #expect(read.mistakes == [], "byte \(index)")
        bytes[index] ^= mask
      }
    }
  }

  @Test(arguments: ContainerSamples.all)
  func stopsWhenNothingMoreIsWanted(_ sample: ContainerSamples.Sample) throws {
    let bytes = try ContainerSamples.python(sample.script)
    let read = RecordedEntries(
      bytes,
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
    let read = RecordedEntries(frame + padding + frame, as: .zstd, pieceByteCount: 5)
    #expect(read.entries.map(\.bytes) == [Array("zleakszleaks".utf8)])
    #expect(read.entries.map(\.fault) == [nil])
  }

  @Test func givesTheNameThatGzipKeeps() throws {
    let bytes = try ContainerSamples.python(
      """
      f = io.BytesIO(); g = gzip.GzipFile('dump.sql', 'wb', fileobj=f); g.write(text); g.close()
      put(f.getvalue())
      """
    )
    let read = RecordedEntries(bytes, as: .gzip)
    #expect(read.entries.map(\.name) == [.lone(Array("dump.sql".utf8))])
  }

  @Test func passesOverWhatFollowsAStream() throws {
    let bytes = try ContainerSamples.python("put(gzip.compress(text) + b'not a member')")
    let read = RecordedEntries(bytes, as: .gzip, pieceByteCount: 1)
    #expect(read.entries.map(\.fault) == [nil])
    #expect(read.entries.map(\.bytes) == [ContainerSamples.text])
  }

  @Test func saysWhatOfAZipItDoesNotRead() throws {
    let bytes = try ContainerSamples.python(
      """
      z = bytearray(zipped([('a', b'secret'), ('b', b'stored')], 0))
      z[6] |= 1
      put(z)
      """
    )
    let read = RecordedEntries(bytes, as: .zip)
    #expect(read.passedOver == [.given(Array("a".utf8)): .encrypted])
    #expect(read.entries.map(\.bytes) == [Array("stored".utf8)])

    let lzma = try ContainerSamples.python("put(zipped([('a', text), ('b', b'')], 14))")
    #expect(RecordedEntries(lzma, as: .zip).passedOver[.given([97])] == .unreadable)
  }

  @Test func saysOfOverlappingEntriesThatTheyAreNotRead() throws {
    // The list names the same bytes once more, from within the first entry's content.
    let bytes = try ContainerSamples.python(
      """
      z = bytearray(zipped([('a', text), ('b', text)], 0))
      at = z.rindex(b'PK\\x01\\x02')
      z[at + 42:at + 46] = struct.pack('<I', 40)
      put(z)
      """
    )
    #expect(RecordedEntries(bytes, as: .zip).faults == [.unreachable(entryCount: 1)])
  }

  @Test func findsEntriesThatTheListLeavesOut() throws {
    let bytes = try ContainerSamples.python(
      "hidden = zipped([('h', text)]); put(hidden[:hidden.index(b'PK\\x01\\x02')]"
        + " + b'between' + zipped([('a', b'first')]))"
    )
    let read = RecordedEntries(bytes, as: .zip)
    #expect(read.entries.map(\.name) == [.given([104]), .given([97])])
    #expect(read.entries.first?.bytes == ContainerSamples.text)
  }

  @Test func showsHostileNamesAndDoesNothingWithThem() throws {
    let bytes = try ContainerSamples.python(
      "put(tarred([('../../etc/x', b'1'), ('/abs', b'2')], tarfile.USTAR_FORMAT))"
    )
    #expect(
      RecordedEntries(bytes, as: .tar).entries.map(\.name.bytes)
        == [Array("../../etc/x".utf8), Array("/abs".utf8)]
    )
    let long = try ContainerSamples.python("put(zipped([('x' * 65535, b'1')]))")
    #expect(RecordedEntries(long, as: .zip).entries.map(\.name.bytes.count) == [65_535])
  }

  @Test func sevenZipAndRARAreToldAndNotRead() {
    let sevenZip: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]
    let rar = Array("Rar!".utf8) + [0x1A, 0x07, 1, 0]
    #expect(ContainerKind.detect(sevenZip.span) == .sevenZip)
    #expect(ContainerKind.detect(rar.span) == .rar)
    #expect(ContainerKind.sevenZip.makeReader() == nil)
    #expect(ContainerKind.rar.makeReader() == nil)
  }

  @Test(arguments: ["", "PK", "PKZIP\n", "BZh9 is not bzip2", "%PD", "\u{1F}\u{8B}", "plain text"])
  func textIsNoContainer(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(ContainerKind.detect(bytes.span) == nil)
  }
}
