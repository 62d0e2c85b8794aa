internal import Posix

/// The names in a directory of git's own.
enum DirectoryListing {
  /// Lists a directory; the names are in no order.
  ///
  /// - Returns: The names; none if there is no such directory.
  static func names(_ path: [UInt8]) throws(SystemError) -> [[UInt8]] {
    let directory: OpenDirectory
    do throws(SystemError) {
      directory = try OpenDirectory(path, followsLink: true)
    } catch {
      if error.isNotFound { return [] }
      throw error
    }
    let buffer = DirectoryBuffer()
    var names: [[UInt8]] = []
    while true {
      let count = try directory.fill(buffer)
      if count == 0 { return names }
      var offset = 0
      while let entry = buffer.nextEntry(at: &offset, of: count) {
        names.append(buffer.name(of: entry))
      }
    }
  }
}
