import Foundation
import GitObjects
import ScanModel
import TestSupport
import Testing

/// A history with merges, renames, reverts and unrelated beginnings, as `git fast-import` reads it.
struct RandomHistory {
  /// The commands.
  private(set) var stream = ""

  /// Makes up to 40 commits on some branches.
  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    let directories = ["", "a/", "a/b/", "c/", "c/a/b/"]
    for commit in 1...40 {
      let branch = "refs/heads/branch-\(below(5))"
      let isRoot = commit == 1 || below(12) == 0
      if isRoot { stream += "reset \(branch)\n\n" }
      stream += "commit \(branch)\nmark :\(commit)\n"
      stream += "author A <a@example.com> \(1_500_000_000 + below(1_000)) +0130\n"
      stream += "committer C <c@example.com> 1600000000 +0000\ndata 2\nm\n\n"
      if !isRoot {
        stream += "from :\(commit - 1 - below(min(commit - 1, 6)))\n"
        var merged: Set<Int> = []
        for _ in 0..<max(0, below(6) - 2) { merged.insert(commit - 1 - below(commit - 1)) }
        for parent in merged.sorted() { stream += "merge :\(parent)\n" }
      }
      for _ in 0...below(4) {
        let path = directories[below(5)] + "f\(below(4))"
        if below(5) == 0 {
          stream += "D \(path)\n"
        } else {
          let text = "content \(below(50))"
          stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
        }
      }
      stream += "\n"
    }
    stream += "reset refs/heads/main\nfrom :38\n\n"
    stream += "tag v1\nfrom :20\ntagger T <t@example.com> 1600000000 +0000\ndata 2\nt\n\n"
  }
}

/// What real git says of the blobs of a repository.
struct AttributionOracle {
  /// All blobs that commits have.
  private(set) var blobs: Set<ObjectID> = []

  private struct Commit {
    var parents: [String] = []
    var seconds = 0
    var paths: [ObjectID: [String]] = [:]
  }

  /// What is expected of a blob.
  struct Expected {
    var introduction: ObjectID?
    var introductionPath: String?
    var paths: [String] = []
    var isInHead = false
    var references: Set<String> = []
  }

  private var commits: [String: Commit] = [:]
  private var histories: [String: Set<String>] = [:]
  private var named: Set<String> = []
  private let head: String

  init(_ fixture: GitFixture) throws {
    head = try fixture.gitLine(["rev-parse", "HEAD"])
    let objects = try fixture.gitLine([
      "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)",
    ])
    for line in objects.split(separator: "\n") where line.hasSuffix("commit") {
      let name = String(line.prefix { $0 != " " })
      var commit = Commit()
      let facts = try fixture.gitLine(["show", "-s", "--format=%at %P", name])
      let words = facts.split(separator: " ").map(String.init)
      commit.seconds = try #require(Int(words[0]))
      commit.parents = Array(words.dropFirst())
      let tree = String(decoding: try fixture.git(["ls-tree", "-r", name]), as: UTF8.self)
      for entry in tree.split(separator: "\n") {
        let parts = entry.split(separator: "\t")
        let id = try #require(ObjectID(parsing: String(parts[0].split(separator: " ")[2])))
        commit.paths[id, default: []].append(String(parts[1]))
        blobs.insert(id)
      }
      commits[name] = commit
    }
    for name in try fixture.gitLine(["for-each-ref", "--format=%(refname)"]).split(separator: "\n")
    {
      let list = try fixture.gitLine(["rev-list", String(name)])
      histories[String(name)] = Set(list.split(separator: "\n").map(String.init))
      named.formUnion(histories[String(name)] ?? [])
    }
  }

  /// What is expected of a blob, by trying every commit.
  func history(of blob: ObjectID) -> Expected {
    var expected = Expected()
    let holders = commits.filter { $0.value.paths[blob] != nil }
    let introducing = holders.filter { commit in
      ancestors(of: commit.key).allSatisfy { holders[$0] == nil }
    }
    let reachable = introducing.filter { named.contains($0.key) }
    let first = (reachable.isEmpty ? introducing : reachable).min {
      ($0.value.seconds, $0.key) < ($1.value.seconds, $1.key)
    }
    expected.introduction = first.flatMap { ObjectID(parsing: $0.key) }
    expected.introductionPath = first?.value.paths[blob]?.min()
    expected.paths = Set(holders.values.flatMap { $0.paths[blob] ?? [] }).sorted()
    expected.isInHead = holders[head] != nil
    for (name, commits) in histories where commits.contains(where: { holders[$0] != nil }) {
      expected.references.insert(name)
    }
    return expected
  }

  private func ancestors(of commit: String) -> Set<String> {
    var found: Set<String> = []
    var waiting = commits[commit]?.parents ?? []
    while let next = waiting.popLast() {
      if found.insert(next).inserted { waiting += commits[next]?.parents ?? [] }
    }
    return found
  }
}
