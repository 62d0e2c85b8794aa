package import Foundation

/// A temporary directory that is deleted, with all that is in it, when the last reference goes.
package final class Scratch: Sendable {
  /// The directory's absolute path, free of symbolic links, without a `/` at the end.
  package let path: String

  /// The directory as a URL.
  package var url: URL { URL(fileURLWithPath: path, isDirectory: true) }

  /// Makes an empty directory.
  package init() throws {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = parent.appendingPathComponent("zleaks-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path
  }

  deinit {
    // A test may have left directories that nobody may write to; what cannot be deleted stays.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The absolute path of something in the directory.
  package func path(_ relativePath: String) -> String { path + "/" + relativePath }

  /// Makes a directory, with those above it.
  package func makeDirectory(_ relativePath: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(relativePath),
      withIntermediateDirectories: true
    )
  }

  /// Writes a file, with the directories above it; one that exists is replaced.
  package func write(_ relativePath: String, _ bytes: [UInt8]) throws {
    let file = URL(fileURLWithPath: path(relativePath))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: file)
  }

  /// Writes a file of text, with the directories above it.
  package func write(_ relativePath: String, _ text: String) throws {
    try write(relativePath, Array(text.utf8))
  }

  /// Reads a file.
  package func read(_ relativePath: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(relativePath))))
  }

  /// Makes a symbolic link that holds `target`, as it is.
  package func link(_ relativePath: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(relativePath),
      withDestinationPath: target
    )
  }
}
