internal import Glibc
internal import PosixShims

/// Questions on the controlling terminal, wherever the standard streams go, with visible answers.
///
/// The terminal's settings are not touched, so that nothing can leave them changed.
package struct TerminalQuestion: ~Copyable {
  private let terminal: FileDescriptor

  /// The most bytes of an answer that are kept.
  private static let maximumByteCount = 256

  /// What came of a question.
  package enum Answer: Hashable, Sendable {
    /// A line without its end.
    case line([UInt8])
    /// The end of input: `^D`, or a terminal that has gone.
    case end
    /// A signal was caught.
    case interrupted
  }

  /// Opens the terminal; `nil` if there is none to ask on, or the program runs in the background.
  package init?() {
    let path = Array("/dev/tty".utf8)
    guard let terminal = try? FileDescriptor.openForReadingAndWriting(path),
      tcgetpgrp(terminal.number) == getpgrp()
    else { return nil }
    self.terminal = terminal
  }

  /// Asks, and waits for a line.
  ///
  /// What was typed before the question is thrown away: it is no answer to it.
  ///
  /// - Parameter question: The text to show; control characters must have been taken out.
  /// - Returns: What came.
  package borrowing func ask(_ question: String) -> Answer {
    if Interrupt.caught != nil { return .interrupted }
    tcflush(terminal.number, TCIFLUSH)
    do throws(SystemError) { try terminal.write(Array(question.utf8).span) } catch { return .end }
    let buffer = ReadBuffer(capacity: 512)
    var line: [UInt8] = []
    while true {
      if Interrupt.caught != nil { return .interrupted }
      var request = pollfd(fd: terminal.number, events: Int16(POLLIN), revents: 0)
      // Short, because a signal may come between the look at it and the wait.
      if unsafe poll(&request, 1, 200) <= 0 { continue }
      let count: Int
      do throws(SystemError) { count = try terminal.read(into: buffer, at: 0) } catch {
        return Interrupt.caught != nil ? .interrupted : .end
      }
      // `^D` ends the input only on an empty line; behind some text it merely sends that.
      if count == 0 { return .end }
      var isComplete = false
      buffer.withBytes(0..<count) { bytes in
        for index in bytes.indices {
          if bytes[index] == UInt8(ascii: "\n") {
            isComplete = true
            break
          }
          if line.count < Self.maximumByteCount { line.append(bytes[index]) }
        }
      }
      if isComplete { return .line(line) }
    }
  }
}

extension FileDescriptor {
  /// Opens a terminal or another device, both ways.
  fileprivate static func openForReadingAndWriting(
    _ path: [UInt8]
  ) throws(SystemError) -> FileDescriptor {
    let number = unsafe withCString(path) { path in
      unsafe posix_shims_open_at(AT_FDCWD, path, O_RDWR | O_NOCTTY)
    }
    guard number >= 0 else { throw SystemError("open") }
    return FileDescriptor(owning: number)
  }
}
