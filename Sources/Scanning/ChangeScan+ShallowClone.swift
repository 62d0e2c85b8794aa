package import GitCommand
package import ScanModel

extension ChangeScan {
  /// Notes where a shallow clone is cut off within a range: its older commits are not here.
  ///
  /// - Parameters:
  ///   - commits: The commits of the range that are here.
  ///   - excluded: The commits that the range leaves out, with all that they come from.
  /// - Throws: Why git gave no answer.
  package mutating func noteCuts(
    in commits: [GitCommitLine],
    notFrom excluded: [ObjectID]
  ) throws(GitError) {
    let shallow = Set(try git.shallowCommits())
    if shallow.isEmpty { return }
    isShallow = true
    let known = Set(commits.map(\.commit)).union(excluded)
    var cuts: [ObjectID] = []
    for commit in commits where shallow.contains(commit.commit) {
      // Git gives it no parents; what it says itself tells whether it has any.
      let text = try blobs.text(of: commit.commit)?.bytes ?? []
      let parents = CommitText.parents(of: text).map { ObjectID(digits: $0) }
      let lacksParent = parents.contains { parent in parent.map(known.contains) != true }
      if lacksParent { cuts.append(commit.commit) }
    }
    guard let first = cuts.first else { return }
    let others =
      switch cuts.count {
      case 1: ""
      case 2: " and at another commit"
      default: " and at \(cuts.count - 1) other commits"
      }
    blobs.addProblem(
      ScanProblem(
        path: ContentPath("commits before \(first)"),
        operation: .read,
        cause: "this shallow clone is cut off there\(others), and the range goes on; fetch more of "
          + "the history: 'git fetch --unshallow'"
      )
    )
  }
}
