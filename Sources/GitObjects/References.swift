internal import Posix
package import ScanModel

/// What keeps objects in a repository: branches and tags, and all else that `git gc` spares.
package struct References: Sendable {
  /// The references under `refs/`, but the stash, in the order of their names.
  package var references: [Reference] = []

  /// The object that `HEAD` leads to; `nil` for a branch without a commit.
  package var head: ObjectID?

  /// Whether `HEAD` names a commit and no branch.
  package var isHeadDetached = false

  /// What else holds objects, in the order in which it is told.
  package var holdings: [Holding] = []

  /// The files that could not be read.
  package var problems: [ObjectProblem] = []

  /// Whether the references are in tables that this program does not read (`reftable`).
  ///
  /// Then `references` and `head` are empty, and the caller may ask `git for-each-ref`.
  package var isTableFormat = false

  /// A branch, a tag or the like.
  package struct Reference: Hashable, Sendable {
    /// The whole name: `refs/heads/main`.
    package let name: String
    /// The object it names; a tag is not peeled.
    package let target: ObjectID

    /// Names an object.
    package init(name: String, target: ObjectID) {
      self.name = name
      self.target = target
    }
  }

  /// An object that is kept, and by what.
  package struct Holding: Hashable, Sendable {
    /// What keeps it.
    package let holder: BlobHistory.Holder
    /// The object.
    package let target: ObjectID
    /// The path, for what an index holds.
    package let path: ContentPath?

    /// Notes what holds an object.
    package init(holder: BlobHistory.Holder, target: ObjectID, path: ContentPath? = nil) {
      self.holder = holder
      self.target = target
      self.path = path
    }
  }

  /// Holds nothing.
  package init() {}

  /// Reads the references of a repository.
  ///
  /// - Parameters:
  ///   - location: The repository.
  ///   - blobs: The blobs to look for in index files.
  package init(_ location: RepositoryLocation, lookingFor blobs: Set<ObjectID>) {
    self.init(location, lookingFor: blobs, maximumCount: Self.defaultMaximumCount)
  }

  /// Reads references and logs, at most so many of each; that there are more is a problem.
  init(_ location: RepositoryLocation, lookingFor blobs: Set<ObjectID>, maximumCount: Int) {
    var reader = ReferenceReader(location, blobs, maximumCount: maximumCount)
    reader.read()
    self = reader.result
  }

  /// The most references, files and lines of logs that are read.
  private static let defaultMaximumCount = 2_000_000
}

/// Reads the files of git that name objects.
private struct ReferenceReader {
  var result = References()
  private let location: RepositoryLocation
  private let blobs: Set<ObjectID>
  private var targets: [[UInt8]: ObjectID] = [:]
  private var seen: Set<FileIdentity> = []
  private var fileCount = 0
  private var logged: Set<ObjectID> = []
  private let maximumCount: Int
  private var isTooMany = false

  private static let maximumTableByteCount = 512 << 20
  private static let maximumFileByteCount = 64 << 10
  private static let maximumLogByteCount = 256 << 20
  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")
  private static let parent = [dot, dot]

  init(_ location: RepositoryLocation, _ blobs: Set<ObjectID>, maximumCount: Int) {
    self.location = location
    self.blobs = blobs
    self.maximumCount = maximumCount
  }

  mutating func read() {
    let common = location.commonDirectory
    if ControlFile.isDirectory(common + Array("/reftable".utf8)) {
      result.isTableFormat = true
    } else {
      readPackedReferences(common)
      forEachFile(in: common + Array("/refs".utf8), name: Array("refs".utf8)) {
        reader,
        path,
        name in
        reader.readReference(path, name)
      }
    }
    let main = readHead(location.gitDirectory)
    result.head = main.target
    result.isHeadDetached = main.isDetached
    if let stash = targets.removeValue(forKey: Array("refs/stash".utf8)) {
      hold(stash, .stash)
    }
    result.references = targets.map {
      References.Reference(name: ContentPath($0.key).text, target: $0.value)
    }.sorted { $0.name < $1.name }
    readIndex(location.gitDirectory, .index)
    readLogs(common)
    if location.gitDirectory != common { readLogs(location.gitDirectory) }
    readSpecial(location.gitDirectory) { .pseudoReference($0) }
    readOtherWorkTrees()
  }

