import Posix
import ScanModel

/// The file of one hook, and the earlier hook that is kept beside it.
struct HookFile: Sendable {
  /// Which hook it is.
  let hook: HookName

  /// The path of the directory that git looks for hooks in.
  let directory: [UInt8]

  /// The most of a hook that is read to tell whose it is, in bytes.
  private static let maximumByteCount = 1 << 20

  /// The path that git runs.
  var path: [UInt8] { path(of: hook.rawValue) }

  /// The path of the hook that was there before.
  var earlierPath: [UInt8] { path(of: hook.earlierName) }

  /// The path of the hook that the pre-commit framework keeps.
  var legacyPath: [UInt8] { path(of: hook.legacyName) }

  /// What stands at a path where a hook may be.
  struct Occupant: Equatable, Sendable {
    /// What it holds; `nil` for what is no file and no link.
    let content: HookContent?

    /// Whether git and the shell would run it.
    let isExecutable: Bool

    /// Whether it is a link, which leads to what it holds.
    let isLink: Bool

    /// Whether git runs it, and it is a file of its own.
    var runsByItself: Bool { isExecutable && !isLink }
  }

  /// What git would run; `nil` for nothing.
  func occupant() throws(SystemError) -> Occupant? { try occupant(at: path) }

  /// What is kept as the earlier hook; `nil` for nothing.
  func earlierOccupant() throws(SystemError) -> Occupant? { try occupant(at: earlierPath) }

  /// What the pre-commit framework keeps; `nil` for nothing.
  func legacyOccupant() throws(SystemError) -> Occupant? { try occupant(at: legacyPath) }

  private func path(of name: String) -> [UInt8] {
    directory + (directory.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + Array(name.utf8)
  }

  private func occupant(at path: [UInt8]) throws(SystemError) -> Occupant? {
    guard let own = try Self.status(of: path, followsLink: false) else { return nil }
    let isLink = own.kind == .symbolicLink
    guard let status = isLink ? try Self.status(of: path, followsLink: true) : own else {
      let content = HookContent.another(asksForItsName: false)
      return Occupant(content: content, isExecutable: false, isLink: true)
    }
    guard status.kind == .regular else {
      return Occupant(content: nil, isExecutable: false, isLink: isLink)
    }
    let bytes = try FileDescriptor.open(path, waits: false)
      .readToEnd(maximumByteCount: Self.maximumByteCount)
    return Occupant(
      content: HookScript.content(bytes, of: hook),
      isExecutable: status.permissions & 0o111 != 0,
      isLink: isLink
    )
  }

  private static func status(
    of path: [UInt8],
    followsLink: Bool
  ) throws(SystemError) -> FileStatus? {
    do throws(SystemError) { return try FileStatus.of(path, followsLink: followsLink) } catch {
      if error.isNotFound || error.isSymbolicLink { return nil }
      throw error
    }
  }
}

// MARK: - Changes

extension HookFile {
  /// Puts `script` in the place of what git runs now, or of nothing.
  ///
  /// The file is whole from the first moment that it has its name.
  ///
  /// - Parameters:
  ///   - script: What git is to run.
  ///   - keepsEarlier: Whether what is there becomes the earlier hook, in the place of one that is
  ///     kept already.
  /// - Throws: Why it could not be done; everything is as it was then.
  func write(_ script: HookScript, keepsEarlier: Bool) throws(SystemError) {
    let temporary = path + Array(".zleaks-\(Process.identifier).tmp".utf8)
    let file = try FileDescriptor.createNew(temporary, permissions: 0o755)
    do throws(SystemError) {
      try file.write(script.bytes.span)
      if keepsEarlier { try FileDescriptor.rename(path, to: earlierPath) }
      do throws(SystemError) { try FileDescriptor.rename(temporary, to: path) } catch {
        // The first error is the one to tell.
        if keepsEarlier { try? FileDescriptor.rename(earlierPath, to: path) }
        throw error
      }
    } catch {
      // It may be gone; nothing depends on it.
      try? FileDescriptor.remove(temporary)
      throw error
    }
  }

  /// Takes the script away, and gives the earlier hook, if there is one, its name back.
  ///
  /// - Parameters:
  ///   - isThere: Whether there is a script.
  ///   - hasEarlier: Whether there is an earlier hook.
  /// - Throws: Why it could not be done.
  func remove(isThere: Bool, hasEarlier: Bool) throws(SystemError) {
    if hasEarlier {
      try FileDescriptor.rename(earlierPath, to: path)
    } else if isThere {
      try FileDescriptor.remove(path)
    }
  }
}
