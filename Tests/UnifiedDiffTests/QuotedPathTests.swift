import Testing

@testable import UnifiedDiff

@Suite struct QuotedPathTests {
  private static func read(_ text: String) -> [String] {
    let (path, rest) = QuotedPath.read(Array(text.utf8)[...])
    return [String(decoding: path, as: UTF8.self), String(decoding: rest, as: UTF8.self)]
  }

  @Test(arguments: [
    ("a/f", "a/f", ""),
    ("a/f\t2026-11-21", "a/f", "\t2026-11-21"),
    ("sp ace\t", "sp ace", "\t"),
    (#""a/t\tn\nq\"b\\""#, "a/t\tn\nq\"b\\", ""),
    (#""\303\251" rest"#, "\u{E9}", " rest"),
    (#""\a\b\v\f\r""#, "\u{7}\u{8}\u{B}\u{C}\r", ""),
    ("\"\"", "", ""),
    // What is not quoted right stands for itself.
    ("\"open", "\"open", ""),
    (#""bad \x""#, #""bad \x""#, ""),
    (#""short \12""#, #""short \12""#, ""),
    (#""large \777""#, #""large \777""#, ""),
    ("\"end\\", "\"end\\", ""),
    ("", "", ""),
  ])
  func pathEndsWhereItsFormSays(text: String, path: String, rest: String) {
    #expect(Self.read(text) == [path, rest])
  }
}
