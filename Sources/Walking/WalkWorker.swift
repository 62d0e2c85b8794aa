internal import Posix
internal import ScanModel

/// One worker of a walk: takes directories off the shared stack and gives their files to its visitor.
struct WalkWorker<Visitor: TreeVisitor & ~Copyable>: ~Copyable {
  private let queue: WalkQueue
  private let options: WalkOptions
  private let counters: WalkCounters
  private let buffer = DirectoryBuffer()
  private var visitor: Visitor

  /// How many files are given away at once to a worker that waits.
  private static var sharedFileCount: Int { 64 }

  init(
    queue: WalkQueue,
    options: WalkOptions,
    counters: WalkCounters,
    visitor: consuming Visitor
  ) {
    self.queue = queue
    self.options = options
    self.counters = counters
    self.visitor = visitor
  }

  /// Works until the walk has ended; returns the visitor with all that it has seen.
  consuming func run() -> Visitor {
    var hasFinished = false
    while let work = queue.next(afterFinishing: hasFinished) {
      switch work {
      case .directory(let node): walk(node)
      case .files(let node, let names): read(names, in: node)
      case .arguments(let paths): readArguments(paths)
      }
      counters.store(visitor.coverage)
      if Interrupt.caught != nil { queue.stop() }
      hasFinished = true
    }
    counters.store(visitor.coverage)
    return visitor
  }

  /// Lists `node`, shares its directories and reads its files.
  private mutating func walk(_ node: DirectoryNode) {
    do throws(SystemError) {
      let directory = try OpenDirectory(node.openPath, followsLink: node.isRoot)
      if node.isRoot { lookAtName(ofRoot: node.contentPath) }
      let fileSystem = directory.fileSystemType
      if FileSystemKind.isKernel(fileSystem) {
        visitor.coverage.addSkipped(.kernelFileSystem)
        return
      }
      let isTrusted = FileSystemKind.trustsShortReads(fileSystem)
      while Interrupt.caught == nil {
        let byteCount = try directory.fill(buffer)
        if byteCount == 0 { return }
        lookAtNames(byteCount, of: directory, node)
        shareDirectories(byteCount, of: directory, node)
        readFiles(byteCount, of: directory, node, isTrusted)
      }
    } catch {
      note(error, listing: node)
    }
  }

  /// Notes that a directory could not be listed, unless it is gone or has become a link.
  private mutating func note(_ error: SystemError, listing node: DirectoryNode) {
    if error.isNotFound, !node.isRoot {
      // "Not a directory" is also what the system says of a link, and of a file, in its place.
      switch try? FileStatus.of(node.openPath, followsLink: false).kind {
      // A directory that is gone by now held nothing that could still leak.
      case nil: return
      case .symbolicLink: return visitor.coverage.addSkipped(.symbolicLink)
      case .regular, .directory, .special, .unknown: break
      }
    }
    visitor.coverage.addProblem(
      ScanProblem(path: node.contentPath, operation: .list, cause: error.description)
    )
  }

  /// Looks for keys in an argument itself.
  private mutating func lookAtName(ofRoot path: ContentPath) {
    let bytes = path.bytes
    if visitor.mayHoldKey(bytes.span) { visitor.visitName(of: path, from: 0) }
  }

  /// Looks for keys in the names themselves: all at once, and one by one only if that finds any.
  ///
  /// The name of what is left out is left out with it: nothing else could allow a key in a name.
  private mutating func lookAtNames(
    _ byteCount: Int,
    of directory: borrowing OpenDirectory,
    _ node: DirectoryNode
  ) {
    guard buffer.withBytes(0..<byteCount, { visitor.mayHoldKey($0) }) else { return }
    var offset = 0
    while let entry = buffer.nextEntry(at: &offset, of: byteCount) {
      let name = self.name(of: entry)
      if isSelfOrParent(name) { continue }
      let isDirectory = kind(of: entry, name, in: directory) == .directory
      if reasonToSkip(name, isDirectory: isDirectory, in: node) != nil { continue }
      let path = node.path(of: name)
      visitor.visitName(of: ContentPath(path), from: path.count - name.count)
    }
  }

  /// Puts the directories of this batch on the stack, before the batch's files are read, so that
  /// others have something to do.
  private mutating func shareDirectories(
    _ byteCount: Int,
    of directory: borrowing OpenDirectory,
    _ node: DirectoryNode
  ) {
    var names: [UInt8] = []
    var offset = 0
    while let entry = buffer.nextEntry(at: &offset, of: byteCount) {
      guard entry.kind == .directory || entry.kind == .unknown else { continue }
      let name = self.name(of: entry)
      if isSelfOrParent(name) || kind(of: entry, name, in: directory) != .directory { continue }
      if name.elementsEqual(".git".utf8) {
        visitor.coverage.addSkipped(.gitDirectory)
      } else if let reason = reasonToSkip(name, isDirectory: true, in: node) {
        visitor.coverage.addSkipped(reason)
      } else {
        names += name + [0]
      }
    }
    if !names.isEmpty { queue.push(WalkItem(parent: node, kind: .directories, names: names)) }
  }

