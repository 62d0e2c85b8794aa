import Foundation
import ScanModel
import StandInService
import TestSupport
import Testing

/// A stand-in that a test can steer while the built program talks to it.
final class DisableDrill: Sendable {
  let standIn: StandIn
  let scratch: Scratch

  /// The owner's key, then query, index and personal keys in turn, the fifth one disabled.
  let keys: [StandInKey]

  convenience init(propagationSeconds: Double = 0) throws {
    let keys = try KeyMaker(seed: "disable").keys(count: 6)
    try self.init(keys: keys, propagationSeconds: propagationSeconds)
  }

  init(keys: [StandInKey], propagationSeconds: Double = 0) throws {
    scratch = try Scratch()
    self.keys = keys
    var configuration = StandInConfiguration()
    configuration.keys = keys
    configuration.propagationSeconds = propagationSeconds
    standIn = try StandIn(configuration)
    try standIn.start()
  }

  /// The key of that number as text.
  func text(_ number: Int) -> String {
    keys[number].secret.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }

  /// What the program finds in its environment to ask this service as the owner.
  var environment: [String: String] {
    ["VECTARA_API_URL": standIn.address, "VECTARA_API_KEY": text(0), "TERM": "xterm"]
  }

  /// Scans a file that holds keys into `r.jsonl`.
  func report(_ numbers: Int..., secrets: Bool = false) throws {
    try scratch.write("leak.env", numbers.map { "KEY=\(text($0))\n" }.joined())
    try Command.run(
      [Zleaks.binary, "scan", "leak.env", "--fail-on", "none", "--format", "jsonl=r.jsonl"]
        + (secrets ? ["--show-secrets"] : []),
      in: scratch.path
    ).expect(.clean)
  }

  /// Runs the program, without a terminal.
  func zleaks(_ arguments: String..., input: String = "") throws -> Command.Outcome {
    // A session of its own: the tests may have been started from a terminal.
    try Command.run(
      ["setsid", "-w", Zleaks.binary] + arguments,
      in: scratch.path,
      environment: environment,
      input: Array(input.utf8)
    )
  }

  /// Whether the keys of those numbers are switched on.
  func areEnabled(_ numbers: Int...) -> [Bool?] {
    let now = standIn.keys
    return numbers.map { number in now.first { $0.id == keys[number].id }?.isEnabled }
  }

  /// How many requests of that method there were.
  func requestCount(_ method: String) -> Int { standIn.requests.count { $0.method == method } }

  /// The journal's lines, as objects.
  func journal(_ name: String = "j.jsonl") throws -> [[String: Any]] {
    try scratch.read(name).split(separator: UInt8(ascii: "\n")).compactMap { line in
      try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    }
  }

  /// The journal in short: `intent`, `outcome done`.
  func story(_ name: String = "j.jsonl") throws -> [String] {
    try journal(name).map { record in
      [record["event"], record["result"]].compactMap { $0 as? String }.joined(separator: " ")
    }
  }

  /// Runs the program, and kills it as soon as `isReached` says so, or after `seconds`.
  ///
  /// - Returns: Whether it was killed before it ended by itself.
  @discardableResult
  func killed(
    _ arguments: [String],
    after seconds: Double = 20,
    when isReached: () -> Bool = { false }
  ) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Zleaks.binary)
    process.arguments = arguments
    process.currentDirectoryURL = scratch.url
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date() < end, !isReached() { usleep(2_000) }
    let isKilled = process.isRunning
    if isKilled { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return isKilled && process.terminationReason == .uncaughtSignal
  }
}
