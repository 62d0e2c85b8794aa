package import Foundation
import Glibc

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

  /// Writes a program that a test is going to run, with the directories above it.
  ///
  /// Another process makes the file: a test that starts one at this moment would inherit a file of
  /// ours that is open for writing, and nothing can run while it is.
  package func writeProgram(
    _ relativePath: String,
    _ text: String,
    permissions: Int = 0o755
  ) throws {
    let mode = String(permissions, radix: 8)
    let script = #"mkdir -p "${1%/*}" && rm -f "$1" && cat > "$1" && chmod "$2" "$1""#
    let outcome = try Command.run(
      ["/bin/sh", "-c", script, "sh", path(relativePath), mode],
      input: Array(text.utf8)
    )
    if outcome.status != 0 { throw CocoaError(.fileWriteUnknown) }
  }

  /// Writes a file whose path need not be UTF-8, with the directories above it.
  package func write(path relativePath: [UInt8], _ bytes: [UInt8]) throws {
    let slash = UInt8(ascii: "/")
    let whole = Array(path.utf8) + [slash] + relativePath
    for index in whole.indices.dropFirst(path.utf8.count + 1) where whole[index] == slash {
      // One that exists is as good; a failure shows when the file is opened.
      _ = unsafe mkdir(whole[..<index].map { CChar(bitPattern: $0) } + [0], 0o755)
    }
    let text = whole.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(bytes))
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
