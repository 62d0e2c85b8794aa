import Matching
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

/// Keys in other forms than their own, at exact places.
@Suite struct EncodedContentTests {
  private static let shared = Result { Matcher(try RuleSet.builtin(), decodeDepth: 2) }
  private let matcher: Matcher

  init() throws {
    matcher = try Self.shared.get()
  }

  private struct Found: Equatable {
    let range: ByteRange?
    let start: LineColumn
    let encodings: [String]
    let confidence: Confidence
    let fingerprint: Fingerprint
  }

  private func found(_ scanner: inout ContentScanner) -> [Found] {
    scanner.list.finish()
    return scanner.list.findings.filter { $0.suppression == nil }.map { finding in
      Found(
        range: finding.location.range,
        start: finding.location.start,
        encodings: finding.location.encodings,
        confidence: finding.confidence,
        fingerprint: finding.key.fingerprint
      )
    }
  }

  private func plan(marks: Bool = true) -> ScanPlan {
    ScanPlan(matcher: matcher, minimumConfidence: .possible, honorsAllowMarks: marks)
  }

  private func found(in content: [UInt8], plan: ScanPlan? = nil) -> [Found] {
    var scanner = ContentScanner(plan: plan ?? self.plan(), bufferByteCount: 1)
    scanner.scan(content.span, from: 0, isInPath: false, path: nil)
    return found(&scanner)
  }

  private func fed(_ content: [UInt8], by count: Int) -> [Found] {
    var scanner = ContentScanner(plan: plan(), bufferByteCount: 1)
    for start in stride(from: 0, to: content.count, by: count) {
      scanner.feed(content.span.extracting(start..<min(start + count, content.count)))
    }
    scanner.endFeed(path: nil)
    return found(&scanner)
  }

  /// A key among other characters, in another form, and what must be found of it.
  private func plant(
    _ encoding: TextEncoding,
    _ random: inout SplitMix64,
    head: [UInt8] = [],
    tail: [UInt8] = []
  ) throws -> (content: [UInt8], expected: Found) {
    let name = ["zut", "zqt", "zwt"].randomElement(using: &random) ?? ""
    let key = try FakeKeys.expand("{key:\(name):\(random.next())}")
    func words(_ limit: Int) -> [UInt8] {
      let letters = Array("abc DEF,.:;xyz(5)".utf8)
      return (0..<Int.random(in: 0...limit, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? 0
      }
    }
    let edges = Array(" \"'=:\n".utf8)
    let before = words(150) + [edges.randomElement(using: &random) ?? 0]
    let after = [edges.randomElement(using: &random) ?? 0] + words(150)
    let encoded = encoding.encode(before + key + after)
    let carrier = encoded.carrier(of: before.count..<before.count + key.count)
    let content = head + encoded.bytes + tail
    let start = head.count + carrier.lowerBound
    let lines = content[..<start].split(separator: 10, omittingEmptySubsequences: false)
    let expected = Found(
      range: ByteRange(start, head.count + carrier.upperBound),
      start: LineColumn(line: lines.count, column: (lines.last?.count ?? 0) + 1),
      encodings: encoding.names,
      confidence: .exact,
      fingerprint: Fingerprint(of: key.span)
    )
    return (content, expected)
  }

  @Test(arguments: TextEncoding.simple + TextEncoding.nested)
  func findsRandomKeysInRandomSurroundings(encoding: TextEncoding) throws {
    var random = SplitMix64(seed: 3)
    for round in 0..<20 {
      let (content, expected) = try plant(encoding, &random)
      #expect(found(in: content) == [expected], "round \(round)")
    }
  }

  /// So many bytes of text in wide characters, as the encoding has outermost.
  private static func widened(_ text: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
    let name = encoding.names.first ?? ""
    let width = name.hasPrefix("utf-32") ? 4 : 2
    let zeros = [UInt8](repeating: 0, count: width - 1)
    return text.prefix(text.count / width).flatMap { byte in
      name.hasSuffix("be") ? zeros + [byte] : [byte] + zeros
    }
  }

  @Test(arguments: TextEncoding.simple + TextEncoding.nested)
  func findsThemAtEverySplit(encoding: TextEncoding) throws {
    var random = SplitMix64(seed: 5)
    // The buffer holds four times the reach; the first piece is decided up to three times of it.
    let seam = 3 * (4_096 + matcher.maximumLookahead)
    let tail = [UInt8](repeating: UInt8(ascii: "\n"), count: 8_000)
    var mismatches: [Int] = []
    for offset in stride(from: -300, through: 20, by: 11) {
      let filler = Fixture.filler(seam + offset - 160)
      // A text of wide characters has nothing else in it.
      let isWide = encoding.names.first?.hasPrefix("utf") ?? false
      let head =
        isWide
        ? Self.widened(filler, encoding)
        : filler + Array("\n# ".utf8)
      let (content, expected) = try plant(encoding, &random, head: head, tail: tail)
      if fed(content, by: 5_000) != [expected] { mismatches.append(offset) }
    }
    #expect(mismatches == [])
  }

  @Test(arguments: TextEncoding.simple)
  func findsNothingWithoutDecoding(encoding: TextEncoding) throws {
    var random = SplitMix64(seed: 9)
    let plain = ScanPlan(
      matcher: Matcher(try RuleSet.builtin(), decodeDepth: 0),
      minimumConfidence: .likely
    )
    #expect(found(in: try plant(encoding, &random).content, plan: plain) == [])
  }

  @Test(arguments: TextEncoding.nested)
  func findsNestedKeysOnlyToTheDepth(encoding: TextEncoding) throws {
    var random = SplitMix64(seed: 11)
    let one = ScanPlan(matcher: Matcher(try RuleSet.builtin(), decodeDepth: 1))
    #expect(found(in: try plant(encoding, &random).content, plan: one) == [])
  }

  @Test func everyEscapeOfTheBodyCounts() throws {
    let key = try FakeKeys.expand("{key:zwt:body}")
    var mismatches: [Int] = []
    for place in key.indices {
      for form in ["%%%02x", "\\u%04X", "\\x%02x", "\\%03o", "&#%d;"] {
        let escaped = EncodedText.escaped(key[place], form)
        let content = [0x22] + key[..<place] + escaped + key[(place + 1)...] + [0x22]
        let range = ByteRange(1, key.count + escaped.count)
        if found(in: content).map(\.range) != [range] { mismatches.append(place) }
      }
    }
    #expect(mismatches == [])
  }

  @Test(arguments: [("%08x: ", 2), ("%08x  ", 1), ("%07o ", 1), ("%06x ", 1), ("0x%04x:  ", 2)])
  func findsKeysInListingsOfBytes(number: String, group: Int) throws {
    var mismatches: [Int] = []
    for place in 0..<48 {
      let key = try FakeKeys.expand("{key:zqt:\(place)}")
      let before = [UInt8](repeating: UInt8(ascii: "#"), count: place)
      let text = before + [0x22] + key + Array("\"\n and more of it\n".utf8)
      let listing = EncodedText(listing: text, number: number, group: group)
      let carrier = listing.carrier(of: place + 1..<place + 1 + key.count)
      let range = ByteRange(carrier.lowerBound, carrier.upperBound)
      let found = found(in: listing.bytes)
      if found.map(\.range) != [range] || found.map(\.encodings) != [["hex"]]
        || found.map(\.fingerprint) != [Fingerprint(of: key.span)]
      {
        mismatches.append(place)
      }
    }
    #expect(mismatches == [])
  }

  @Test(arguments: [TextEncoding.simple[0], TextEncoding.simple[5]])
  func aListOfKeysIsNotOneText(encoding: TextEncoding) throws {
    let keys = try (1...4).map { try FakeKeys.expand("{key:zut:list-\($0)}") }
    for gap in ["\n", "\r\n", "\n  ", "\",\n  \""] {
      let lines = keys.map { encoding.encode($0).bytes }
      let list = Array(lines.joined(separator: Array(gap.utf8)))
      #expect(found(in: list).map(\.confidence) == [.exact, .exact, .exact, .exact])
      #expect(found(in: list).map(\.fingerprint) == keys.map { Fingerprint(of: $0.span) })
    }
  }

  @Test(arguments: 1..<42)
  func aKeyMayBeCutAnywhere(place: Int) throws {
    let key = try FakeKeys.expand("{key:zwt:cut}")
    // With blanks behind the sign, as no encoder leaves them, only behind the prefix.
    for newline in ["=\n", "=\r\n", "= \n"].prefix(place < 4 ? 2 : 3) {
      let content = [0x20] + key[..<place] + Array(newline.utf8) + key[place...] + [0x20]
      #expect(
        found(in: content) == [
          Found(
            range: ByteRange(1, content.count - 1),
            start: LineColumn(line: 1, column: 2),
            encodings: ["quoted-printable"],
            confidence: .exact,
            fingerprint: Fingerprint(of: key.span)
          )
        ]
      )
    }
  }

