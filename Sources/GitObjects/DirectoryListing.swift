internal import Posix

/// The names in a directory of git's own.
enum DirectoryListing {
  /// Lists a directory; the names are in no order.
  ///
  /// - Returns: The names; none if there is no such directory, or no longer.
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
      let count: Int
      do throws(SystemError) { count = try directory.fill(buffer) } catch {
        // It was removed meanwhile, and was empty for that.
        if error.isNotFound { return names }
        throw error
      }
      if count == 0 { return names }
      var offset = 0
      while let entry = buffer.nextEntry(at: &offset, of: count) {
        names.append(buffer.name(of: entry))
      }
    }
  }
}
