import Foundation
import Glibc
import TestSupport
import Testing

@testable import Posix

/// The shell, with a script.
private func shell(_ script: String) -> ChildCommand {
  var command = ChildCommand(
    program: Array("/bin/sh".utf8),
    arguments: ["-c", script].map { Array($0.utf8) },
    environment: [Array("PATH=/usr/bin:/bin".utf8), Array("X=\u{E9}".utf8)]
  )
  command.secondsLimit = 60
  return command
}

/// Runs to the end; gives the whole output.
private func collect(_ command: ChildCommand) throws -> (output: [UInt8], result: ChildResult) {
  var output: [UInt8] = []
  let result = try command.run { piece in
    for index in piece.indices { output.append(piece[index]) }
    return true
  }
  return (output, result)
}

/// Whether a process of that number exists, also as a zombie.
private func exists(_ processID: Int32) -> Bool { kill(processID, 0) == 0 }

@Suite struct RunningChildTests {
  @Test func givesOutputErrorsAndStatus() throws {
    let (output, result) = try collect(shell("printf out; printf err >&2; exit 3"))
    #expect(output == Array("out".utf8))
    #expect(result == ChildResult(ending: .exited(3), errorBytes: Array("err".utf8)))
  }

  @Test func givesTheSignalThatEndedIt() throws {
    #expect(try collect(shell("kill -9 $$")).result.ending == .signalled(9))
  }

  @Test func passesArgumentsAndEnvironmentByteForByte() throws {
    let odd: [UInt8] = [0xFF, 0x0A, 0x27, 0x20]
    var command = shell("printf %s \"$1|$Y|$X\"; env | wc -l")
    command.arguments += [[], odd]
    command.environment.append(Array("Y=".utf8) + odd)
    let expected = odd + [UInt8(ascii: "|")] + odd + Array("|\u{E9}".utf8)
    #expect(try collect(command).output.prefix(expected.count) == expected[...])
  }

  @Test func startsInTheDirectory() throws {
    let scratch = try Scratch()
    var command = shell("pwd")
    command.directory = Array(scratch.path.utf8)
    #expect(try collect(command).output == Array("\(scratch.path)\n".utf8))
  }

  @Test func saysThatTheDirectoryIsNotThere() {
    var command = shell("exit 0")
    command.directory = Array("/nowhere/at/all".utf8)
    #expect(throws: ChildError.notStarted(SystemError(call: "posix_spawn", code: ENOENT))) {
      try collect(command)
    }
  }

  @Test func refusesAZeroInAnArgument() {
    var command = shell("exit 0")
    command.arguments.append([0])
    #expect(throws: ChildError.notStarted(SystemError(call: "posix_spawn", code: EINVAL))) {
      try collect(command)
    }
  }

  @Test func hasNothingOnStandardInputUnlessToldOtherwise() throws {
    #expect(try collect(shell("cat")).output.isEmpty)
    var command = shell("cat")
    command.input = .bytes(Array("in".utf8))
    #expect(try collect(command).output == Array("in".utf8))
  }

  @Test func movesMegabytesThroughAllThreeStreamsAtOnce() throws {
    let input = [UInt8](repeating: 0x61, count: 3 << 20)
    var command = shell("head -c 3000000 /dev/zero >&2; cat; head -c 3000000 /dev/zero >&2")
    command.input = .bytes(input)
    let (output, result) = try collect(command)
    #expect(output == input)
    #expect(result.ending == .exited(0))
    #expect(result.errorBytes == [UInt8](repeating: 0, count: 64 << 10))
  }

  @Test func isNotDisturbedByAProgramThatReadsNoInput() throws {
    var command = shell("exit 4")
    command.input = .bytes([UInt8](repeating: 0x61, count: 3 << 20))
    #expect(try collect(command).result.ending == .exited(4))
  }

  @Test func restoresTheSignalOfBrokenPipes() throws {
    let before = signal(SIGPIPE, SIG_IGN)
    defer { _ = signal(SIGPIPE, before) }
    #expect(try collect(shell("kill -PIPE $$; exit 5")).result.ending == .signalled(SIGPIPE))
  }

  @Test func restoresTheSignalOfFilesThatAreTooLarge() throws {
    let before = signal(SIGXFSZ, SIG_IGN)
    defer { _ = signal(SIGXFSZ, before) }
    #expect(try collect(shell("kill -XFSZ $$; exit 5")).result.ending == .signalled(SIGXFSZ))
  }

  @Test func stopsWhenTheCallerHasEnough() throws {
    var pieces = 0
    let result = try shell("yes").run { _ in
      pieces += 1
      return pieces < 2
    }
    #expect(result.ending == .stopped)
    #expect(pieces == 2)
  }

  @Test func leavesNoProcessBehindWhenDropped() throws {
    let processID: Int32
    do {
      let child = try RunningChild(shell("exec sleep 1000"))
      processID = child.processID
      #expect(exists(processID))
    }
    #expect(!exists(processID))
  }

  @Test(arguments: ["exec sleep 1000", "exec >&- 2>&-; exec sleep 1000", "exec yes >&2"])
  func endsAProgramThatTakesTooLong(_ script: String) {
    var command = shell(script)
    command.secondsLimit = 0.05
    #expect(throws: ChildError.overTime(seconds: 0.05)) { try collect(command) }
  }

  @Test func waitsForTheEndWithoutLookingAgainAndAgain() throws {
    func waitCount() throws -> Int {
      let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
      return try #require(line?.split(separator: "\t").last.flatMap { Int($0) })
    }
    let before = try waitCount()
    let result = try collect(shell("exec >&- 2>&-; sleep 0.5; exit 6")).result
    #expect(result.ending == .exited(6))
    #expect(try waitCount() - before < 30)
  }

  @Test func doesNotKeepThePipesOfAnotherOpen() throws {
    var command = shell("exec cat")
    command.input = .conversation
    var first = try RunningChild(command)
    let second = try RunningChild(shell("exec sleep 1000"))
    // If the second held the writing end too, the first would wait for its input's end.
    #expect(try first.finish().ending == .exited(0))
    #expect(exists(second.processID))
  }

  @Test func holdsAConversation() throws {
    var command = shell("exec cat")
    command.input = .conversation
    var child = try RunningChild(command)
    let buffer = ReadBuffer(capacity: 100)
    for word in ["one", "two", "three"] {
      child.send(Array(word.utf8))
      let count = try child.read(into: buffer)
      #expect(
        buffer.withBytes(0..<count) { bytes in bytes.indices.map { bytes[$0] } }
          == Array(word.utf8)
      )
    }
    #expect(try child.finish() == ChildResult(ending: .exited(0), errorBytes: []))
  }

  @Test func sendsMoreThanPipesHoldBeforeReading() throws {
    var command = shell("exec cat")
    command.input = .conversation
    var child = try RunningChild(command)
    let buffer = ReadBuffer(capacity: 1 << 16)
    for _ in 0..<8 { child.send([UInt8](repeating: 0x61, count: 1 << 20)) }
    child.endInput()
    var total = 0
    while case let count = try child.read(into: buffer), count > 0 { total += count }
    #expect(total == 8 << 20)
  }
}
