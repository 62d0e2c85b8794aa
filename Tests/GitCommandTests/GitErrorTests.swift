import Foundation
import Posix
import ScanModel
import TestSupport
import Testing

@testable import GitCommand

@Suite struct GitErrorTests {
  private static let id = ObjectID.emptyTree(.sha1)

  @Test(
    arguments: [
      (.notInstalled, "cannot find 'git' in PATH: install git 2.31 or newer"),
      (.tooOld, "git is too old: install git 2.31 or newer"),
      (
        .notStarted(SystemError(call: "posix_spawn", code: 2)),
        "cannot start git: no such file or directory"
      ),
      (.notARepository(directory: Array("a b".utf8)), "'a b' is not in a git repository"),
      (.notARepository(directory: nil), "the working directory is not in a git repository"),
      (
        .foreignOwner(path: Array("/a'b".utf8)),
        "git refuses to read '/a'b': it belongs to another user; if you trust it, run "
          + "git config --global --add safe.directory '/a'\\''b'"
      ),
      (.badRevision([0xFF]), "'\\xff' names no commit of the repository"),
      (
        .missingObject(nil),
        "an object is missing: it was not fetched; run git fetch, or clone without --filter"
      ),
      (
        .missingObject(id),
        "object '4b825dc642cb6eb9a060e54bf8d69288fbee4904' is missing: it was not fetched; "
          + "run git fetch, or clone without --filter"
      ),
      (.overTime(command: "rev-list", seconds: 5), "git rev-list took longer than 5 s"),
      (.signalled(command: "rev-list", signal: 9), "git rev-list was ended by signal 9"),
      (
        .failed(command: "x", status: 1, message: Array("no".utf8)), "git x failed: no"
      ),
      (.failed(command: "x", status: 1, message: []), "git x failed with status 1"),
      (.unexpectedAnswer(command: "x"), "git x gave an answer that is none of git's"),
      (
        .system(command: "x", SystemError(call: "read", code: 5)),
        "cannot read from git x: input/output error"
      ),
    ] as [(GitError, String)]
  )
  func saysWhatIsWrong(_ error: GitError, _ sentence: String) {
    #expect(error.description == sentence)
  }

  @Test func isThrownWithoutGit() throws {
    let scratch = try Scratch()
    #expect(throws: GitError.notInstalled) {
      try Git(.inherited, environment: [Array("PATH=\(scratch.path)".utf8)])
    }
  }

  @Test func isThrownOutsideOfARepository() throws {
    let scratch = try Scratch()
    let fixture = try RepositoryFixture()
    #expect(throws: GitError.notARepository(directory: Array(scratch.path.utf8))) {
      try fixture.tool(scratch.path).repository()
    }
  }

  @Test func isThrownForADirectoryThatIsNotThere() throws {
    let fixture = try RepositoryFixture()
    #expect(throws: GitError.notStarted(SystemError(call: "posix_spawn", code: 2))) {
      try fixture.tool("/nowhere/at/all").repository()
    }
  }

  @Test func isThrownForTheRepositoryOfAnother() throws {
    let fixture = try RepositoryFixture()
    var git = try fixture.tool()
    // The switch with which git tests this itself; it does not pass from the environment.
    git.environment.append(Array("GIT_TEST_ASSUME_DIFFERENT_OWNER=1".utf8))
    #expect(throws: GitError.foreignOwner(path: Array(fixture.path.utf8))) {
      try git.changesInIndex()
    }
    try fixture.git(["config", "--global", "--add", "safe.directory", fixture.path])
    #expect(try git.changesInIndex() == [])
  }

  @Test func isReadFromTheOlderRefusalToo() {
    let text = "fatal: unsafe repository ('/a b' is owned by someone else)\nTo add an exception"
    let result = ChildResult(ending: .exited(128), errorBytes: Array(text.utf8))
    #expect(
      GitError.diagnosis("rev-parse", result, directory: nil)
        == .foreignOwner(path: Array("/a b".utf8))
    )
  }

  @Test func isAMissingObjectIfTheFetchThatMayNotBeClosesItsPipe() {
    let result = ChildResult(ending: .brokenPipe, errorBytes: [])
    #expect(GitError.diagnosis("rev-parse", result, directory: nil) == .missingObject(nil))
  }

  @Test func isReadFromTheLineThatMatters() {
    let text = "warning: w\nerror: e\nfatal: f\n"
    let result = ChildResult(ending: .exited(128), errorBytes: Array(text.utf8))
    #expect(
      GitError.diagnosis("rev-parse", result, directory: nil)
        == .failed(command: "rev-parse", status: 128, message: Array("f".utf8))
    )
  }

  /// Holds the programs in the place of git; a new instance of the suite runs each test.
  private let programs: Scratch

  init() throws { programs = try Scratch() }

  /// Puts a script in the place of git.
  private func standIn(_ script: String, secondsLimit: Double = 60) throws -> Git {
    // Written by another process: a program that is open for writing here, or in a child that
    // another test has just forked, could not be run.
    _ = try Command.run(
      ["sh", "-c", "cat > git && chmod +x git"],
      in: programs.path,
      input: Array("#!/bin/sh\n\(script)\n".utf8)
    )
    return try Git(
      .directory(Array("/".utf8)),
      environment: [Array("PATH=\(programs.path):/usr/bin:/bin".utf8)],
      secondsLimit: secondsLimit
    )
  }

  @Test func isThrownForAGitThatHangs() throws {
    let git = try standIn("exec sleep 1000", secondsLimit: 0.2)
    #expect(throws: GitError.overTime(command: "diff-index", seconds: 0.2)) {
      try git.changesInIndex()
    }
    var reader = try GitObjectReader(git)
    reader.ask(for: [Self.id])
    var failure: GitError?
    do throws(GitError) { _ = try reader.next() } catch { failure = error }
    #expect(failure == .overTime(command: "cat-file", seconds: 0.2))
  }

  @Test func isThrownForAGitThatIsKilled() throws {
    #expect(throws: GitError.signalled(command: "diff-index", signal: 9)) {
      try standIn("kill -9 $$").changesInIndex()
    }
  }

  @Test func isThrownForAGitThatRepeatsWhatItDoesNotKnow() throws {
    #expect(throws: GitError.tooOld) {
      try standIn("printf -- '--show-object-format\\nfalse\\nfalse\\n/x\\n'").repository()
    }
  }

  @Test(arguments: [":100644 100644 a b M\\0p\\0", ":1 2\\0", "abc\\0", "x"])
  func isThrownForAnAnswerThatIsNoneOfGits(_ answer: String) throws {
    #expect(throws: GitError.unexpectedAnswer(command: "diff-index")) {
      try standIn("printf '\(answer)'").changesInIndex()
    }
  }
}
