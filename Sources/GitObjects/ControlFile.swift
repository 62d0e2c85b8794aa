package import Posix

/// Why a small file of git's that is there cannot be used.
package enum ControlFileProblem: Error, Hashable, Sendable {
  /// It is a link, a directory, a FIFO, or anything else but a file.
  case notRegular
  /// It is larger than a file of its kind may be.
  case tooLarge(maximumByteCount: Int)
  /// What it names is not a directory.
  case notADirectory
  /// It does not have the form of its kind.
  case malformed
  /// The system says no.
  case system(SystemError)
}

extension ControlFileProblem: CustomStringConvertible {
  /// The cause, in a few words: `it is not a regular file`.
  package var description: String {
    switch self {
    case .notRegular: "it is not a regular file"
    case .tooLarge(let maximumByteCount): "it has more than \(maximumByteCount) bytes"
    case .notADirectory: "it is not a directory"
    case .malformed: "it does not have the form of such a file"
    case .system(let error): error.description
    }
  }
}

/// Reads git's own small files, which may lie in a hostile tree.
enum ControlFile {
  /// Reads a whole file: not through a link in its last part, without waiting for a FIFO.
  ///
  /// - Returns: The file's bytes; `nil` if there is none.
  static func read(
    _ path: [UInt8],
    maximumByteCount: Int
  ) throws(ControlFileProblem) -> [UInt8]? {
    let bytes: [UInt8]?
    do throws(SystemError) {
      let file = try FileDescriptor.openUnlinked(path)
      bytes =
        try file.status().kind == .regular
        ? try file.readToEnd(maximumByteCount: maximumByteCount + 1) : nil
    } catch {
      if error.isNotFound { return nil }
      throw error.isSymbolicLink ? .notRegular : .system(error)
    }
    guard let bytes else { throw .notRegular }
    guard bytes.count <= maximumByteCount else {
      throw .tooLarge(maximumByteCount: maximumByteCount)
    }
    return bytes
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
