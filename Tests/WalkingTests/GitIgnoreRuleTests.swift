import Globbing
import ScanModel
import TestSupport
import Testing

@testable import Walking

@Suite struct GitIgnoreRuleTests {
  private func count(_ file: String) -> Int { GitIgnoreRule.parse(Array(file.utf8)).count }

  @Test func passesOverWhatIsNoRule() {
    #expect(count("") == 0)
    #expect(count("\n\r\n# a\n   \n!\n/\n!/\na[\nb\\\n") == 0)
    #expect(count("a\n\\#b\n #c") == 3)
  }

  @Test func knowsNegation() {
    let rules = GitIgnoreRule.parse(Array("a\n!b\n\\!c\n!!d".utf8))
    #expect(rules.map(\.isNegated) == [false, true, false, true])
    let names = ["a", "b", "!c", "!d"]
    for (rule, name) in zip(rules, names) {
      #expect(rule.pattern.matches(Array(name.utf8), isDirectory: false), "\(name)")
    }
  }

  /// Compares each line, alone in the `.gitignore` of a directory of its own, with git.
  ///
  /// None of the paths exists, so to git each is a file, and what is above it a directory.
  private func compare(_ lines: [[UInt8]], _ paths: [[UInt8]]) throws -> (pairs: Int, hits: Int) {
    let oracle = try GitOracle()
    for (index, line) in lines.enumerated() {
      let file = Array("repository/d\(index)/.gitignore".utf8)
      try oracle.scratch.write(path: file, line + [0x0A])
    }
    let all = lines.indices.flatMap { index in paths.map { Array("d\(index)/".utf8) + $0 } }
    let ignored = try oracle.ignored(all, heedsIndex: false)
    let scope = try #require(oracle.makeScope())
    for (index, line) in lines.enumerated() {
      let name = Array("d\(index)".utf8)
      let top = oracle.path + "/d\(index)"
      let child = scope.entering(name, path: Array(top.utf8))
      for path in paths {
        let answer = child.leavesOut(path, isDirectory: false, under: top)
        let expected = ignored.contains(name + [UInt8(ascii: "/")] + path)
        if answer != expected {
          let texts = [line, path].map { String(decoding: $0, as: UTF8.self) }
          Issue.record("pattern '\(texts[0])', path '\(texts[1])': git says \(expected)")
        }
      }
    }
    return (all.count, ignored.count)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomLineMatchesAsInGit(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "a", "b", "ab", "*", "?", "/", "**", "**/", "/**", "/**/", "[ab]", "[!a]", "[^b]", "[a-", "]",
      "[", "-", "\\", "\\*", "!", " ", "#", "[[:alpha:]]", "[]-]", "[a\\]", ".", "[:", ":]", "***",
    ]
    let parts = [
      "a", "b", "ab", "ba", "aab", "abab", "a b", ".a", "-", "[", "]", "a]", "*", "\\", "!", "#",
      " a", "a ", "a-", "a.b", "[a",
    ]
    let lines = (0..<250).map { _ in
      (0..<Int.random(in: 1...6, using: &generator))
        .flatMap { _ in Array((pieces.randomElement(using: &generator) ?? "").utf8) }
    }
    let paths = (0..<60).map { _ in
      (0..<Int.random(in: 1...4, using: &generator))
        .map { _ in parts.randomElement(using: &generator) ?? "" }.joined(separator: "/")
    }
    let counts = try compare(lines, Set(paths).sorted().map { Array($0.utf8) })
    #expect(counts.pairs > 10_000)
    #expect(counts.hits > 1_000)
  }

  @Test func classesHaveTheBytesThatGitGivesThem() throws {
    let classes = [
      "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
      "upper", "xdigit",
    ]
    let lines = classes.map { Array("x[[:\($0):]]y".utf8) } + [Array("x?y".utf8)]
    let bytes = (UInt8(1)...255).filter { $0 != UInt8(ascii: "/") }
    let counts = try compare(lines, bytes.map { [0x78, $0, 0x79] })
    #expect(counts.pairs == 13 * 254)
  }

  @Test func rangesHaveTheBytesThatGitGivesThem() throws {
    let lines = ["x[\u{01}-~]y", "x[!a-z]y", "x[--0]y", "x[a-\\z]y", "x[\\--a]y", "x[z-a-c]y"]
    let bytes = (UInt8(1)...255).filter { $0 != UInt8(ascii: "/") }
    let high: [UInt8] = [0x78, 0x5B, 0x80, 0x2D, 0xFE, 0x5D, 0x79]
    let counts = try compare(lines.map { Array($0.utf8) } + [high], bytes.map { [0x78, $0, 0x79] })
    #expect(counts.pairs == 7 * 254)
  }
}
