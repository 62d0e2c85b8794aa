import Foundation
import TestSupport
import Testing

/// Repositories to sweep, that the real git makes below `src` in a directory of their own.
struct SweepRepositories {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Makes a repository with one commit, whose file holds a key of that seed.
  @discardableResult
  func make(_ name: String, key seed: String, _ options: String...) throws -> HistoryRepository {
    let path = "src/" + name
    try scratch.makeDirectory(path)
    let repository = HistoryRepository(scratch: scratch, name: path)
    try repository.git(["init", "-q", "-b", "main"] + options + [repository.path])
    try repository.commit("key.txt", "key = \(Fake.key("zqt", seed))\n")
    return repository
  }

  /// Sweeps `src` into `results`.
  func sweep(_ options: String..., environment: [String: String] = [:]) throws -> Command.Outcome {
    try run(["sweep", "--quiet"] + options, environment)
  }

  /// Runs the program in the directory above `src`, away from the user's own git configuration.
  func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Command.Outcome {
    var variables = [
      "HOME": scratch.path, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
      "TMPDIR": scratch.path("tmp"),
    ]
    try scratch.makeDirectory("tmp")
    for (name, value) in environment { variables[name] = value }
    return try Command.run(
      [Zleaks.binary] + arguments,
      in: scratch.path,
      environment: variables
    )
  }

  /// The merged report of a results directory.
  func report(_ directory: String = "results", _ exit: Zleaks.Exit = .findings) throws -> Report {
    let outcome = try scratch.zleaks("report", "--format", "jsonl", directory)
    return try outcome.expect(exit).report()
  }

  /// The files of a results directory that must not differ from run to run, with their contents.
  func results(_ directory: String = "results") throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path(directory))
    where name != "sweep.jsonl" {
      files[name] = try scratch.read(directory + "/" + name)
    }
    return files
  }

  /// The events of the log: what happened to which repository.
  func events(_ directory: String = "results") throws -> [String] {
    let text = String(decoding: try scratch.read(directory + "/sweep.jsonl"), as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      let event = try JSONDecoder().decode(Event.self, from: Data(line.utf8))
      return [event.event, event.repository].compactMap(\.self).joined(separator: " ")
    }
  }

  private struct Event: Decodable {
    let event: String
    let repository: String?
  }
}
