package import Posix
package import ScanModel
internal import TextForms

/// The list of what one worker is to search, so that nobody takes a part for the whole.
///
/// A file of JSON lines, `shard-I-of-N.manifest`: first what it is, then a line for each repository
/// and for each directory that could not be searched.
package struct SweepManifest: Sendable {
  /// The part that the worker does.
  package let shard: Shard

  /// The repositories of the part.
  package let repositories: [SweptRepository]

  /// What could not be searched for repositories.
  package let problems: [ScanProblem]

  /// What the first line names.
  static let schema = "zleaks.sweep/1"

  /// Makes a list.
  package init(shard: Shard, repositories: [SweptRepository], problems: [ScanProblem]) {
    self.shard = shard
    self.repositories = repositories
    self.problems = problems
  }

  /// The name of the file.
  package var fileName: [UInt8] { Array("shard-\(shard.label).manifest".utf8) }

  /// The file.
  package var bytes: [UInt8] {
    let newline = UInt8(ascii: "\n")
    var output: [UInt8] = []
    var json = JSONWriter()
    json.object { json in
      json.member("schema", Self.schema)
      json.member("shard", shard.index)
      json.member("shards", shard.count)
      json.member("repositories", repositories.count)
      json.member("problems", problems.count)
    }
    output += json.bytes + [newline]
    for repository in repositories {
      json.removeAll()
      json.object { json in
        json.member("repository", repository.shownName.text)
        json.member("result", String(decoding: repository.resultFileName, as: UTF8.self))
      }
      output += json.bytes + [newline]
    }
    for problem in problems {
      json.removeAll()
      json.object { json in json.member("problem", problem.description) }
      output += json.bytes + [newline]
    }
    return output
  }
}

// MARK: - Reading

extension SweepManifest {
  /// What is missing from the results of a sweep.
  package struct Audit: Sendable {
    /// How many manifests there are.
    package fileprivate(set) var manifestCount = 0

    /// What is missing, in an order that does not change.
    package fileprivate(set) var gaps: [ScanProblem] = []
  }

  /// The most that a manifest may hold, in bytes.
  private static let maximumByteCount = 1 << 30

  /// Whether a file of a results directory is a log, which holds no findings.
  package static func isLog(_ name: [UInt8]) -> Bool {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasPrefix("sweep"), text.hasSuffix(".jsonl") else { return false }
    let middle = text.dropFirst(5).dropLast(6)
    return middle.isEmpty || middle.first == "-" && shard(label: middle.dropFirst()) != nil
  }

  private static func shard(label: Substring) -> Shard? {
    let parts = label.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1] == "of" else { return nil }
    return Shard(parsing: "\(parts[0])/\(parts[2])")
  }

  /// Compares the manifests in a directory with the results beside them.
  ///
  /// - Throws: Why the directory or a manifest cannot be read.
  package static func audit(directory: [UInt8]) throws(SystemError) -> Audit {
    var audit = Audit()
    var shards: [Int: Set<Int>] = [:]
    for entry in try DirectoryTree.names(in: directory, followsLink: true) {
      let name = String(decoding: entry.name, as: UTF8.self)
      guard name.hasPrefix("shard-"), name.hasSuffix(".manifest"),
        let shard = shard(label: name.dropFirst(6).dropLast(9))
      else { continue }
      audit.manifestCount += 1
      shards[shard.count, default: []].insert(shard.index)
      try addGaps(of: entry.name, in: directory, to: &audit)
    }
    let counts = shards.keys.sorted()
    if counts.count > 1 {
      let list = counts.map { "\($0)" }.joined(separator: " and ")
      audit.add(directory, "it holds the manifests of sweeps in \(list) shards; keep one of them")
    }
    for count in counts {
      let missing = (1...count).filter { shards[count]?.contains($0) != true }
      for index in missing {
        audit.add(directory, "shard \(index) of \(count) is missing")
      }
    }
    return audit
  }

  private static func addGaps(
    of name: [UInt8],
    in directory: [UInt8],
    to audit: inout Audit
  ) throws(SystemError) {
    let slash = UInt8(ascii: "/")
    let path = directory + [slash] + name
    let bytes = try FileDescriptor.openUnlinked(path).readToEnd(maximumByteCount: maximumByteCount)
    var expected: Int?
    var count = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let value = try? JSON5Reader.read(Array(line)) else {
        return audit.add(path, "it is no manifest of a sweep")
      }
      if value["schema"] != nil {
        guard value["schema"]?.string == schema, let listed = value["repositories"]?.integer,
          let problems = value["problems"]?.integer
        else { return audit.add(path, "it is no manifest of a sweep") }
        expected = listed.addingReportingOverflow(problems).partialValue
      } else if let problem = value["problem"]?.string {
        count += 1
        audit.add(path, "not everything was searched for repositories: \(problem)")
      } else if let repository = value["repository"]?.string,
        let result = value["result"]?.stringBytes, !result.contains(slash)
      {
        count += 1
        let trailer = SavedTrailer(path: directory + [slash] + Array(result))
        if trailer == nil {
          audit.add(Array(repository.utf8), "the sweep has no result of this repository")
        } else if trailer?.isComplete == false {
          audit.add(Array(repository.utf8), "the sweep did not read all of this repository")
        }
      } else {
        return audit.add(path, "it is no manifest of a sweep")
      }
    }
    if expected != count { audit.add(path, "it is truncated") }
  }
}

extension SweepManifest.Audit {
  fileprivate mutating func add(_ path: [UInt8], _ cause: String) {
    gaps.append(ScanProblem(path: ContentPath(path), operation: .read, cause: cause))
  }
}
