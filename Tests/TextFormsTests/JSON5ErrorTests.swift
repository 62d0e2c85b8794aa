import Testing

@testable import TextForms

@Suite struct JSON5ErrorTests {
  @Test(arguments: [
    ("", 0, "expected a value, found the end of the file"),
    ("  // only\n", 10, "expected a value, found the end of the file"),
    ("tru", 0, "expected a value, found 'tru'"),
    ("nullx", 0, "expected a value, found 'nullx'"),
    ("Infinit", 0, "expected a value, found 'Infinit'"),
    ("-Nan", 1, "expected a value, found 'Nan'"),
    ("?", 0, "expected a value, found '?'"),
    ("\u{7}", 0, "expected a value, found 'U+0007'"),
    ("\u{202E}", 0, "expected a value, found 'U+202E'"),
    ("[,]", 1, "expected a value, found ','"),
    ("{a:}", 3, "expected a value, found '}'"),
    ("1 2", 2, "expected the end of the file, found '2'"),
    ("{} x1", 3, "expected the end of the file, found 'x1'"),
    ("{", 1, "expected a name or '}', found the end of the file"),
    ("{,}", 1, "expected a name or '}', found ','"),
    ("{1:1}", 1, "expected a name or '}', found '1'"),
    (#"{\u0031:1}"#, 1, "expected a name or '}', found '1'"),
    ("{a 1}", 3, "expected ':' after the name, found '1'"),
    ("{a\n}", 3, "expected ':' after the name, found '}'"),
    ("{a:1 b:2}", 5, "expected ',' or '}', found 'b'"),
    ("{a:1", 4, "expected ',' or '}', found the end of the file"),
    ("[1 2]", 3, "expected ',' or ']', found '2'"),
    ("[1}", 2, "expected ',' or ']', found '}'"),
    ("[", 1, "expected a value, found the end of the file"),
    ("'a\n'", 2, "expected a closing ', found the end of the line"),
    ("\"a\r\"", 2, "expected a closing \", found the end of the line"),
    ("\"a", 2, "expected a closing \", found the end of the file"),
    ("/x", 1, "expected '/' or '*' after '/', found 'x'"),
    ("/", 1, "expected '/' or '*' after '/', found the end of the file"),
    ("/* *", 4, "expected '*/', found the end of the file"),
    ("+", 1, "expected a digit, found the end of the file"),
    ("--1", 1, "expected a digit, found '-'"),
    (".", 1, "expected a digit, found the end of the file"),
    ("1e+", 3, "expected a digit, found the end of the file"),
    ("1ex", 2, "expected a digit, found 'x'"),
    ("0x", 2, "expected a hexadecimal digit, found the end of the file"),
    ("0xg", 2, "expected a hexadecimal digit, found 'g'"),
    ("007", 1, "expected the end of the number, found '0'"),
    ("12px", 2, "expected the end of the number, found 'p'"),
    ("0x1g", 3, "expected the end of the number, found 'g'"),
    (#"'\x4'"#, 4, "expected a hexadecimal digit, found '''"),
    (#"'\u12"#, 5, "expected a hexadecimal digit, found the end of the file"),
    (#"'\1'"#, 2, "expected an escape, found '1'"),
    (#"'\01'"#, 2, "expected an escape, found '0'"),
    (#"'\"#, 2, "expected an escape, found the end of the file"),
    (#"{a\x:1}"#, 3, "expected 'u' and four hexadecimal digits, found 'x'"),
    (#"'-\uD83D'"#, 2, #"expected an escaped pair of surrogates, found half of one, '\uD83D'"#),
    (
      #"'\uD83D\u0041'"#, 1, #"expected an escaped pair of surrogates, found half of one, '\uD83D'"#
    ),
    (#"'\uDE00'"#, 1, #"expected an escaped pair of surrogates, found half of one, '\uDE00'"#),
    ("{a:1,a:2}", 5, "expected each name once in an object, found 'a' again"),
    (#"{a:1,'\x61':2}"#, 5, "expected each name once in an object, found 'a' again"),
  ]) func saysWhatIsWrongAndWhere(text: String, offset: Int, sentence: String) {
    let error = #expect(throws: JSON5Error.self) { try JSON5Reader.read(Array(text.utf8)) }
    #expect(error?.offset == offset)
    #expect(error?.problem.description == sentence)
  }

  @Test(
    arguments: [
      ([0x22, 0xFF, 0x22], 1), ([0xC0, 0x80], 0), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
      ([0x31, 0x20, 0xE2, 0x80], 2),
    ] as [([UInt8], Int)]
  ) func refusesBytesThatAreNotUTF8(bytes: [UInt8], offset: Int) {
    let error = JSON5Error(offset: offset, problem: .invalidUTF8)
    #expect(throws: error) { try JSON5Reader.read(bytes) }
    #expect(error.problem.description == "expected UTF-8, found other bytes")
  }

  @Test func saysHowDeepIsTooDeep() {
    let problem = JSON5Error.Problem.tooDeep(limit: 64)
    #expect(
      problem.description == "expected at most 64 levels of arrays and objects, found more"
    )
  }

  @Test func showsNoMoreThanTheStartOfALongWord() {
    let error = #expect(throws: JSON5Error.self) {
      try JSON5Reader.read(Array(repeating: UInt8(ascii: "w"), count: 1_000))
    }
    let word = String(repeating: "w", count: 32)
    #expect(error?.problem.description == "expected a value, found '\(word)'")
  }
}
