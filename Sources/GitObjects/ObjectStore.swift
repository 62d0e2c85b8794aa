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

  /// Where packs were when the directories were listed, those too that cannot be read.
  private let listedPaths: Set<[UInt8]>

  /// How long is waited before a directory is listed again because packs come and go, in
  /// milliseconds: git moves and removes the files of a pack one by one.
  private static let pauses = [2, 10, 50, 100]

  /// Opens the database of the repository at `location`.
  ///
  /// What cannot be opened is noted in `problems`, and everything else can be read.
  package init(_ location: RepositoryLocation) {
    self.location = location
    let directories = ObjectDirectories(location)
    self.directories = directories.paths
    var problems = directories.problems
    var packs: [Pack] = []
    var listedPaths: Set<[UInt8]> = []
    var isPartial = location.isPartialClone
    for directory in directories.paths {
      var listing = PackListing(of: directory, format: location.format)
      // `git gc` replaces packs while others read; a new list has the new ones, and both files of
      // each.
      for pause in Self.pauses where listing.mayBeUnsettled {
        Self.pause(milliseconds: pause)
        listing = PackListing(of: directory, format: location.format)
      }
      packs += listing.packs
      listedPaths.formUnion(listing.paths)
      problems += listing.problems
      isPartial = isPartial || listing.isPartial
    }
    // In a stable order: the copy that is read of an object with several does not depend on that of
    // the directory.
    packs.sort { left, right in
      left.index.objectCount != right.index.objectCount
        ? left.index.objectCount > right.index.objectCount : left.path < right.path
    }
    self.packs = packs
    self.listedPaths = listedPaths
    self.problems = problems
    self.isPartial = isPartial
  }

  private static func pause(milliseconds: Int) {
    let nothing = Monitor<Void?>(nil)
    _ = nothing.wait(atMost: milliseconds) { $0 }
  }

  /// The hash function of names.
  package var format: ObjectFormat { location.format }

  /// Whether there are packs now that were not there when the database was opened.
  ///
  /// A loose object that `git gc` packs is then in none of the packs that were opened.
  package var hasNewPacks: Bool {
    directories.contains { directory in
      // What cannot be listed any more has nothing to show.
      let names = (try? PackNames(of: directory)) ?? PackNames()
      return !names.paths.allSatisfy { listedPaths.contains($0) }
    }
  }

  /// Where a loose object of that name would be in a directory.
  static func loosePath(_ name: ObjectID, in directory: [UInt8]) -> [UInt8] {
    let digits = Array(name.description.utf8)
    let slash = UInt8(ascii: "/")
    return directory + [slash] + digits[..<2] + [slash] + digits[2...]
  }
}

/// What an object directory holds in packs.
private struct PackListing {
  var packs: [Pack] = []
  var problems: [ObjectProblem] = []
  var isPartial = false

  /// Where the packs are, those too that cannot be read.
  var paths: [[UInt8]] = []

  /// Whether a pack was coming or going: a file was gone when it was opened, or was alone.
  var mayBeUnsettled = false

  init(of directory: [UInt8], format: ObjectFormat) {
    let names: PackNames
    do throws(SystemError) { names = try PackNames(of: directory) } catch {
      let path = ContentPath(directory + Array("/pack".utf8))
      problems.append(ObjectProblem(path: path, cause: .system(error)))
      return
    }
    isPartial = names.isPartial
    paths = names.paths
    for path in names.paths { open(path, format: format) }
    for path in names.packsAlone {
      problems.append(ObjectProblem(path: ContentPath(path), cause: .missingIndex))
    }
    for path in names.indexesAlone {
      problems.append(ObjectProblem(path: ContentPath(path), cause: .missingPack))
    }
    if !names.packsAlone.isEmpty || !names.indexesAlone.isEmpty { mayBeUnsettled = true }
  }

  private mutating func open(_ path: [UInt8], format: ObjectFormat) {
    do throws(ObjectProblem) {
      let pack = try Pack(path, format: format)
      packs.append(pack)
      problems += pack.problems
    } catch {
      if case .system(let error) = error.cause, error.isNotFound { mayBeUnsettled = true }
      problems.append(error)
    }
  }
}
