internal import ScanModel

/// What annotated tags lead to, through other tags.
struct TagTargets: Sendable {
  private let targets: [ObjectID: ObjectID]

  /// Follows all tags to their ends, each once.
  ///
  /// - Parameter tags: For each tag what it tags. Names that lie can make a tag lead to itself; it
  ///   then leads to one of the tags on the way.
  init(_ tags: [ObjectID: ObjectID]) {
    var targets: [ObjectID: ObjectID] = [:]
    for start in tags.keys where targets[start] == nil {
      var way: [ObjectID] = []
      var seen: Set<ObjectID> = []
      var end = start
      while let next = tags[end], seen.insert(end).inserted {
        way.append(end)
        if let known = targets[end] {
          end = known
          break
        }
        end = next
      }
      for tag in way { targets[tag] = end }
    }
    self.targets = targets
  }

  /// What is at the end of the tags that start with a name; the name itself if it is no tag's.
  func target(of name: ObjectID) -> ObjectID { targets[name] ?? name }
}
