internal import Posix
internal import ScanModel
internal import UnifiedDiff
package import Walking

/// A scan of patch text: what it adds, and the text around it.
///
/// A key on an added line is reported unless the same patch removes it somewhere. Context lines tell
/// what a file is about, and are not reported. A stream of patches, such as a mailbox or the output of
/// `git log -p`, is taken apart: what a later patch removes was added all the same.
package struct PatchScan: Sendable {
  let plan: ScanPlan

  /// Which files to report; what others remove counts all the same.
  let filter: PathFilter

  /// Whether keys that were there before are reported too: on lines kept, and moved.
  let reportsOldKeys: Bool

  /// Prepares a scan.
  package init(plan: ScanPlan, filter: PathFilter, reportsOldKeys: Bool) {
    self.plan = plan
    self.filter = filter
    self.reportsOldKeys = reportsOldKeys
  }

  /// What was found in patch text.
  package struct Outcome: Sendable {
    /// The findings, and what was read.
    package let result: ScanResult

    /// What the input turned out to be.
    package let content: Content
  }

  /// What an input can turn out to be.
  package enum Content: Hashable, Sendable {
    /// A patch.
    case patch
    /// Text without any file's change in it; it was searched as it is.
    case text
    /// Nothing.
    case nothing
  }

  /// Scans the patch that standard input gives, of any length.
  package func scanStandardInput() -> Outcome { scan(FileDescriptor(borrowing: 0)) }

  /// Scans the patch that `input` gives, in reads of at most `bufferByteCount` bytes.
  func scan(_ input: borrowing FileDescriptor, bufferByteCount: Int = 1 << 18) -> Outcome {
    var collector = PatchCollector(self)
    var reader = PatchReader()
    let buffer = ReadBuffer(capacity: bufferByteCount)
    do throws(SystemError) {
      while Interrupt.caught == nil {
        let count = try input.read(into: buffer, at: 0)
        if count == 0 { break }
        buffer.withBytes(0..<count) { reader.read($0, into: &collector) }
      }
    } catch {
      if Interrupt.caught == nil {
        collector.addProblem(
          ScanProblem(path: nil, operation: .read, cause: error.description)
        )
      }
    }
    // What an interrupt cuts off is no fault of the patch.
    if Interrupt.caught == nil { reader.finish(into: &collector) }
    return collector.finished()
  }
}