  @Test func aPlainKeyIsReportedOnceAsItStands() throws {
    let key = try FakeKeys.expand("{key:zqt:plain}")
    for after in [
      "%22", "\\n", "&quot;", "\\u0022", "\\x22", "\\\\n", "&", "%", "\\", "=", "=\n", "=\nab",
      "=3D",
    ] {
      #expect(found(in: key + Array(after.utf8)).map(\.encodings) == [[]], "\(after)")
    }
  }

  @Test func anAllowMarkOnTheLineCounts() throws {
    var random = SplitMix64(seed: 13)
    for encoding in TextEncoding.simple where encoding.variant.isEmpty {
      let mark = Array(" zleaks:allow\n".utf8)
      let line = try plant(encoding, &random, tail: mark).content
      if line.dropLast().contains(0x0A) { continue }
      #expect(found(in: line) == [])
      #expect(found(in: line, plan: plan(marks: false)).count == 1)
    }
  }

  @Test func contextIsReadInTheDecodedText() throws {
    let token = try FakeKeys.expand("Vectara token = zwt_{body:context:43} ")
    let other = try FakeKeys.expand("another token = zwt_{body:context:43} ")
    #expect(found(in: EncodedText(base64: token).bytes).map(\.confidence) == [.likely])
    #expect(found(in: EncodedText(base64: other).bytes).map(\.confidence) == [.possible])
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "enV0X", "enV0Xzhh", "%7A%7A", "%7A%75%74%5F", "\\u007a\\u0075\\u0074\\u005f", "%255F",
      "t%5F",
      "=\n", "t=5F", "z=\n", "74 5f ", "x5f,", "00000000: 745f\n", "\"\n+",
      "z\0u\0t\0_\0", "7a75745f", "&#122;&#117;&#116;&#95;", "WlhWVU1G", "\\\\", "\\134", "%25",
    ]
  )
  func hostileRepeatsTakeLinearTime(unit: String) {
    let bytes = Array(unit.utf8)
    let content = Array(repeatElement(bytes, count: 60_000 / bytes.count).joined())
    #expect(found(in: content).count <= ContentFindings.limit)
  }
}
