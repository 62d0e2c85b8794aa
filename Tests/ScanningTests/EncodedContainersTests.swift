import Decoding
import Foundation
import Matching
import Posix
import Rules
import ScanModel
import TestSupport
import Testing

@testable import Scanning

/// Containers that stand in base64 in a text.
@Suite struct EncodedContainersTests {
  private static let shared = Result { Matcher(try RuleSet.builtin(), decodeDepth: 2) }

  /// What is found in a content, and what is wrong with it.
  private struct Found: Equatable {
    var places: [String] = []
    var problems: [String] = []
    var skipped: [SkipReason: Int] = [:]
  }

  private func plan(_ limits: ContainerLimits = ContainerLimits(), depth: Int = 2) throws
    -> ScanPlan
  {
    let matcher = try Self.shared.get()
    return ScanPlan(
      matcher: depth == 2 ? matcher : Matcher(matcher.rules, decodeDepth: depth),
      containerLimits: limits
    )
  }

  private func found(_ scanner: inout ContentScanner) -> Found {
    var list = scanner.takeList()
    list.finish()
    return Found(
      places: list.findings.map {
        "\($0.location.path?.text ?? "-") \($0.location.start.line):\($0.location.start.column) "
          + $0.location.encodings.joined(separator: "/")
      },
      problems: scanner.coverage.problems.map(\.description),
      skipped: scanner.coverage.skipped
    )
  }

  /// Searches `text` as one content in memory.
  private func search(_ text: [UInt8], plan: ScanPlan? = nil) throws -> Found {
    var scanner = ContentScanner(plan: try plan ?? self.plan(), bufferByteCount: 1)
    scanner.scan(text.span, from: 0, isInPath: false, path: ContentPath("x"))
    return found(&scanner)
  }

  /// Searches `text` as it comes in such pieces, through a buffer as small as can be.
  private func search(_ text: [UInt8], by pieceByteCount: Int) throws -> Found {
    var scanner = ContentScanner(plan: try plan(), bufferByteCount: 1)
    for start in stride(from: 0, to: text.count, by: pieceByteCount) {
      scanner.feed(text[start..<min(start + pieceByteCount, text.count)].span)
    }
    scanner.endFeed(path: ContentPath("x"))
    return found(&scanner)
  }

  /// Searches `text` as a file.
  private func search(file text: [UInt8], isSeekable: Bool = true) throws -> Found {
    let scratch = try Scratch()
    try scratch.write("content", text)
    var scanner = ContentScanner(plan: try plan(), bufferByteCount: 1)
    let descriptor = try FileDescriptor.open(Array(scratch.path("content").utf8))
    scanner.scan(descriptor, trustsShortReads: isSeekable, isSeekable: isSeekable) {
      ContentPath("x")
    }
    return found(&scanner)
  }

  private func base64(_ bytes: [UInt8], gap: String = "", line: Int = 76) -> [UInt8] {
    let text = Array(Data(bytes).base64EncodedString().utf8)
    if gap.isEmpty { return text }
    return Array(
      stride(from: 0, to: text.count, by: line)
        .map { Array(text[$0..<min($0 + line, text.count)]) }.joined(separator: Array(gap.utf8))
    )
  }

