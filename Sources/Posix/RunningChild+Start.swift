internal import Glibc
internal import PosixShims

extension RunningChild {
  /// The pipes of a program: our ends, and the numbers of those that it gets.
  struct Streams: ~Copyable {
    let input: FileDescriptor
    let output: FileDescriptor
    let errors: FileDescriptor
    let childInput: FileDescriptor
    let childOutput: FileDescriptor
    let childErrors: FileDescriptor

    init(_ kind: ChildInput) throws(SystemError) {
      let inputPipe = try Pipe.makeInput(kind)
      let outputPipe = try Pipe()
      let errorPipe = try Pipe()
      posix_shims_enlarge_pipe(outputPipe.writeEnd.number, RunningChild.outputPipeByteCount)
      childInput = inputPipe.readEnd
      input = inputPipe.writeEnd
      output = outputPipe.readEnd
      childOutput = outputPipe.writeEnd
      errors = errorPipe.readEnd
      childErrors = errorPipe.writeEnd
    }
  }

  private struct Pipe: ~Copyable {
    let readEnd: FileDescriptor
    let writeEnd: FileDescriptor

    init() throws(SystemError) {
      var readNumber: Int32 = -1
      var writeNumber: Int32 = -1
      guard unsafe posix_shims_pipe(&readNumber, &writeNumber) == 0 else {
        throw SystemError("pipe2")
      }
      readEnd = FileDescriptor(owning: readNumber)
      writeEnd = FileDescriptor(owning: writeNumber)
    }

    private init(readEnd: consuming FileDescriptor) {
      self.readEnd = readEnd
      writeEnd = RunningChild.closed
    }

    /// The pipe of a standard input, whose writing end does not wait; without one, what stands there.
    static func makeInput(_ kind: ChildInput) throws(SystemError) -> Pipe {
      switch kind {
      case .nothing: return Pipe(readEnd: RunningChild.closed)
      case .inherited: return Pipe(readEnd: FileDescriptor(borrowing: STDIN_FILENO))
      case .bytes, .conversation:
        let pipe = try Pipe()
        guard posix_shims_do_not_wait(pipe.writeEnd.number) == 0 else { throw SystemError("fcntl") }
        return pipe
      }
    }
  }

  static func start(
    _ command: ChildCommand,
    _ streams: borrowing Streams
  ) throws(SystemError) -> Int32 {
    let strings = command.arguments + command.environment
    guard
      !(strings + [command.program, command.directory ?? []]).contains(where: { $0.contains(0) })
    else { throw SystemError(call: "posix_spawn", code: EINVAL) }
    let arguments = packed([command.program] + command.arguments)
    let environment = packed(command.environment)
    let numbers = (
      streams.childInput.number, streams.childOutput.number, streams.childErrors.number
    )
    let processID = unsafe withCString(command.program) { program in
      unsafe withCString(command.directory ?? []) { directory in
        unsafe arguments.withUnsafeBufferPointer { arguments in
          unsafe environment.withUnsafeBufferPointer { environment in
            // SAFETY: each list holds as many strings as said, each with a zero behind it.
            var child = unsafe posix_shims_child(
              program: program,
              arguments: arguments.baseAddress,
              argument_count: command.arguments.count + 1,
              environment: environment.baseAddress,
              environment_count: command.environment.count,
              directory: command.directory == nil ? nil : directory,
              input: numbers.0,
              output: numbers.1,
              errors: numbers.2,
              held: command.heldDescriptor,
              leads_group: command.leadsGroup ? 1 : 0
            )
            return unsafe posix_shims_spawn(&child)
          }
        }
      }
    }
    guard processID > 0 else { throw SystemError("posix_spawn") }
    return processID
  }

  /// The strings in one piece of memory, each with a zero behind it.
  private static func packed(_ strings: [[UInt8]]) -> [UInt8] {
    strings.reduce(into: []) { $0 += $1 + [0] }
  }
}
