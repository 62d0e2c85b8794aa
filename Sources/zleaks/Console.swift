import Posix

/// The program's two streams: findings and answers on standard output, everything else on standard
/// error.
struct Console: Sendable {
  /// Writes an answer to standard output.
  ///
  /// A reader who has gone away wanted no more; that is no error. Anything else is.
  func print(_ text: String) -> ExitCode {
    let output = FileDescriptor(borrowing: 1)
    do throws(SystemError) {
      try output.write(Array(text.utf8).span)
      return .clean
    } catch {
      if !error.isBrokenPipe { report("cannot write to standard output: \(error)") }
      return .incomplete
    }
  }

  /// Writes an error to standard error: `zleaks: error: …`.
  func report(_ message: String) {
    say("zleaks: error: \(message)\n")
  }

  /// Writes a warning to standard error: `zleaks: warning: …`.
  func warn(_ message: String) {
    say("zleaks: warning: \(message)\n")
  }

  /// Writes text to standard error, which never shows a key, whatever was asked: most of what
  /// stands there comes from the command line, from file names or from other files.
  func say(_ text: String) {
    let errors = FileDescriptor(borrowing: 2)
    // Nobody can be told that standard error is gone.
    try? errors.write(StandingKeys.hidden(in: Array(text.utf8)).span)
  }

  /// Whether standard output is a terminal.
  var outputIsTerminal: Bool { FileDescriptor(borrowing: 1).isTerminal }

  /// Whether standard error is a terminal.
  var errorsAreTerminal: Bool { FileDescriptor(borrowing: 2).isTerminal }

  /// Whether the environment allows colours and moving text: `NO_COLOR` (no-color.org) is not set
  /// and the terminal is not a dumb one.
  var environmentAllowsColor: Bool {
    (Process.environment("NO_COLOR") ?? "").isEmpty
      && Process.environment("TERM") != "dumb"
  }
}