  /// Lines that hardly compress, and a key in the last.
  private func text(_ seed: UInt64 = 1, lineCount: Int = 40) throws -> [UInt8] {
    var random = SplitMix64(seed: seed)
    let letters = Array("abcdefghijklmnop".utf8)
    var text: [UInt8] = []
    for _ in 1..<lineCount {
      text += (0..<20).map { _ in letters.randomElement(using: &random) ?? 0 } + [0x0A]
    }
    return try text + Array("k: ".utf8) + FakeKeys.expand("{key:zqt:\(seed)}") + [0x0A]
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let place = "x!base64@2:4 40:4 base64"
}

// MARK: - Forms

extension EncodedContainersTests {
  @Test func aKeyIsFoundAtItsPlaceInWhateverForm() throws {
    let content = try text()
    let gzip = MadeContainers.gzip(content)
    let zip = MadeContainers.zip([MadeEntry("d/f", content)])
    let stored = MadeContainers.zip([MadeEntry("d/f", content, method: 0)])
    let tar = MadeContainers.tar([("d/f", content)])
    let file = "x!base64@2:4!d/f 40:4 base64"
    let samples: [(text: [UInt8], place: String)] = [
      (base64(gzip), Self.place),
      (base64(base64(gzip)), "x!base64@2:4 40:4 base64/base64"),
      (base64(base64(gzip, gap: "\n")), "x!base64@2:4 40:4 base64/base64"),
      (base64(base64(gzip), gap: "\n"), "x!base64@2:4 40:4 base64/base64"),
      (base64(gzip, gap: "\n"), Self.place), (base64(gzip, gap: "\r\n    ", line: 64), Self.place),
      (base64(gzip, gap: "\\n"), Self.place), (base64(gzip, gap: "\" +\n\"", line: 40), Self.place),
      (base64(zip), file), (base64(stored), file), (base64(MadeContainers.gzip(tar)), file),
      (base64(MadeContainers.gzip(content, name: "f")), "x!base64@2:4!f 40:4 base64"),
      (base64(MadeContainers.pdf([content])), "x!base64@2:4!stream 1 40:4 base64"),
      (base64(MadeContainers.gzip(base64(gzip))), "x!base64@2:4!base64@1:1 40:4 base64/base64"),
      (base64(MadeContainers.zip([MadeEntry("a.zip", zip)])), "x!base64@2:4!a.zip!d/f 40:4 base64"),
    ]
    for (encoded, place) in samples {
      for after in ["", "\"\nmore text\n", " x", "\n\nlines\n"] {
        let content = bytes("-\n\u{20}\u{20}\"") + encoded + bytes(after)
        let expected = Found(places: [place])
        #expect(try search(content) == expected)
        for pieceByteCount in [1, 997, 5_000] {
          #expect(try search(content, by: pieceByteCount) == expected)
        }
      }
    }
  }

  @Test(arguments: [
    ("\"a\":\"", 6), ("data:application/zip;base64,", 29),
    ("d%3Aapplication%2Fzip%3Bbase64%2C", 34),
    ("k=", 3), ("\\n", 3), ("\\u0022", 7), ("gz:", 4), ("v1-", 4), ("+", 2), ("\t", 2),
  ])
  func whatStandsBeforeMayEndInAnEscape(before: String, column: Int) throws {
    let encoded = base64(MadeContainers.gzip(try text()))
    #expect(
      try search(bytes(before) + encoded) == Found(places: ["x!base64@1:\(column) 40:4 base64"])
    )
  }

  @Test func whatIsGluedToAnotherTextIsNone() throws {
    let encoded = base64(MadeContainers.gzip(try text()))
    #expect(try search(bytes("ABCD") + encoded) == Found())
    #expect(try search(bytes("7") + encoded) == Found())
  }

  @Test func base64OfURLsIsNamedSo() throws {
    let encoded = base64(MadeContainers.gzip(try text())).map { byte in
      byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? 0x5F : byte
    }
    #expect(try search(encoded) == Found(places: ["x!base64@1:1 40:4 base64url"]))
  }

  @Test func eachLineThatStartsOneIsOne() throws {
    let contents = try (1...9).map { try text(UInt64($0), lineCount: 40 + $0) }
    let list = contents.map { base64(MadeContainers.gzip($0)) }.joined(separator: [0x0A])
    let expected = (1...9).map { "x!base64@\($0):1 \(40 + $0):4 base64" }
    #expect(try search(Array(list)).places == expected)
    #expect(try search(Array(list), by: 100).places == expected)
    let row = contents.map { base64(MadeContainers.gzip($0)) }.joined(separator: bytes("\",\""))
    #expect(try search(Array(row)).places.count == 9)
  }

  @Test func aContainerIsLookedForInEveryContentButInAnotherOnesBytes() throws {
    let encoded = base64(MadeContainers.gzip(try text()))
    let place = "!base64@1:1 40:4 base64"
    #expect(try search(MadeContainers.gzip(encoded)).places == ["x" + place])
    #expect(try search(MadeContainers.gzip(encoded, name: "f")).places == ["x" + place])
    for method in [0, 8] {
      let zip = MadeContainers.zip([MadeEntry("f", encoded, method: method)])
      #expect(try search(zip).places == ["x!f" + place])
    }
    #expect(try search(MadeContainers.tar([("f", encoded)])).places == ["x!f" + place])
  }

