import Foundation
import TestSupport
import Testing

@testable import StandInService

/// The program, as a real process.
@Suite(.timeLimit(.minutes(10))) struct StandInProgramTests {
  /// The program beside the tests.
  private static let binary: String = {
    var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("vectara-standin").path
      if FileManager.default.isExecutableFile(atPath: candidate), !candidate.hasSuffix("Sources") {
        return candidate
      }
    }
    return "vectara-standin"
  }()

  private func run(_ arguments: String...) throws -> Command.Outcome {
    try Command.run([Self.binary] + arguments)
  }

  @Test(arguments: [
    (["--bogus"], "unknown option '--bogus'"), (["x"], "unexpected argument 'x'"),
    (["--port"], "option '--port' needs a value"),
    (["--port", "x"], "option '--port' takes an integer from 0 to 65535, not 'x'"),
    (["--help=1"], "option '--help' takes no value"),
    (
      ["--make", "1", "--keys", "x"],
      "options '--keys' and '--make' exclude each other: leave one out"
    ),
    (["--seed", "a b"], "'a b' is no seed: it has 1 to 20 letters, digits and hyphens"),
    (["--fail", "{"], "a rule is not JSON: "),
    (
      ["--propagation", "-1"],
      "option '--propagation' takes a number of seconds up to 86400, not '-1'"
    ),
  ])
  func badCommandLineIsNamed(arguments: [String], message: String) throws {
    let outcome = try Command.run([Self.binary] + arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorText.hasPrefix("vectara-standin: error: \(message)"))
    #expect(outcome.errorText.hasSuffix("run 'vectara-standin --help' for the options\n"))
  }

  @Test func whatCannotBeReadOrListenedOnIsNamed() throws {
    let outcome = try run("--keys", "/nonexistent")
    #expect(outcome.status == 3)
    #expect(
      outcome.errorText
        == "vectara-standin: error: cannot read '/nonexistent': no such file or directory\n"
    )
    let running = try Running()
    let taken = try run("--port", "\(running.standIn.port)")
    #expect(taken.status == 3)
    #expect(taken.errorText.hasSuffix("': address already in use\n"))
  }

  @Test func helpNamesEverything() throws {
    let outcome = try run("--help")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    for name in MisbehaviourReader.names {
      #expect(outcome.text.contains(name), "\(name)")
    }
    #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: ["TERM", "INT"])
  func signalEndsIt(signal: String) throws {
    let scratch = try Scratch()
    let script = """
      "$program" --make 3 --write-keys keys.json --write-credential owner.key >out & pid=$!
      i=0
      while [ ! -s out ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
      kill -\(signal) $pid
      wait $pid
      """
    let outcome = try Command.run(
      ["/bin/bash", "-c", script],
      in: scratch.path,
      environment: ["program": Self.binary]
    )
    #expect(outcome.status == 0)
    #expect(outcome.errorText == "")
    let address = String(decoding: try scratch.read("out"), as: UTF8.self)
    #expect(address.wholeMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+\n/) != nil)
    let file = try KeyFile(path: scratch.path("keys.json"))
    #expect(file.keys.count == 3)
    #expect(try scratch.read("owner.key") == Array(file.keys[0].secretText.utf8) + [0x0A])
  }
}
