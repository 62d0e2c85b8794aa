import Foundation
import Posix
import TestSupport
import Testing

@Suite struct AppendFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private var path: [UInt8] { Array(scratch.path("file").utf8) }

  private func error(creates: Bool = true) -> AppendFileError? {
    do throws(AppendFileError) {
      _ = try AppendFile(path, creates: creates)
      return nil
    } catch { return error }
  }

  private func append(_ text: String) throws {
    let file = try AppendFile(path, creates: true)
    try file.append(Array(text.utf8).span)
  }

  @Test func addsToTheEnd() throws {
    try append("one\n")
    try append("two\n")
    #expect(try scratch.read("file") == Array("one\ntwo\n".utf8))
    #expect(try FileStatus.of(path).permissions == 0o600)
  }

  @Test func readsUpToALimitWithoutMoving() throws {
    try append("0123456789")
    let file = try AppendFile(path, creates: false)
    #expect(try file.read(maximumByteCount: 4) == Array("0123".utf8))
    #expect(try file.read(maximumByteCount: 100) == Array("0123456789".utf8))
    try file.append([65].span)
    #expect(try file.read(maximumByteCount: 100) == Array("0123456789A".utf8))
  }

  @Test func oneAtATime() throws {
    let file = try AppendFile(path, creates: true)
    #expect(error() == .locked)
    try file.append([65].span)
  }

  @Test func whatIsMissingIsMadeOnlyIfAsked() {
    #expect(error(creates: false) == .missing)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("file")))
    #expect(error() == nil)
  }

  @Test func linksAreRefusedEvenDanglingOnes() throws {
    #expect(unsafe symlink("other", scratch.path("file")) == 0)
    #expect(error() == .notRegular)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("other")))
  }

  @Test(arguments: [0o644, 0o620, 0o606, 0o610] as [mode_t])
  func othersMayNotHaveIt(_ permissions: mode_t) throws {
    try append("x")
    #expect(unsafe chmod(scratch.path("file"), permissions) == 0)
    #expect(error() == .openToOthers)
  }

  @Test func aFIFODoesNotStopIt() {
    #expect(unsafe mkfifo(scratch.path("file"), 0o600) == 0)
    #expect(error() == .notRegular)
  }

  @Test func hostilePathsAreErrors() {
    #expect(throws: AppendFileError.missing) { _ = try AppendFile([], creates: true) }
    #expect(throws: AppendFileError.self) { _ = try AppendFile([65, 0, 66], creates: true) }
    #expect(throws: AppendFileError.self) {
      _ = try AppendFile([UInt8](repeating: 65, count: 10_000), creates: true)
    }
  }
}
