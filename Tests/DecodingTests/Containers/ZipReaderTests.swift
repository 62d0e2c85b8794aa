import Decoding
import Inflate
import TestSupport
import Testing

@Suite struct ZipReaderTests {
  private func read(
    _ entries: [MadeEntry],
    engine: Inflater.Engine = .best,
    pieceByteCount: Int = .max
  ) -> RecordedEntries {
    RecordedEntries(
      MadeContainers.zip(entries),
      as: .zip,
      pieceByteCount: pieceByteCount,
      engine: engine
    )
  }

  private func entry(_ name: String, _ change: (inout MadeEntry) -> Void) -> MadeEntry {
    var entry = MadeEntry(name, ContainerSamples.text)
    change(&entry)
    return entry
  }

  @Test(
    arguments: [MadeEntry.Sizes.inFront, .behind, .long],
    [Inflater.Engine.libdeflate, .zlib]
  )
  func aWrongChecksumIsAFaultOfTheEntry(sizes: MadeEntry.Sizes, engine: Inflater.Engine) {
    let damaged = entry("a") {
      $0.sizes = sizes
      $0.checksum = 1
    }
    for pieceByteCount in [Int.max, 64] {
      let read = read(
        [damaged, MadeEntry("b", [1])],
        engine: engine,
        pieceByteCount: pieceByteCount
      )
      // What was read of it is searched all the same, and so is what follows.
      #expect(read.entries.map(\.bytes) == [ContainerSamples.text, [1]])
      #expect(read.entries.map(\.fault) == [.corrupt, nil])
      #expect(read.faults == [])
    }
  }

  @Test(arguments: [64, Int.max])
  func aWrongChecksumOfAStoredEntryIsAFault(pieceByteCount: Int) {
    let damaged = entry("a") {
      $0.method = 0
      $0.checksum = 1
    }
    let read = read([damaged], pieceByteCount: pieceByteCount)
    #expect(read.entries.map(\.fault) == [.corrupt])
    #expect(read.entries.map(\.bytes) == [ContainerSamples.text])
  }

  @Test func damagedContentIsGivenUpToTheDamage() {
    let damaged = entry("a") {
      // A block of a kind that there is none of, behind one that is stored.
      $0.compressed = [0, 3, 0, 0xFC, 0xFF, 1, 2, 3, 7, 0]
    }
    let read = read([damaged, MadeEntry("b", [9])])
    #expect(read.entries.map(\.bytes) == [[1, 2, 3], [9]])
    #expect(read.entries.map(\.fault) == [.corrupt, nil])
  }

