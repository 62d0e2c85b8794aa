import Foundation
import TestSupport
import Testing

@testable import Posix

@Suite struct ChildCommandTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for directory in ["plain", "good"] {
      try scratch.write("\(directory)/tool", "#!/bin/sh\n")
    }
    try scratch.makeDirectory("folder/tool")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: scratch.path("good/tool")
    )
  }

  private func locate(_ directories: String...) -> String? {
    ChildCommand.locate("tool", inPath: Array(directories.joined(separator: ":").utf8))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func findsTheFirstFileThatMayBeRun() {
    let found = locate(
      scratch.path("none"),
      scratch.path("plain"),
      scratch.path("folder"),
      scratch.path("good")
    )
    #expect(found == scratch.path("good/tool"))
  }

  @Test func findsNothing() {
    #expect(locate(scratch.path("plain")) == nil)
    #expect(ChildCommand.locate("tool", inPath: []) == nil)
  }

  @Test func leavesOutDirectoriesThatAreNotAbsolute() {
    let before = FileManager.default.currentDirectoryPath
    let up = before.split(separator: "/").map { _ in ".." }.joined(separator: "/")
    #expect(FileManager.default.fileExists(atPath: up + scratch.path("good/tool")))
    #expect(locate(up + scratch.path("good"), "") == nil)
  }

  @Test func saysWhyInAFewWords() {
    let error = SystemError(call: "posix_spawn", code: 2)
    #expect(
      ChildError.notStarted(error).description
        == "it could not be started: no such file or directory"
    )
    #expect(ChildError.overTime(seconds: 5).description == "it ran for more than 5 s")
    #expect(ChildError.system(error).description == "posix_spawn: no such file or directory")
  }
}
