internal import Posix
internal import ScanModel

/// The loose objects of a database, each once.
struct LooseObjects: Sendable {
  /// The objects, in the order of their names.
  private(set) var objects: [Place] = []

  /// The directories that could not be listed.
  private(set) var problems: [ObjectProblem] = []

  /// A loose object.
  struct Place: Hashable, Sendable {
    let name: ObjectID
    /// The number of its directory in the store.
    let directory: Int
  }

  /// Lists the loose objects of a store; files of other names are none.
  init(of store: ObjectStore) {
    for (number, directory) in store.directories.enumerated() {
      for group in names(in: directory) where group.count == 2 {
        guard group.allSatisfy({ Hexadecimal.lowerCaseValue($0) != nil }) else { continue }
        for rest in names(in: directory + [UInt8(ascii: "/")] + group) {
          let digits = group + rest
          guard digits.count == 2 * store.format.byteCount,
            let name = ObjectID(hexadecimal: digits.span)
          else { continue }
          objects.append(Place(name: name, directory: number))
        }
      }
    }
    objects.sort { ($0.name, $0.directory) < ($1.name, $1.directory) }
    var last: ObjectID?
    objects.removeAll { place in
      defer { last = place.name }
      return place.name == last
    }
  }

  /// Takes out the objects for which `isElsewhere` is true.
  mutating func remove(where isElsewhere: (ObjectID) -> Bool) {
    objects.removeAll { isElsewhere($0.name) }
  }

  /// The names in a directory; none if it cannot be listed, which is noted.
  private mutating func names(in directory: [UInt8]) -> [[UInt8]] {
    do throws(SystemError) {
      return try DirectoryListing.names(directory)
    } catch {
      problems.append(ObjectProblem(path: ContentPath(directory), cause: .system(error)))
      return []
    }
  }
}