  @Test func aKeyThatStandsThereAsItIsIsFoundOnce() throws {
    let content = try text()
    let key = Array(content.suffix(43))
    let stored = base64(MadeContainers.zip([MadeEntry("f", content, method: 0)]))
    // The other two are other places of the same key: before, and in base64 behind.
    let all = key + stored + bytes("\n\n") + base64(key)
    #expect(
      try search(all).places == ["x 1:1 ", "x 4:1 base64", "x!base64@2:1!f 40:4 base64"]
    )
  }

  @Test func longContainersComeThroughASmallBuffer() throws {
    let content = try text(lineCount: 20_000)
    let encoded = base64(MadeContainers.gzip(content), gap: "\n  ")
    let before = Fixture.filler(100_000) + bytes("\n  ")
    let line = before.count { $0 == 0x0A } + 1
    let whole = before + encoded + bytes("\n") + Fixture.filler(50_000)
    let expected = Found(places: ["x!base64@\(line):3 20000:4 base64"])
    #expect(try search(file: whole) == expected)
    #expect(try search(file: whole, isSeekable: false) == expected)
    #expect(try search(whole, by: 10_000) == expected)
  }

  @Test func theOptionsSayHowFar() throws {
    let gzip = MadeContainers.gzip(try text())
    let (once, twice) = (base64(gzip), base64(base64(gzip)))
    #expect(try search(once, plan: plan(depth: 0)) == Found())
    #expect(try search(once, plan: plan(depth: 1)).places.count == 1)
    #expect(try search(twice, plan: plan(depth: 1)) == Found())
    #expect(try search(once, plan: plan(ContainerLimits(depth: 0))) == Found())
    #expect(try search(once, plan: plan(ContainerLimits(depth: 1))).places.count == 1)
    #expect(
      try search(MadeContainers.zip([MadeEntry("f", once)]), plan: plan(ContainerLimits(depth: 1)))
        == Found(
          problems: [
            "cannot read 'x!f!base64@1:1': containers are nested more than 1 deep; "
              + "--archive-depth opens more"
          ]
        )
    )
  }
}

extension EncodedContainersTests {
  @Test func aMarkOnTheLineAllowsWhatIsInIt() throws {
    let encoded = base64(MadeContainers.gzip(try text()))
    let lines = base64(MadeContainers.gzip(try text()), gap: "\n")
    let samples: [(content: [UInt8], isAllowed: Bool)] = [
      (encoded + bytes(" # zleaks:allow\n"), true), (bytes("/* zleaks:allow */ ") + encoded, true),
      (encoded + bytes("\n# zleaks:allow\n"), false), (lines + bytes(" # zleaks:allow"), false),
      (bytes("a: # zleaks:allow ") + lines, true),
      (bytes("zleaks:allow\n") + encoded, false), (encoded, false),
    ]
    for sample in samples {
      var scanner = ContentScanner(plan: try plan(), bufferByteCount: 1)
      scanner.scan(sample.content.span, from: 0, isInPath: false, path: nil)
      #expect(scanner.list.findings.map { $0.suppression != nil } == [sample.isAllowed])
      for byte in sample.content { scanner.feed([byte].span) }
      _ = scanner.takeList()
      scanner.endFeed(path: nil)
      #expect(scanner.list.findings.map { $0.suppression != nil } == [sample.isAllowed])
    }
  }
}

// MARK: - What is none, what is damaged, and what is too much

extension EncodedContainersTests {
  @Test func whatOnlyStartsLikeOneIsText() throws {
    var random = SplitMix64(seed: 2)
    for head in [
      "H4sI", "H4sIAAAAAAAA/", "UEsDBBQAAAAI", "KLUv/", "QlpoOTFBWSZTW", "/Td6WFoA",
      "/Td6WFoAAATm1rRG", "SDRzSUFBQUFBQUFB", "VUVzREJCUUFBQUFJ", "JVBERi0xLjQK",
    ] {
      for _ in 0..<100 {
        let rest = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(try search(bytes(head) + base64(rest)) == Found())
        #expect(try search(bytes(head) + base64(rest, gap: "\n")) == Found())
      }
    }
  }

  @Test func whatIsCutShortIsSearchedAsFarAsItGoes() throws {
    let content = try text(lineCount: 2) + text(2, lineCount: 4_000)
    for container in [
      MadeContainers.gzip(content), MadeContainers.zip([MadeEntry("f", content)]),
      MadeContainers.zip([MadeEntry("f", content, method: 0)]),
    ] {
      let encoded = base64(container)
      let found = try search(Array(encoded.prefix(encoded.count / 2)) + bytes("..."))
      #expect(found.places.count == 1)
      #expect(found.problems == [])
      #expect(try search(Array(encoded.prefix(60)) + bytes("...")) == Found())
    }
  }

