// What libFuzzer calls: reads the input as a container, whatever it looks like, and searches it as a
// file; both whole and in pieces, which must come to the same. Built by `.ci/fuzz`; no part of the
// package.

import Decoding
import Inflate
import Matching
import Rules
import ScanModel
import Scanning

/// Ends the program, and says why, unless `condition` holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}

/// Checks the order in which a reader hands on what it finds, bounds how much that is, and sums it up.
struct CheckingConsumer: EntryConsumer {
  private var isOpen = false
  private var byteCount = 0

  /// A hash of all that came, wherever bytes were cut (FNV-1a).
  private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Whether something was wrong.
  private(set) var hasFault = false

  /// What came but bytes, if that is wanted.
  var events: [String]?

  var isStopped: Bool { byteCount > 4 << 20 }

  mutating func beginEntry(_ name: EntryName) {
    require(!isOpen, "an entry in an entry")
    isOpen = true
    byteCount += 64
    // What gzip calls its content is known only if the first piece says so.
    if case .lone = name { note(1) } else { note(1, name) }
  }

  mutating func takeBytes(_ bytes: Span<UInt8>) {
    require(isOpen, "bytes of no entry")
    byteCount += bytes.count
    for index in bytes.indices { note(bytes[index]) }
  }

  mutating func endEntry(_ fault: ContainerFault?) {
    require(isOpen, "an end without a start")
    isOpen = false
    if fault != nil { hasFault = true }
    note(2, fault)
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {
    require(!isOpen, "passed over inside an entry")
    byteCount += 64
    note(3, name)
    note(4, reason)
  }

  mutating func fail(_ fault: ContainerFault) {
    require(!isOpen, "failed inside an entry")
    hasFault = true
    note(5, fault)
  }

  func check() { require(!isOpen, "an entry left open") }

  private mutating func note(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  private mutating func note(_ event: UInt8, _ value: some Any) {
    let text = "\(event) \(value)"
    for byte in text.utf8 { note(byte) }
    events?.append("\(byteCount) bytes, \(text)")
  }
}

/// What is searched for.
let plan: ScanPlan = {
  var limits = ContainerLimits()
  limits.freeByteCount = 4 << 20
  limits.maximumByteCount = 16 << 20
  limits.maximumEntryCount = 10_000
  guard let rules = try? RuleSet.builtin() else { fatalError("no rules") }
  return ScanPlan(
    matcher: Matcher(rules, decodeDepth: 2),
    minimumConfidence: .possible,
    containerLimits: limits
  )
}()

/// Reads `bytes` as a container of that kind, in pieces of so many bytes.
func read(
  _ bytes: [UInt8],
  _ kind: ContainerKind,
  by count: Int,
  loggingEvents: Bool = false
) -> CheckingConsumer? {
  guard var reader = kind.makeReader() else { return nil }
  var consumer = CheckingConsumer()
  if loggingEvents { consumer.events = [] }
  for index in stride(from: 0, to: bytes.count, by: count) {
    reader.read(bytes[index..<min(index + count, bytes.count)].span, into: &consumer)
  }
  reader.finish(into: &consumer)
  consumer.check()
  return consumer
}

/// What is surely a key in `bytes`, searched in two pieces that meet at `seam`.
func exactKeys(_ bytes: [UInt8], seam: Int) -> [(range: Range<Int>, key: Fingerprint)] {
  let matcher = plan.matcher
  var keys: [(range: Range<Int>, key: Fingerprint)] = []
  for starts in [0..<seam, seam..<bytes.count] {
    let first = max(starts.lowerBound - matcher.maximumLookbehind, 0)
    let end = min(starts.upperBound + matcher.maximumLookahead, bytes.count)
    var scratch = MatchScratch()
    matcher.search(
      bytes[first..<end].span,
      starts: starts.lowerBound - first..<starts.upperBound - first,
      origin: first,
      into: &scratch
    )
    for match in scratch.matches where match.certainty == .decided(.exact) {
      let range = match.range.lowerBound + first..<match.range.upperBound + first
      require(range.upperBound <= bytes.count, "a key beyond the end")
      let key = match.encoded?.key.fingerprint ?? Fingerprint(of: bytes[range].span)
      keys.append((range, key))
    }
  }
  return keys
}

/// What `bytes` are as base64 that comes in pieces of so many bytes, and where it ends.
func undone(_ bytes: [UInt8], by count: Int) -> (bytes: [UInt8], end: Int) {
  var stream = Base64Stream(lineMark: bytes.last)
  let output = ByteBuffer(capacity: 64)
  var (made, taken): ([UInt8], Int) = ([], 0)
  while taken < bytes.count, !stream.isAtEnd {
    output.removeAll()
    taken += stream.decode(bytes[taken..<min(taken + count, bytes.count)].span, into: output)
    made += output.bytes
  }
  return (made, taken)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 2 else { return 0 }
  // The first byte chooses the kind, the second how the rest is cut in pieces.
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let kinds = ContainerKind.allCases
  let kind = kinds[Int(input[0]) % kinds.count]
  let bytes = Array(input[2...])
  if let whole = read(bytes, kind, by: bytes.count) {
    let pieces = input[1] == 0 ? nil : read(bytes, kind, by: Int(input[1]))
    // Where reading goes on after a fault may depend on the pieces.
    if let pieces, !whole.isStopped, !pieces.isStopped,
      whole.hasFault != pieces.hasFault || !whole.hasFault && whole.hash != pieces.hash
    {
      let events = [bytes.count, Int(input[1])].map { size in
        "\(read(bytes, kind, by: size, loggingEvents: true)?.events ?? [])"
      }
      fatalError("the entries depend on how it comes in: \(events[0]), \(events[1])")
    }
  }
  let (base64, cut) = (undone(bytes, by: bytes.count), undone(bytes, by: max(Int(input[1]), 1)))
  require(base64 == cut, "base64 depends on how it comes in")
  let findings = ContentScan.findings(in: bytes, plan: plan)
  for finding in findings where finding.location.entry == nil {
    let range = finding.location.range
    require(range.map { $0.upperBound <= bytes.count } ?? true, "a key beyond the end")
  }
  let seam = bytes.count * Int(input[1]) / 256
  let (whole, pieces) = (exactKeys(bytes, seam: 0), exactKeys(bytes, seam: seam))
  // Of two that overlap, which one is taken may depend on the seam.
  func holds(_ keys: [(range: Range<Int>, key: Fingerprint)], _ range: Range<Int>) -> Bool {
    keys.contains { $0.range.overlaps(range) }
  }
  require(whole.allSatisfy { holds(pieces, $0.range) }, "a key is lost at a seam")
  require(pieces.allSatisfy { holds(whole, $0.range) }, "a key is made by a seam")
  return 0
}
