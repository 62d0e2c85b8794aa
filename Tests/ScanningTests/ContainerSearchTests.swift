import Decoding
import Posix
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

@Suite struct ContainerSearchTests {
  /// What is found in a content, and what is wrong with it.
  private struct Found: Equatable {
    var places: [String]
    var problems: [String] = []
    var skipped: [SkipReason: Int] = [:]
  }

  /// Searches `bytes` in pieces of `pieceByteCount`.
  private func search(
    _ bytes: [UInt8],
    limits: ContainerLimits = ContainerLimits(),
    pieceByteCount: Int = .max
  ) throws -> Found {
    let plan = ScanPlan(matcher: try Fixture.matcher, containerLimits: limits)
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    var start = 0
    while start < bytes.count {
      let end = min(start + min(pieceByteCount, bytes.count), bytes.count)
      scanner.feed(bytes[start..<end].span)
      start = end
    }
    scanner.endFeed(path: ContentPath("x"))
    var list = scanner.takeList()
    list.finish()
    return Found(
      places: list.findings.map {
        "\($0.location.path?.text ?? "-") \($0.location.start.line):\($0.location.start.column) "
          + "\($0.location.range?.lowerBound ?? -1)"
      },
      problems: scanner.coverage.problems.map(\.description),
      skipped: scanner.coverage.skipped
    )
  }

  /// A thousand lines, and a key in the next.
  private func text(_ seed: String = "containers") throws -> [UInt8] {
    Array(String(repeating: "x\n", count: 1_000).utf8) + Array("k = \"".utf8)
      + (try FakeKeys.expand("{key:zqt:\(seed)}")) + Array("\"\n".utf8)
  }

  private func zip(_ name: String, _ bytes: [UInt8], method: Int = 8) -> [UInt8] {
    MadeContainers.zip([MadeEntry(name, bytes, method: method)])
  }

  private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  /// Pieces of text stand in compressed data as they are; what looks like a key there is a part of one.
  @Test func aPieceOfAKeyInCompressedDataIsNotLikely() throws {
    let key = try FakeKeys.expand("{key:zqt:containers}")
    let text = Array("Vectara: ".utf8) + key + [10]
    // Two stored blocks (RFC 1951, 3.2.4), the first of which ends in the key.
    let cut = text.count - 12
    let blocks = [(text[..<cut], 0), (text[cut...], 1)].flatMap { block, isLast -> [UInt8] in
      let count = UInt8(block.count)
      return [UInt8(isLast), count, 0, ~count, 0xFF] + block
    }
    let gzip = MadeContainers.gzip(text)
    let found = try search(gzip.prefix(10) + blocks + gzip.suffix(8))
    #expect(found == Found(places: ["x!content 1:10 9"]))
  }

  @Test func archivesThatAreNotOpenedAreCounted() throws {
    let limits = ContainerLimits(depth: 0)
    let bytes = zip("f", try text())
    #expect(try search(bytes, limits: limits) == Found(places: [], skipped: [.unopenedArchive: 1]))
  }

  @Test func findsAKeyOnceAtItsPlace() throws {
    let text = try text()
    let nested = zip(
      "t.tgz",
      MadeContainers.gzip(MadeContainers.tar([("z", zip("f", text, method: 0))]))
    )
    let program = Array("#!/usr/bin/env python3\n".utf8)
    let samples: [(bytes: [UInt8], entry: String)] = [
      (zip("d/f", text), "d/f"), (zip("d/f", text, method: 0), "d/f"),
      (MadeContainers.tar([("d/f", text)]), "d/f"), (MadeContainers.gzip(text), "content"),
      (MadeContainers.gzip(MadeContainers.tar([("d/f", text)])), "d/f"),
      (nested, "t.tgz!z!f"), (MadeContainers.gzip(MadeContainers.gzip(text)), "content"),
      (MadeContainers.pdf([[1], text]), "stream 2"),
      (zip("in.jar", zip("WEB-INF/f", text)), "in.jar!WEB-INF/f"),
      (program + zip("f", text), "f"),
    ]
    for sample in samples {
      for pieceByteCount in [Int.max, 1_000, 261, 1] {
        let found = try search(sample.bytes, pieceByteCount: pieceByteCount)
        #expect(found == Found(places: ["x!\(sample.entry) 1001:6 2005"]))
      }
    }
  }

