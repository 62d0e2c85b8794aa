import Posix
import Rules
import ScanModel

/// A repository in a temporary directory, with a change in its index.
///
/// Its objects lie in files of their own, as `git add` leaves them.
struct StagedRepository {
  /// The number of files staged.
  let fileCount: Int

  /// The keys in them.
  let keyCount: Int

  private let directory: [UInt8]
  private let gitProgram: [UInt8]
  private let environment: [[UInt8]]

  /// The size of each file, in bytes; 5,000 of git's own sources have about three times as much.
  private static let fileByteCount = 4_096

  /// Makes a repository.
  ///
  /// - Parameters:
  ///   - fileCount: The number of files staged.
  ///   - keyCount: The number of those that get a key each, spread evenly.
  /// - Throws: What could not be run.
  init(fileCount: Int, keyCount: Int) throws(BenchFailure) {
    self.fileCount = fileCount
    self.keyCount = keyCount
    let path = Process.environmentBytes("PATH") ?? Array("/usr/bin:/bin".utf8)
    // The user's settings would change what is measured.
    environment =
      [Array("PATH=".utf8) + path]
      + ["GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null"].map { Array($0.utf8) }
    gitProgram = try Self.locate("git", path)
    let make = try Self.output(
      of: ChildCommand(
        program: Self.locate("mktemp", path),
        arguments: [Array("-d".utf8)],
        environment: environment
      )
    )
    directory = make.filter { $0 != UInt8(ascii: "\n") }
    do throws(BenchFailure) { try fill() } catch {
      try remove()
      throw error
    }
  }

  /// Deletes the repository.
  func remove() throws(BenchFailure) {
    _ = try run("rm", ["-rf", "--", String(decoding: directory, as: UTF8.self)])
  }

  /// What the index changes, as git lists it.
  func list() throws(BenchFailure) -> [UInt8] {
    try git(["diff-index", "--cached", "--raw", "--no-abbrev", "HEAD"])
  }

  /// The ids of the contents staged, one a line.
  func stagedIDs() throws(BenchFailure) -> [UInt8] {
    try list().split(separator: UInt8(ascii: "\n")).reduce(into: []) { ids, line in
      let fields = line.split(separator: UInt8(ascii: " "))
      if fields.count > 3 { ids += Array(fields[3]) + [UInt8(ascii: "\n")] }
    }
  }

  /// Has git read the contents with those ids, one a line; returns how many bytes it writes.
  func read(_ ids: [UInt8]) throws(BenchFailure) -> Int {
    var count = 0
    var command = command(gitProgram, ["cat-file", "--batch"])
    command.input = .bytes(ids)
    try Self.run(command) { count += $0.count }
    return count
  }

  /// Runs git in the repository.
  func git(_ arguments: [String], input: [UInt8] = []) throws(BenchFailure) -> [UInt8] {
    try run(gitProgram, arguments, input: .bytes(input))
  }

  /// Runs a program in the repository, which must end with `status`; returns what it writes.
  func run(
    _ program: String,
    _ arguments: [String],
    status: Int32 = 0
  ) throws(BenchFailure) -> [UInt8] {
    let path =
      program.contains("/")
      ? Array(program.utf8)
      : try Self.locate(program, Array(environment[0].dropFirst("PATH=".utf8.count)))
    return try run(path, arguments, input: .nothing, status: status)
  }
}

// MARK: - Making it

extension StagedRepository {
  /// Commits a file for each that is staged and as many again, and stages the changed ones.
  private func fill() throws(BenchFailure) {
    _ = try git(["init", "-q"])
    var stream: [UInt8] = []
    func add(_ text: String) { stream += Array(text.utf8) }
    func addData(_ bytes: [UInt8]) {
      add("data \(bytes.count)\n")
      stream += bytes + [UInt8(ascii: "\n")]
    }
    for commit in ["refs/heads/base", "refs/heads/next"] {
      let isNext = commit == "refs/heads/next"
      add("commit \(commit)\ncommitter bench <bench@example.com> 1700000000 +0000\n")
      addData(Array(commit.utf8))
      if isNext { add("from refs/heads/base\n") }
      for index in 0..<(isNext ? fileCount : 2 * fileCount + 100) {
        add("M 100644 inline src/\(index % 50)/file-\(index).txt\n")
        addData(try content(index, isNext: isNext))
      }
    }
    _ = try git(["-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet"], input: stream)
    _ = try git(["symbolic-ref", "HEAD", "refs/heads/base"])
    _ = try git(["read-tree", "refs/heads/next"])
  }

  /// Lines drawn from a seed, and in some changed files one with a key.
  private func content(_ index: Int, isNext: Bool) throws(BenchFailure) -> [UInt8] {
    var random = SplitMix64(seed: UInt64(index) &* 2 &+ (isNext ? 1 : 0))
    let letters = Array("abcdefghijklmnopqrstuvwxyz (){}=.;_\n".utf8)
    var content = (0..<Self.fileByteCount).map { _ in
      letters[Int(random.next() % UInt64(letters.count))]
    }
    guard isNext, keyCount > 0, index % (fileCount / keyCount) == 0 else { return content }
    do throws(FakeKeyError) {
      content += try FakeKeys.expand("\nkey = \"{key:zqt:staged-\(index)}\"\n")
    } catch { throw BenchFailure(message: "\(error)\n") }
    return content
  }
}

// MARK: - Running programs

extension StagedRepository {
  private static func locate(_ name: String, _ path: [UInt8]) throws(BenchFailure) -> [UInt8] {
    guard let program = ChildCommand.locate(name, inPath: path) else {
      throw BenchFailure(message: "cannot find '\(name)' in PATH\n")
    }
    return program
  }

  private func run(
    _ program: [UInt8],
    _ arguments: [String],
    input: ChildInput,
    status: Int32 = 0
  ) throws(BenchFailure) -> [UInt8] {
    var command = command(program, arguments)
    command.input = input
    return try Self.output(of: command, status: status)
  }

  private func command(_ program: [UInt8], _ arguments: [String]) -> ChildCommand {
    ChildCommand(
      program: program,
      arguments: arguments.map { Array($0.utf8) },
      environment: environment,
      directory: directory
    )
  }

  private static func output(
    of command: ChildCommand,
    status: Int32 = 0
  ) throws(BenchFailure) -> [UInt8] {
    var output: [UInt8] = []
    try run(command, status: status) { piece in
      for index in piece.indices { output.append(piece[index]) }
    }
    return output
  }

  private static func run(
    _ command: ChildCommand,
    status: Int32 = 0,
    _ consume: (Span<UInt8>) -> Void
  ) throws(BenchFailure) {
    let result: ChildResult
    let name = String(decoding: command.program, as: UTF8.self)
    do throws(ChildError) {
      result = try command.run { piece in
        consume(piece)
        return true
      }
    } catch { throw BenchFailure(message: "cannot run '\(name)': \(error)\n") }
    guard result.ending == .exited(status) else {
      let errors = String(decoding: result.errorBytes, as: UTF8.self)
      throw BenchFailure(message: "'\(name)' ended with \(result.ending): \(errors)\n")
    }
  }
}
