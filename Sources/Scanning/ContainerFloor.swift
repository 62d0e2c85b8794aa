internal import Decoding
internal import Inflate
package import Posix
package import ScanModel
internal import Walking

/// What no scan that opens containers can do without: each file read once, and each compressed stream
/// in it, at whatever depth, decoded once.
///
/// Nothing is searched, and no limit is kept. Speed is measured against it.
package struct ContainerFloor: TreeVisitor, ~Copyable {
  package var coverage = Coverage()

  private let buffer = ReadBuffer(capacity: ContentScanner.bufferByteCount)
  private let level = FloorLevel()

  /// Makes one for a thread of a walk.
  package init() {}

  package mutating func visit(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    path: () -> ContentPath
  ) {
    do throws(SystemError) {
      var isOpen = false
      var isFirst = true
      while true {
        let count = try file.read(into: buffer, at: 0)
        let isAtEnd = count == 0 || trustsShortReads && count < buffer.capacity
        coverage.byteCount += count
        let tail =
          isFirst && !isAtEnd ? ContentScanner.kind(byTailOf: file, longerThan: count) : nil
        buffer.withBytes(0..<count) { bytes in
          if isFirst { isOpen = level.begin(bytes, isWhole: isAtEnd, tail: tail) }
          if isOpen { level.feed(bytes) }
        }
        isFirst = false
        if isAtEnd { break }
      }
      if isOpen { coverage.byteCount += level.end() }
      coverage.fileCount += 1
    } catch {
      coverage.addProblem(
        ScanProblem(path: path(), operation: .read, cause: error.description)
      )
    }
  }

  package mutating func mayHoldKey(_ names: Span<UInt8>) -> Bool { false }

  package mutating func visitName(of path: ContentPath, from start: Int) {}
}

/// Takes the contents at one depth apart.
private final class FloorLevel {
  private let decoders = ContainerDecoders()
  private var reader: (any ContainerReader)?
  private var sink = FloorSink()

  /// Starts a content; returns whether it is a container that is read.
  func begin(_ head: Span<UInt8>, isWhole: Bool, tail: ContainerKind? = nil) -> Bool {
    let kind =
      isWhole ? ContentScanner.kind(ofWhole: head) : ContainerKind.detect(head)
    reader = (kind ?? tail)?.makeReader(using: decoders)
    return reader != nil
  }

  func feed(_ bytes: Span<UInt8>) { reader?.read(bytes, into: &sink) }

  /// Ends the content; returns how many bytes its entries hold, at all depths.
  func end() -> Int {
    reader?.finish(into: &sink)
    reader = nil
    defer { sink.byteCount = 0 }
    return sink.byteCount
  }
}

/// Takes the entries of a container, and those of the containers among them.
private struct FloorSink: EntryConsumer {
  var byteCount = 0

  /// What takes entries apart; made for the first that is a container.
  private var inner: FloorLevel?
  private var isInnerOpen = false
  private var isAtStart = false

  var isStopped: Bool { false }

  mutating func beginEntry(_ name: EntryName) { isAtStart = true }

  mutating func takeBytes(_ bytes: Span<UInt8>) { take(bytes, isWhole: false) }

  mutating func takeWhole(_ bytes: Span<UInt8>) { take(bytes, isWhole: true) }

  mutating func endEntry(_ fault: ContainerFault?) {
    if isInnerOpen, let inner { byteCount += inner.end() }
    isInnerOpen = false
  }

  mutating func passOver(_ name: EntryName, _ reason: PassedOver) {}

  mutating func fail(_ fault: ContainerFault) {}

  private mutating func take(_ bytes: Span<UInt8>, isWhole: Bool) {
    byteCount += bytes.count
    if isAtStart {
      isAtStart = false
      let isContainer =
        isWhole
        ? ContentScanner.kind(ofWhole: bytes) != nil : ContainerKind.detect(bytes) != nil
      if isContainer {
        let inner = inner ?? FloorLevel()
        self.inner = inner
        isInnerOpen = inner.begin(bytes, isWhole: isWhole)
      }
    }
    if isInnerOpen { inner?.feed(bytes) }
  }
}
