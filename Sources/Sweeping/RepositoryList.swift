/// A list of repositories: paths and addresses, one a line, or with a zero behind each.
package enum RepositoryList {
  /// The largest list that is read: 256 MiB.
  package static let maximumByteCount = 256 << 20

  /// The entries of a list, without empty ones.
  ///
  /// - Parameters:
  ///   - bytes: The list.
  ///   - endsWithZeros: Whether entries end with a zero, so that a name may hold a line end.
  /// - Returns: The entries, in their order, byte for byte.
  package static func entries(_ bytes: [UInt8], endsWithZeros: Bool) -> [[UInt8]] {
    bytes.split(separator: endsWithZeros ? 0 : UInt8(ascii: "\n")).compactMap { entry in
      let isFromWindows = !endsWithZeros && entry.last == UInt8(ascii: "\r")
      let entry = isFromWindows ? entry.dropLast() : entry
      return entry.isEmpty ? nil : Array(entry)
    }
  }
}
