internal import Glibc
internal import PosixShims

/// A program that runs, with pipes to its standard streams.
///
/// Whenever its output is waited for, its error stream is drained and its input filled, so that none
/// of the three can block the others, however much is sent before anything is read. When this value
/// ends before the program has, the program is killed; it never stays behind, not even as a zombie.
package struct RunningChild: ~Copyable {
  /// The program's process number.
  package let processID: Int32

  /// What it wrote to its standard error so far, up to the command's limit.
  package private(set) var errorBytes: [UInt8] = []

  /// Its streams; those that are closed have the number -1, which `poll(2)` leaves out.
  private var input: FileDescriptor
  private var output: FileDescriptor
  private var errors: FileDescriptor

  /// What is to be sent; the first `sentByteCount` bytes have been.
  private var pendingInput: [UInt8] = []
  private var sentByteCount = 0
  private var endsInput = false

  private var ending: ChildEnding?
  private var deadline: Double?
  private let secondsLimit: Double?
  private let maximumErrorByteCount: Int
  private let leadsGroup: Bool
  private let endsOnInterrupt: Bool
  private let errorBuffer = ReadBuffer(capacity: 4_096)

  /// How much a program's output may run ahead of its reader, in bytes.
  static let outputPipeByteCount: Int32 = 1 << 20

  /// Starts a program.
  ///
  /// - Throws: `ChildError.notStarted`.
  package init(_ command: ChildCommand) throws(ChildError) {
    do throws(SystemError) {
      let streams = try Streams(command.input)
      processID = try Self.start(command, streams)
      input = streams.input
      output = streams.output
      errors = streams.errors
    } catch { throw .notStarted(error) }
    if case .bytes(let bytes) = command.input {
      pendingInput = bytes
      endsInput = true
    }
    secondsLimit = command.secondsLimit
    deadline = command.secondsLimit.map { $0 + Process.monotonicSeconds }
    maximumErrorByteCount = command.maximumErrorByteCount
    leadsGroup = command.leadsGroup
    endsOnInterrupt = command.endsOnInterrupt
  }

  deinit {
    if ending == nil { Self.kill(processID, withGroup: leadsGroup) }
  }

  /// Sends bytes to the program's standard input, while its output is read.
  package mutating func send(_ bytes: [UInt8]) {
    if sentByteCount == pendingInput.count {
      pendingInput.removeAll(keepingCapacity: true)
      sentByteCount = 0
    }
    pendingInput += bytes
  }

  /// Grants the program its time once more, from now: its limit is then one for each answer.
  package mutating func extendTime() {
    deadline = secondsLimit.map { $0 + Process.monotonicSeconds }
  }

  /// Ends the program's standard input behind what was sent.
  package mutating func endInput() { endsInput = true }

  /// Waits for output, and reads it to `offset` in the buffer.
  ///
  /// - Returns: How many bytes were read, or 0 when the program has closed its standard output.
  /// - Throws: `ChildError.overTime`, or `ChildError.system`, also when a signal that the program
  ///   notes interrupted the wait.
  package mutating func read(
    into buffer: borrowing ReadBuffer,
    at offset: Int = 0
  ) throws(ChildError) -> Int {
    precondition(offset >= 0 && offset < buffer.capacity, "offset \(offset) outside the buffer")
    while output.number >= 0 {
      guard try waitForStreams() else { continue }
      let count: Int
      do throws(SystemError) { count = try output.read(into: buffer, at: offset) } catch {
        throw .system(error)
      }
      if count > 0 { return count }
      output = Self.closed
    }
    return 0
  }

  /// Reads and throws away what is left of the output, and waits for the program's end.
  package mutating func finish() throws(ChildError) -> ChildResult {
    if let ending { return ChildResult(ending: ending, errorBytes: errorBytes) }
    endsInput = true
    let buffer = ReadBuffer(capacity: 16 << 10)
    while try read(into: buffer) > 0 {}
    while errors.number >= 0 { _ = try waitForStreams() }
    input = Self.closed
    return ChildResult(ending: try waitForEnd(), errorBytes: errorBytes)
  }

  /// Ends the program now.
  package mutating func stop() {
    if ending != nil { return }
    Self.kill(processID, withGroup: leadsGroup)
    ending = .stopped
    input = Self.closed
    output = Self.closed
    errors = Self.closed
  }
}

