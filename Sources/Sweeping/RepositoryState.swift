internal import GitObjects
internal import Posix
internal import ScanModel

/// What a repository held when it was searched, in a few digests.
///
/// Two equal states mean that searching again would find the same. The state is taken before the
/// search: what is pushed meanwhile makes the next one differ.
package struct RepositoryState: Hashable, Sendable {
  /// The digest of what leads to objects: references, reflogs, the index, the configuration.
  package let references: Digest

  /// The digest of what the object store lists; `nil` for a repository that is cloned, where the
  /// references say it all.
  package let objects: Digest?

  /// The digest of the names, sizes and times of the files of the work trees; `nil` without any.
  package let files: Digest?

  /// Makes a state of its parts.
  package init(references: Digest, objects: Digest?, files: Digest?) {
    self.references = references
    self.objects = objects
    self.files = files
  }

  /// Looks at a repository on this machine; `nil` if it cannot be told.
  package init?(path: [UInt8], workTrees: [[UInt8]]) {
    guard let location = try? RepositoryLocation(containing: path) else { return nil }
    var references = SHA256()
    let skipped: Set<[UInt8]> = Set(
      ["objects", "modules", "hooks", "lfs"].map { Array($0.utf8) }
    )
    for directory in Set([location.gitDirectory, location.commonDirectory]).sorted(by: Self.isLess)
    {
      guard Self.add(filesBelow: directory, skipping: skipped, to: &references) else { return nil }
    }
    self.references = Digest(references)
    guard let objects = Self.objects(location) else { return nil }
    self.objects = objects
    if workTrees.isEmpty {
      files = nil
    } else {
      var hash = SHA256()
      let git: Set<[UInt8]> = [Array(".git".utf8)]
      for tree in workTrees {
        guard Self.add(filesBelow: tree, skipping: git, readsSmall: false, to: &hash) else {
          return nil
        }
      }
      files = Digest(hash)
    }
  }

  /// The digest of the files that the object store consists of.
  private static func objects(_ location: RepositoryLocation) -> Digest? {
    let store = ObjectStore(location)
    guard store.problems.isEmpty else { return nil }
    var hash = SHA256()
    for directory in store.directories {
      hash.update(part: directory)
      let entries = (try? DirectoryTree.names(in: directory, followsLink: true)) ?? []
      for entry in entries where entry.kind == .directory {
        let path = directory + [UInt8(ascii: "/")] + entry.name
        hash.update(part: entry.name)
        guard let names = try? DirectoryTree.names(in: path) else { return nil }
        for file in names {
          hash.update(part: file.name)
          // A loose object is named by its content; where one is broken, the search is incomplete,
          // and made again whatever the state.
          if isLooseObject(file.name, in: entry.name) { continue }
          guard let status = try? FileStatus.of(path + [UInt8(ascii: "/")] + file.name) else {
            return nil
          }
          hash.update(part: Array("\(status.byteCount)".utf8))
        }
      }
    }
    return Digest(hash)
  }

  /// Whether a file's name, and that of the directory it lies in, are the digits of an object's name.
  private static func isLooseObject(_ name: [UInt8], in directory: [UInt8]) -> Bool {
    directory.count == 2 && ObjectFormat.allCases.contains { 2 * $0.byteCount == 2 + name.count }
      && (directory + name).allSatisfy { Hexadecimal.value($0) != nil }
  }

  /// The largest file whose content is digested; of larger ones, size and time.
  private static let maximumReadByteCount = 1 << 20

  /// Adds the names of all files below a directory, and what they hold or when they changed.
  private static func add(
    filesBelow top: [UInt8],
    skipping names: Set<[UInt8]>,
    readsSmall: Bool = true,
    to hash: inout SHA256
  ) -> Bool {
    var waiting = [top]
    while let directory = waiting.popLast() {
      guard let entries = try? DirectoryTree.names(in: directory, followsLink: directory == top)
      else { return false }
      for entry in entries {
        if readsSmall ? directory == top && names.contains(entry.name) : names.contains(entry.name)
        {
          continue
        }
        let path = directory + [UInt8(ascii: "/")] + entry.name
        if entry.kind == .directory { waiting.append(path) }
        // One that goes meanwhile makes the state another one.
        guard let status = try? FileStatus.of(path, followsLink: false) else { continue }
        hash.update(part: path)
        guard status.kind == .regular else {
          hash.update(part: Array("\(status.kind)".utf8))
          continue
        }
        if readsSmall, status.byteCount <= maximumReadByteCount,
          let file = try? FileDescriptor.openUnlinked(path),
          let bytes = try? file.readToEnd(maximumByteCount: maximumReadByteCount)
        {
          hash.update(part: bytes)
        } else {
          hash.update(part: Array("\(status.byteCount) \(status.modifiedNanoseconds)".utf8))
        }
      }
    }
    return true
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}

// MARK: - Repositories that are cloned

extension RepositoryState {
  /// The state of a mirror that has just been cloned; `nil` if its references cannot be read.
  package init?(mirror path: [UInt8]) {
    guard let location = try? RepositoryLocation(containing: path) else { return nil }
    let references = References(location, lookingFor: [])
    guard references.problems.isEmpty, !references.isTableFormat else { return nil }
    var lines = references.references.map { "\($0.target)\t\($0.name)" }
    if let head = references.head { lines.append("\(head)\tHEAD") }
    self.init(lines: lines)
  }

  /// The state that `git ls-remote` tells of.
  package init(listing: [UInt8]) {
    let lines = listing.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    // What a tag leads to is listed besides the tag.
    self.init(lines: lines.filter { !$0.hasSuffix("^{}") })
  }

  private init(lines: [String]) {
    var hash = SHA256()
    for line in lines.sorted() { hash.update(part: Array(line.utf8)) }
    self.init(references: Digest(hash), objects: nil, files: nil)
  }
}