  @Test func saysWhatItDoesNotRead() {
    let read = read([
      entry("encrypted") { $0.flags = 1 },
      entry("strongly encrypted") { $0.flags = 0x41 },
      entry("hidden names") { $0.flags = 0x2000 },
      entry("AES") { $0.method = 99 },
      entry("Deflate64") { $0.method = 9 },
      entry("PPMd") { $0.method = 98 },
      entry("unknown") { $0.method = 19 },
      MadeEntry("read", [1]),
    ])
    let passed = ["encrypted", "strongly encrypted", "hidden names", "AES"]
    #expect(read.passedOver.filter { $0.value == .encrypted }.count == passed.count)
    for name in passed { #expect(read.passedOver[ContainerSamples.given(name)] == .encrypted) }
    for name in ["Deflate64", "PPMd", "unknown"] {
      #expect(read.passedOver[ContainerSamples.given(name)] == .unreadable)
    }
    #expect(read.entries.map(\.name) == [ContainerSamples.given("read")])
    #expect(read.faults == [])
  }

  @Test func entriesOfOneNameAreAllRead() {
    let read = read([MadeEntry("a", [1]), MadeEntry("a", [2])])
    #expect(read.entries.map(\.bytes) == [[1], [2]])
  }

  @Test func namesNeedNotBeText() {
    var entry = MadeEntry("", [1])
    entry.name = [0xFF, 0x82, 0x2F, 0x00]
    #expect(read([entry]).entries.map(\.name.bytes) == [[0xFF, 0x82, 0x2F, 0x00]])
  }

  @Test func findsEntriesThatTheListLeavesOut() {
    let read = read([entry("hidden") { $0.isListed = false }, MadeEntry("a", [1])])
    #expect(read.entries.map(\.name.bytes) == [Array("hidden".utf8), Array("a".utf8)])
    #expect(read.entries.first?.bytes == ContainerSamples.text)
    #expect(read.faults == [])
  }

  @Test func saysHowManyEntriesTheListHasTooMany() {
    let read = read([MadeEntry("a", [1]), entry("gone") { $0.isThere = false }])
    #expect(read.entries.map(\.name.bytes) == [Array("a".utf8)])
    #expect(read.faults == [.unreachable(entryCount: 1)])
  }

  /// Programs that go by the list alone read an entry whose own header says that there is nothing, or
  /// nothing that can be read.
  @Test(arguments: [(14, 12, 0), (18, 4, 0), (8, 1, 99), (6, 1, 1)])
  func anEntryThatItsOwnHeaderDeniesIsAFault(_ start: Int, _ count: Int, _ value: UInt8) {
    var archive = MadeContainers.zip([entry("a") { _ in }, MadeEntry("b", [1])])
    for index in start..<start + count { archive[index] = value }
    let read = RecordedEntries(archive, as: .zip)
    #expect(read.faults == [.unreachable(entryCount: 1)])
    #expect(read.entries.last?.bytes == [1])
  }

  @Test func entriesThatOverlapAreReadOnce() {
    // As David Fifield's bombs have it: the list names headers inside another entry's content.
    let inner = MadeContainers.zip([MadeEntry("inner", ContainerSamples.text)])
    let outer = MadeContainers.zip([MadeEntry("outer", inner, method: 0)])
    var archive = outer
    // The list's only entry starts where the inner archive does.
    let place = outer.count - 22 - 4 - "outer".utf8.count
    archive[place] = UInt8(30 + "outer".utf8.count)
    let read = RecordedEntries(archive, as: .zip)
    #expect(read.entries.map(\.bytes) == [inner])
    #expect(read.faults == [.unreachable(entryCount: 1)])
  }

  @Test(arguments: [2, 3_000])
  func anEntryThatTheListNamesManyTimesIsReadOnce(count: Int) {
    // As David Fifield's largest bombs have it.
    let archive = MadeContainers.zip([MadeEntry("a", [1])])
    let header = 30 + 1 + Deflate.compressed([1]).count
    let listed = Array(archive[header..<archive.count - 22])
    let lists = (0..<count).flatMap { _ in listed }
    let read = RecordedEntries(
      archive[..<header] + lists + Array(archive.suffix(22)),
      as: .zip
    )
    #expect(read.entries.map(\.bytes) == [[1]])
    #expect(read.faults == [.unreachable(entryCount: count - 1)])
  }

  @Test(arguments: [Int.max, 64, 5])
  func anArchiveBehindAProgramIsRead(pieceByteCount: Int) {
    let archive = MadeContainers.zip([MadeEntry("a", [1]), MadeEntry("b", ContainerSamples.text)])
    // The program has an entry's signature in it, and no entry.
    let program = Array("#!/bin/sh PK\u{3}\u{4} and more text than a header has bytes\n".utf8)
    let whole = program + archive
    #expect(ContainerKind.detect(whole.span) == nil)
    #expect(ContainerKind.detect(tail: whole.span) == .zip)
    let read = RecordedEntries(whole, as: .zip, pieceByteCount: pieceByteCount)
    #expect(read.entries.map(\.bytes) == [[1], ContainerSamples.text])
    #expect(read.faults == [])
  }

  @Test func archivesBehindOneAnotherAreAllRead() {
    let first = MadeContainers.zip([MadeEntry("a", [1]), MadeEntry("b", [2])])
    let second = MadeContainers.zip([MadeEntry("c", [3]), MadeEntry("d", [4])])
    let read = RecordedEntries(first + [0, 0, 0] + second, as: .zip)
    #expect(read.entries.map(\.bytes) == [[1], [2], [3], [4]])
    #expect(read.faults == [])
  }

  @Test func anArchiveWithAnArchiveStoredInItIsNotMixedUp() {
    let inner = MadeContainers.zip([entry("deep") { $0.sizes = .behind }])
    var stored = MadeEntry("inner.zip", inner, method: 0)
    stored.sizes = .behind
    for pieceByteCount in [Int.max, 100, 1] {
      let read = read([stored, MadeEntry("b", [1])], pieceByteCount: pieceByteCount)
      #expect(read.entries.map(\.bytes) == [inner, [1]])
      #expect(read.faults == [])
    }
  }

  @Test func aDescriptorWithoutASignatureWillDo() {
    let text = ContainerSamples.text
    var archive = MadeContainers.zip([entry("a") { $0.sizes = .behind }, MadeEntry("b", [1])])
    let place = 30 + 1 + Deflate.compressed(text).count
    archive.removeSubrange(place..<place + 4)
    let read = RecordedEntries(archive, as: .zip)
    #expect(read.entries.map(\.bytes) == [text, [1]])
    #expect(read.entries.map(\.fault) == [nil, nil])
  }

  @Test func aLargeEntryIsReadInPieces() {
    let bytes = Array(repeating: Array("0123456789abcdef".utf8), count: 200_000).flatMap { $0 }
    for sizes in [MadeEntry.Sizes.inFront, .behind] {
      var large = MadeEntry("a", bytes)
      large.sizes = sizes
      let read = read([large, MadeEntry("b", [1])])
      #expect(read.entries.map(\.fault) == [nil, nil])
      #expect(read.entries.first?.bytes == bytes)
      #expect(read.entries.last?.bytes == [1])
    }
  }
}