  @Test func findsAnArchiveBehindALongProgram() throws {
    // Longer than the buffer: only the file's last bytes can tell.
    let scratch = try Scratch()
    let program = Fixture.filler(200_000)
    let file = program + zip("f", try text())
    try scratch.write("content", file)
    let plan = ScanPlan(matcher: try Fixture.matcher)
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    let descriptor = try FileDescriptor.open(Array(scratch.path("content").utf8))
    scanner.scan(descriptor, trustsShortReads: true, isSeekable: true) { ContentPath("x") }
    #expect(scanner.list.findings.map { $0.location.path?.text } == ["x!f"])
    #expect(scanner.coverage.problems.map(\.description) == [])
  }

  @Test func entriesOfOneNameAreToldApartByTheirKeys() throws {
    let entries = [
      MadeEntry("f", try text("1")), MadeEntry("f", try text("2")), MadeEntry("f", try text("1")),
    ]
    let place = "x!f 1001:6 2005"
    #expect(try search(MadeContainers.zip(entries)) == Found(places: [place, place]))
  }

  @Test func namesAreShownAndNothingElse() throws {
    var entry = MadeEntry("", try text())
    for (name, shown) in [
      (Array("../../etc/passwd".utf8), "../../etc/passwd"), (Array("/abs".utf8), "/abs"),
      ([0x82, 0x2F, 0x61], "\\x82/a"),
    ] {
      entry.name = name
      #expect(try search(MadeContainers.zip([entry])).places == ["x!\(shown) 1001:6 2005"])
    }
  }

  @Test func opensNothingIfNotAsked() throws {
    let bytes = MadeContainers.gzip(try text())
    #expect(try search(bytes, limits: ContainerLimits(depth: 0)).places == [])
  }

  @Test func whatFollowsAnEntryThatIsStoppedInIsNotTakenForIt() throws {
    // The scanner goes on with another content after a limit was hit in the middle of an entry.
    var limits = ContainerLimits()
    limits.maximumByteCount = 1 << 20
    let plan = ScanPlan(matcher: try Fixture.matcher, containerLimits: limits)
    var scanner = ContentScanner(plan: plan, bufferByteCount: 1)
    scanner.feed(MadeContainers.gzip(try text() + zeros(6 << 20)).span)
    scanner.endFeed(path: ContentPath("x"))
    scanner.feed(MadeContainers.gzip(try text("2")).span)
    scanner.endFeed(path: ContentPath("y"))
    #expect(
      scanner.list.findings.map { $0.location.path?.text } == ["x!content", "y!content"]
    )
  }
}

// MARK: - Limits

extension ContainerSearchTests {
  private func limits(_ change: (inout ContainerLimits) -> Void) -> ContainerLimits {
    var limits = ContainerLimits()
    change(&limits)
    return limits
  }

