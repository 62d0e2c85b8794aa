import TestSupport
import Testing

@testable import Posix

@Suite struct DirectoryTreeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func bytes(_ path: String) -> [UInt8] { Array(scratch.path(path).utf8) }

  @Test func listsInTheOrderOfBytes() throws {
    try scratch.write("d/b", "")
    try scratch.write("d/a/x", "")
    try scratch.link("d/.c", to: "nowhere")
    let names = try DirectoryTree.names(in: bytes("d"))
    #expect(names.map { String(decoding: $0.name, as: UTF8.self) } == [".c", "a", "b"])
    #expect(names.map(\.kind) == [.symbolicLink, .directory, .regular])
  }

  @Test func removesEverythingButWhatLinksLeadTo() throws {
    try scratch.write("kept/x", "x")
    try scratch.write("d/a/b/c/x", "x")
    try scratch.link("d/a/link", to: scratch.path("kept"))
    try DirectoryTree.remove(bytes("d"))
    #expect(throws: SystemError.self) { try FileStatus.of(bytes("d"), followsLink: false) }
    #expect(try scratch.read("kept/x") == Array("x".utf8))
  }

  @Test func aLinkIsNotRemovedAsATree() throws {
    try scratch.write("kept/x", "x")
    try scratch.link("link", to: "kept")
    #expect(throws: SystemError.self) { try DirectoryTree.remove(bytes("link")) }
    #expect(try scratch.read("kept/x") == Array("x".utf8))
  }

  @Test func makesWhatIsMissingAbove() throws {
    try DirectoryTree.make(bytes("a//b/c"))
    try DirectoryTree.make(bytes("a/b/c"))
    #expect(try FileStatus.of(bytes("a/b/c")).kind == .directory)
    try scratch.write("file", "")
    #expect(throws: SystemError.self) { try DirectoryTree.make(bytes("file/a")) }
  }

  @Test func countsTheBytesOfFiles() throws {
    try scratch.write("d/a", "123")
    try scratch.write("d/b/c", "4567")
    try scratch.link("d/l", to: "a")
    #expect(DirectoryTree.byteCount(bytes("d")) == 7)
    #expect(DirectoryTree.byteCount(bytes("missing")) == 0)
  }

  @Test func whatIsAppendedLandsBehindWhatOthersWrote() throws {
    let first = try FileDescriptor.openForAppending(bytes("log"))
    let second = try FileDescriptor.openForAppending(bytes("log"))
    try first.write(Array("a".utf8).span)
    try second.write(Array("b".utf8).span)
    try first.write(Array("c".utf8).span)
    try first.synchronize()
    #expect(try scratch.read("log") == Array("abc".utf8))
  }

  @Test func aLockIsHeldByOne() throws {
    let first = try FileDescriptor.openForAppending(bytes("lock"))
    let second = try FileDescriptor.openForAppending(bytes("lock"))
    #expect(try first.lock())
    #expect(try !second.lock())
  }
}
