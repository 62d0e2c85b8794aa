import Posix
import ScanModel
import TestSupport
import Testing

@testable import Walking

@Suite struct GitIgnoreScopeTests {
  /// The work tree of `answersAsGitDoes`: paths of files, and what is in those that matter.
  static let files: [(path: String, text: String)] = [
    (
      ".gitignore",
      """
      \u{FEFF}*.log
      # a comment
      \\#hash
      \\!bang
      !keep.log
      /top
      build/
      docs/*.html
      **/deep
      a/**/z
      all/**
      !all/kept
      spaced\u{20}\u{20}
      escaped\\\u{20}\u{20}
      crlf\r
      [a-c]set
      [!a-c]not
      \\*star
      broken[
      broken\\
      tracked*
      ign/
      !negated/
      q?x
      x**y
      caf\u{E9}
      only/dir/
      \\a\\b\\c
      trail\t

      !
      /
      """
    ),
    ("sub/.gitignore", "!*.log\nlocal\n/anchored\nmid/dle\n*.tmp\n"),
    ("sub/deeper/.gitignore", "*.log\n!local\r\n!*.tmp"),
    ("build/.gitignore", "!*\n"), ("ign/.gitignore", "!*\n"), ("empty/.gitignore", ""),
    ("a.log", ""), ("keep.log", ""), ("x/keep.log", ""), ("x/b.log", ""), ("top", ""),
    ("x/top", ""), ("build/x", ""), ("build/sub/y", ""), ("x/build/z", ""), ("y/build", ""),
    ("docs/a.html", ""), ("docs/x/a.html", ""), ("x/docs/a.html", ""), ("deep", ""),
    ("x/y/deep/f", ""), ("a/z", ""), ("a/b/c/z", ""), ("b/a/z", ""), ("all/f", ""),
    ("all/kept", ""), ("all/d/kept", ""), ("spaced", ""), ("spaced  ", ""), ("escaped", ""),
    ("escaped ", ""), ("escaped  ", ""), ("crlf", ""), ("crlf\r", ""), ("aset", ""), ("dset", ""),
    ("anot", ""), ("dnot", ""), ("*star", ""), ("xstar", ""), ("broken[", ""), ("broken\\", ""),
    ("broken", ""), ("tracked1", ""), ("tracked2", ""), ("ign/tracked", ""), ("ign/other", ""),
    ("ign/d/tracked", ""), ("ign/d/other", ""), ("ign/e/other", ""), ("#hash", ""), ("!bang", ""),
    ("sub/a.log", ""), ("sub/local", ""), ("sub/x/local", ""), ("sub/anchored", ""),
    ("sub/x/anchored", ""), ("sub/mid/dle", ""), ("sub/x/mid/dle", ""), ("sub/a.tmp", ""),
    ("sub/deeper/a.log", ""), ("sub/deeper/local", ""), ("sub/deeper/x/local", ""),
    ("sub/deeper/a.tmp", ""), ("negated/f", ""), ("qax", ""), ("q/x", ""), ("xaby", ""),
    ("only/dir/f", ""), ("other/only/dir/f", ""), ("abc", ""), ("trail\t", ""),
    ("trail", ""), ("excluded", ""), ("x/excluded", ""), ("users.own", ""),
    ("x/users.own", ""), ("empty/f", ""), ("café", ""), ("modules/m/f", ""),
  ]

