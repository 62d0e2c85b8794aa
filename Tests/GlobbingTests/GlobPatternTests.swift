import Testing

@testable import Globbing

@Suite struct GlobPatternTests {
  /// A pattern, a path (a directory if it ends with `/`), and whether they match.
  typealias Row = (glob: String, path: String, isMatch: Bool)

  static let rows: [Row] = [
    // A name at any depth.
    ("a.txt", "a.txt", true), ("a.txt", "x/y/a.txt", true), ("a.txt", "a.txt/x", false),
    ("a.txt", "xa.txt", false), ("a.txt", "a.txtx", false),
    // A slash at the start or inside ties the pattern to its directory.
    ("/a", "a", true), ("/a", "x/a", false), ("a/b", "a/b", true), ("a/b", "x/a/b", false),
    ("./a", "a", true), ("./a", "x/a", false),
    // A slash at the end asks for a directory.
    ("a/", "a/", true), ("a/", "a", false), ("a/", "x/a/", true), ("/a/", "x/a/", false),
    ("a/b/", "a/b/", true), ("a/b/", "a/b", false),
    // Stars and question marks stay in their part.
    ("*", "a", true), ("*", "x/a", true), ("*.c", ".c", true), ("*.c", "x/y.c", true),
    ("*.c", "y.cc", false), ("a*c", "ac", true), ("a*c", "abcbc", true), ("a*c", "ab", false),
    ("x/*", "x/a", true), ("x/*", "x/a/b", false), ("x/*/b", "x/a/b", true),
    ("x/*/b", "x/a/a/b", false), ("x/*b*c", "x/abbcac", true), ("x/*b*c", "x/ab/c", false),
    ("?", "a", true), ("?", "ab", false), ("a?b/c", "a/b/c", false), ("/?/?", "a/b", true),
    // Any number of directories.
    ("**/a", "a", true), ("**/a", "x/y/a", true), ("**/a", "x/ya", false),
    ("**/a/b", "x/a/b", true), ("a/**", "a/x", true), ("a/**", "a/x/y", true),
    ("a/**", "a/", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
    ("a/**/b", "a/xb", false), ("a/**/b/**/c", "a/b/x/b/c", true), ("**", "a/b", true),
    ("a/**/*.c", "a/x/y.c", true), ("a/**/*.c", "a/y.c", true), ("a/**/*.c", "y.c", false),
    ("/**/a", "x/a", true), ("**/**/**/x", "a/b/x", true), ("**/**/**/x", "a/b/y", false),
    // Stars that are no such thing are plain stars; right after plain bytes git counts them.
    ("x/a**", "x/abc", true), ("*/a**b/c", "x/a/b/c", false), ("a**/b", "ax/y/b", true),
    ("a**/b", "ab", true),
    // Sets.
    ("[abc]", "b", true), ("[abc]", "d", false), ("[a-c]x", "bx", true), ("[!a-c]", "b", false),
    ("[^a-c]", "d", true), ("[]a]", "]", true), ("[!]a]", "]", false), ("[a-]", "-", true),
    ("[-a]", "-", true), ("[\\]]", "]", true), ("[a\\-c]", "b", false), ("[a\\-c]", "-", true),
    ("[c-a]", "b", false), ("[[:digit:]]x", "7x", true), ("[[:digit:]a]x", "ax", true),
    ("[![:alpha:]]", "a", false), ("[[:]", ":", true), ("[a-c-e]", "d", false),
    ("a[/]b/c", "a/b/c", false), ("a[!x]b/c", "a/b/c", false),
    // Escapes.
    ("\\*", "*", true), ("\\*", "a", false), ("a\\b", "ab", true), ("\\!a", "!a", true),
    ("#a", "#a", true), ("a\\/b", "a/b", true), ("\\[a]", "[a]", true),
  ]

  @Test(arguments: rows)
  func matchesAsGitDoes(row: Row) throws {
    let pattern = try GlobPattern(parsing: row.glob)
    let isDirectory = row.path.hasSuffix("/")
    let path = Array(row.path.utf8.dropLast(isDirectory ? 1 : 0))
    #expect(pattern.matches(path, isDirectory: isDirectory) == row.isMatch)
  }

  @Test func matchesNamesThatAreNotUTF8() throws {
    #expect(try GlobPattern(parsing: [0xFF, 0x2A]).matches([0xFF, 0xFE], isDirectory: false))
    #expect(try GlobPattern(parsing: "?").matches([0xE9], isDirectory: false))
    #expect(try !GlobPattern(parsing: "?").matches(Array("é".utf8), isDirectory: false))
    let set = try GlobPattern(parsing: [0x5B, 0x80, 0x2D, 0x90, 0x5D])
    #expect(set.matches([0x85], isDirectory: false))
    #expect(!set.matches([0x91], isDirectory: false))
  }

  @Test(arguments: [
    ("a[", "invalid glob 'a[': '[' is never closed"),
    ("[]", "invalid glob '[]': '[' is never closed"),
    ("[a-\\", "invalid glob '[a-\\': '[' is never closed"),
    ("[[:a", "invalid glob '[[:a': '[' is never closed"),
    ("[[:nope:]]", "invalid glob '[[:nope:]]': '[:nope:]' is not a character class"),
    ("", "invalid glob '': it names nothing"),
    ("/", "invalid glob '/': it names nothing"),
    ("./", "invalid glob './': it names nothing"),
    ("a\\", "invalid glob 'a\\': nothing follows the last '\\'; write '\\\\' for a backslash"),
    (
      "!a",
      "invalid glob '!a': '!' negates nothing here; write '\\!' for a name that starts with it"
    ),
  ])
  func refusesWhatCanNeverMatch(glob: String, message: String) {
    let error = #expect(throws: GlobError.self) { try GlobPattern(parsing: glob) }
    #expect(error?.description == message)
  }

  @Test func refusesMoreThan4096Bytes() throws {
    let longest = String(repeating: "a", count: 4_096)
    #expect(try GlobPattern(parsing: longest).matches(Array(longest.utf8), isDirectory: false))
    let error = #expect(throws: GlobError.self) { try GlobPattern(parsing: longest + "a") }
    let shown = String(repeating: "a", count: 32)
    #expect(
      error?.description
        == "invalid glob '\(shown)…': 4097 bytes are more than the 4096 that a glob may have"
    )
  }

