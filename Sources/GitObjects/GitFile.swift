internal import Posix

/// What is asked about git's own small files, which may lie in a hostile tree.
enum GitFile {
  /// Reads a whole file, as `ControlFile` does; `nil` if there is none.
  static func read(
    _ path: [UInt8],
    maximumByteCount: Int
  ) throws(ControlFileProblem) -> [UInt8]? {
    do throws(ControlFileError) {
      return try ControlFile.read(path, maximumByteCount: maximumByteCount)
    } catch { throw .unreadable(error) }
  }

  /// Whether `path` names a directory; links are followed.
  static func isDirectory(_ path: [UInt8]) -> Bool {
    // What cannot be looked at cannot be used either, whatever the reason.
    (try? FileStatus.of(path))?.kind == .directory
  }

  /// Whether `path` names anything; links are followed.
  static func exists(_ path: [UInt8]) -> Bool { (try? FileStatus.of(path)) != nil }

  /// A path that may be relative to `directory`.
  static func resolve(_ path: some Collection<UInt8>, from directory: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "/")
      ? Array(path) : directory + [UInt8(ascii: "/")] + Array(path)
  }

  /// The lines of a file, without line ends and empty lines.
  static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }.filter { !$0.isEmpty }
  }

  /// Calls `body` with the lines of a file, without line ends and empty lines, until it returns
  /// `false`; for files of millions of lines.
  static func forEachLine(_ bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Bool) {
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      var line = bytes[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if !line.isEmpty, !body(line) { return }
      start = end + 1
    }
  }
}
