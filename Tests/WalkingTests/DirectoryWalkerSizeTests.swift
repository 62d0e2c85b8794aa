import Glibc
import ScanModel
import TestSupport
import Testing

@testable import Walking

/// Trees that are deep or wide, and many threads.
@Suite(.timeLimit(.minutes(10))) struct DirectoryWalkerSizeTests {
  /// Makes 600 directories in each other, each with a file of its own number.
  private func makeDeepTree(in top: String) -> [String] {
    let name = "directory-of-20-bytes"
    var directory = unsafe open(top, O_RDONLY | O_DIRECTORY)
    var path = top
    var paths: [String] = []
    for level in 0..<600 {
      let file = unsafe openat(directory, "f", O_WRONLY | O_CREAT, 0o600)
      let bytes = Array("\(level)".utf8)
      #expect(unsafe write(file, bytes, bytes.count) == bytes.count)
      close(file)
      paths.append(path + "/f")
      #expect(unsafe mkdirat(directory, name, 0o755) == 0)
      let next = unsafe openat(directory, name, O_RDONLY | O_DIRECTORY)
      close(directory)
      directory = next
      path += "/" + name
    }
    close(directory)
    return paths
  }

  @Test(arguments: [1, 4])
  func pathMayBeLongerThanTheSystemTakes(threadCount: Int) throws {
    let scratch = try Scratch()
    defer { _ = try? Command.run(["rm", "-rf", scratch.path]) }
    let paths = makeDeepTree(in: scratch.path)
    let record = try recordWalk(scratch.path, threadCount: threadCount)
    #expect(record.paths == paths.sorted { ContentPath($0) < ContentPath($1) })
    #expect(record.coverage.problems == [])
    let numbers = record.files.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(Set(numbers) == Set((0..<600).map(String.init)))
    #expect(zip(record.files, numbers).allSatisfy { paths[Int($1) ?? 0] == $0.path.text })
    // One of its own directories and files, as arguments.
    let deep = paths[550]
    #expect(deep.utf8.count > 8_192)
    #expect(try recordWalk(deep).paths == [deep])
    #expect(try recordWalk(String(deep.dropLast(2))).paths.count == 50)
  }

  @Test func pathOnTheWayMayBeClosedToReading() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let part = String(repeating: "p", count: 200)
      let parts = (0..<25).map { _ in part }
      let paths = parts.indices.map { parts[0...$0].joined(separator: "/") }
      try scratch.makeDirectory("t")
      #expect(unsafe chdir(scratch.path("t")) == 0)
      for _ in paths {
        #expect(unsafe mkdir(part, 0o711) == 0)
        #expect(unsafe chdir(part) == 0)
      }
      #expect(unsafe chmod(".", 0o755) == 0)
      close(unsafe open("f", O_WRONLY | O_CREAT, 0o644))
      let user = geteuid()
      if user == 0 { #expect(seteuid(65_534) == 0) }
      let top = scratch.path("t/" + (paths.last ?? ""))
      let record = try recordWalk(top)
      if user == 0 { #expect(seteuid(user) == 0) }
      #expect(record.problems == [])
      #expect(record.paths == [top + "/f"])
      _ = try Command.run(["rm", "-rf", scratch.path])
    }
  }

  @Test(arguments: [1, 2, 4, 8])
  func flatDirectoryIsReadOnce(threadCount: Int) throws {
    let scratch = try Scratch()
    // Names of several batches of the directory, with directories in between.
    for number in 10_000..<15_000 {
      close(unsafe open(scratch.path("file-\(number)"), O_WRONLY | O_CREAT, 0o600))
      if number % 100 == 0 { unsafe mkdir(scratch.path("directory-\(number)"), 0o700) }
    }
    let record = try recordWalk(scratch.path, threadCount: threadCount)
    #expect(record.paths == (10_000..<15_000).map { scratch.path("file-\($0)") })
    #expect(record.coverage.fileCount == 5_000)
    #expect(record.coverage.isComplete)
  }

  @Test func everyThreadCountReadsTheSame() throws {
    let scratch = try Scratch()
    var paths: [String] = []
    for outer in 100..<140 {
      for inner in 100..<120 {
        let directory = "d\(outer)/e\(inner)"
        try scratch.makeDirectory(directory)
        for number in 0..<(inner % 4) {
          close(unsafe open(scratch.path("\(directory)/f\(number)"), O_WRONLY | O_CREAT, 0o600))
          paths.append(scratch.path("\(directory)/f\(number)"))
        }
      }
    }
    #expect(paths.count == 1_200)
    for threadCount in [1, 2, 8, nil] {
      #expect(try recordWalk(scratch.path, threadCount: threadCount).paths == paths)
    }
  }

  @Test func tinyTreesEndWithManyThreads() throws {
    let scratch = try Scratch()
    try scratch.write("d/f", "x")
    for _ in 0..<200 {
      #expect(try recordWalk(scratch.path, threadCount: 16).paths == [scratch.path("d/f")])
    }
  }
}
