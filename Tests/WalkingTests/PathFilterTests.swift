import Globbing
import Testing

@testable import Walking

@Suite struct PathFilterTests {
  private func makeFilter(
    excludes: [String],
    includes: [String]
  ) throws(GlobError) -> PathFilter {
    try PathFilter(
      excludes: excludes.map { Array($0.utf8) },
      includes: includes.map { Array($0.utf8) }
    )
  }

  /// Decides on a path, which is a directory if it ends with `/`.
  private func isTaken(_ path: String, by filter: PathFilter) -> Bool {
    let isDirectory = path.hasSuffix("/")
    let bytes = Array(path.utf8.dropLast(isDirectory ? 1 : 0))
    return filter.decision(for: bytes, isDirectory: isDirectory) == .take
  }

  @Test func emptyFilterTakesEverything() throws {
    let filter = try makeFilter(excludes: [], includes: [])
    #expect(filter.isEmpty)
    #expect(isTaken("a/b", by: filter))
    #expect(try !makeFilter(excludes: ["a"], includes: []).isEmpty)
    #expect(try !makeFilter(excludes: [], includes: ["a"]).isEmpty)
  }

  @Test(arguments: [
    ("node_modules/", false), ("node_modules", true), ("src/node_modules/x/y.js", false),
    ("a.min.js", false), ("x/a.min.js", false), ("x/a.js", true), ("docs/", false),
    ("docs/a/b", false), ("x/docs/", true), ("x/docs/a", true),
  ])
  func excludeCoversWhatLiesBelow(path: String, isTaken expected: Bool) throws {
    let filter = try makeFilter(excludes: ["node_modules/", "*.min.js", "/docs"], includes: [])
    #expect(isTaken(path, by: filter) == expected)
  }

  @Test(arguments: [
    ("src/", true), ("src/a.c", true), ("src/x/y", true), ("lib/", true), ("lib/a.c", false),
    ("lib/a.env", true), ("a.env", true), ("srcs", false), ("src", false), ("src/b.env", false),
    ("src/old/", false), ("src/old/a.c", false), ("old/", false), ("old/a.env", false),
  ])
  func includeTakesFilesAndLooksIntoDirectories(path: String, isTaken expected: Bool) throws {
    let filter = try makeFilter(excludes: ["old", "b.env"], includes: ["/src/", "*.env"])
    #expect(isTaken(path, by: filter) == expected)
  }

  @Test func firstWrongGlobIsNamed() {
    let error = #expect(throws: GlobError.self) {
      try makeFilter(excludes: ["a"], includes: ["b", "c[", "d["])
    }
    #expect(error?.description == "invalid glob 'c[': '[' is never closed")
  }
}
