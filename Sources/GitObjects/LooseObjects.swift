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
      for byte in UInt8.min...UInt8.max {
        var digits: [UInt8] = []
        Hexadecimal.append(byte, to: &digits)
        list(directory + [UInt8(ascii: "/")] + digits, digits, number, store.format)
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

  private mutating func list(
    _ directory: [UInt8],
    _ start: [UInt8],
    _ number: Int,
    _ format: ObjectFormat
  ) {
    do throws(SystemError) {
      for name in try DirectoryListing.names(directory) {
        let digits = start + name
        guard digits.count == 2 * format.byteCount, let name = ObjectID(hexadecimal: digits.span)
        else { continue }
        objects.append(Place(name: name, directory: number))
      }
    } catch {
      problems.append(ObjectProblem(path: ContentPath(directory), cause: .system(error)))
    }
  }
}
