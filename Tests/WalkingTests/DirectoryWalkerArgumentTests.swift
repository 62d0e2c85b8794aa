import Glibc
import ScanModel
import TestSupport
import Testing

@testable import Walking

/// What the arguments of a walk mean, how paths are shown, and which are left out.
@Suite(.timeLimit(.minutes(10))) struct DirectoryWalkerArgumentTests {
  @Test(arguments: [
    (".", ""), ("./", ""), ("././/", ""), ("./src", "src"), (".//src//", "src"), ("src/", "src"),
    ("..", ".."), ("../", ".."), ("./..", ".."), ("../src", "../src"), ("/", "/"), ("//", "/"),
    ("/abs/", "/abs"), ("a/./b", "a/./b"), (".hidden", ".hidden"), ("./-", "-"), ("...", "..."),
  ])
  func argumentIsShown(argument: String, path: String) {
    #expect(DirectoryWalker.shown(Array(argument.utf8)) == Array(path.utf8))
  }

  @Test func pathsAreTheArgumentAndWhatLiesBelow() async {
    // The working directory belongs to the whole process, so this has one of its own.
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      try scratch.write("tree/src/app.ts", "x")
      #expect(unsafe chdir(scratch.path("tree")) == 0)
      let absolute = scratch.path("tree/src")
      let shown = [
        ".": "src/app.ts", "./": "src/app.ts", "src": "src/app.ts", "./src/": "src/app.ts",
        ".//src//": "src/app.ts", "src/.": "src/./app.ts", "..": "../tree/src/app.ts",
        "../tree/": "../tree/src/app.ts", "./src/app.ts": "src/app.ts",
        "src/../src": "src/../src/app.ts", absolute: absolute + "/app.ts",
        absolute + "//": absolute + "/app.ts",
      ]
      for (argument, path) in shown {
        let record = try recordWalk(argument)
        #expect(record.paths == [path], "\(argument)")
        #expect(record.coverage.isComplete, "\(argument)")
      }
    }
  }

  @Test func emptyOrMissingArgumentIsAProblem() throws {
    let scratch = try Scratch()
    let record = try recordWalk("", scratch.path("missing"), scratch.path("missing/below"))
    #expect(record.paths == [])
    #expect(
      record.problems == [
        "cannot open '': no such file or directory",
        "cannot open '\(scratch.path("missing"))': no such file or directory",
        "cannot open '\(scratch.path("missing/below"))': no such file or directory",
      ]
    )
  }

  @Test func fileIsNoDirectoryToGoThrough() throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    let path = scratch.path("f/below")
    #expect(try recordWalk(path).problems == ["cannot open '\(path)': not a directory"])
  }

  @Test func argumentWithAZeroIsAProblem() throws {
    let scratch = try Scratch()
    try scratch.write("f", "x")
    let record = try recordWalk([Array((scratch.path("f") + "\0x").utf8)])
    #expect(record.paths == [])
    #expect(record.coverage.problems.map(\.cause) == ["invalid argument"])
  }

  @Test func overlappingArgumentsAreReadOnceForEach() throws {
    let scratch = try Scratch()
    try scratch.write("a/f", "x")
    try scratch.write("a/b/g", "x")
    let (a, b, g) = (scratch.path("a"), scratch.path("a/b"), scratch.path("a/b/g"))
    #expect(try recordWalk(a, b, g).paths == [g, g, g, scratch.path("a/f")])
  }

  @Test func manyFilesAsArguments() throws {
    let scratch = try Scratch()
    let paths = (100..<250).map { scratch.path("f\($0)") }
    for number in 100..<250 { try scratch.write("f\(number)", "\(number)") }
    let record = try recordWalk(paths.map { Array($0.utf8) }, threadCount: 4)
    #expect(record.paths == paths)
    #expect(record.names.count == 150)
  }

  @Test func globsMeanTheShownPathOrWhatLiesBelowTheArgument() throws {
    let scratch = try Scratch()
    for path in ["s/a.ts", "s/t/b.ts", "s/t/c.js", "s/n/m/d.ts"] { try scratch.write(path, "") }
    let top = scratch.path("s")
    func paths(_ excludes: [String], _ includes: [String]) throws -> [String] {
      try recordWalk(top, excludes: excludes, includes: includes).paths
        .map { String($0.dropFirst(top.utf8.count + 1)) }
    }
    #expect(try paths(["t"], []) == ["a.ts", "n/m/d.ts"])
    #expect(try paths(["/t/"], []) == ["a.ts", "n/m/d.ts"])
    #expect(try paths([top + "/t"], []) == ["a.ts", "n/m/d.ts"])
    #expect(try paths(["s/t"], []) == ["a.ts", "n/m/d.ts", "t/b.ts", "t/c.js"])
    #expect(try paths([], ["*.js"]) == ["t/c.js"])
    #expect(try paths([], ["t/**"]) == ["t/b.ts", "t/c.js"])
    #expect(try paths(["b.*"], ["/t/"]) == ["t/c.js"])
    #expect(try paths(["n/m"], ["*.ts"]) == ["a.ts", "t/b.ts"])
  }

  @Test func whatIsExcludedIsCounted() throws {
    let scratch = try Scratch()
    for path in ["a.ts", "b.js", "d/e.js", "x/y/z.ts"] { try scratch.write(path, "") }
    let record = try recordWalk(scratch.path, excludes: ["x"], includes: ["*.ts"])
    #expect(record.paths == [scratch.path("a.ts")])
    #expect(record.coverage.skipped == [.excluded: 3])
  }

  @Test func excludedFileGivenAsArgumentIsCounted() throws {
    let scratch = try Scratch()
    try scratch.write("a.min.js", "")
    let record = try recordWalk(scratch.path("a.min.js"), excludes: ["*.min.js"])
    #expect(record.paths == [])
    #expect(record.coverage.skipped == [.excluded: 1])
  }

  @Test(arguments: [1, 4])
  func gitIgnoreHoldsInEachRepositoryBelow(threadCount: Int) throws {
    let oracle = try GitOracle()
    try oracle.write(".gitignore", "*.log\nbuild/\n")
    try oracle.git(["init", "-q", "nested"])
    try oracle.write("nested/.gitignore", "*.txt\n")
    for path in ["a.log", "a.txt", "build/x", "sub/b.log", "sub/b.txt"] { try oracle.write(path) }
    for path in ["a.log", "a.txt", "build/x"] { try oracle.write("nested/" + path) }
    try oracle.git(["add", "-f", "sub/b.log"])
    try oracle.scratch.write("beside/a.log", "")
    func paths(_ top: String) throws -> [String] {
      let record = try recordWalk(top, gitIgnore: oracle.makeContext(), threadCount: threadCount)
      #expect(record.coverage.isComplete)
      return record.paths.map { String($0.dropFirst(top.utf8.count + 1)) }
    }
    let nested = [".gitignore", "a.log", "build/x"]
    let outer =
      [".gitignore", "a.txt"] + nested.map { "nested/" + $0 } + ["sub/b.log", "sub/b.txt"]
    #expect(try paths(oracle.path) == outer)
    #expect(try paths(oracle.path + "/nested") == nested)
    #expect(try paths(oracle.path + "/sub") == ["b.log", "b.txt"])
    #expect(try paths(oracle.scratch.path) == ["beside/a.log"] + outer.map { "repository/" + $0 })
    let record = try recordWalk(oracle.scratch.path, gitIgnore: oracle.makeContext())
    #expect(record.coverage.skipped == [.gitIgnored: 3, .gitDirectory: 2])
  }

  @Test func withoutAThreadThereIsNoWalk() async {
    await #expect(processExitsWith: .failure) {
      _ = WalkOptions(filter: try PathFilter(excludes: [], includes: []), threadCount: 0)
    }
  }
}
