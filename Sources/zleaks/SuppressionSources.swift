import Posix
import ScanModel
import Suppression
import TextForms

/// Finds and reads what suppresses findings: `--baseline` files, and `.zleaksignore` files.
///
/// A `.zleaksignore` counts in the directory that is scanned and in each one above it, up to the top
/// of the work tree; outside a work tree, in the directory itself only. Its globs start from where
/// it lies.
struct SuppressionSources {
  /// The `--baseline` files, as typed.
  let baselines: [[UInt8]]

  /// What is scanned, as far as ignore files go.
  let scope: Scope

  /// The working directory, absolute.
  private let directory: [UInt8]

  /// What is scanned.
  enum Scope {
    /// Something in which no ignore file counts.
    case nothing
    /// These files and directories, as typed.
    case paths([[UInt8]])
    /// A change of the work tree that the working directory lies in, or patch text about one.
    case change(isPatch: Bool)
  }

  init(baselines: [[UInt8]], scope: Scope) {
    self.baselines = baselines
    self.scope = scope
    // A working directory that is gone has no ignore files.
    directory = (try? RealPath.of(Array(".".utf8))) ?? []
  }

  /// Reads them all.
  ///
  /// - Throws: The first file that cannot be read, or has a line that is wrong.
  func read() throws(CommandFailure) -> Suppressions {
    var suppressions = Suppressions()
    for directory in ignoreDirectories() {
      let path = directory + Array("/\(SuppressionFile.ignoreFileName)".utf8)
      // A directory that cannot be searched is what the scan will complain about.
      guard (try? FileStatus.of(path, followsLink: false)) != nil else { continue }
      if let file = try read(path, .ignoreFile) { suppressions.add(file, directory: directory) }
    }
    for path in baselines {
      guard let file = try read(path, .baseline) else {
        throw failure(path, "no such file; 'zleaks report --update-baseline' makes one")
      }
      suppressions.add(file)
    }
    return suppressions
  }

  /// How the absolute path of the file that a finding stands in is made.
  func resolver() -> (Finding) -> [UInt8]? {
    guard case .change(let isPatch) = scope else {
      return { finding in finding.location.path.map { Self.normalized($0.bytes, from: directory) } }
    }
    // A change's paths are from the top level; files that it does not touch, from here.
    let top = Self.upToTop(from: directory).last ?? directory
    return { finding in
      let start = isPatch || finding.git != nil ? top : directory
      return finding.location.path.map { Self.normalized($0.bytes, from: start) }
    }
  }

  /// The directories whose ignore files count, each once, the topmost first.
  private func ignoreDirectories() -> [[UInt8]] {
    var directories: Set<[UInt8]> = []
    let paths: [[UInt8]] =
      switch scope {
      case .nothing: []
      case .paths(let paths): paths.filter { !$0.elementsEqual("-".utf8) }
      case .change: [directory]
      }
    for path in paths {
      let whole = Self.normalized(path, from: directory)
      let isDirectory = ControlFile.status(of: path)?.kind == .directory
      directories.formUnion(Self.upToTop(from: isDirectory ? whole : Self.parent(of: whole)))
    }
    return directories.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A directory and those above it up to the top of its work tree; itself alone outside one.
  private static func upToTop(from start: [UInt8]) -> [[UInt8]] {
    var seen: [[UInt8]] = []
    var next = start
    while true {
      seen.append(next)
      if ControlFile.status(of: next + Array("/.git".utf8)) != nil { return seen }
      if next.isEmpty { return [start] }
      next = parent(of: next)
    }
  }

  /// What lies above an absolute path; the root is empty.
  private static func parent(of path: [UInt8]) -> [UInt8] {
    path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
  }

  /// An absolute path without `.` and `..`, as it is written: links are not followed.
  private static func normalized(_ path: [UInt8], from directory: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    let whole = path.first == slash ? path : directory + [slash] + path
    var parts: [ArraySlice<UInt8>] = []
    for part in whole.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.flatMap { [slash] + $0 }
  }

  private func read(
    _ path: [UInt8],
    _ kind: SuppressionRecord.Kind
  ) throws(CommandFailure) -> SuppressionFile? {
    let bytes: [UInt8]?
    do throws(ControlFileError) {
      bytes = try ControlFile.read(
        path,
        maximumByteCount: SuppressionFile.maximumByteCount,
        // The user names a baseline; an ignore file is the scanned tree's.
        followsLink: kind == .baseline
      )
    } catch {
      throw failure(path, "\(error)")
    }
    guard let bytes else { return nil }
    do throws(SuppressionFileError) {
      return try SuppressionFile(parsing: bytes, name: shown(path), kind: kind)
    } catch {
      throw CommandFailure("\(error)", .usage)
    }
  }

  /// A path below the working directory without it.
  private func shown(_ path: [UInt8]) -> ContentPath {
    let prefix = directory + [UInt8(ascii: "/")]
    return ContentPath(path.starts(with: prefix) ? Array(path.dropFirst(prefix.count)) : path)
  }

  private func failure(_ path: [UInt8], _ cause: String) -> CommandFailure {
    CommandFailure("cannot use '\(TerminalText.escaped(shown(path).text))': \(cause)", .usage)
  }
}
