import Foundation
import Rules
import TestSupport
import Testing

/// The program under test.
enum Zleaks {
  /// The binary: what `ZLEAKS_BINARY` names, or the one built beside the tests.
  static let binary: String = {
    if let named = ProcessInfo.processInfo.environment["ZLEAKS_BINARY"] {
      return URL(fileURLWithPath: named).path
    }
    // The tests are a file beside the binary, or, on some systems, in a bundle that is.
    var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("zleaks").path
      if isProgram(candidate) { return candidate }
    }
    return "zleaks"
  }()

  /// The repository's folder.
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Where a program of that name lies in `PATH`; `nil` for nowhere.
  static func program(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && !isDirectory.boolValue && FileManager.default.isExecutableFile(atPath: path)
  }

  /// The exit codes of the design.
  enum Exit: Int32 {
    case clean = 0
    case findings = 1
    case usage = 2
    case incomplete = 3
    /// Ended by SIGINT, as a shell says it.
    case interrupted = 130
  }
}

extension Scratch {
  /// Runs the program in this directory.
  func zleaks(
    _ arguments: String...,
    input: [UInt8] = [],
    environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary] + arguments,
      in: path,
      environment: environment,
      input: input
    )
  }

  /// Runs a shell script in this directory, in which `$zleaks` is the program.
  func shell(_ script: String) throws -> Command.Outcome {
    try Command.run(
      ["/bin/sh", "-c", script],
      in: path,
      environment: ["zleaks": Zleaks.binary]
    )
  }

  /// Scans this directory into `jsonl`.
  func scanJSON(_ arguments: String..., input: [UInt8] = []) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "scan", "--format", "jsonl"] + arguments,
      in: path,
      input: input
    )
  }
}

extension Command.Outcome {
  /// Expects that exit code; returns the outcome for more.
  @discardableResult
  func expect(
    _ exit: Zleaks.Exit,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Command.Outcome {
    #expect(
      status == exit.rawValue,
      "standard error: \(errorText)",
      sourceLocation: sourceLocation
    )
    return self
  }

  /// Expects `text` in standard error.
  @discardableResult
  func expectError(
    _ text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Command.Outcome {
    #expect(
      errorText.contains(text),
      "standard error: \(errorText)",
      sourceLocation: sourceLocation
    )
    return self
  }

  /// The report on standard output, which is `jsonl`.
  func report() throws -> Report { try Report(parsing: output) }
}

/// Bytes with fake keys in them.
enum Fake {
  /// A personal key.
  static let personal = key("zut")
  /// An index key.
  static let index = key("zwt")
  /// A query key.
  static let query = key("zqt")
  /// A key ID.
  static let identifier = expanded("{id:end-to-end}")

  /// A key of that kind, `zut`, `zwt` or `zqt`, from a seed.
  static func key(_ kind: String, _ seed: String = "end-to-end") -> String {
    expanded("{key:\(kind):\(seed)}")
  }

  /// A template of `FakeKeys`, expanded; a template that is wrong stays as it is, and no test that
  /// needs its key can pass.
  static func expanded(_ template: String) -> String {
    do throws(FakeKeyError) {
      return String(decoding: try FakeKeys.expand(template), as: UTF8.self)
    } catch {
      Issue.record("\(error)")
      return template
    }
  }

  /// What reports show of a key.
  static func redacted(_ key: String) -> String { "\(key.prefix(4))…\(key.suffix(4))" }
}
