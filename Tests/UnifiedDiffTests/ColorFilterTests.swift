import Testing

@testable import UnifiedDiff

@Suite struct ColorFilterTests {
  private static let red = "\u{1B}[31m"
  private static let off = "\u{1B}[m"

  @Test(arguments: [
    ("\(red)abc\(off)", "abc"),
    ("\(off)\(red)abc\(off)\(red)  \(off)", "abc  "),
    ("\(red) \(off)\tabc", " \tabc"),
    ("abc\(off)\r", "abc\r"),
    ("abc\(red)def", "abc\(red)def"),
    ("abc\(red)\(off)def", "abc\(red)\(off)def"),
    ("a\u{1B}[2Jb", "a\u{1B}[2Jb"),
    ("\u{1B}", "\u{1B}"),
    ("\u{1B}[", "\u{1B}["),
    ("\u{1B}[1;38;5;208mx", "x"),
    (
      "\u{1B}[" + String(repeating: "1", count: 100) + "m",
      "\u{1B}[" + String(repeating: "1", count: 100) + "m"
    ),
    ("", ""),
  ])
  func onlyColorsWhereGitPutsThemGo(line: String, expected: String) {
    let bytes = Array(line.utf8)
    var whole = ColorFilter()
    #expect(String(decoding: whole.filter(bytes.span, isEnd: true), as: UTF8.self) == expected)
    for cut in 0...bytes.count {
      var filter = ColorFilter()
      var output = filter.filter(bytes.span.extracting(0..<cut), isEnd: false)
      output += filter.filter(bytes.span.extracting(cut..<bytes.count), isEnd: true)
      #expect(String(decoding: output, as: UTF8.self) == expected, "cut at \(cut)")
    }
  }
}
