import ByteSearch
import Matching
import Posix
import Rules
import ScanModel

/// The matcher over text in memory, beside the sum of the text's 64-bit words.
enum MatcherBench {
  /// The size of the text, in bytes, unless the files below a path are fewer.
  private static let byteCount = 256 << 20

  /// The keys planted in the text, spread evenly.
  private static let plantCount = 64

  static func run(path: String?) throws(BenchFailure) {
    let rules = try Bench.rules()
    var text = try path.map { path throws(BenchFailure) in try files(below: path) } ?? generated()
    try plant(in: &text)
    for kernel in NeedleTable.Kernel.allCases where kernel.isSupported {
      for depth in [0, 2] {
        let matcher = Matcher(rules, decodeDepth: depth, kernel: kernel)
        try measure(matcher, "\(kernel)", depth, text, path ?? "generated text")
      }
    }
  }

  private static func measure(
    _ matcher: Matcher,
    _ kernel: String,
    _ depth: Int,
    _ text: [UInt8],
    _ source: String
  ) throws(BenchFailure) {
    var (search, floor) = (Times(), Times())
    var sum: UInt64 = 0
    var scratch = MatchScratch()
    for round in 0..<8 {
      scratch.reset()
      var (searchOnce, floorOnce) = (Times(), Times())
      sum = floorOnce.time { sumOfWords(text.span) }
      searchOnce.time { matcher.search(text.span, starts: 0..<text.count, into: &scratch) }
      // The first round warms up the memory.
      if round > 0 {
        floor.append(floorOnce)
        search.append(searchOnce)
      }
      let exact = scratch.matches.count { $0.certainty == .decided(.exact) }
      try BenchFailure.check(exact == plantCount, "\(exact) exact matches of \(plantCount)")
    }
    try BenchFailure.check(sum != 0, "the text is all zeros")
    var line = ResultLine("matcher")
    line.add("kernel", kernel)
    line.add("decodeDepth", depth)
    line.add("text", source)
    line.add("bytes", text.count)
    line.add("seconds", search.median, digits: 5)
    line.add("floorSeconds", floor.median, digits: 5)
    line.add("gigabytesPerSecond", Double(text.count) / search.median / 1e9, digits: 1)
    line.add("floorGigabytesPerSecond", Double(text.count) / floor.median / 1e9, digits: 1)
    line.add("ratio", search.medianRatio(to: floor))
    line.print()
  }

  /// Text that looks like source code: words, names, numbers and punctuation, drawn from a seed.
  private static func generated() -> [UInt8] {
    let words = """
      the return value of vector table data author kafka zero quartz azure size_t int32_t uint8_t \
      const char static inline struct template typename buffer length make_unique \
      zutil utf8_decode snake_case camelCase HTTPServer self None True import from class \
      0x7f 1024 3.14 ( ) { } [ ] ; , . = == != -> :: // /* */ # " ' \\n \\t
      """.split(separator: " ").map { Array($0.utf8) }
    var random = SplitMix64(seed: 1)
    var text: [UInt8] = []
    text.reserveCapacity(byteCount + 64)
    // A megabyte of fresh text, then copies of it at changing offsets: quick to make, and the lines
    // still do not repeat at any distance that a cache could hold.
    while text.count < 1 << 20 {
      text += words[Int(random.next() % UInt64(words.count))]
      text.append(random.next() % 12 == 0 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
    }
    let page = text
    while text.count < byteCount {
      let start = Int(random.next() % UInt64(page.count / 2))
      text += page[start...]
    }
    text.removeSubrange(byteCount...)
    return text
  }

  /// The contents of the files below `path`, one after the other.
  private static func files(below path: String) throws(BenchFailure) -> [UInt8] {
    let text = try FileList(below: path).contents(maximumByteCount: byteCount)
    try BenchFailure.check(text.count > 1 << 20, "less than 1 MiB of files in \(path)")
    return text
  }

  /// Writes keys over the text, each between quotes.
  private static func plant(in text: inout [UInt8]) throws(BenchFailure) {
    for index in 0..<plantCount {
      let template = "\n\"{key:zqt:\(index)}\"\n"
      let bytes: [UInt8]
      do throws(FakeKeyError) { bytes = try FakeKeys.expand(template) } catch {
        throw BenchFailure(message: "\(error)\n")
      }
      let start = (text.count / plantCount) * index + 100
      text.replaceSubrange(start..<start + bytes.count, with: bytes)
    }
  }
}