  private mutating func hold(
    _ target: ObjectID,
    _ holder: BlobHistory.Holder,
    path: ContentPath? = nil
  ) {
    result.holdings.append(References.Holding(holder: holder, target: target, path: path))
  }

  // MARK: - References

  private mutating func readPackedReferences(_ directory: [UInt8]) {
    let path = directory + Array("/packed-refs".utf8)
    guard let bytes = file(path, Self.maximumTableByteCount) else { return }
    let digitCount = 2 * location.format.byteCount
    ControlFile.forEachLine(bytes) { line in
      guard let target = objectID(line), line.count > digitCount + 1 else { return true }
      guard targets.count < maximumCount else {
        failTooMany(path)
        return false
      }
      targets[Array(line.dropFirst(digitCount + 1))] = target
      return true
    }
  }

  private mutating func readReference(_ path: [UInt8], _ name: [UInt8]) {
    // One that names another reference adds nothing: that one is listed too.
    guard let line = lines(path, Self.maximumFileByteCount).first, let target = objectID(line[...])
    else { return }
    targets[name] = target
  }

  private func isSymbolic(_ line: [UInt8]) -> [UInt8]? {
    let prefix = Array("ref:".utf8)
    guard line.starts(with: prefix) else { return nil }
    return Array(line.dropFirst(prefix.count).drop { $0 == UInt8(ascii: " ") })
  }

  private mutating func readHead(_ directory: [UInt8]) -> (target: ObjectID?, isDetached: Bool) {
    let path = directory + Array("/HEAD".utf8)
    guard let line = lines(path, Self.maximumFileByteCount).first else { return (nil, false) }
    if let name = isSymbolic(line) { return (resolve(name, directory), false) }
    return (objectID(line[...]), true)
  }

  private mutating func resolve(_ name: [UInt8], _ directory: [UInt8]) -> ObjectID? {
    var name = name
    // git follows five.
    for _ in 0..<5 {
      if let target = targets[name] { return target }
      guard !name.split(separator: Self.slash).contains(Array("..".utf8)[...]),
        let line = lines(directory + [Self.slash] + name, Self.maximumFileByteCount).first,
        let next = isSymbolic(line)
      else { return nil }
      name = next
    }
    return nil
  }

  // MARK: - What else holds objects

  private mutating func readLogs(_ directory: [UInt8]) {
    forEachFile(in: directory + Array("/logs".utf8), name: []) { reader, path, name in
      let name = ContentPath(Array(name.dropFirst())).text
      let holder: BlobHistory.Holder = name == "refs/stash" ? .stash : .reflog(name)
      guard let bytes = reader.file(path, Self.maximumLogByteCount) else { return }
      let digitCount = 2 * reader.location.format.byteCount
      ControlFile.forEachLine(bytes) { line in
        for id in [line.prefix(digitCount), line.dropFirst(digitCount + 1).prefix(digitCount)] {
          guard let target = reader.objectID(id), !reader.logged.contains(target) else { continue }
          guard reader.logged.count < reader.maximumCount else {
            reader.failTooMany(path)
            return false
          }
          reader.logged.insert(target)
          reader.hold(target, holder)
        }
        return true
      }
    }
    logged = []
  }

  private static let special = [
    "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD",
    "BISECT_HEAD", "BISECT_EXPECTED_REV", "AUTO_MERGE", "MERGE_AUTOSTASH",
  ]

  private mutating func readSpecial(
    _ directory: [UInt8],
    _ holder: (String) -> BlobHistory.Holder
  ) {
    for name in Self.special {
      for line in lines(directory + Array("/\(name)".utf8), Self.maximumTableByteCount) {
        if let target = objectID(line[...]) { hold(target, holder(name)) }
      }
    }
  }

  private mutating func readOtherWorkTrees() {
    let common = location.commonDirectory
    if identity(location.gitDirectory) != identity(common) {
      readWorkTree(common, name: "main")
    }
    let parent = common + Array("/worktrees".utf8)
    for name in names(parent) {
      let directory = parent + [Self.slash] + name
      guard ControlFile.isDirectory(directory),
        identity(directory) != identity(location.gitDirectory)
      else { continue }
      let text = ContentPath(name).text
      readWorkTree(directory, name: text)
      forEachFile(in: directory + Array("/refs".utf8), name: []) { reader, path, _ in
        guard let line = reader.lines(path, Self.maximumFileByteCount).first,
          let target = reader.objectID(line[...])
        else { return }
        reader.hold(target, .worktree(text))
      }
      readLogs(directory)
    }
  }

