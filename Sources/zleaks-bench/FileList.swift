import Posix
import ScanModel
import Synchronization
import Walking

/// The files of a tree, by directory, as a walk finds them.
struct FileList: Sendable {
  /// A directory and the names of the files in it.
  struct Directory: Sendable {
    let path: [UInt8]
    let names: [[UInt8]]
  }

  /// The directories that have files.
  let directories: [Directory]

  /// The number of files.
  var fileCount: Int { directories.reduce(0) { $0 + $1.names.count } }

  /// Lists the files below `path`.
  init(below path: String) throws(BenchFailure) {
    let collected = Monitor<[[UInt8]: [[UInt8]]]>([:])
    let coverage = DirectoryWalker(try Bench.walkOptions()).walk(
      [Array(path.utf8)],
      makeVisitor: { PathCollector() },
      finish: { collector in
        let paths = collector.paths
        collected.withLock { directories in
          for path in paths {
            let slash = path.lastIndex(of: UInt8(ascii: "/")) ?? 0
            directories[Array(path[..<slash]), default: []].append(Array(path[(slash + 1)...]))
          }
        }
      },
      tick: { _ in }
    )
    try BenchFailure.check(coverage.problemCount == 0, "cannot list '\(path)'")
    directories = collected.withLock { directories in
      directories.map { Directory(path: $0.key, names: $0.value) }
    }
  }

  /// Opens, reads and closes every file on `threadCount` threads; returns the bytes read.
  func readAll(threadCount: Int) -> Int {
    let shared = Shared()
    let running = Monitor(threadCount)
    let directories = directories
    for _ in 0..<threadCount {
      let work: @Sendable () -> Void = {
        let buffer = ReadBuffer(capacity: 1 << 20)
        while true {
          let index = shared.next.add(1, ordering: .relaxed).oldValue
          guard index < directories.count else { break }
          let count = Self.read(directories[index], into: buffer)
          shared.total.add(count, ordering: .relaxed)
        }
        running.withLock { $0 -= 1 }
        running.notifyAll()
      }
      do throws(SystemError) { try WorkerThread.detach(work) } catch { work() }
    }
    return running.wait { $0 == 0 ? shared.total.load(ordering: .relaxed) : nil }
  }

  /// The contents of the files, one after the other, until there are `maximumByteCount` bytes.
  func contents(maximumByteCount: Int) -> [UInt8] {
    var contents: [UInt8] = []
    for directory in directories {
      for name in directory.names where contents.count < maximumByteCount {
        do throws(SystemError) {
          let file = try OpenDirectory(directory.path, followsLink: true).openFile(name)
          contents += try file.readToEnd(maximumByteCount: maximumByteCount - contents.count)
        } catch {
          // A file that cannot be read is not in the text; nothing is claimed of it.
          continue
        }
      }
    }
    return contents
  }

  private static func read(_ files: Directory, into buffer: borrowing ReadBuffer) -> Int {
    var byteCount = 0
    do throws(SystemError) {
      let directory = try OpenDirectory(files.path, followsLink: true)
      for name in files.names {
        let file = try directory.openFile(name)
        while true {
          let count = try file.read(into: buffer, at: 0)
          byteCount += count
          // What a scan does too: a short read is the end.
          if count < buffer.capacity { break }
        }
      }
    } catch {
      // The bytes missing show when they are compared with what the scan has read.
      return byteCount
    }
    return byteCount
  }

  /// What the threads share.
  private final class Shared: Sendable {
    let next = Atomic<Int>(0)
    let total = Atomic<Int>(0)
  }
}

/// Notes the path of every file.
private struct PathCollector: TreeVisitor, Sendable {
  var coverage = Coverage()
  private(set) var paths: [[UInt8]] = []

  mutating func visit(
    _ file: borrowing FileDescriptor,
    trustsShortReads: Bool,
    path: () -> ContentPath
  ) {
    paths.append(path().bytes)
  }

  mutating func mayHoldKey(_ names: Span<UInt8>) -> Bool { false }

  mutating func visitName(of path: ContentPath, from start: Int) {}
}
