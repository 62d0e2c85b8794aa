import Posix
import Reporting
import ScanModel
import TextForms

/// Where one report goes: standard output, or a file that is written whole or not at all.
///
/// A file is written under a temporary name beside it and renamed when it is complete, so that
/// whoever reads the name sees the old report or the new one. What is there but is no regular file,
/// a FIFO or a device, is written to directly. A link stays, and what it leads to is replaced:
/// `/dev/stdout` can be a link to a file.
struct ReportFile: ~Copyable {
  /// The name of the destination, for messages.
  let shownName: String

  private let descriptor: FileDescriptor

  /// The temporary name and the final one; `nil` where there is none to rename.
  private let names: (temporary: [UInt8], final: [UInt8])?

  /// Opens the destination `file`, or standard output for `nil`, before anything is scanned: a
  /// destination that cannot be written should not be found out at the end of the night.
  ///
  /// A file that is there keeps its permissions; a new one that will hold keys is its owner's alone.
  init(_ file: [UInt8]?, holdsSecrets: Bool) throws(CommandFailure) {
    guard let file else {
      shownName = "standard output"
      descriptor = FileDescriptor(borrowing: 1)
      names = nil
      return
    }
    let shownName = "'\(TerminalText.escaped(ContentPath(file).text))'"
    self.shownName = shownName
    do throws(SystemError) {
      let status = Self.status(of: file)
      if let status, status.kind != .regular {
        descriptor = try FileDescriptor.openForWriting(file)
        names = nil
      } else {
        let file = status == nil ? file : try FileDescriptor.resolved(file)
        let suffix = ".zleaks-\(Process.identifier).tmp"
        let temporary = file + Array(suffix.utf8)
        descriptor = try FileDescriptor.createNew(
          temporary,
          permissions: holdsSecrets ? 0o600 : 0o666,
          exactly: status?.permissions
        )
        names = (temporary, file)
      }
    } catch {
      throw CommandFailure("cannot write \(shownName): \(error)", .usage)
    }
  }

  /// Opens a file, or makes it, that the report is written to the end of, after what others have
  /// written there.
  init(appendingTo file: [UInt8]) throws(CommandFailure) {
    let shownName = "'\(TerminalText.escaped(ContentPath(file).text))'"
    self.shownName = shownName
    names = nil
    do throws(SystemError) {
      descriptor = try Self.opened(atEndOf: file)
    } catch {
      throw CommandFailure("cannot write \(shownName): \(error)", .usage)
    }
  }

  private static func opened(atEndOf file: [UInt8]) throws(SystemError) -> FileDescriptor {
    guard status(of: file) != nil else { return try FileDescriptor.createNew(file) }
    let descriptor = try FileDescriptor.openForWriting(file)
    let status = try descriptor.status()
    // A FIFO or a terminal has no end to move to.
    if status.kind == .regular { _ = try descriptor.seek(to: status.byteCount) }
    return descriptor
  }

  /// Whether the report goes to standard output.
  var isStandardOutput: Bool { shownName == "standard output" }

  /// What stands at the destination; `nil` for nothing.
  private static func status(of file: [UInt8]) -> FileStatus? {
    do throws(SystemError) { return try FileStatus.of(file) } catch { return nil }
  }

  /// Writes the file's whole content, and gives the file its name.
  ///
  /// - Throws: Why it could not be written; nothing is left behind then.
  func write(_ content: [UInt8]) throws(SystemError) {
    do throws(SystemError) {
      try descriptor.write(content.span)
      if let names { try FileDescriptor.rename(names.temporary, to: names.final) }
    } catch {
      discard()
      throw error
    }
  }

  /// Writes the whole report, and gives the file its name.
  ///
  /// - Throws: Why it could not be written; nothing is left behind then.
  func write(
    _ writer: any ReportWriter,
    _ findings: [Finding],
    _ summary: ScanSummary
  ) throws(SystemError) {
    do throws(SystemError) {
      // The closure must not capture a value that cannot be copied; the number stays open with it.
      let number = descriptor.number
      var output = ReportOutput<SystemError> { chunk throws(SystemError) in
        try FileDescriptor(borrowing: number).write(chunk)
      }
      try writer.write(findings: findings, summary: summary, to: &output)
      if let names { try FileDescriptor.rename(names.temporary, to: names.final) }
    } catch {
      discard()
      throw error
    }
  }

  /// Writes a text that is a whole report, and gives the file its name.
  ///
  /// - Throws: Why it could not be written; nothing is left behind then.
  func write(_ text: String) throws(SystemError) {
    do throws(SystemError) {
      try descriptor.write(Array(text.utf8).span)
      if let names { try FileDescriptor.rename(names.temporary, to: names.final) }
    } catch {
      discard()
      throw error
    }
  }

  /// Removes the temporary file.
  func discard() {
    guard let names else { return }
    // It may be gone, or never have been written; nothing depends on it.
    try? FileDescriptor.remove(names.temporary)
  }
}