  private mutating func readWorkTree(_ directory: [UInt8], name: String) {
    if let target = readHead(directory).target { hold(target, .worktree(name)) }
    readIndex(directory, .worktree(name))
    readSpecial(directory) { _ in .worktree(name) }
  }

  private func identity(_ path: [UInt8]) -> FileIdentity? {
    // What cannot be looked at is no other work tree either.
    (try? FileStatus.of(path))?.identity
  }

  private mutating func readIndex(_ directory: [UInt8], _ holder: BlobHistory.Holder) {
    let shared = names(directory).filter { $0.starts(with: Array("sharedindex.".utf8)) }
    for name in [Array("index".utf8)] + shared {
      let path = directory + [Self.slash] + name
      guard let bytes = file(path, Self.maximumTableByteCount) else { continue }
      var held: [(ObjectID, ContentPath)] = []
      let isWhole = IndexEntries.forEach(in: bytes.span, format: location.format) { id, name in
        if blobs.contains(id) { held.append((id, ContentPath(name))) }
      }
      for (id, name) in held { hold(id, holder, path: name) }
      if !isWhole { fail(path, .malformed) }
    }
  }

  // MARK: - Files

  private mutating func forEachFile(
    in directory: [UInt8],
    name: [UInt8],
    _ body: (inout ReferenceReader, _ path: [UInt8], _ name: [UInt8]) -> Void
  ) {
    seen = []
    var waiting = [(directory, name)]
    while let (path, name) = waiting.popLast() {
      guard fileCount < maximumCount else {
        failTooMany(directory)
        return
      }
      fileCount += 1
      guard let status = status(path) else { continue }
      if status.kind == .directory {
        guard seen.insert(status.identity).inserted else { continue }
        for child in names(path).sorted(by: { $0.lexicographicallyPrecedes($1) }).reversed() {
          let part = [Self.slash] + child
          waiting.append((path + part, name + part))
        }
      } else if !name.suffix(5).elementsEqual(Array(".lock".utf8)) {
        body(&self, path, name)
      }
    }
  }

  /// What is at `path`; `nil` if there is nothing, or it cannot be looked at, which is noted.
  private mutating func status(_ path: [UInt8]) -> FileStatus? {
    do throws(SystemError) { return try FileStatus.of(path) } catch {
      if !error.isNotFound { fail(path, .system(error)) }
      return nil
    }
  }

  /// Notes, once, that not all is read.
  private mutating func failTooMany(_ path: [UInt8]) {
    guard !isTooMany else { return }
    isTooMany = true
    let cause = ObjectProblem.Cause.tooManyReferences(maximumCount: maximumCount)
    result.problems.append(ObjectProblem(path: ContentPath(path), cause: cause))
  }

  private mutating func names(_ directory: [UInt8]) -> [[UInt8]] {
    do throws(SystemError) {
      return try DirectoryListing.names(directory).filter { $0 != [Self.dot] && $0 != Self.parent }
    } catch {
      result.problems.append(
        ObjectProblem(path: ContentPath(directory), cause: .system(error))
      )
      return []
    }
  }

  private mutating func lines(_ path: [UInt8], _ maximumByteCount: Int) -> [[UInt8]] {
    file(path, maximumByteCount).map { ControlFile.lines($0) } ?? []
  }

  private mutating func file(_ path: [UInt8], _ maximumByteCount: Int) -> [UInt8]? {
    do throws(ControlFileProblem) {
      return try ControlFile.read(path, maximumByteCount: maximumByteCount)
    } catch {
      fail(path, error)
      return nil
    }
  }

  private mutating func fail(_ path: [UInt8], _ problem: ControlFileProblem) {
    result.problems.append(
      ObjectProblem(path: ContentPath(path), cause: .controlFile(problem))
    )
  }

  /// The name that a line starts with; `nil` for any other line, and for the name of no object.
  private func objectID(_ line: ArraySlice<UInt8>) -> ObjectID? {
    let digits = Array(line.prefix(2 * location.format.byteCount))
    guard let id = ObjectID(hexadecimal: digits.span), id.format == location.format,
      digits.contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    return id
  }
}
