internal import Glibc
internal import PosixShims

/// A program to run: what it is called with, and the bounds it is held to.
package struct ChildCommand: Sendable {
  /// The program's path; it is not looked for in `PATH`.
  package var program: [UInt8]

  /// The arguments, without the program's name.
  package var arguments: [[UInt8]]

  /// The whole environment, as `NAME=value`.
  package var environment: [[UInt8]]

  /// The directory to start in; the caller's own if `nil`.
  package var directory: [UInt8]?

  /// Where its standard input comes from.
  package var input = ChildInput.nothing

  /// The most bytes of its standard error that are kept; what is more is read and thrown away.
  package var maximumErrorByteCount = 64 << 10

  /// How long it may run, in seconds; `nil` for no limit.
  package var secondsLimit: Double?

  /// A descriptor above the standard streams that it, and what it starts, keep open to their end,
  /// such as a lock; -1 for none.
  package var heldDescriptor: Int32 = -1

  /// Whether the programs that it starts are ended with it.
  ///
  /// A signal from the terminal does not reach them then: see `endsOnInterrupt`.
  package var leadsGroup = false

  /// Whether it is ended as soon as this program is asked to stop, whichever thread waits for it.
  package var endsOnInterrupt = false

  /// Describes a program that reads nothing and may run for as long as it likes.
  package init(
    program: [UInt8],
    arguments: [[UInt8]],
    environment: [[UInt8]],
    directory: [UInt8]? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// Finds a program by its name in the directories of `path`, which `:` separates.
  ///
  /// Directories that are not absolute are left out: they would name another place in each working
  /// directory, such as one that somebody else filled.
  ///
  /// - Returns: The program's absolute path, or `nil` if there is none that may be run.
  package static func locate(_ name: String, inPath path: [UInt8]) -> [UInt8]? {
    let slash = UInt8(ascii: "/")
    for directory in path.split(separator: UInt8(ascii: ":")) where directory.first == slash {
      let candidate = Array(directory) + [slash] + Array(name.utf8)
      var status = stat()
      let isRegular = unsafe withCString(candidate) { candidate in
        unsafe stat(candidate, &status) == 0 && access(candidate, X_OK) == 0
      }
      if isRegular && status.st_mode & S_IFMT == S_IFREG { return candidate }
    }
    return nil
  }
}

/// Where a program's standard input comes from.
package enum ChildInput: Hashable, Sendable {
  /// From `/dev/null`.
  case nothing
  /// From the caller's own standard input.
  case inherited
  /// These bytes, through a pipe, then its end.
  case bytes([UInt8])
  /// What is sent while it runs, through a pipe.
  case conversation
}

/// How a program ended.
package enum ChildEnding: Hashable, Sendable {
  /// By itself, with this status.
  case exited(Int32)
  /// By this signal.
  case signalled(Int32)
  /// By the caller, who had read enough.
  case stopped

  /// By writing to a pipe that nobody reads.
  package static let brokenPipe = ChildEnding.signalled(SIGPIPE)
}

/// Why a program could not be started, or not be followed to its end.
package enum ChildError: Error, Hashable, Sendable {
  /// It could not be started.
  case notStarted(SystemError)
  /// It ran for longer than this many seconds, and was ended.
  case overTime(seconds: Double)
  /// A call for its pipes or its end failed; it was ended.
  case system(SystemError)
}

extension ChildError: CustomStringConvertible {
  /// The cause, in a few words.
  package var description: String {
    switch self {
    case .notStarted(let error): "it could not be started: \(error)"
    case .overTime(let seconds): "it ran for more than \(Int(seconds.rounded())) s"
    case .system(let error): "\(error.call): \(error)"
    }
  }
}
