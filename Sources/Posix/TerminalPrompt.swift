internal import Glibc
internal import PosixShims

/// A question on the terminal whose answer nobody sees.
package enum TerminalPrompt {
  /// The most bytes that an answer has; a terminal takes no longer line.
  package static let maximumByteCount = 4_095

  /// Asks on the controlling terminal, wherever the standard streams go, and reads a line.
  ///
  /// The answer is not echoed. The terminal echoes again when this returns, and before a signal that
  /// asks the program to stop takes effect.
  ///
  /// - Parameter question: The text to show; control characters must have been taken out.
  /// - Returns: The answer without its line end; `nil` if there is no terminal to ask on, or the
  ///   program runs in the background.
  /// - Throws: `SystemError.isInterruption` if a signal was caught meanwhile.
  package static func ask(_ question: String) throws(SystemError) -> [UInt8]? {
    // One more, so that an answer that is too long is seen to be.
    let capacity = maximumByteCount + 1
    var answer = [UInt8](repeating: 0, count: capacity)
    var count = 0
    let result = unsafe withCString(Array(question.utf8)) { question in
      unsafe answer.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let start = buffer.baseAddress else { return 1 }
        // SAFETY: the buffer has room for `capacity` bytes.
        return unsafe posix_shims_prompt(question, start, capacity, &count)
      }
    }
    switch result {
    case 0: return Array(answer.prefix(count))
    case 1: return nil
    default: throw SystemError("read")
    }
  }
}
