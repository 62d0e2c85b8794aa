import Posix
import Reporting
import ScanModel

/// Reads scanned files once more, for reports that tell more of a place than its finding keeps.
enum ScannedFile {
  /// The size of the chunks, in bytes.
  private static let chunkByteCount = 65_536

  /// A reader of the files that paths name, seen from the working directory.
  static var reader: SourceReader { SourceReader { path, take in read(path.bytes, take) } }

  /// Gives a regular file's bytes to `take` until it says that it wants no more.
  ///
  /// A file that cannot be read has been scanned, and is gone or changed: the report does without it.
  private static func read(_ path: [UInt8], _ take: (Span<UInt8>) -> Bool) {
    do throws(SystemError) {
      // What is a link or no file now was none when it was scanned.
      let file = try FileDescriptor.openUnlinked(path)
      guard try file.status().kind == .regular else { return }
      let buffer = ReadBuffer(capacity: chunkByteCount)
      while true {
        let count = try file.read(into: buffer, at: 0)
        if count == 0 || !buffer.withBytes(0..<count, take) { return }
      }
    } catch {
      return
    }
  }
}
