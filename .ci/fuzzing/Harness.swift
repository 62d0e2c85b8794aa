// What libFuzzer calls: reads the input as a container, whatever it looks like, and searches it as a
// file. Built by `.ci/fuzz`; no part of the package.

import Decoding
import Matching
import Rules
import ScanModel
import Scanning

/// Checks the order in which a reader hands on what it finds, and bounds how much that is.
struct CheckingConsumer: EntryConsumer {
  private var isOpen = false
  private var byteCount = 0

  var isStopped: Bool { byteCount > 4 << 20 }

  mutating func beginEntry(_ name: EntryName) {
    precondition(!isOpen, "an entry in an entry")
    isOpen = true
    byteCount += 64
  }

  mutating func takeBytes(_ bytes: Span<UInt8>) {
    precondition(isOpen, "bytes of no entry")
    byteCount += bytes.count
  }

  mutating func endEntry(_ fault: ContainerFault?) {
    precondition(isOpen, "an end without a start")
    isOpen = false
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {
    precondition(!isOpen, "passed over inside an entry")
    byteCount += 64
  }

  mutating func fail(_ fault: ContainerFault) { precondition(!isOpen, "failed inside an entry") }

  func check() { precondition(!isOpen, "an entry left open") }
}

/// What is searched for.
let plan: ScanPlan = {
  var limits = ContainerLimits()
  limits.freeByteCount = 4 << 20
  limits.maximumByteCount = 16 << 20
  limits.maximumEntryCount = 10_000
  guard let rules = try? RuleSet.builtin() else { fatalError("no rules") }
  return ScanPlan(
    matcher: Matcher(rules),
    minimumConfidence: .possible,
    containerLimits: limits
  )
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 2 else { return 0 }
  // The first byte chooses the kind, the second how the rest is cut in pieces.
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let kinds = ContainerKind.allCases
  let bytes = Array(input[2...])
  if var reader = kinds[Int(input[0]) % kinds.count].makeReader() {
    var consumer = CheckingConsumer()
    let pieceByteCount = input[1] == 0 ? bytes.count : Int(input[1])
    for index in stride(from: 0, to: bytes.count, by: pieceByteCount) {
      let end = min(index + pieceByteCount, bytes.count)
      reader.read(bytes[index..<end].span, into: &consumer)
    }
    reader.finish(into: &consumer)
    consumer.check()
  }
  _ = ContentScan.findings(in: bytes, plan: plan)
  return 0
}
