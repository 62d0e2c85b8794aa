import GitCommand
import Posix
import ScanModel

/// Where the repository's hooks are.
struct HookDirectory: Sendable {
  /// The directory's path, absolute or from the working directory; it need not be there.
  let path: [UInt8]

  /// Whether the repository has no work tree, so that no commits are made in it.
  let isBare: Bool

  /// Whether other repositories may use the directory too.
  let isShared: Bool

  private static let slash = UInt8(ascii: "/")

  /// Finds the hooks of the repository that the program was started in or for.
  init(_ git: Git) throws(GitError) {
    let facts = try git.repository()
    let path = try git.hooksDirectory()
    self.path = path
    isBare = facts.isBare
    let own = [facts.gitDirectory, try git.commonDirectory(), try git.topLevel()]
    let target = Self.reached(path)
    isShared = !own.contains { place in
      guard let place else { return false }
      return Self.isInside(target, Self.reached(place))
    }
  }

  /// Whether the directory is husky's, who writes all hooks in it anew with every installation.
  var isHusky: Bool {
    let parts = path.split(separator: Self.slash).suffix(2)
    return parts.map { String(decoding: $0, as: UTF8.self) } == [".husky", "_"]
  }

  /// Makes the directory, with those above it, unless it is there.
  func make() throws(SystemError) {
    for end in path.indices where path[end] == Self.slash && end > 0 {
      try Self.make(Array(path[..<end]))
    }
    try Self.make(path)
  }

  private static func make(_ path: [UInt8]) throws(SystemError) {
    do throws(SystemError) { _ = try FileStatus.of(path) } catch {
      guard error.isNotFound else { throw error }
      try FileDescriptor.makeDirectory(path)
    }
  }

  /// Where `path` leads, as far as it is there; the rest as it stands.
  private static func reached(_ path: [UInt8]) -> [UInt8] {
    var start = path[...]
    while true {
      let known = start.isEmpty ? [UInt8(ascii: path.first == slash ? "/" : ".")] : Array(start)
      do throws(SystemError) {
        let resolved = try FileDescriptor.resolved(known)
        return resolved + [slash] + path[start.endIndex...]
      } catch {
        // A directory that is not there, or not to be entered: ask for the one above it.
        guard !start.isEmpty else { return path }
        start = start[..<(start.lastIndex(of: slash) ?? start.startIndex)]
      }
    }
  }

  /// Whether `path` is `directory` or below it.
  private static func isInside(_ path: [UInt8], _ directory: [UInt8]) -> Bool {
    let parts = path.split(separator: slash)
    let leavesAgain = parts.contains { $0.elementsEqual("..".utf8) }
    return parts.starts(with: directory.split(separator: slash)) && !leavesAgain
  }
}
