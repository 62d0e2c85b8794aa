import GitObjects
import ScanModel
import TestSupport
import Testing

@Suite struct TreeEntriesTests {
  private func entries(_ bytes: [UInt8], _ format: ObjectFormat = .sha1) throws(ObjectSyntaxError)
    -> [TreeEntry]
  {
    var cursor = TreeEntries(format: format)
    var entries: [TreeEntry] = []
    while let entry = try cursor.next(in: bytes.span) { entries.append(entry) }
    return entries
  }

  @Test(arguments: ObjectFormat.allCases)
  func readsWhatGitLists(_ format: ObjectFormat) throws {
    let fixture = try GitFixture("--object-format=\(format.rawValue)")
    try fixture.write("a b", "1")
    try fixture.write("dir/c", "2")
    try fixture.scratch.link("repository/link", to: "a b")
    try fixture.git(["add", "-A"])
    try fixture.git(["commit", "-q", "-m", "m"])
    let name = ObjectID(parsing: try fixture.gitLine(["rev-parse", "HEAD^{tree}"]))
    let tree = try #require(try fixture.objects().first { $0.key == name }).value.bytes
    let lines = try entries(tree, format).map { entry in
      let digits = String(entry.mode, radix: 8)
      let path = String(decoding: tree[entry.name], as: UTF8.self)
      return String(repeating: "0", count: 6 - digits.count) + digits + " \(entry.object) \(path)"
    }
    let listed = String(decoding: try fixture.git(["ls-tree", "-z", "HEAD"]), as: UTF8.self)
      .split(separator: "\0").map { line in
        let parts = line.split(separator: "\t", maxSplits: 1)
        let words = parts[0].split(separator: " ")
        return "\(words[0]) \(words[2]) \(parts[1])"
      }
    #expect(lines == listed)
    #expect(try entries(tree, format).map(\.kind) == [.file, .directory, .symbolicLink])
  }

  @Test func refusesWhatIsNoTree() {
    let object = [UInt8](repeating: 1, count: 20)
    let good = Array("100644 a\0".utf8) + object
    for count in 1..<good.count {
      #expect(throws: ObjectSyntaxError.self) { try entries(Array(good.prefix(count))) }
    }
    #expect(throws: ObjectSyntaxError.badMode(at: 29)) { try entries(good + [57]) }
    #expect(throws: ObjectSyntaxError.badMode(at: 0)) {
      try entries(Array(" a\0".utf8) + object)
    }
    #expect(throws: ObjectSyntaxError.badMode(at: 0)) {
      try entries(Array("77777777777777 a\0".utf8) + object)
    }
    #expect(throws: ObjectSyntaxError.emptyName(at: 0)) {
      try entries(Array("100644 \0".utf8) + object)
    }
  }
}
