import TestSupport
import Testing

@testable import Walking

@Suite struct GitTrackedNamesTests {
  static let names = [
    "a", "a-b", "a.b", "a/b", "a/b-c", "a/bc/d", "a0", "ab", "dir/with/many/parts/f", "dir/with/x",
    "long/" + String(repeating: "n", count: 200), "z",
  ]

  /// Makes a repository that tracks `names` and one name that is not UTF-8.
  private func makeRepository(_ options: [String], hash: String = "sha1") throws -> GitOracle {
    let oracle = try GitOracle("--object-format=" + hash)
    for name in Self.names where !["a", "a/bc/d"].contains(name) { try oracle.write(name) }
    try oracle.scratch.write(path: Array("repository/latin/".utf8) + [0xE9], [])
    try oracle.git(options + ["add", "."])
    return oracle
  }

  private func readIndex(_ oracle: GitOracle) throws -> [UInt8] {
    try oracle.scratch.read("repository/.git/index")
  }

  @Test(arguments: ["2", "3", "4"], ["sha1", "sha256"])
  func knowsWhatGitLists(version: String, hash: String) throws {
    let oracle = try makeRepository(["-c", "index.version=\(version)"], hash: hash)
    if version == "3" {
      // Only an entry with more flags makes git write version 3.
      try oracle.write("intended")
      try oracle.git(["add", "-N", "intended"])
    }
    let index = try readIndex(oracle)
    #expect(index[7] == UInt8(version))
    let names = try GitTrackedNames(parsing: index)
    let listed = try oracle.git(["ls-files", "-z"]).split(separator: 0).map(Array.init)
    #expect(listed.count > 10)
    for name in listed { #expect(names.contains(name)) }
    for name in ["dir", "dir/with", "long", "latin", "a/bc".dropLast(1) + ""] {
      #expect(names.contains(Array(name.utf8)), "\(name)")
    }
    for name in ["", "b", "a/", "a/c", "di", "dir/wit", "zz", "0", "dir/with/x/y", "ab/c"] {
      #expect(!names.contains(Array(name.utf8)), "\(name)")
    }
  }

  @Test func conflictIsTracked() throws {
    let oracle = try makeRepository([])
    let blob = String(repeating: "1", count: 40)
    let lines = (1...3).map { "100644 \(blob) \($0)\tconflict\n" }.joined()
    try oracle.git(["update-index", "--index-info"], input: Array(lines.utf8))
    #expect(try GitTrackedNames(parsing: readIndex(oracle)).contains(Array("conflict".utf8)))
  }

  @Test func emptyIndexTracksNothing() throws {
    let oracle = try GitOracle()
    try oracle.git(["read-tree", "--empty"])
    #expect(try !GitTrackedNames(parsing: readIndex(oracle)).contains(Array("a".utf8)))
    #expect(!GitTrackedNames().contains(Array("a".utf8)))
  }

  @Test(arguments: ["2", "4"], ["sha1", "sha256"])
  func truncatedIndexIsRefusedAtEveryLength(version: String, hash: String) throws {
    let index = try readIndex(makeRepository(["-c", "index.version=\(version)"], hash: hash))
    for count in index.indices {
      #expect(throws: GitIndexError.self) {
        try GitTrackedNames(parsing: Array(index.prefix(count)))
      }
    }
  }

  @Test(arguments: ["2", "4"])
  func changedByteIsReadOrRefused(version: String) throws {
    let index = try readIndex(makeRepository(["-c", "index.version=\(version)"]))
    var refusals = 0
    for offset in index.indices {
      for change in [0x01, 0x40, 0x80, 0xFF] as [UInt8] {
        var changed = index
        changed[offset] ^= change
        do throws(GitIndexError) {
          _ = try GitTrackedNames(parsing: changed).contains(Array("a/b".utf8))
        } catch {
          refusals += 1
        }
      }
    }
    #expect(refusals > 100)
  }

  /// An index of version 2 with entries of these names.
  private func makeIndex(
    _ names: [String],
    version: UInt8 = 2,
    extensions: [UInt8] = []
  ) -> [UInt8] {
    var bytes = Array("DIRC".utf8) + [0, 0, 0, version, 0, 0, 0, UInt8(names.count)]
    for name in names {
      let entry = [UInt8](repeating: 1, count: 60) + [0, UInt8(name.utf8.count)]
      let unpadded = entry + Array(name.utf8)
      bytes += unpadded + [UInt8](repeating: 0, count: 8 - unpadded.count % 8)
    }
    return bytes + extensions + [UInt8](repeating: 7, count: 20)
  }

  @Test func refusalsSayWhy() throws {
    func cause(_ index: [UInt8]) -> String? {
      #expect(throws: GitIndexError.self) { try GitTrackedNames(parsing: index) }?.description
    }
    #expect(try GitTrackedNames(parsing: makeIndex(["a", "b"])).contains(Array("b".utf8)))
    let optional = Array("TREE".utf8) + [0, 0, 0, 1, 9]
    #expect(throws: Never.self) {
      try GitTrackedNames(parsing: makeIndex(["a"], extensions: optional))
    }
    let required = Array("sdir".utf8) + [0, 0, 0, 0]
    #expect(cause(makeIndex(["a"], extensions: required)) == "its extension 'sdir' is not known")
    #expect(cause(makeIndex(["a"], version: 5)) == "version 5 of the format is not known")
    #expect(cause(Array("PACK".utf8)) == "it is not an index file")
    #expect(cause(makeIndex(["b", "a"])) == "it is corrupt at offset 140")
    #expect(cause(makeIndex(["a"]).dropLast() + []) == "it is corrupt at offset 75")
    #expect(GitIndexError.namesTooLong.description == "its names have more than 512 MiB")
  }
}
