package import ScanModel
internal import Synchronization

/// How far the workers of a walk are, for progress: one worker writes, anybody reads.
package final class WalkCounters: Sendable {
  private let files = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)

  /// Starts at nothing.
  package init() {}

  /// The files read.
  package var fileCount: Int { files.load(ordering: .relaxed) }

  /// The bytes searched.
  package var byteCount: Int { bytes.load(ordering: .relaxed) }

  /// Publishes what one worker has read so far.
  package func store(_ coverage: Coverage) {
    files.store(coverage.fileCount, ordering: .relaxed)
    bytes.store(coverage.byteCount, ordering: .relaxed)
  }
}