// MARK: - Streams

extension RunningChild {
  static var closed: FileDescriptor { FileDescriptor(borrowing: -1) }

  /// Waits for any of the streams; serves input and errors, and says whether output can be read.
  private mutating func waitForStreams() throws(ChildError) -> Bool {
    let hasPending = sentByteCount < pendingInput.count
    if endsInput && !hasPending { input = Self.closed }
    let ready = posix_shims_poll_child(
      hasPending ? input.number : -1,
      output.number,
      errors.number,
      try remainingMilliseconds()
    )
    if ready < 0 {
      let error = SystemError("poll")
      if error.isInterruption && Interrupt.caught == nil { return false }
      throw .system(error)
    }
    do throws(SystemError) {
      if ready & 1 != 0 { try sendPending() }
      if ready & 4 != 0 { try readErrors() }
    } catch { throw .system(error) }
    return ready & 2 != 0
  }

  /// Writes as much as the pipe takes.
  private mutating func sendPending() throws(SystemError) {
    let number = input.number
    let count = unsafe pendingInput[sentByteCount...].withUnsafeBytes { rest in
      // SAFETY: the range is inside the array, which lives through the call.
      unsafe posix_shims_write_quietly(number, rest.baseAddress, rest.count)
    }
    if count >= 0 {
      sentByteCount += count
      return
    }
    let error = SystemError("write")
    if error.isBrokenPipe {
      // It does not want more; whether that is right shows in how it ends.
      input = Self.closed
      sentByteCount = pendingInput.count
    } else if error.code != EAGAIN && !error.isInterruption {
      throw error
    }
  }

  private mutating func readErrors() throws(SystemError) {
    let count = try errors.read(into: errorBuffer, at: 0)
    if count == 0 { errors = Self.closed }
    let kept = min(count, maximumErrorByteCount - errorBytes.count)
    if kept > 0 {
      errorBytes += errorBuffer.withBytes(0..<kept) { bytes in bytes.indices.map { bytes[$0] } }
    }
  }
}

// MARK: - The end

extension RunningChild {
  /// The time left for `poll(2)`, rounded up; -1 without a limit.
  private func remainingMilliseconds() throws(ChildError) -> Int32 {
    if endsOnInterrupt, Interrupt.caught != nil {
      throw .system(SystemError(call: "poll", code: EINTR))
    }
    let longest: Double = endsOnInterrupt ? 100 : 1_000_000
    guard let deadline, let secondsLimit else { return endsOnInterrupt ? Int32(longest) : -1 }
    let left = deadline - Process.monotonicSeconds
    if left <= 0 { throw .overTime(seconds: secondsLimit) }
    return Int32(min(left * 1_000 + 1, longest))
  }

  private mutating func waitForEnd() throws(ChildError) -> ChildEnding {
    while true {
      var status: Int32 = 0
      // A child that closes its streams and stays cannot be waited for with a limit in one call.
      let result = unsafe waitpid(
        processID,
        &status,
        deadline == nil && !endsOnInterrupt ? 0 : WNOHANG
      )
      if result == processID {
        let signal = status & 0x7F
        let ending = signal == 0 ? ChildEnding.exited(status >> 8 & 0xFF) : .signalled(signal)
        self.ending = ending
        return ending
      }
      if result < 0 {
        let error = SystemError("waitpid")
        if !error.isInterruption || Interrupt.caught != nil { throw .system(error) }
      } else {
        // A failure, such as an interruption, shows when it is asked for again.
        _ = posix_shims_await_child(processID, try remainingMilliseconds())
      }
    }
  }

  /// Kills a child that has not been waited for, and waits for it.
  private static func kill(_ processID: Int32, withGroup: Bool) {
    if withGroup { _ = Glibc.kill(-processID, SIGKILL) }
    _ = Glibc.kill(processID, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(processID, &status, 0) < 0, errno == EINTR {}
  }
}