  /// Makes the work tree, with a name that is not UTF-8, and all paths of its files and directories.
  private func makeTree(_ oracle: GitOracle) throws -> [(path: [UInt8], isDirectory: Bool)] {
    for file in Self.files { try oracle.write(file.path, file.text) }
    try oracle.scratch.write(
      path: Array("repository/latin/.gitignore".utf8),
      [0x63, 0x61, 0x66, 0xE9, 0x0A, 0x5B, 0xF0, 0x2D, 0xFF, 0x5D, 0x0A, 0x6E, 0x00, 0x78]
    )
    let names: [[UInt8]] = [
      [0x63, 0x61, 0x66, 0xE9], [0x63, 0x61, 0x66, 0xE8], [0xF5], [0xEF], [0x6E], [0x6E, 0x78],
    ]
    let latin = names.map { Array("latin/".utf8) + $0 }
    for path in latin { try oracle.scratch.write(path: Array("repository/".utf8) + path, []) }
    try oracle.write(".git/info/exclude", "excluded\n!a.log\n!users.own\n")
    try oracle.scratch.write("home/.config/git/ignore", "*.own\nexcluded\n")
    var paths: Set<[UInt8]> = Set(latin)
    var directories: Set<[UInt8]> = []
    for file in Self.files { paths.insert(Array(file.path.utf8)) }
    for path in paths {
      for index in path.indices where path[index] == UInt8(ascii: "/") {
        directories.insert(Array(path[..<index]))
      }
    }
    return (paths.map { ($0, false) } + directories.map { ($0, true) })
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
  }

  private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  @Test func answersAsGitDoes() throws {
    let oracle = try GitOracle()
    let paths = try makeTree(oracle)
    try oracle.git(["add", "-f", "tracked1", "ign/tracked", "ign/d/tracked", "modules"])
    let ignored = try oracle.ignored(paths.map(\.path))
    let scope = try #require(oracle.makeScope())
    for (path, isDirectory) in paths {
      let answer = scope.leavesOut(path, isDirectory: isDirectory, under: oracle.path)
      #expect(answer == ignored.contains(path), "\(text(path)), directory: \(isDirectory)")
    }
    #expect(ignored.count > 40)
    #expect(scope.context.notes == [])
    for name in ["tracked1", "ign", "ign/d", "ign/tracked"] {
      #expect(!ignored.contains(Array(name.utf8)))
    }
    for name in ["tracked2", "ign/other", "ign/d/other", "ign/e"] {
      #expect(ignored.contains(Array(name.utf8)))
    }
  }

  @Test(arguments: ["sub", "sub/deeper", "build", "ign", "ign/d", "all", "x/y"])
  func startsBelowTheTopLevel(directory: String) throws {
    let oracle = try GitOracle()
    let prefix = Array((directory + "/").utf8)
    let paths = try makeTree(oracle).filter { $0.path.starts(with: prefix) }
    try oracle.git(["add", "-f", "tracked1", "ign/tracked", "ign/d/tracked"])
    let ignored = try oracle.ignored(paths.map(\.path))
    let scope = try #require(oracle.makeScope(directory))
    #expect(!paths.isEmpty)
    for (path, isDirectory) in paths {
      let answer = scope.leavesOut(
        Array(path.dropFirst(prefix.count)),
        isDirectory: isDirectory,
        under: oracle.path + "/" + directory
      )
      #expect(answer == ignored.contains(path), "\(text(path))")
    }
  }

