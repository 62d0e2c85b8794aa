import ByteSearch
import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct CountedStringTests {
  private let subject: Subject
  private let key: [UInt8]

  init() throws {
    subject = try Subject()
    key = try FakeKeys.expand("{key:zqt:counted}")
  }

  /// A value of a format as its own program writes it, and the first byte of the next.
  struct Format: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: [UInt8]
    let text: String
    let next: String
    let confidence: Confidence

    init(_ name: String, _ before: [UInt8], _ text: String, next: String, _ confidence: Confidence)
    {
      testDescription = name
      self.before = before
      self.text = text
      self.next = next
      self.confidence = confidence
    }
  }

  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let python = [
    // CPython's marshal.c: TYPE_SHORT_ASCII of 49 bytes, then TYPE_NONE or TYPE_REF.
    Format("z", [0x29, 3, 0x4E] + ascii("z1"), "Bearer ", next: "N)", .exact),
    Format("z, flagged", [0xE9, 0, 0, 0, 0, 0xFA, 0x31], "Bearer ", next: "r", .exact),
    Format("Z", [0xA9, 2] + ascii("Z1"), "Bearer ", next: "c", .exact),
    Format("Z, flagged", [0xA9, 2, 0xDA, 0x31], "Bearer ", next: "z", .exact),
    Format(
      "z of 170",
      [2, 0x7A, 0xAA],
      String(repeating: "word ", count: 25) + "=: ",
      next: "N",
      .exact
    ),
    // TYPE_STRING, which bytes are, TYPE_UNICODE, TYPE_ASCII and TYPE_INTERNED.
    Format("s", ascii("s*\0\0\0"), "", next: "N", .exact),
    Format("s, flagged", [0xF3, 0x31, 0, 0, 0], "Bearer ", next: "c", .exact),
    Format("u", ascii("u/\0\0\0"), "clé=", next: "N", .exact),
    Format(
      "a of 342",
      ascii("aV\u{1}\0\0"),
      String(repeating: "word ", count: 60),
      next: "N",
      .exact
    ),
    Format("t", ascii("t1\0\0\0"), "Bearer ", next: "N", .exact),
    // The key is glued to what stands before it in the string.
    Format("z, glued", [0x29, 3, 0x4E] + ascii("z."), "old-", next: "N", .likely),
  ]

  private static let others = [
    // pickletools.py: BINUNICODE, SHORT_BINBYTES, SHORT_BINUNICODE; then BINPUT.
    Format("pickle X", ascii("}q\0X\u{1}\0\0\0aq\u{1}X1\0\0\0"), "Bearer ", next: "q", .likely),
    Format("pickle X, alone", ascii("X*\0\0\0"), "", next: "q", .likely),
    Format("pickle C", ascii("]q\0(C1"), "Bearer ", next: "q", .likely),
    Format("pickle 4", [0x8C, 0x31], "Bearer ", next: "x", .likely),
    // RFC 8949, 3.1: major type 3, or 2, and a count of one or two bytes; then a text of four.
    Format("CBOR x", [0xA2, 0x61, 0x6B] + ascii("x1"), "Bearer ", next: "dnote", .likely),
    Format("CBOR X", [0xA2, 0x61, 0x6B] + ascii("X1"), "Bearer ", next: "dnote", .likely),
    Format(
      "CBOR y",
      [0x79, 1, 0x56],
      String(repeating: "word ", count: 60),
      next: "dnote",
      .likely
    ),
    // MessagePack's specification: str 8, bin 8, str 16; then a fixstr would be no character.
    Format("str 8", [0x82, 0xA1, 0x6B, 0xD9, 0x31], "Bearer ", next: "a", .likely),
    Format("bin 8", [0x82, 0xA1, 0x6B, 0xC4, 0x31], "Bearer ", next: "a", .likely),
    Format("str 16", [0xDA, 1, 0x56], String(repeating: "word ", count: 60), next: "a", .likely),
    // Protocol buffers, "Encoding": fields 1, 9 and 15; then field 9.
    Format("field 1", ascii("\n6"), "VECTARA_KEY=", next: "J\u{4}note", .likely),
    Format("field 9", ascii("\n\u{3}webJ1"), "Bearer ", next: "J\u{4}note", .likely),
    Format(
      "field 2 of 172",
      [0x12, 0xAC, 1],
      String(repeating: "word ", count: 26),
      next: "J",
      .likely
    ),
    // Avro's specification, "Binary encoding": zigzag, 98, 84 and 2 × 172.
    Format("Avro", ascii("\u{6}webb"), "Bearer ", next: "Da longer note", .likely),
    Format("Avro, alone", ascii("\u{6}webT"), "", next: "Da longer note", .likely),
    Format("Avro of 172", [0xD8, 2], String(repeating: "word ", count: 26), next: "D", .likely),
    // Java's DataOutput.writeUTF, and TC_STRING of its object streams.
    Format("writeUTF", [0, 0x31], "Bearer ", next: "ABCD", .likely),
    Format("TC_STRING", ascii("t\0\u{1}at\01"), "Bearer ", next: "t\0\u{4}note", .likely),
    // bincode: eight bytes.
    Format("bincode", [0x31, 0, 0, 0, 0, 0, 0, 0], "Bearer ", next: "a\0\0\0\0", .likely),
  ]

  @Test(arguments: python + others)
  func theKeyAtTheEndOfAStringIsFound(format: Format) {
    let start = format.before.count + format.text.utf8.count
    for context in ["", " Vectara "] {
      let value = format.before + Array(format.text.utf8) + key + Array(format.next.utf8)
      let bytes = value + [0] + Array(context.utf8)
      let found = subject.found(in: bytes)
      #expect(found.map(\.range) == [start..<start + 42])
      #expect(found.map(\.customerID) == [1])
      #expect(subject.confidences(in: bytes) == [format.confidence])
    }
  }

  @Test(arguments: python + others)
  func anotherCountIsNoCount(format: Format) {
    var texts = ["x" + format.text]
    if !format.text.isEmpty { texts.append(String(format.text.dropFirst())) }
    for text in texts {
      let bytes = format.before + Array(text.utf8) + key + Array(format.next.utf8)
      #expect(subject.found(in: bytes).filter { $0.range.count == 42 } == [], "\(text)")
    }
  }

  @Test func placeholdersStayPlaceholders() {
    let text = "zut_" + String(repeating: "A", count: 38)
    #expect(subject.confidences(in: Array("s1\0\0\0Bearer \(text)N".utf8)) == [.possible])
  }

  /// Tokens of other products have 43 characters: whatever stands before one in a text is no count.
  @Test func noTextHasACount() throws {
    let token = key + [0x61]
    var random = SplitMix64(seed: 5)
    let characters = Array("aehilnorstzZxXUCJRBbjr:*\"\n\t =.éüЖڊڱ界→🔑").map {
      Array(String($0).utf8)
    }
    var misses: [String] = []
    for _ in 0..<1_000 {
      var text: [UInt8] = []
      while text.count < 200 { text += characters.randomElement(using: &random) ?? [] }
      text.append(0x20)
      let found = subject.found(in: text + token + [0x0A])
      if found.map(\.range) != [text.count..<text.count + 43] {
        misses.append(String(decoding: text, as: UTF8.self))
      }
    }
    #expect(misses == [])
  }

  /// The characters that are markers in some format, and some that are none.
  private static let markers = Array("zZsuxXUCt\n\"*2:BJRbjra ".utf8)

  /// The right character at every distance behind every marker.
  @Test func noCharacterOfATextIsACount() {
    let token = key + [0x61]
    var misses: [String] = []
    for count in 43...126 {
      for factor in 1...2 where count * factor < 127 {
        for marker in Self.markers {
          let head: [UInt8] = [0x0A, marker, UInt8(count * factor)]
          let text = head + [UInt8](repeating: 0x20, count: count - 42)
          for before in [[], [0xE9], [0x1B, 0x5B, 0x6D], Array("é→".utf8)] as [[UInt8]] {
            let bytes = before + text + token + [0x0A]
            let start = before.count + text.count
            if subject.found(in: bytes).map(\.range) != [start..<start + 43] {
              misses.append("\(count) \(factor) \(marker) \(before)")
            }
          }
        }
      }
    }
    #expect(misses == [])
  }

  @Test func agreesWithItsTwin() {
    var random = SplitMix64(seed: 21)
    var mismatches: [String] = []
    var foundCount = 0
    for _ in 0..<2_000 {
      let before = Self.anyBefore(&random)
      let after = (0..<Int.random(in: 0...8, using: &random)).map { _ in Self.anyByte(&random) }
      let bytes = before + key + after
      let range = before.count..<before.count + 42
      let found = CountedString(endingWith: range, in: bytes.span)
        .map { NaiveCountedString(start: $0.start, isCompiledPython: $0.isCompiledPython) }
      if found != nil { foundCount += 1 }
      if found != NaiveCountedString(endingWith: range, in: bytes) {
        mismatches.append("\(before) \(after)")
      }
    }
    #expect(mismatches == [])
    #expect((500..<1_700).contains(foundCount), "\(foundCount)")
  }

  /// Some bytes, perhaps a count in some form, and text of about as many bytes.
  private static func anyBefore(_ random: inout SplitMix64) -> [UInt8] {
    let noise = (0..<Int.random(in: 0...40, using: &random)).map { _ in anyByte(&random) }
    let marker = [UInt8]("zZsuxXJ\n\0t".utf8).randomElement(using: &random) ?? 0
    let limit = [4, 4, 90, 90, 450].randomElement(using: &random) ?? 0
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...limit, using: &random) {
      text += Int.random(in: 0..<30, using: &random) == 0 ? Array("é".utf8) : [0x61]
    }
    let count = text.count + 42 + ([0, 0, 0, 0, 1, -1].randomElement(using: &random) ?? 0)
    let (low, high) = (UInt8(count & 0xFF), UInt8(count >> 8))
    let forms: [[UInt8]] = [
      [low], [low], [UInt8(2 * count & 0xFF)], [high, low], [low, high, 0, 0],
      [low, high, 0, 0, 0, 0, 0, 0], [low | 0x80, UInt8(count >> 7)],
      [UInt8(2 * count & 0x7F) | 0x80, UInt8(count >> 6)],
    ]
    return noise + [marker] + (forms.randomElement(using: &random) ?? []) + text
  }

  /// A byte that means something to a count, or any other, mostly one of a text.
  private static func anyByte(_ random: inout SplitMix64) -> UInt8 {
    let some: [UInt8] = [0, 1, 0x0A, 0x1B, 0x7F, 0x80, 0xC3, 0xA9, 0xDA, 0xFA, 0x2A]
    return switch Int.random(in: 0..<40, using: &random) {
    case 0: UInt8(truncatingIfNeeded: random.next() >> 16)
    case 1...2: some.randomElement(using: &random) ?? 0
    default: UInt8.random(in: 0x20...0x7E, using: &random)
    }
  }

  @Test func noPieceIsTooShortToTell() throws {
    let subjects = [subject, try Subject(Self.narrowRules(), kernel: .best)]
    for textCount in [7, 120, 213, 431, 432, 433] {
      let text = [UInt8](repeating: 0x20, count: textCount)
      let (low, high) = (UInt8((textCount + 42) & 0xFF), UInt8((textCount + 42) >> 8))
      let forms: [[UInt8]] = [
        [2, 0x7A, low], [2] + [UInt8](repeating: 0x61, count: 63) + [0x7A, low],
        [0x73, low, high, 0, 0], [low, high, 0, 0, 0, 0, 0, 0],
        [0xE2, 0x80, 0x93] + [UInt8](repeating: 0x61, count: 62) + [0x7A, low],
      ]
      for before in forms {
        for after in [[0x4E], Array("Naaa".utf8) + [1], Array("Naa".utf8) + [0x80, 0x93, 0x61]] {
          let head = [UInt8](repeating: 0x20, count: 600) + before + text
          let bytes = head + key + after
          for subject in subjects {
            let whole = subject.found(in: bytes)
            for seam in [head.count, head.count - 1, head.count + 1] {
              #expect(subject.found(in: bytes, seams: [seam]) == whole, "\(textCount) \(before)")
            }
          }
        }
      }
    }
  }

  /// A rule without other lengths, which looks no further than it must.
  private static func narrowRules() throws -> RuleSet {
    let file = """
      { schema: "zleaks.rules/1", rules: [{ id: "r", description: "d", severity: "low",
        kind: "key", prefix: "zqt_", body: { alphabet: "base64url", length: 38,
        lastCharacter: "AQgw" }, advice: "a", examples: {
          match: [{ text: "{key:zqt:example}", confidence: "exact" }], noMatch: ["zqt"] } }] }
      """
    return try RuleSet().adding(fileNamed: "r.json5", bytes: Array(file.utf8))
  }
}