  /// Reads the regular files of this batch, or gives some of them away.
  private mutating func readFiles(
    _ byteCount: Int,
    of directory: borrowing OpenDirectory,
    _ node: DirectoryNode,
    _ isTrusted: Bool
  ) {
    let hasRules = !options.filter.isEmpty || node.ignore != nil
    var offset = 0
    while let entry = buffer.nextEntry(at: &offset, of: byteCount) {
      var kind = entry.kind
      if kind == .unknown { kind = self.kind(of: entry, name(of: entry), in: directory) }
      switch kind {
      case .directory, .unknown: continue
      case .symbolicLink: visitor.coverage.addSkipped(.symbolicLink)
      case .special: visitor.coverage.addSkipped(.specialFile)
      case .regular:
        if hasRules, let reason = reasonToSkip(name(of: entry), isDirectory: false, in: node) {
          visitor.coverage.addSkipped(reason)
          continue
        }
        read(entry, of: directory, node, isTrusted)
        if queue.hasWaitingWorker { giveFilesAway(&offset, byteCount, of: directory, node) }
        if Interrupt.caught != nil { return }
      }
    }
  }

  /// Opens and reads the file of one entry.
  private mutating func read(
    _ entry: DirectoryEntry,
    of directory: borrowing OpenDirectory,
    _ node: DirectoryNode,
    _ isTrusted: Bool
  ) {
    do throws(SystemError) {
      let file = try directory.openFile(entry, in: buffer)
      let buffer = buffer
      visitor.visit(file, trustsShortReads: isTrusted) {
        ContentPath(node.path(of: buffer.name(of: entry)))
      }
    } catch {
      note(error, opening: name(of: entry), in: node)
    }
  }

  /// Gives the next files of the batch to workers that wait, if there are enough to be worth it.
  private mutating func giveFilesAway(
    _ offset: inout Int,
    _ byteCount: Int,
    of directory: borrowing OpenDirectory,
    _ node: DirectoryNode
  ) {
    var names: [UInt8] = []
    var count = 0
    var end = offset
    while count < Self.sharedFileCount, let entry = buffer.nextEntry(at: &end, of: byteCount) {
      if entry.kind == .directory { continue }
      // What is not plainly a file to be read is left to this worker, which counts it.
      guard entry.kind == .regular else { return }
      let name = self.name(of: entry)
      guard reasonToSkip(name, isDirectory: false, in: node) == nil else { return }
      names += name + [0]
      count += 1
    }
    guard count == Self.sharedFileCount else { return }
    queue.push(WalkItem(parent: node, kind: .files, names: names))
    offset = end
  }

  /// Reads files that another worker has given away, or that are arguments.
  private mutating func read(_ names: [UInt8], in node: DirectoryNode) {
    do throws(SystemError) {
      let directory = try OpenDirectory(node.openPath, followsLink: node.isRoot)
      let isTrusted = FileSystemKind.trustsShortReads(directory.fileSystemType)
      for name in names.split(separator: 0).map(Array.init) where Interrupt.caught == nil {
        do throws(SystemError) {
          let file = try directory.openFile(name)
          visitor.visit(file, trustsShortReads: isTrusted) { ContentPath(node.path(of: name)) }
        } catch {
          note(error, opening: name, in: node)
        }
      }
    } catch {
      note(error, listing: node)
    }
  }

  /// Reads files that are arguments themselves; links are followed.
  private mutating func readArguments(_ paths: [[UInt8]]) {
    for path in paths where Interrupt.caught == nil {
      let content = ContentPath(path)
      do throws(SystemError) {
        let file = try FileDescriptor.open(path, waits: false)
        let isTrusted = FileSystemKind.trustsShortReads(file.fileSystemType)
        visitor.visitName(of: content, from: 0)
        visitor.visit(file, trustsShortReads: isTrusted) { content }
      } catch {
        visitor.coverage.addProblem(
          ScanProblem(path: content, operation: .open, cause: error.description)
        )
      }
    }
  }

  /// Notes that a file could not be opened, unless it is gone or has become a link.
  private mutating func note(_ error: SystemError, opening name: [UInt8], in node: DirectoryNode) {
    if error.isNotFound { return }
    if error.isSymbolicLink { return visitor.coverage.addSkipped(.symbolicLink) }
    visitor.coverage.addProblem(
      ScanProblem(
        path: ContentPath(node.path(of: name)),
        operation: .open,
        cause: error.description
      )
    )
  }

  /// Why `name` in `node` is to be left out; `nil` if it is not.
  private func reasonToSkip(
    _ name: [UInt8],
    isDirectory: Bool,
    in node: DirectoryNode
  ) -> SkipReason? {
    if !options.filter.isEmpty {
      let path = node.path(of: name)
      let isTaken = options.filter.takes(
        path,
        belowRoot: node.rootByteCount,
        isDirectory: isDirectory
      )
      if !isTaken { return .excluded }
    }
    if let ignore = node.ignore, ignore.ignores(name, isDirectory: isDirectory) {
      return .gitIgnored
    }
    return nil
  }

  /// What an entry is, asked of the file system if the directory does not tell.
  private mutating func kind(
    of entry: DirectoryEntry,
    _ name: [UInt8],
    in directory: borrowing OpenDirectory
  ) -> FileKind {
    if entry.kind != .unknown { return entry.kind }
    // A failure to tell shows again, and is noted, when the file is opened.
    return (try? directory.kind(of: name)) ?? .regular
  }

  private func name(of entry: DirectoryEntry) -> [UInt8] { buffer.name(of: entry) }

  private func isSelfOrParent(_ name: [UInt8]) -> Bool {
    name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
  }
}
