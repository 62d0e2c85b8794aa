/// Why the names in an index file cannot be known.
package enum GitIndexError: Error, Hashable, Sendable {
  /// The file does not start as an index does.
  case notAnIndex
  /// The version is none of 2, 3 and 4.
  case unknownVersion(UInt32)
  /// An extension that must be understood is not, such as `link`: the index is split.
  case requiredExtension(name: String)
  /// The bytes at this offset from the file's start are not what the format asks for.
  case corrupt(at: Int)
  /// All names together are longer than 512 MiB.
  case namesTooLong
}

extension GitIndexError: CustomStringConvertible {
  /// The cause, in a few words.
  package var description: String {
    switch self {
    case .notAnIndex: "it is not an index file"
    case .unknownVersion(let version): "version \(version) of the format is not known"
    case .requiredExtension(let name): "its extension '\(name)' is not known"
    case .corrupt(let offset): "it is corrupt at offset \(offset)"
    case .namesTooLong: "its names have more than 512 MiB"
    }
  }
}
