internal import Posix
internal import TextForms

/// The file that requests are logged to.
final class RequestLog: Sendable {
  private let file: FileDescriptor

  /// Opens the log at `path`; a new file belongs to its owner alone, an old one is added to.
  init(path: String) throws(StandInError) {
    let bytes = Array(path.utf8)
    do throws(SystemError) {
      file = try Self.open(bytes)
    } catch { throw .writing(path: path, error) }
  }

  private static func open(_ path: [UInt8]) throws(SystemError) -> FileDescriptor {
    do throws(SystemError) {
      return try FileDescriptor.createNew(path, permissions: 0o600, exactly: 0o600)
    } catch {
      // Whatever is wrong shows again here, unless it is that the file exists.
      let file = try FileDescriptor.openForWriting(path)
      let status = try file.status()
      if status.kind == .regular { _ = try file.seek(to: status.byteCount) }
      return file
    }
  }

  /// Adds a line.
  func append(_ record: RequestRecord) {
    var writer = JSONWriter()
    record.write(to: &writer)
    // The log is a help, and no reason to stop answering.
    try? file.write((writer.bytes + [0x0A]).span)
  }
}