  /// Makes trees of random ignore files and tracked files, and asks of every path in them.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func randomTreeIsAnsweredAsByGit(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let oracle = try GitOracle()
    let parts = ["a", "b", "c", "ab", "a.c"]
    let lines = [
      "a", "b", "c", "ab", "*.c", "*", "!a", "!b", "!*.c", "a/", "!a/", "/b", "!/b", "a/b",
      "!a/b", "**/c", "a/**", "!a/**/c", "b/*", "!b/*/", "a*", "[!a]", "/*", "!c/", "**/a/b",
    ]
    func randomPath() -> String {
      (0..<Int.random(in: 1...5, using: &generator))
        .map { _ in parts.randomElement(using: &generator) ?? "" }.joined(separator: "/")
    }
    var files: Set<String> = []
    var directories: Set<String> = [""]
    for _ in 0..<150 {
      let path = randomPath()
      let above = path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
      guard !directories.contains(path), files.isDisjoint(with: above) else { continue }
      files.insert(path)
      directories.formUnion(above)
      try oracle.write(path)
    }
    for directory in directories.sorted() where Int.random(in: 0..<3, using: &generator) == 0 {
      let text = (0..<Int.random(in: 1...4, using: &generator))
        .map { _ in (lines.randomElement(using: &generator) ?? "") + "\n" }.joined()
      try oracle.write((directory.isEmpty ? "" : directory + "/") + ".gitignore", text)
    }
    let tracked = files.sorted().filter { _ in Int.random(in: 0..<8, using: &generator) == 0 }
    try oracle.git(["add", "-f", "--"] + tracked)
    let all = files.union(directories.subtracting([""])).sorted()
    let ignored = try oracle.ignored(all.map { Array($0.utf8) })
    let scope = try #require(oracle.makeScope())
    for path in all {
      let bytes = Array(path.utf8)
      let isDirectory = directories.contains(path)
      let answer = scope.leavesOut(bytes, isDirectory: isDirectory, under: oracle.path)
      #expect(answer == ignored.contains(bytes), "\(path)")
    }
    #expect(all.count > 50)
  }

  @Test func outsideEveryRepositoryNothingIsInForce() throws {
    let scratch = try Scratch()
    try scratch.write(".gitignore", "*\n")
    #expect(GitIgnoreScope.make(for: Array(scratch.path.utf8)) == nil)
    #expect(GitIgnoreScope.make(for: Array(scratch.path("missing").utf8)) == nil)
  }

  @Test func gitDirectoryHasNoWorkTree() throws {
    let oracle = try GitOracle()
    try oracle.write(".git/info/exclude", "*\n")
    #expect(oracle.makeScope(".git/hooks") == nil)
    #expect(oracle.makeScope(".git") == nil)
  }

  @Test func nestedRepositoryHasItsOwnRules() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "outer\nhidden/\n")
    try oracle.git(["init", "-q", "nested"])
    try oracle.git(["init", "-q", "hidden"])
    let names = ["outer", "inner", "both"]
    for name in names { try oracle.write("nested/" + name) }
    try oracle.write("nested/.gitignore", "inner\nboth\n")
    try oracle.git(["add", "-f", "both"], in: oracle.path + "/nested")
    let ignored = try oracle.ignored(names.map { Array($0.utf8) }, in: oracle.path + "/nested")
    #expect(ignored == [Array("inner".utf8)])
    let scope = try #require(oracle.makeScope())
    for name in names {
      let path = Array("nested/\(name)".utf8)
      let answer = scope.leavesOut(path, isDirectory: false, under: oracle.path)
      #expect(answer == ignored.contains(Array(name.utf8)), "\(name)")
    }
    #expect(scope.ignores(Array("hidden".utf8), isDirectory: true))
    let start = GitIgnoreScope.starting(
      at: Array((oracle.path + "/nested").utf8),
      context: oracle.makeContext()
    )
    #expect(start?.ignores(Array("inner".utf8), isDirectory: false) == true)
    #expect(start?.ignores(Array("outer".utf8), isDirectory: false) == false)
  }

  @Test func emptyGitDirectoryIsNoRepository() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "secret\n")
    try oracle.write("d/.gitignore", "tracked\n")
    try oracle.write("d/tracked")
    try oracle.git(["add", "-f", "d/tracked"])
    try oracle.scratch.makeDirectory("repository/d/.git")
    let scope = try #require(oracle.makeScope("d"))
    #expect(!scope.ignores(Array("tracked".utf8), isDirectory: false))
    #expect(scope.ignores(Array("secret".utf8), isDirectory: false))
  }

  @Test func linkedWorkTreeHasTheSharedExcludesAndItsOwnIndex() throws {
    let oracle = try GitOracle()
    try oracle.write("f")
    try oracle.git(["add", "f"])
    try oracle.git(["commit", "-qm", "f"])
    try oracle.git(["worktree", "add", "-q", "../tree"])
    try oracle.write(".git/info/exclude", "*.x\n")
    try oracle.scratch.write("tree/a.x", "")
    try oracle.scratch.write("tree/b.x", "")
    let tree = oracle.scratch.path("tree")
    try oracle.git(["add", "-f", "a.x"], in: tree)
    let paths = ["a.x", "b.x", "f"].map { Array($0.utf8) }
    let ignored = try oracle.ignored(paths, in: tree)
    #expect(ignored == [Array("b.x".utf8)])
    let scope = try #require(
      GitIgnoreScope.make(for: Array(tree.utf8), context: oracle.makeContext())
    )
    for path in paths { #expect(scope.ignores(path, isDirectory: false) == ignored.contains(path)) }
  }

  @Test(.enabled(if: Process.effectiveUser == 0, "only the system's own user can give files away"))
  func rulesOfAnotherUserAboveDoNotCount() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "*\n")
    try oracle.write("d/f")
    let chown = ["chown", "1234", oracle.path + "/.git"]
    #expect(try Command.run(chown).status == 0)
    let context = oracle.makeContext()
    #expect(oracle.makeScope("d", context: context) == nil)
    #expect(
      context.notes.map(\.description) == [
        "cannot use '\(oracle.path)/.git': it lies above the scanned directory and belongs to"
          + " another user"
      ]
    )
    #expect(oracle.makeScope()?.ignores(Array("x".utf8), isDirectory: false) == true)
    #expect(try Command.run(["chown", "1234", oracle.path + "/d"]).status == 0)
    #expect(oracle.makeScope("d")?.ignores(Array("f".utf8), isDirectory: false) == true)
  }

  @Test func gitFileThatLeadsNowhereIgnoresNothing() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "*\n")
    try oracle.write("d/.git", "gitdir: ../nowhere\n")
    try oracle.write("d/.gitignore", "*\n")
    let scope = try #require(oracle.makeScope("d"))
    #expect(!scope.ignores(Array("x".utf8), isDirectory: false))
    #expect(
      scope.context.notes.map(\.description)
        == ["cannot use '\(oracle.path)/d/.git': it leads to no repository"]
    )
  }

  @Test(arguments: ["link", "large", "directory"])
  func unusableIgnoreFileIgnoresNothing(kind: String) throws {
    let oracle = try GitOracle()
    var cause = "it is not a regular file"
    switch kind {
    case "link":
      try oracle.write("rules", "*\n")
      try oracle.scratch.link("repository/.gitignore", to: "rules")
    case "large":
      cause = "it has more than 1048576 bytes"
      try oracle.write(".gitignore", "*\n" + String(repeating: "#", count: 1 << 20))
    default: try oracle.scratch.makeDirectory("repository/.gitignore")
    }
    let scope = try #require(oracle.makeScope())
    #expect(!scope.ignores(Array("x".utf8), isDirectory: false))
    #expect(
      scope.context.notes.map(\.description)
        == ["cannot use '\(oracle.path)/.gitignore': \(cause)"]
    )
  }

  @Test func unknownIndexIgnoresNothing() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "*\n")
    try oracle.write("f")
    try oracle.git(["add", "-f", "f"])
    try oracle.git(["update-index", "--split-index"])
    let scope = try #require(oracle.makeScope())
    #expect(scope.context.notes == [])
    #expect(!scope.ignores(Array("x".utf8), isDirectory: false))
    #expect(!scope.ignores(Array("f".utf8), isDirectory: false))
    #expect(
      scope.context.notes.map(\.description)
        == ["cannot use '\(oracle.path)/.git/index': its extension 'link' is not known"]
    )
  }

  @Test func trackedDirectoryLinkAndSubmoduleAreNotIgnored() throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "*\n")
    try oracle.git(["init", "-q", "module"])
    try oracle.write("module/f")
    try oracle.git(["add", "f"], in: oracle.path + "/module")
    try oracle.git(["commit", "-qm", "f"], in: oracle.path + "/module")
    try oracle.scratch.link("repository/link", to: "module")
    try oracle.git(["add", "-f", "module", "link"])
    let scope = try #require(oracle.makeScope())
    #expect(!scope.ignores(Array("module".utf8), isDirectory: true))
    #expect(!scope.ignores(Array("link".utf8), isDirectory: false))
    #expect(scope.ignores(Array("mod".utf8), isDirectory: true))
  }
}
