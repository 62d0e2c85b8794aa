/// The commits of a database: their trees and parents.
struct CommitGraph: Sendable {
  /// The number of each commit among all objects.
  private(set) var numbers: [UInt32] = []

  /// The number of each commit's root tree; `UInt32.max` if the database does not have it.
  private(set) var roots: [UInt32] = []

  /// The commits, each after its parents.
  private(set) var order: [UInt32] = []

  /// For each object's number its commit, or `none`.
  private var indices: [UInt32]

  /// Where the parents of each commit start; one more than there are commits.
  private var starts: [Int] = [0]
  private var parents: [UInt32] = []

  private static let none = UInt32.max

  /// Takes the commits that the workers of a sweep have found.
  init(_ facts: [AttributionFacts], objectCount: Int) {
    indices = [UInt32](repeating: Self.none, count: objectCount)
    var parentNumbers: [UInt32] = []
    for facts in facts {
      var offset = 0
      while offset < facts.commits.count {
        let number = facts.commits[offset]
        let parentCount = Int(facts.commits[offset + 2])
        if indices[Int(number)] == Self.none {
          indices[Int(number)] = UInt32(numbers.count)
          numbers.append(number)
          roots.append(facts.commits[offset + 1])
          parentNumbers += facts.commits[offset + 3..<offset + 3 + parentCount]
          starts.append(parentNumbers.count)
        }
        offset += 3 + parentCount
      }
    }
    // What is named as a parent and is no commit, or a broken one, is left out.
    var kept = 0
    var next = 0
    for commit in numbers.indices {
      let end = starts[commit + 1]
      while next < end {
        let parent = indices[Int(parentNumbers[next])]
        if parent != Self.none {
          parentNumbers[kept] = parent
          kept += 1
        }
        next += 1
      }
      starts[commit + 1] = kept
    }
    parentNumbers.removeLast(parentNumbers.count - kept)
    parents = parentNumbers
    let (starts, edges) = (starts, parents)
    order = TopologicalOrder.sort(nodeCount: numbers.count) { commit in
      starts[commit]..<starts[commit + 1]
    } target: { edge in
      Int(edges[edge])
    }
  }

  /// The commit of that number among all objects; `nil` if it is none.
  func commit(_ number: UInt32) -> Int? {
    let index = indices[Int(number)]
    return index == Self.none ? nil : Int(index)
  }

  /// The parents of a commit.
  func parents(of commit: Int) -> ArraySlice<UInt32> {
    parents[starts[commit]..<starts[commit + 1]]
  }

  /// Marks these commits, and all before them.
  func reachable(from tips: some Sequence<Int>) -> [Bool] {
    var isReached = [Bool](repeating: false, count: numbers.count)
    for tip in tips { isReached[tip] = true }
    for commit in order.reversed() where isReached[Int(commit)] {
      for parent in parents(of: Int(commit)) { isReached[Int(parent)] = true }
    }
    return isReached
  }
}
