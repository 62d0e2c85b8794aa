internal import Globbing
package import ScanModel

/// All that suppresses findings in one run.
package struct Suppressions: Sendable {
  /// A file, and the directory that its globs start from.
  private struct Source {
    let file: SuppressionFile

    /// The directory's absolute path, without a last `/`; `nil` for paths as reports show them.
    let directory: [UInt8]?

    /// Which entries have matched a finding, by their index.
    var isUsed: [Bool]
  }

  private var sources: [Source] = []

  /// The entries that name a key: the first one of each, by source and index.
  private var keys: [Fingerprint: [(source: Int, entry: Int)]] = [:]

  /// The entries that name paths.
  private var globs: [(source: Int, entry: Int, pattern: GlobPattern)] = []

  /// Suppresses nothing.
  package init() {}

  /// Whether nothing is suppressed.
  package var isEmpty: Bool { keys.isEmpty && globs.isEmpty }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - directory: The absolute path that its globs start from; `nil` if they mean paths as
  ///     reports show them.
  package mutating func add(_ file: SuppressionFile, directory: [UInt8]? = nil) {
    let source = sources.count
    let isUsed = [Bool](repeating: false, count: file.entries.count)
    sources.append(Source(file: file, directory: directory, isUsed: isUsed))
    for (index, entry) in file.entries.enumerated() {
      switch entry.subject {
      case .key(let fingerprint): keys[fingerprint, default: []].append((source, index))
      case .path(let pattern, _): globs.append((source, index, pattern))
      }
    }
  }

  /// Marks the findings that the entries suppress, and remembers which entries were of use.
  ///
  /// - Parameters:
  ///   - findings: The findings; one that is suppressed already stays as it is.
  ///   - absolute: The absolute path of the file that a finding stands in; `nil` for none.
  package mutating func apply(
    to findings: inout [Finding],
    absolute: (Finding) -> [UInt8]? = { _ in nil }
  ) {
    if isEmpty { return }
    for index in findings.indices {
      let matches = matches(findings[index], absolute)
      for match in matches { sources[match.source].isUsed[match.entry] = true }
      guard findings[index].suppression == nil, let first = matches.first else { continue }
      let file = sources[first.source].file
      findings[index].suppression = SuppressionRecord(
        kind: file.kind,
        reason: file.entries[first.entry].reason
      )
    }
  }

  /// The entries that suppress a finding, those that name its key first.
  private func matches(
    _ finding: Finding,
    _ absolute: (Finding) -> [UInt8]?
  ) -> [(source: Int, entry: Int)] {
    var matches = keys[finding.key.fingerprint] ?? []
    guard !globs.isEmpty, let path = finding.location.path else { return matches }
    let whole = absolute(finding)
    for glob in globs {
      let below =
        if let directory = sources[glob.source].directory {
          whole.flatMap { Self.relative($0, to: directory) }
        } else {
          Self.withoutRoot(path.bytes)
        }
      guard let below else { continue }
      let names = Self.names(below, entry: finding.location.entry)
      let isCovered = names.contains { name in
        CollectionOfOne(glob.pattern).cover(name, below: 0, isDirectory: false)
      }
      if isCovered { matches.append((glob.source, glob.entry)) }
    }
    return matches
  }

  /// What of `path` lies below `directory`; `nil` if it does not.
  private static func relative(_ path: [UInt8], to directory: [UInt8]) -> [UInt8]? {
    let prefix = directory.last == UInt8(ascii: "/") ? directory : directory + [UInt8(ascii: "/")]
    guard path.count > prefix.count, path.starts(with: prefix) else { return nil }
    return Array(path.dropFirst(prefix.count))
  }

  /// A path without its leading `/`, which says only where a glob starts.
  private static func withoutRoot(_ path: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "/") ? Array(path.dropFirst()) : path
  }

  /// How many containers, one inside the other, a glob may name of a path.
  private static let maximumContainerCount = 16

  /// What a glob may name: the path, and of `outer.zip!inner.tar!file` every container around.
  ///
  /// - Parameters:
  ///   - path: The path, which ends with the entry.
  ///   - entry: The entry; a `!` in a path without one is a part of a name.
  /// - Returns: The names.
  private static func names(_ path: [UInt8], entry: ContentPath?) -> [[UInt8]] {
    let outerByteCount = path.count - (entry?.bytes.count ?? path.count) - 1
    guard outerByteCount > 0 else { return [path] }
    let ends = path.indices.filter { $0 >= outerByteCount && path[$0] == UInt8(ascii: "!") }
    return [path] + ends.prefix(maximumContainerCount).map { Array(path[..<$0]) }
  }

  /// The entries that matched no finding: file, line and the entry as it stands.
  package var unused: [(file: ContentPath, line: Int, text: ContentPath)] {
    sources.flatMap { source in
      zip(source.file.entries, source.isUsed).compactMap { entry, isUsed in
        isUsed ? nil : (source.file.name, entry.line, ContentPath(entry.text))
      }
    }
  }
}
