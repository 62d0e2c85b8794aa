/// Where the bytes of a report go, in chunks, so that no report is ever whole in memory.
package struct ReportOutput<Failure: Error> {
  /// Takes each chunk.
  private let sink: (Span<UInt8>) throws(Failure) -> Void

  /// The bytes that have not gone yet.
  private var pending: [UInt8] = []

  /// How many bytes are collected before they go: 64 KiB, as much as a pipe holds.
  package static var chunkByteCount: Int { 65_536 }

  /// Starts an output whose chunks `sink` takes; a chunk is borrowed for the call.
  package init(sink: @escaping (Span<UInt8>) throws(Failure) -> Void) {
    self.sink = sink
  }

  /// Adds bytes; they go with the next chunk.
  package mutating func append(_ bytes: some Sequence<UInt8>) {
    pending += bytes
  }

  /// Marks the end of a record, and lets the chunk go if it is large enough.
  package mutating func endRecord() throws(Failure) {
    if pending.count >= Self.chunkByteCount { try flush() }
  }

  /// Lets go of everything that has been added.
  package mutating func flush() throws(Failure) {
    guard !pending.isEmpty else { return }
    try sink(pending.span)
    pending.removeAll(keepingCapacity: true)
  }
}
