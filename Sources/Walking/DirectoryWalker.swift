internal import Posix
package import ScanModel

/// Walks files and directories with many threads, each giving what it meets to a visitor of its own.
package struct DirectoryWalker: Sendable {
  private let options: WalkOptions

  /// How many arguments that are files make one piece of work.
  private static let argumentBatchCount = 32

  /// The most threads that a walk starts by itself.
  private static let maximumThreadCount = 16

  /// How often the walk looks whether its threads wait for the disk, in milliseconds.
  private static let tickMilliseconds = 10

  /// Makes a walker.
  package init(_ options: WalkOptions) {
    self.options = options
  }

  /// Walks `paths` to the end, or until the program is interrupted.
  ///
  /// A directory among the paths is walked, a link among them followed. What cannot be read is a
  /// problem in some visitor's coverage, or in the one returned.
  ///
  /// - Parameters:
  ///   - paths: The arguments, byte for byte.
  ///   - makeVisitor: Makes the visitor of one thread; called on that thread.
  ///   - finish: Takes a visitor at the end of its thread; called on that thread.
  ///   - tick: Called every few milliseconds with the counters of all workers, on this thread.
  /// - Returns: What is known of the arguments themselves.
  package func walk<Visitor: TreeVisitor & ~Copyable>(
    _ paths: [[UInt8]],
    makeVisitor: @escaping @Sendable () -> Visitor,
    finish: @escaping @Sendable (consuming Visitor) -> Void,
    tick: ([WalkCounters]) -> Void
  ) -> Coverage {
    var coverage = Coverage()
    let queue = WalkQueue(items(for: paths, &coverage))
    let options = options
    let running = Monitor(0)
    var counters: [WalkCounters] = []

    func startThread() throws(SystemError) {
      let counter = WalkCounters()
      running.withLock { $0 += 1 }
      do throws(SystemError) {
        // Detached: the count in `running` says when the last thread has given its visitor back.
        try WorkerThread.detach {
          let worker = WalkWorker(
            queue: queue,
            options: options,
            counters: counter,
            visitor: makeVisitor()
          )
          finish(worker.run())
          running.withLock { $0 -= 1 }
          running.notifyAll()
        }
      } catch {
        running.withLock { $0 -= 1 }
        throw error
      }
      counters.append(counter)
    }

    let processorCount = Process.processorCount
    for _ in 0..<(options.threadCount ?? processorCount) {
      do throws(SystemError) { try startThread() } catch {
        if counters.isEmpty {
          coverage.addProblem(
            ScanProblem(path: nil, operation: .read, cause: "no thread: \(error)")
          )
          return coverage
        }
        break
      }
    }
    var load = ProcessorLoad()
    while running.wait(atMost: Self.tickMilliseconds, until: { $0 == 0 ? true : nil }) == nil {
      tick(counters)
      guard options.threadCount == nil, counters.count < Self.maximumThreadCount else { continue }
      if load.isIdle(processorCount: processorCount), queue.hasBacklog {
        // More threads than processors pay only while they wait for the disk.
        do throws(SystemError) { try startThread() } catch { continue }
      }
    }
    return coverage
  }

  /// The first work: one item for each directory, the files in batches.
  private func items(for paths: [[UInt8]], _ coverage: inout Coverage) -> [WalkItem] {
    var items: [WalkItem] = []
    var files: [[UInt8]] = []
    for given in paths {
      let path = Self.shown(given)
      // An empty argument names nothing; `.` is shown as an empty path.
      let opened = path.isEmpty && !given.isEmpty ? [UInt8(ascii: ".")] : path
      do throws(SystemError) {
        switch try FileStatus.of(opened).kind {
        case .directory:
          let node = DirectoryNode(root: path, ignoreContext: options.gitIgnore)
          items.append(WalkItem(parent: node, kind: .parentItself, names: []))
        case .regular where isTaken(path):
          files.append(path)
        case .regular:
          coverage.addSkipped(.excluded)
        case .special, .symbolicLink, .unknown:
          coverage.addProblem(
            ScanProblem(
              path: ContentPath(opened),
              operation: .open,
              cause: "not a file or a directory; give it as standard input: zleaks scan - < it"
            )
          )
        }
      } catch {
        coverage.addProblem(
          ScanProblem(path: ContentPath(opened), operation: .open, cause: error.description)
        )
      }
    }
    let noParent = DirectoryNode(root: [], ignoreContext: nil)
    for start in stride(from: 0, to: files.count, by: Self.argumentBatchCount) {
      let batch = files[start..<min(start + Self.argumentBatchCount, files.count)]
      items.append(
        WalkItem(parent: noParent, kind: .arguments, names: batch.flatMap { $0 + [0] })
      )
    }
    return items
  }

  /// Whether the filter takes a file that is an argument.
  ///
  /// Of a relative path every directory counts: a list of changed files is relative, and
  /// `--exclude vendor/` is meant for it. Those of an absolute path only say where the tree lies.
  private func isTaken(_ path: [UInt8]) -> Bool {
    var root = 0
    if path.first == UInt8(ascii: "/"), let slash = path.lastIndex(of: UInt8(ascii: "/")) {
      root = slash + 1
    }
    return options.filter.takes(path, belowRoot: root, isDirectory: false)
  }

  /// An argument as reports show it: without leading `./` and trailing `/`; empty for `.`.
  static func shown(_ argument: [UInt8]) -> [UInt8] {
    var path = argument[...]
    while path.starts(with: "./".utf8) {
      path = path.dropFirst(2).drop { $0 == UInt8(ascii: "/") }
    }
    while path.count > 1, path.last == UInt8(ascii: "/") { path = path.dropLast() }
    return path.elementsEqual(".".utf8) ? [] : Array(path)
  }
}

/// How much of the processors' time the program has used since it was last asked.
private struct ProcessorLoad {
  private var lastWall = Process.monotonicSeconds
  private var lastProcessor = Process.processorSeconds

  /// Whether less than half of the processors' time was used, and enough time has passed to tell.
  mutating func isIdle(processorCount: Int) -> Bool {
    let wall = Process.monotonicSeconds
    guard wall - lastWall >= 0.008 else { return false }
    let processor = Process.processorSeconds
    let used = (processor - lastProcessor) / ((wall - lastWall) * Double(processorCount))
    lastWall = wall
    lastProcessor = processor
    return used < 0.5
  }
}