  @Test func whatIsInThereIsCutShortAsWell() throws {
    let content = try text(lineCount: 4_000)
    let tar = MadeContainers.gzip(MadeContainers.tar([("d/f", content)]))
    let zip = MadeContainers.gzip(MadeContainers.zip([MadeEntry("f", content)]))
    let inner = MadeContainers.zip([MadeEntry("a.zip", zip), MadeEntry("b.tgz", tar)])
    for container in [tar, zip, inner] {
      let encoded = base64(container)
      for count in stride(from: 200, to: encoded.count - 200, by: encoded.count / 50) {
        #expect(try search(Array(encoded.prefix(count)) + bytes("...")).problems == [])
      }
    }
    // What is whole and holds something damaged is another matter.
    let damaged = MadeContainers.zip([MadeEntry("a.gz", Array(tar.dropLast(9)))])
    #expect(try search(base64(damaged)).problems.count == 1)
  }

  @Test func aWrongChecksumIsNoProblemOfAText() throws {
    var entry = MadeEntry("f", try text())
    entry.checksum = 1
    #expect(
      try search(base64(MadeContainers.zip([entry])))
        == Found(places: ["x!base64@1:1!f 40:4 base64"])
    )
  }

  @Test func whatIsNotReadIsCounted() throws {
    var encrypted = MadeEntry("f", try text())
    encrypted.flags = 1
    #expect(
      try search(base64(MadeContainers.zip([encrypted]))) == Found(skipped: [.encryptedEntry: 1])
    )
    let deflate64 = MadeContainers.zip([MadeEntry("f", [1], method: 9)])
    #expect(try search(base64(deflate64)) == Found(skipped: [.unreadCompression: 1]))
  }

  @Test func aBombIsStoppedAndNamed() throws {
    var limits = ContainerLimits()
    limits.freeByteCount = 1 << 20
    limits.maximumRatio = 20
    let bomb = base64(MadeContainers.gzip([UInt8](repeating: 0, count: 10 << 20)))
    let before = base64(MadeContainers.gzip(try text()))
    let after = base64(MadeContainers.gzip(try text(2)))
    let content = before + bytes("\n\n") + bomb + bytes("\n\n") + after
    let expected = Found(
      places: ["x!base64@1:1 40:4 base64"],
      problems: [
        "cannot read 'x!base64@3:1': reading stopped here: the file comes to more than 20 times its "
          + "size; if it is no bomb, unpack it and scan what comes out"
      ]
    )
    #expect(try search(content, plan: plan(limits)) == expected)
    // The next content starts with nothing spent.
    var scanner = ContentScanner(plan: try plan(limits), bufferByteCount: 1)
    for name in ["x", "y"] {
      scanner.scan(content.span, from: 0, isInPath: false, path: ContentPath(name))
    }
    let both = found(&scanner)
    #expect(both.places.count == 2)
    #expect(both.problems.count == 2)
  }

  @Test func entriesOfAllAreCountedTogether() throws {
    var limits = ContainerLimits()
    limits.maximumEntryCount = 5
    let row = try (1...8).map { base64(MadeContainers.gzip(try text(UInt64($0)))) }
    let found = try search(Array(row.joined(separator: bytes("\n\n"))), plan: plan(limits))
    // The first that is too much has been read when it is known to be one.
    #expect(found.places.count == 6)
    #expect(
      found.problems == [
        "cannot read 'x!base64@11:1': reading stopped here: the file has more than 5 entries, all "
          + "depths together; unpack it and scan what comes out"
      ]
    )
    // What only looks like one is no entry.
    let false5 = bytes(
      String(repeating: "\"H4sIAAAAAAAA/\(String(repeating: "v", count: 60))\",", count: 50)
    )
    #expect(try search(false5 + row[0], plan: plan(limits)).places.count == 1)
  }

  @Test(arguments: [
    "H4sI", "H4sI\n", "\"H4sI\",", "H4sIAAAAAAAA/",
    "\"H4sIAAAAAAAA/8vMK0ktSi0uUUhUKEktLlEoScxJLVIEAA==\",",
    "\"UEsDBBQAAAAIAAAAIQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",", "SDRzSUFBQUFBQUFB\n",
  ])
  func manyStartsTakeAsLongAsTheirNumber(unit: String) throws {
    // What would look at everything behind each start would take hours.
    let content = bytes(String(repeating: unit, count: 20_000))
    #expect(try search(content).problems == [])
    #expect(try search(content, by: 1 << 20).problems == [])
  }
}
