internal import ScanModel

/// What one worker finds out about trees and commits.
struct AttributionFacts: Sendable {
  /// What trees hold.
  var trees: TreeStream

  /// The names of items, by number.
  var names: [[UInt8]] = []

  /// `commit | root tree | parents | parent × parents`, one after the other.
  var commits: [UInt32] = []

  /// The annotated tags and what they tag.
  var tags: [(tag: ObjectID, target: ObjectID)] = []

  /// The objects that others name and the database does not have, a few of them.
  var missing: Set<ObjectID> = []

  /// The objects that cannot be read to their end.
  var problems: [ObjectProblem] = []

  /// The trees and commits whose content is broken.
  var brokenCount = 0

  /// How many missing objects are named.
  static let maximumMissingCount = 1_000

  /// The most runs of items that all workers keep, in 16 bytes each.
  ///
  /// A small pack can hold trees of millions of entries, each other than the one before.
  static let maximumRunCount = 1 << 24

  init(threadCount: Int) {
    trees = TreeStream(maximumRunCount: Self.maximumRunCount / threadCount)
  }

  /// Whether some of the trees were left out because there was too much in them.
  var isTruncated: Bool { trees.isTruncated || areNamesTruncated }

  /// Whether there were more names than are kept.
  var areNamesTruncated = false

  mutating func note(missing name: ObjectID) {
    if missing.count < Self.maximumMissingCount { missing.insert(name) }
  }
}
