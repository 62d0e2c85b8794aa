import Glibc
import ScanModel
import TestSupport
import Testing

@testable import Walking

/// What is read in a tree, and what is not.
@Suite(.timeLimit(.minutes(10))) struct DirectoryWalkerTests {
  @Test func readsEveryFileBelow() throws {
    let scratch = try Scratch()
    for path in ["t/a", "t/b/c", "t/b/d/e", "t/.hidden/f"] { try scratch.write(path, path) }
    try scratch.makeDirectory("t/empty/deeper")
    let top = scratch.path("t")
    let record = try recordWalk(top)
    #expect(record.paths == ["/.hidden/f", "/a", "/b/c", "/b/d/e"].map { top + $0 })
    #expect(
      record.files.map(\.bytes)
        == ["t/.hidden/f", "t/a", "t/b/c", "t/b/d/e"].map { Array($0.utf8) }
    )
    #expect(record.coverage.isComplete)
    #expect(record.coverage.skipped == [:])
    #expect(record.coverage.fileCount == 4)
  }

  @Test func emptyDirectoryIsCompleteAndClean() throws {
    let scratch = try Scratch()
    let record = try recordWalk(scratch.path)
    #expect(record.paths == [])
    #expect(record.coverage.isComplete)
    #expect(record.coverage.skipped == [:])
  }

  @Test func linksAreCountedAndNotFollowed() throws {
    let scratch = try Scratch()
    try scratch.write("outside/f", "x")
    try scratch.makeDirectory("t/d")
    try scratch.link("t/file", to: "../outside/f")
    try scratch.link("t/directory", to: "../outside")
    try scratch.link("t/d/loop", to: "..")
    try scratch.link("t/self", to: "self")
    try scratch.link("t/dangling", to: "nowhere")
    let record = try recordWalk(scratch.path("t"))
    #expect(record.paths == [])
    #expect(record.coverage.skipped == [.symbolicLink: 5])
    #expect(record.coverage.isComplete)
  }

  @Test func linkGivenAsArgumentIsFollowed() throws {
    let scratch = try Scratch()
    try scratch.write("d/f", "x")
    try scratch.link("toDirectory", to: "d")
    try scratch.link("toFile", to: "d/f")
    try scratch.link("toLink", to: "toFile")
    let links = ["toDirectory", "toFile", "toLink"].map { scratch.path($0) }
    let record = try recordWalk(links[0], links[1], links[2])
    #expect(record.paths == [links[0] + "/f", links[1], links[2]])
    #expect(record.files.allSatisfy { $0.bytes == Array("x".utf8) })
    #expect(record.coverage.isComplete)
  }

  @Test func danglingLinkOrLoopGivenAsArgumentIsAProblem() throws {
    let scratch = try Scratch()
    try scratch.link("dangling", to: "nowhere")
    try scratch.link("loop", to: "loop")
    let record = try recordWalk(scratch.path("dangling"), scratch.path("loop"))
    #expect(
      record.problems == [
        "cannot open '\(scratch.path("dangling"))': no such file or directory",
        "cannot open '\(scratch.path("loop"))': too many levels of symbolic links",
      ]
    )
  }

  @Test func specialFilesAreCountedAndNeverOpened() throws {
    let scratch = try Scratch()
    #expect(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
    let socket = try makeSocket(at: scratch.path("socket"))
    defer { close(socket) }
    var count = 2
    // Making a device takes rights that not even every root has.
    if try Command.run(["mknod", scratch.path("zero"), "c", "1", "5"]).status == 0 { count += 1 }
    try scratch.write("f", "x")
    let record = try recordWalk(scratch.path)
    #expect(record.paths == [scratch.path("f")])
    #expect(record.coverage.skipped == [.specialFile: count])
    #expect(record.coverage.isComplete)
  }

  @Test func fifoGivenAsArgumentIsAProblem() throws {
    let scratch = try Scratch()
    let fifo = scratch.path("fifo")
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    try scratch.link("link", to: "fifo")
    let record = try recordWalk(fifo, scratch.path("link"), "/dev/null")
    let cause = "not a file or a directory; give it as standard input: zleaks scan - < it"
    #expect(
      record.problems == [
        "cannot open '/dev/null': \(cause)", "cannot open '\(fifo)': \(cause)",
        "cannot open '\(scratch.path("link"))': \(cause)",
      ]
    )
    #expect(!record.coverage.isComplete)
  }

  @Test func gitDirectoryIsCountedAndGitFileRead() throws {
    let scratch = try Scratch()
    try scratch.write("a/.git/config", "x")
    try scratch.write("b/.git", "gitdir: x\n")
    try scratch.write("c/.gitmodules", "x")
    try scratch.write("d.git/f", "x")
    try scratch.link("e", to: "a/.git")
    let record = try recordWalk(scratch.path)
    #expect(record.paths == ["b/.git", "c/.gitmodules", "d.git/f"].map { scratch.path($0) })
    #expect(record.coverage.skipped == [.gitDirectory: 1, .symbolicLink: 1])
  }

  @Test func gitDirectoryGivenAsArgumentIsRead() throws {
    let scratch = try Scratch()
    try scratch.write(".git/config", "x")
    #expect(try recordWalk(scratch.path(".git")).paths == [scratch.path(".git/config")])
  }

  @Test func kernelFileSystemIsCountedAndLeftAlone() throws {
    let record = try recordWalk("/proc/self/task")
    #expect(record.paths == [])
    #expect(record.coverage.skipped == [.kernelFileSystem: 1])
  }

  @Test func namesAreKeptByteForByte() throws {
    let scratch = try Scratch()
    let names: [[UInt8]] = [
      [0xE9], [0xFF, 0xFE, 0x2F, 0x80], Array("a\nb".utf8), Array("\u{1B}[31m".utf8),
      Array(" -x\t\\".utf8), [0x01, 0x7F], [UInt8](repeating: 0xF0, count: 255),
    ]
    for name in names { try scratch.write(path: name, name) }
    let record = try recordWalk(scratch.path)
    let top = Array((scratch.path + "/").utf8)
    #expect(Set(record.files.map(\.path.bytes)) == Set(names.map { top + $0 }))
    #expect(record.files.count == names.count)
    #expect(record.files.allSatisfy { $0.path.bytes == top + $0.bytes })
  }

  @Test func unreadableFileAndDirectoryAreProblems() async {
    // Nothing is unreadable to root, so a process of its own gives its rights up.
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      try scratch.write("t/closed", "x")
      try scratch.write("t/hidden/f", "x")
      try scratch.write("t/listed/f", "x")
      try scratch.write("t/open", "x")
      let top = scratch.path("t")
      for name in ["closed", "hidden"] { #expect(unsafe chmod("\(top)/\(name)", 0) == 0) }
      #expect(unsafe chmod("\(top)/listed", 0o444) == 0)
      let user = geteuid()
      if user == 0 { #expect(seteuid(65_534) == 0) }
      let record = try recordWalk(top, top + "/closed")
      if user == 0 { #expect(seteuid(user) == 0) }
      for name in ["hidden", "listed"] { #expect(unsafe chmod("\(top)/\(name)", 0o755) == 0) }
      #expect(record.paths == [top + "/open"])
      #expect(
        record.problems == [
          "cannot open '\(top)/closed': permission denied",
          "cannot open '\(top)/closed': permission denied",
          "cannot list '\(top)/hidden': permission denied",
          "cannot open '\(top)/listed/f': permission denied",
        ]
      )
    }
  }

  @Test func nameIsVisitedOnlyWhereOneMayHoldAKey() throws {
    let scratch = try Scratch()
    try scratch.write("t/with/needle-1", "")
    try scratch.write("t/with/other", "")
    try scratch.write("t/without/x", "")
    try scratch.makeDirectory("t/needle-2")
    try scratch.link("t/needle-3", to: "x")
    let record = try recordWalk(scratch.path("t"))
    // The quick look is at all names of a directory at once.
    #expect(
      record.names.map(\.text)
        == ["needle-1", "needle-2", "needle-3", "other", "with", "without"]
    )
  }

  @Test func nameThatIsLeftOutIsNotVisited() throws {
    let scratch = try Scratch()
    for name in ["needle-1", "needle-2", "needle-3/f"] { try scratch.write(name, "") }
    let record = try recordWalk(scratch.path, excludes: ["needle-1", "needle-3/"])
    #expect(record.names.map(\.text) == ["needle-2"])
    #expect(record.coverage.skipped == [.excluded: 2])
  }
}

/// Makes a socket in the file system; whoever calls closes the descriptor.
private func makeSocket(at path: String) throws -> Int32 {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  try #require(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
  let result = unsafe withUnsafePointer(to: &address) { address in
    unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  try #require(result == 0)
  return descriptor
}
