internal import Posix
package import ScanModel

/// The object database of a repository, open for reading: packs and loose objects of its own object
/// directory and of those that it borrows from.
package final class ObjectStore: Sendable {
  /// The repository.
  package let location: RepositoryLocation

  /// The object directories, the repository's own first.
  package let directories: [[UInt8]]

  /// What could not be opened; anything in it makes the database incomplete.
  package let problems: [ObjectProblem]

  /// Whether objects may lack on purpose: a partial clone.
  package let isPartial: Bool

  /// The packs, those with most objects first.
  let packs: [Pack]

  /// How often a directory is listed again because a pack has gone while it was read.
  private static let maximumAttemptCount = 4

  /// Opens the database of the repository at `location`.
  ///
  /// What cannot be opened is noted in `problems`, and everything else can be read.
  package init(_ location: RepositoryLocation) {
    self.location = location
    let directories = ObjectDirectories(location)
    self.directories = directories.paths
    var problems = directories.problems
    var packs: [Pack] = []
    var isPartial = location.isPartialClone
    for directory in directories.paths {
      let path = directory + Array("/pack".utf8)
      for attempt in 1...Self.maximumAttemptCount {
        let listing = PackListing(path, format: location.format)
        // `git gc` replaces packs while others read; a new list has the new ones.
        if listing.hasVanishedFile, attempt < Self.maximumAttemptCount { continue }
        packs += listing.packs
        problems += listing.problems
        isPartial = isPartial || listing.isPartial
        break
      }
    }
    // In a stable order: the copy that is read of an object with several does not depend on that of
    // the directory.
    packs.sort { left, right in
      left.index.objectCount != right.index.objectCount
        ? left.index.objectCount > right.index.objectCount : left.path < right.path
    }
    self.packs = packs
    self.problems = problems
    self.isPartial = isPartial
  }

  /// The hash function of names.
  package var format: ObjectFormat { location.format }

  /// Where a loose object of that name would be in a directory.
  static func loosePath(_ name: ObjectID, in directory: [UInt8]) -> [UInt8] {
    let digits = Array(name.description.utf8)
    let slash = UInt8(ascii: "/")
    return directory + [slash] + digits[..<2] + [slash] + digits[2...]
  }
}

/// What a directory of packs holds.
private struct PackListing {
  var packs: [Pack] = []
  var problems: [ObjectProblem] = []
  var isPartial = false

  /// Whether a file was listed and gone when it was opened.
  var hasVanishedFile = false

  init(_ directory: [UInt8], format: ObjectFormat) {
    let names: [[UInt8]]
    do throws(SystemError) {
      names = try DirectoryListing.names(directory).sorted { $0.lexicographicallyPrecedes($1) }
    } catch {
      problems.append(ObjectProblem(path: ContentPath(directory), cause: .system(error)))
      return
    }
    let present = Set(names)
    for name in names {
      if let stem = Self.stem(name, ".pack") {
        let path = directory + [UInt8(ascii: "/")] + name
        if present.contains(stem + Array(".idx".utf8)) {
          open(path, format: format)
        } else {
          problems.append(ObjectProblem(path: ContentPath(path), cause: .missingIndex))
        }
      } else if let stem = Self.stem(name, ".idx"), !present.contains(stem + Array(".pack".utf8)) {
        let path = directory + [UInt8(ascii: "/")] + name
        problems.append(ObjectProblem(path: ContentPath(path), cause: .missingPack))
      } else if Self.stem(name, ".promisor") != nil {
        isPartial = true
      }
    }
  }

  private mutating func open(_ path: [UInt8], format: ObjectFormat) {
    do throws(ObjectProblem) {
      let pack = try Pack(path, format: format)
      packs.append(pack)
      problems += pack.problems
    } catch {
      if case .system(let error) = error.cause, error.isNotFound { hasVanishedFile = true }
      problems.append(error)
    }
  }

  private static func stem(_ name: [UInt8], _ ending: String) -> [UInt8]? {
    let ending = Array(ending.utf8)
    guard name.count > ending.count, name.suffix(ending.count).elementsEqual(ending) else {
      return nil
    }
    return Array(name.dropLast(ending.count))
  }
}
