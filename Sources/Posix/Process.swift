internal import Glibc
internal import PosixShims

/// What the system says of the running program, and what the program asks of it.
package enum Process {
  /// The arguments without the program's name, byte for byte.
  package static var arguments: [[UInt8]] {
    var arguments: [[UInt8]] = []
    // SAFETY: the C library ends the list with a null pointer, and each argument with a zero.
    for index in 1..<max(Int(CommandLine.argc), 1) {
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { break }
      let bytes = unsafe UnsafeRawBufferPointer(start: argument, count: strlen(argument))
      arguments.append(unsafe Array(bytes))
    }
    return arguments
  }

  /// The path of the running program, empty if the system does not tell.
  package static var executablePath: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: at most all but the last byte of the buffer is written, so that a zero ends it.
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer -> String in
      guard let base = buffer.baseAddress else { return "" }
      let count = unsafe readlink("/proc/self/exe", base, buffer.count - 1)
      return count > 0 ? unsafe String(cString: base) : ""
    }
  }

  /// The number of this process.
  package static var identifier: Int { Int(getpid()) }

  /// The value of an environment variable, or `nil` if it is not set.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The bytes of an environment variable, or `nil` if it is not set.
  package static func environmentBytes(_ name: String) -> [UInt8]? {
    // SAFETY: the value is a C string, copied at once; nothing here changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: value, count: strlen(value)))
  }

  /// The number of the user whose rights the program has.
  package static var effectiveUser: UInt32 { geteuid() }

  /// The processors that the program may run on, at least 1.
  package static var processorCount: Int { Int(posix_shims_processor_count()) }

  /// The processor time that all threads have used, in seconds.
  package static var processorSeconds: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// The time since some fixed moment, in seconds; never goes back.
  package static var monotonicSeconds: Double { seconds(of: CLOCK_MONOTONIC) }

  /// The most memory that the program has had resident, in bytes.
  package static var peakResidentByteCount: Int {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1_024
  }

  /// Makes writing to a pipe that nobody reads, or beyond the largest size that a file may have, an
  /// error instead of the end of the program.
  package static func ignoreWriteSignals() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Makes the signal of Ctrl-\ end the program, as it does others: the runtime takes it for a crash,
  /// prints a page of memory, and goes on.
  package static func letQuitEnd() { posix_shims_let_quit_end() }

  /// Ends this process with exit status `code`; nothing else runs.
  package static func exit(_ code: Int32) -> Never {
    Glibc._exit(code)
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The signals that ask a program to stop: SIGINT, SIGTERM, and SIGHUP when its terminal goes away.
package enum Interrupt {
  /// Notes the first such signal from now on instead of ending; a second one ends the program.
  package static func catchFirst() { posix_shims_catch_interrupts() }

  /// The number of the signal caught, or `nil`.
  package static var caught: Int32? {
    let signal = posix_shims_caught_signal()
    return signal == 0 ? nil : signal
  }

  /// Ends the program by `signal`, so that its parent sees the truth.
  package static func end(by signal: Int32) {
    posix_shims_end_by_signal(signal)
  }
}
