internal import Posix
internal import ScanModel

/// Reads the files of git that name objects.
struct ReferenceReader {
  var result = References()
  let location: RepositoryLocation
  let blobs: Set<ObjectID>
  var targets: [[UInt8]: ObjectID] = [:]
  var seen: Set<FileIdentity> = []
  var fileCount = 0
  var logged: Set<ObjectID> = []
  let maximumCount: Int
  var isTooMany = false

  static let maximumTableByteCount = 512 << 20
  static let maximumFileByteCount = 64 << 10
  static let maximumLogByteCount = 256 << 20
  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")
  static let parent = [dot, dot]

  init(_ location: RepositoryLocation, _ blobs: Set<ObjectID>, maximumCount: Int) {
    self.location = location
    self.blobs = blobs
    self.maximumCount = maximumCount
  }

  mutating func read() {
    readTargets()
    let main = readHead(location.gitDirectory)
    result.head = main.target
    result.isHeadDetached = main.isDetached
    if let stash = targets.removeValue(forKey: Array("refs/stash".utf8)) {
      hold(stash, .stash)
    }
    result.references = references
    readIndex(location.gitDirectory, .index)
    let common = location.commonDirectory
    readLogs(common)
    if location.gitDirectory != common { readLogs(location.gitDirectory) }
    readSpecial(location.gitDirectory) { .pseudoReference($0) }
    readOtherWorkTrees()
  }

  mutating func hold(
    _ target: ObjectID,
    _ holder: BlobHistory.Holder,
    path: ContentPath? = nil
  ) {
    result.holdings.append(References.Holding(holder: holder, target: target, path: path))
  }

  // MARK: - References

  /// What has been read of references, by their names.
  var references: [References.Reference] {
    targets.map { References.Reference(name: ContentPath($0.key).text, target: $0.value) }
      .sorted { $0.name < $1.name }
  }

  mutating func readTargets() {
    let common = location.commonDirectory
    if GitFile.isDirectory(common + Array("/reftable".utf8)) {
      result.isTableFormat = true
      return
    }
    readPackedReferences(common)
    forEachFile(in: common + Array("/refs".utf8), name: Array("refs".utf8)) { reader, path, name in
      reader.readReference(path, name)
    }
  }

  mutating func readPackedReferences(_ directory: [UInt8]) {
    let path = directory + Array("/packed-refs".utf8)
    guard let bytes = file(path, Self.maximumTableByteCount) else { return }
    let digitCount = 2 * location.format.byteCount
    GitFile.forEachLine(bytes) { line in
      guard let target = objectID(line), line.count > digitCount + 1 else { return true }
      guard targets.count < maximumCount else {
        failTooMany(path)
        return false
      }
      targets[Array(line.dropFirst(digitCount + 1))] = target
      return true
    }
  }

  mutating func readReference(_ path: [UInt8], _ name: [UInt8]) {
    // One that names another reference adds nothing: that one is listed too.
    guard let line = lines(path, Self.maximumFileByteCount).first, let target = objectID(line[...])
    else { return }
    targets[name] = target
  }

  func isSymbolic(_ line: [UInt8]) -> [UInt8]? {
    let prefix = Array("ref:".utf8)
    guard line.starts(with: prefix) else { return nil }
    return Array(line.dropFirst(prefix.count).drop { $0 == UInt8(ascii: " ") })
  }

  mutating func readHead(_ directory: [UInt8]) -> (target: ObjectID?, isDetached: Bool) {
    let path = directory + Array("/HEAD".utf8)
    guard let line = lines(path, Self.maximumFileByteCount).first else { return (nil, false) }
    if let name = isSymbolic(line) { return (resolve(name, directory), false) }
    return (objectID(line[...]), true)
  }

  mutating func resolve(_ name: [UInt8], _ directory: [UInt8]) -> ObjectID? {
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
}
