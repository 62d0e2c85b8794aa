internal import ScanModel

/// The objects that a repository must have: what references, stashes and `HEAD`s name.
///
/// Entries of other logs, what an index names and what commands leave behind may have gone without
/// any harm to the repository, as git sees it, and are left out.
package struct ReferenceTips: Sendable {
  /// The objects and what names them: `refs/heads/main`, `HEAD`, `stash@{1}`, `worktrees/x/HEAD`.
  ///
  /// An object that several name is there for each of them, but for those of the stash.
  package let tips: [References.Reference]

  /// Whether the references are in tables that this program does not read (`reftable`).
  package let isTableFormat: Bool

  /// The files that could not be read.
  package let problems: [ObjectProblem]

  /// Reads what names objects in the repository at `location`.
  package init(_ location: RepositoryLocation) {
    var reader = ReferenceReader(location, [], maximumCount: References.defaultMaximumCount)
    tips = reader.readTips()
    isTableFormat = reader.result.isTableFormat
    problems = reader.result.problems
  }
}

extension ReferenceReader {
  fileprivate mutating func readTips() -> [References.Reference] {
    readTargets()
    var tips = references
    let trees =
      [(location.gitDirectory, "HEAD")]
      + otherWorkTrees().map { tree in
        (tree.directory, tree.name.map { "worktrees/\($0)/HEAD" } ?? "main-worktree/HEAD")
      }
    for (directory, name) in trees {
      // What a branch is at has been read, and one without commits is at nothing.
      let head = readHead(directory)
      if head.isDetached, let target = head.target {
        tips.append(References.Reference(name: name, target: target))
      }
    }
    return tips + readStashes()
  }

  /// The stashes below the newest one, which the reference names.
  private mutating func readStashes() -> [References.Reference] {
    guard let newest = targets[Array("refs/stash".utf8)] else { return [] }
    let path = location.commonDirectory + Array("/logs/refs/stash".utf8)
    let lines = lines(path, Self.maximumLogByteCount)
    var stashes: [References.Reference] = []
    for (number, line) in lines.reversed().enumerated() {
      // What an entry names as the one before it may have been dropped.
      let digits = line.dropFirst(2 * location.format.byteCount + 1)
      guard let target = objectID(digits), target != newest else { continue }
      stashes.append(References.Reference(name: "stash@{\(number)}", target: target))
    }
    return stashes
  }
}

extension ObjectStore {
  /// Those of some references whose objects the database does not have.
  ///
  /// One that has moved since the database was opened may name an object of a new pack.
  package func missing(
    among references: [References.Reference]
  ) -> [References.Reference] {
    let missing = references.filter { !contains($0.target) }
    if missing.isEmpty { return [] }
    let later = ObjectStore(location)
    return missing.filter { !later.contains($0.target) }
  }
}
