import GitCommand
import ScanModel

/// A range of commits, as `git log` takes it: `A..B`, `A...B`, or `A` for `A..HEAD`.
struct RevisionRange {
  private let included: ObjectID

  /// The commits that the range leaves out, with all that they come from.
  let excluded: [ObjectID]

  /// Finds the commits that `text` names; `nil` is the current branch beside its upstream.
  ///
  /// `A...B` means what a pull request shows: what `B` has and `A` has not. A side that is left out
  /// is `HEAD`.
  ///
  /// - Throws: `GitError.badRevision` for a side that names no commit, or an upstream that is not set.
  init(_ text: [UInt8]?, git: Git) throws(GitError) {
    guard let text else {
      guard let upstream = try git.upstream() else {
        throw .badRevision(Self.upstream)
      }
      included = try git.resolve(Self.head)
      excluded = [upstream]
      return
    }
    let (from, to) = Self.sides(of: text)
    excluded = [try git.resolve(from)]
    included = try git.resolve(to)
  }

  /// The commits of the range, the newest first.
  func commits(_ git: Git) throws(GitError) -> [GitCommitLine] {
    var commits: [GitCommitLine] = []
    try git.forEachCommit(from: [included], notFrom: excluded) { commits.append($0) }
    return commits
  }

  /// What the branch's upstream is called where one is asked for and none is set.
  static let upstream = Array("@{upstream}".utf8)

  private static let head = Array("HEAD".utf8)

  /// The sides that a range's text names.
  static func sides(of text: [UInt8]) -> (from: [UInt8], to: [UInt8]) {
    let dot = UInt8(ascii: ".")
    // The first two dots separate the sides: no reference's name has them (git-check-ref-format(1)).
    for index in text.indices.dropLast() where text[index] == dot && text[index + 1] == dot {
      let isThree = index + 2 < text.count && text[index + 2] == dot
      let from = Array(text[..<index])
      let to = Array(text[(index + (isThree ? 3 : 2))...])
      return (from.isEmpty ? head : from, to.isEmpty ? head : to)
    }
    return (text, head)
  }
}