  @Test func saysWhichContainerIsTooDeep() throws {
    let bytes = zip("a", zip("b", zip("c", try text())))
    #expect(
      try search(bytes, limits: ContainerLimits(depth: 2))
        == Found(
          places: [],
          problems: [
            "cannot read 'x!a!b': containers are nested more than 2 deep; --archive-depth opens more"
          ]
        )
    )
    #expect(try search(bytes, limits: ContainerLimits(depth: 3)).problems == [])
  }

  @Test(arguments: [Int.max, 10_000])
  func stopsAtTheRatio(pieceByteCount: Int) throws {
    // What comes before the bomb is found, and what comes after it is not missed in silence.
    let limits = limits {
      $0.freeByteCount = 1 << 20
      $0.maximumRatio = 20
    }
    let bytes = MadeContainers.zip([
      MadeEntry("first", try text("1")), MadeEntry("bomb", zeros(30 << 20)),
      MadeEntry("last", try text("2")),
    ])
    #expect(
      try search(bytes, limits: limits, pieceByteCount: pieceByteCount)
        == Found(
          places: ["x!first 1001:6 2005"],
          problems: [
            "cannot read 'x!bomb': reading stopped here: the file comes to more than 20 times its "
              + "size; if it is no bomb, unpack it and scan what comes out"
          ]
        )
    )
  }

  @Test func namesTheInnermostPlaceOfALimit() throws {
    let limits = limits { $0.maximumByteCount = 1 << 20 }
    let bomb = MadeContainers.gzip(zeros(6 << 20))
    let cause = "reading stopped here: the file comes to more than 0 GiB; unpack it and scan what "
    for (bytes, place) in [
      (bomb, "x"), (zip("bomb.gz", bomb), "x!bomb.gz"),
      (MadeContainers.gzip(MadeContainers.tar([("d/bomb", zeros(6 << 20))])), "x!d/bomb"),
      (zip("in.zip", zip("bomb", zeros(6 << 20))), "x!in.zip!bomb"),
    ] {
      #expect(
        try search(bytes, limits: limits).problems == ["cannot read '\(place)': \(cause)comes out"]
      )
    }
  }

  @Test func stopsAtTheTime() throws {
    let limits = limits { $0.maximumSeconds = 0 }
    #expect(
      try search(zip("a", zeros(6 << 20)), limits: limits).problems == [
        "cannot read 'x!a': reading stopped here: the file takes more than 0 s; unpack it and scan "
          + "what comes out"
      ]
    )
  }

  @Test func stopsAtTheNumberOfEntries() throws {
    let inner = MadeContainers.zip((0..<100).map { MadeEntry("\($0)", []) })
    let bytes = zip("inner.zip", inner)
    #expect(
      try search(bytes, limits: limits { $0.maximumEntryCount = 100 }).problems == [
        "cannot read 'x!inner.zip': reading stopped here: the file has more than 100 entries, all "
          + "depths together; unpack it and scan what comes out"
      ]
    )
    #expect(try search(bytes, limits: limits { $0.maximumEntryCount = 101 }).problems == [])
  }
}

// MARK: - Damage

extension ContainerSearchTests {
  @Test func namesWhatIsDamaged() throws {
    let bytes = zip("t", Array(MadeContainers.gzip(try text()).dropLast(9)), method: 0)
    #expect(
      try search(bytes)
        == Found(
          places: ["x!t!content 1001:6 2005"],
          problems: [
            "cannot read 'x!t!content': the compressed data or archive is truncated; "
              + "what can be read of it was searched; --no-archives opens none"
          ]
        )
    )
  }

  @Test func aKeyInAnEntryWithAWrongChecksumIsFoundAndTheEntryNamed() throws {
    var entry = MadeEntry("f", try text())
    entry.checksum = 1
    #expect(
      try search(MadeContainers.zip([entry]))
        == Found(
          places: ["x!f 1001:6 2005"],
          problems: [
            "cannot read 'x!f': the compressed data or archive is corrupt; "
              + "what can be read of it was searched; --no-archives opens none"
          ]
        )
    )
  }

  @Test func countsWhatIsNotRead() throws {
    var encrypted = MadeEntry("f", try text())
    encrypted.flags = 1
    let deflate64 = MadeEntry("f", [1], method: 9)
    #expect(
      try search(MadeContainers.zip([encrypted, deflate64]))
        == Found(places: [], skipped: [.encryptedEntry: 1, .unreadCompression: 1])
    )
    let sevenZip: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]
    #expect(try search(sevenZip) == Found(places: [], skipped: [.unreadCompression: 1]))
  }
}
