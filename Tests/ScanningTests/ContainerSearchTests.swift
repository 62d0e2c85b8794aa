import Decoding
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

  private func python(_ script: String) throws -> [UInt8] {
    let key = String(decoding: try FakeKeys.expand("{key:zqt:containers}"), as: UTF8.self)
    let prelude = """
      import gzip, io, sys, tarfile, zipfile
      text = b'x\\n' * 1000 + b'k = "' + b'\(key)' + b'"\\n'
      def put(data): sys.stdout.buffer.write(bytes(data))
      def zipped(name, data, method=8):
          file = io.BytesIO()
          with zipfile.ZipFile(file, 'w', method) as z: z.writestr(name, data)
          return file.getvalue()
      def tarred(name, data):
          file = io.BytesIO()
          with tarfile.open(fileobj=file, mode='w') as t:
              info = tarfile.TarInfo(name); info.size = len(data)
              t.addfile(info, io.BytesIO(data))
          return file.getvalue()

      """
    let outcome = try Command.run(["python3", "-c", prelude + script])
    try #require(outcome.status == 0, "\(outcome.errorText)")
    return outcome.output
  }

  @Test(arguments: [
    ("zipped('d/f', text)", "d/f"), ("zipped('d/f', text, 0)", "d/f"),
    ("tarred('d/f', text)", "d/f"), ("gzip.compress(text)", "content"),
    ("gzip.compress(tarred('d/f', text))", "d/f"),
    ("zipped('t.tgz', gzip.compress(tarred('z', zipped('f', text, 0))))", "t.tgz!z!f"),
    ("gzip.compress(gzip.compress(text))", "content"),
  ])
  func findsAKeyOnceAtItsPlace(_ script: String, entry: String) throws {
    let bytes = try python("put(\(script))")
    for pieceByteCount in [Int.max, 1_000, 261, 1] {
      #expect(
        try search(bytes, pieceByteCount: pieceByteCount)
          == Found(places: ["x!\(entry) 1001:6 2005"])
      )
    }
  }

  @Test func opensNothingIfNotAsked() throws {
    let bytes = try python("put(gzip.compress(text))")
    #expect(try search(bytes, limits: ContainerLimits(depth: 0)) == Found(places: []))
  }

  @Test func saysWhichContainerIsTooDeep() throws {
    let bytes = try python("put(zipped('a', zipped('b', zipped('c', text))))")
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

  @Test func stopsAtTheRatio() throws {
    // What comes before the bomb is found, and what comes after it is not missed in silence.
    let bytes = try python("put(gzip.compress(text) + gzip.compress(bytes(30 << 20)))")
    var limits = ContainerLimits()
    limits.freeByteCount = 1 << 20
    let found = try search(bytes, limits: limits)
    #expect(found.places == ["x!content 1001:6 2005"])
    #expect(
      found.problems == [
        "cannot read 'x': the archive holds more than 200 times its size; if it is no bomb, unpack "
          + "it and scan what comes out"
      ]
    )
  }

  @Test func stopsAtTheSize() throws {
    let bytes = try python("put(gzip.compress(bytes(30 << 20)))")
    var limits = ContainerLimits()
    limits.maximumByteCount = 1 << 20
    #expect(
      try search(bytes, limits: limits).problems
        == ["cannot read 'x': the archive holds more than 0 GiB; unpack it and scan what comes out"]
    )
  }

  @Test func stopsAtTheTime() throws {
    let bytes = try python("put(gzip.compress(bytes(30 << 20)))")
    var limits = ContainerLimits()
    limits.maximumSeconds = 0
    #expect(
      try search(bytes, limits: limits).problems
        == ["cannot read 'x': the archive takes more than 0 s; unpack it and scan what comes out"]
    )
  }

  @Test func stopsAtTheNumberOfEntries() throws {
    let bytes = try python(
      """
      f = io.BytesIO(); z = zipfile.ZipFile(f, 'w')
      for i in range(101): z.writestr(str(i), b'')
      z.close(); put(f.getvalue())
      """
    )
    var limits = ContainerLimits()
    limits.maximumEntryCount = 100
    #expect(
      try search(bytes, limits: limits).problems
        == [
          "cannot read 'x': the archive has more than 100 entries; unpack it and scan what comes out"
        ]
    )
    limits.maximumEntryCount = 101
    #expect(try search(bytes, limits: limits).problems == [])
  }

  @Test func namesWhatIsDamaged() throws {
    let bytes = try python("put(zipped('t', gzip.compress(text)[:-9], 0))")
    #expect(
      try search(bytes)
        == Found(
          places: ["x!t!content 1001:6 2005"],
          problems: ["cannot read 'x!t!content': the compressed data or archive is truncated"]
        )
    )
  }

  @Test func countsWhatIsNotRead() throws {
    let bytes = try python("put(zipped('t', text, 14))")
    #expect(try search(bytes) == Found(places: [], skipped: [.unreadCompression: 1]))
    let sevenZip: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]
    #expect(try search(sevenZip) == Found(places: [], skipped: [.unreadCompression: 1]))
  }
}