  @Test(arguments: ["a[", "[[:nope:]]", "a\\", "", "/", "//"])
  func malformedLineOfAnIgnoreFileIsNoPattern(line: String) {
    #expect(GlobPattern(ignoreFilePattern: Array(line.utf8)[...]) == nil)
  }

  @Test func ignoreFileMayHaveLongerPatterns() throws {
    let line = Array(String(repeating: "[a]", count: 2_000).utf8)
    let pattern = try #require(GlobPattern(ignoreFilePattern: line[...]))
    #expect(pattern.matches([UInt8](repeating: 0x61, count: 2_000), isDirectory: false))
  }

  @Test(.timeLimit(.minutes(10)))
  func hostileLineIsReadInOnePass() {
    let openings = Array(String(repeating: "[:", count: 500_000).utf8)
    let line = [UInt8(ascii: "[")] + openings + Array("x]".utf8)
    #expect(GlobPattern(ignoreFilePattern: line[...])?.matches([0x3A], isDirectory: false) == true)
    #expect(GlobPattern(ignoreFilePattern: line.dropLast()) == nil)
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (String(repeating: "*a", count: 1_000) + "*b*", String(repeating: "a", count: 4_096)),
      (String(repeating: "**/", count: 1_000) + "x*y", String(repeating: "a/", count: 2_047) + "x"),
      (
        String(repeating: "**/a*/", count: 500) + "*b*", String(repeating: "a/", count: 2_047) + "a"
      ),
      (
        "/**/" + String(repeating: "*a", count: 60) + "*b/c*",
        String(repeating: String(repeating: "a", count: 255) + "/", count: 16) + "c"
      ),
    ]
  )
  func hostilePatternEnds(glob: String, path: String) throws {
    let pattern = try GlobPattern(parsing: glob)
    let clock = ContinuousClock()
    var isMatch = true
    let time = clock.measure { isMatch = pattern.matches(Array(path.utf8), isDirectory: false) }
    #expect(!isMatch)
    #expect(time < .seconds(10))
  }
}
