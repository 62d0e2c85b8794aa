import Testing

@testable import TextForms

@Suite struct JSON5ReaderTests {
  @Test(arguments: [
    ("null", JSON5Value.Content.null),
    ("true", .boolean(true)),
    ("false", .boolean(false)),
    (" \t\n\u{0B}\u{0C}\r\u{A0}\u{FEFF}\u{2028}\u{2029}\u{2003}null", .null),
    ("// a comment\nnull // another", .null),
    ("// é ends at the separator\u{2028}null", .null),
    ("/* a * comment **/null/**/", .null),
    ("[]", .array([])),
    ("{}", .object([])),
    ("{/* nothing */}", .object([])),
  ]) func readsPlainValues(text: String, content: JSON5Value.Content) throws {
    #expect(try JSON5Reader.read(Array(text.utf8)).content == content)
  }

  @Test(arguments: [
    ("0", JSON5Value.Content.integer(0)),
    ("+7", .integer(7)),
    ("-12", .integer(-12)),
    ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("-0", .number(-0.0)),
    ("0x1F", .integer(31)),
    ("-0XfF", .integer(-255)),
    ("0x10000000000000000", .number(18_446_744_073_709_551_616)),
    (".5", .number(0.5)),
    ("5.", .number(5)),
    ("-.25e1", .number(-2.5)),
    ("1.5E+2", .number(150)),
    ("2e-1", .number(0.2)),
    ("5.e1", .number(50)),
    ("1e999", .number(.infinity)),
    ("Infinity", .number(.infinity)),
    ("+Infinity", .number(.infinity)),
    ("-Infinity", .number(-.infinity)),
  ]) func readsNumbers(text: String, content: JSON5Value.Content) throws {
    #expect(try JSON5Reader.read(Array(text.utf8)).content == content)
  }

  @Test(arguments: ["NaN", "-NaN", "+NaN"]) func readsNaN(text: String) throws {
    guard case .number(let number) = try JSON5Reader.read(Array(text.utf8)).content else {
      Issue.record("not a number")
      return
    }
    #expect(number.isNaN)
  }

  @Test(arguments: [
    (#""""#, ""),
    (#"'a "quoted" word'"#, #"a "quoted" word"#),
    (#""it's""#, "it's"),
    (#"'\'\"\\\/'"#, #"'"\/"#),
    (#"'\b\f\n\r\t\v\0'"#, "\u{8}\u{C}\n\r\t\u{B}\0"),
    (#"'\x41\xe9\u20AC'"#, "Aé€"),
    (#"'\uD83D\uDE00'"#, "😀"),
    (#"'\a\é\😀'"#, "aé😀"),
    ("'one\\\ntwo\\\r\nthree\\\u{2028}four\\\rfive'", "onetwothreefourfive"),
    ("'\u{2028}\u{2029}\t'", "\u{2028}\u{2029}\t"),
    ("'é€😀'", "é€😀"),
  ]) func readsStrings(text: String, string: String) throws {
    let value = try JSON5Reader.read(Array(text.utf8))
    #expect(value.content == .string(ArraySlice(string.utf8)))
  }

  @Test(arguments: [
    ("a", "a"), ("$_9", "$_9"), ("été", "été"), ("'a b'", "a b"), ("\"\"", ""),
    (#"\u0061b"#, "ab"), ("a\u{200D}b", "a\u{200D}b"), ("null", "null"), ("Infinity", "Infinity"),
  ]) func readsNames(text: String, name: String) throws {
    guard case .object(let members) = try JSON5Reader.read(Array("{\(text):1}".utf8)).content
    else {
      Issue.record("not an object")
      return
    }
    #expect(members.map(\.name) == [ArraySlice(name.utf8)])
  }

  @Test func keepsThePlaceOfEveryValueAndName() throws {
    let value = try JSON5Reader.read(Array(" { a: [1, 'x',], // c\n\"b\": {}, }".utf8))
    let items = [
      JSON5Value(offset: 7, content: .integer(1)),
      JSON5Value(offset: 10, content: .string(ArraySlice("x".utf8))),
    ]
    let members = [
      JSON5Member(
        name: ArraySlice("a".utf8),
        nameOffset: 3,
        value: JSON5Value(offset: 6, content: .array(items))
      ),
      JSON5Member(
        name: ArraySlice("b".utf8),
        nameOffset: 22,
        value: JSON5Value(offset: 27, content: .object([]))
      ),
    ]
    #expect(value == JSON5Value(offset: 1, content: .object(members)))
  }

  @Test func readsAsDeepAsAllowedAndNoDeeper() throws {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(try JSON5Reader.read(Array(deepest.utf8)).offset == 0)
    #expect(throws: JSON5Error(offset: 64, problem: .tooDeep(limit: 64))) {
      try JSON5Reader.read(Array("[\(deepest)]".utf8))
    }
    #expect(throws: JSON5Error(offset: 6, problem: .tooDeep(limit: 2))) {
      try JSON5Reader.read(Array("{a: [ {}]}".utf8), maximumDepth: 2)
    }
  }

  @Test func findsARepeatedNameAmongMany() {
    let names = (0..<40).map { "n\($0): 0," }.joined()
    let text = "{\(names)n7: 1}"
    let repeated = JSON5Error(
      offset: 1 + names.utf8.count,
      problem: .duplicateName(ArraySlice("n7".utf8))
    )
    #expect(throws: repeated) { try JSON5Reader.read(Array(text.utf8)) }
  }

  @Test func readsManyMembersInTimeThatGrowsWithTheirNumber() throws {
    let text = "{" + (0..<50_000).map { "n\($0):0," }.joined() + "}"
    guard case .object(let members) = try JSON5Reader.read(Array(text.utf8)).content else {
      Issue.record("not an object")
      return
    }
    #expect(members.count == 50_000)
  }
}
