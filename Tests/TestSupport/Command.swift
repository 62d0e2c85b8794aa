import Foundation
import Glibc
import Synchronization

/// Runs programs for tests.
package enum Command {
  /// What a program left behind.
  package struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number if a signal ended it.
    package let status: Int32

    /// The signal that ended the program; `nil` if it ended by itself.
    package let signal: Int32?

    /// All of standard output.
    package let output: [UInt8]

    /// All of standard error.
    package let errors: [UInt8]

    /// Standard output as text.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard error as text.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// A program that could not be started.
  package struct StartFailure: Error {
    /// The command line.
    package let arguments: [String]
    /// The system's error number.
    package let errorNumber: Int32
  }

  /// Runs a program to its end.
  ///
  /// Both outputs are read while the input is written, so none of the three can block the others.
  ///
  /// - Parameters:
  ///   - arguments: The program, looked for in `PATH` unless it has a `/`, and its arguments.
  ///   - directory: The working directory; the caller's own if `nil`.
  ///   - environment: The whole environment; `PATH` is added if it is not there.
  ///   - input: All of standard input, through a pipe.
  /// - Returns: What the program left.
  /// - Throws: `StartFailure` if there is no such program, or the system refuses.
  package static func run(
    _ arguments: [String],
    in directory: String? = nil,
    environment: [String: String] = [:],
    input: [UInt8] = []
  ) throws(StartFailure) -> Outcome {
    ignoreBrokenPipes
    func check(_ errorNumber: Int32) throws(StartFailure) {
      guard errorNumber == 0 else {
        throw StartFailure(arguments: arguments, errorNumber: errorNumber)
      }
    }
    let standardInput = try Pipe(arguments)
    let standardOutput = try Pipe(arguments)
    let standardError = try Pipe(arguments)
    var actions = unsafe posix_spawn_file_actions_t()
    try check(unsafe posix_spawn_file_actions_init(&actions))
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    try check(unsafe posix_spawn_file_actions_adddup2(&actions, standardInput.readEnd, 0))
    try check(unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput.writeEnd, 1))
    try check(unsafe posix_spawn_file_actions_adddup2(&actions, standardError.writeEnd, 2))
    if let directory {
      try check(unsafe GNUCalls.addChangeDirectory(&actions, directory))
    }
    var variables = environment
    variables["PATH"] = variables["PATH"] ?? ProcessInfo.processInfo.environment["PATH"]
    var pid: pid_t = 0
    try check(unsafe spawn(&pid, arguments, &actions, variables.map { "\($0)=\($1)" }))
    return collect(pid, input, standardInput, standardOutput, standardError)
  }

  /// Starts a program whose `SIGPIPE` means what it does by default, and that blocks no signal.
  private static func spawn(
    _ pid: inout pid_t,
    _ arguments: [String],
    _ actions: inout posix_spawn_file_actions_t,
    _ variables: [String]
  ) -> Int32 {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    // The threads that tests run on may block signals, which a program would inherit.
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    // SAFETY: both lists end with nil, and what they point to lives until the `defer`.
    var argumentList = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var variableList = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe argumentList.indices { unsafe free(argumentList[index]) }
      for index in unsafe variableList.indices { unsafe free(variableList[index]) }
    }
    guard let program = arguments.first else { return EINVAL }
    return unsafe posix_spawnp(
      &pid,
      program,
      &actions,
      &attributes,
      &argumentList,
      &variableList
    )
  }

  /// Feeds a program, reads what it says, and waits for its end.
  private static func collect(
    _ pid: pid_t,
    _ input: [UInt8],
    _ standardInput: Pipe,
    _ standardOutput: Pipe,
    _ standardError: Pipe
  ) -> Outcome {
    standardInput.closeReadEnd()
    standardOutput.closeWriteEnd()
    standardError.closeWriteEnd()
    let errors = Mutex<[UInt8]>([])
    let writer = BackgroundThread {
      standardInput.write(input)
      standardInput.closeWriteEnd()
    }
    let errorReader = BackgroundThread {
      let bytes = standardError.readAll()
      errors.withLock { $0 = bytes }
    }
    let output = standardOutput.readAll()
    writer.wait()
    errorReader.wait()
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      signal: signal == 0 ? nil : signal,
      output: output,
      errors: errors.withLock { $0 }
    )
  }

  /// Makes a write to a program that has stopped reading fail, instead of ending the tests.
  private static let ignoreBrokenPipes: Void = {
    _ = signal(SIGPIPE, SIG_IGN)
  }()
}

/// Calls of the C library that its Swift module does not show.
private enum GNUCalls {
  private typealias AddChangeDirectory =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
  private typealias MakePipe = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32

  /// `posix_spawn_file_actions_addchdir_np(3)`.
  static func addChangeDirectory(
    _ actions: inout posix_spawn_file_actions_t,
    _ directory: String
  ) -> Int32 {
    guard let symbol = unsafe symbol("posix_spawn_file_actions_addchdir_np") else { return ENOSYS }
    // SAFETY: the type is that of the header.
    return unsafe unsafeBitCast(symbol, to: AddChangeDirectory.self)(&actions, directory)
  }

  /// `pipe2(2)`.
  static func makePipe(_ descriptors: inout [Int32], _ flags: Int32) -> Int32 {
    guard let symbol = unsafe symbol("pipe2") else { return -1 }
    // SAFETY: the type is that of the header.
    return unsafe unsafeBitCast(symbol, to: MakePipe.self)(&descriptors, flags)
  }

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    unsafe dlsym(dlopen(nil, RTLD_NOW), name)
  }
}

/// A thread that runs one closure.
private struct BackgroundThread {
  private let finished = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () -> Void) {
    let finished = finished
    Thread.detachNewThread {
      work()
      finished.signal()
    }
  }

  func wait() { finished.wait() }
}

/// A pipe whose ends no other program inherits.
private final class Pipe: Sendable {
  private let ends: Mutex<(read: Int32, write: Int32)>

  var readEnd: Int32 { ends.withLock { $0.read } }
  var writeEnd: Int32 { ends.withLock { $0.write } }

  init(_ arguments: [String]) throws(Command.StartFailure) {
    var descriptors: [Int32] = [-1, -1]
    guard GNUCalls.makePipe(&descriptors, O_CLOEXEC) == 0 else {
      throw Command.StartFailure(arguments: arguments, errorNumber: errno)
    }
    ends = Mutex((descriptors[0], descriptors[1]))
  }

  deinit {
    closeReadEnd()
    closeWriteEnd()
  }

  func closeReadEnd() {
    ends.withLock {
      if $0.read >= 0 { close($0.read) }
      $0.read = -1
    }
  }

  func closeWriteEnd() {
    ends.withLock {
      if $0.write >= 0 { close($0.write) }
      $0.write = -1
    }
  }

  /// Writes all bytes, or as many as somebody reads.
  func write(_ bytes: [UInt8]) {
    let end = writeEnd
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(end, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Reads to the end.
  func readAll() -> [UInt8] {
    let end = readEnd
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(end, $0.baseAddress, $0.count)
      }
      if count > 0 {
        bytes += buffer.prefix(count)
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }
}
