/// What is wrong with a JSON5 text, and where.
package struct JSON5Error: Error, Equatable, Sendable {
  /// The offset of the byte at which the text stops making sense, from the start of the text.
  package let offset: Int

  /// What is wrong there.
  package let problem: Problem

  /// The ways in which a text can fail to be JSON5.
  package enum Problem: Equatable, Sendable {
    /// The bytes there are not UTF-8.
    case invalidUTF8
    /// The grammar wants something else there.
    case unexpected(Found, expected: Expected)
    /// One half of a surrogate pair is escaped without the other.
    case loneSurrogate(UInt16)
    /// The object has a member of this name already; the name's UTF-8.
    case duplicateName(ArraySlice<UInt8>)
    /// The value lies inside more than `limit` arrays and objects.
    case tooDeep(limit: Int)
  }

  /// What stands in a place where the grammar wants something else.
  package enum Found: Equatable, Sendable {
    case endOfText
    case lineEnd
    case character(Unicode.Scalar)
    /// An unquoted word: its first `JSON5Reader.maximumShownWordLength` bytes.
    case word(ArraySlice<UInt8>)
  }

  /// What the grammar wants.
  package enum Expected: Equatable, Sendable {
    case value
    case endOfText
    case nameOrBrace
    case colon
    case commaOrBrace
    case commaOrBracket
    /// The quote that ends the string, a byte of ASCII.
    case closingQuote(UInt8)
    case comment
    case commentEnd
    case digit
    case hexadecimalDigit
    case endOfNumber
    case escape
    case nameEscape
  }
}

extension JSON5Error.Problem: CustomStringConvertible {
  /// One clause: `expected ',' or '}', found 'x'`.
  package var description: String {
    switch self {
    case .invalidUTF8: "expected UTF-8, found other bytes"
    case .unexpected(let found, let expected): "expected \(expected), found \(found)"
    case .loneSurrogate(let unit):
      "expected an escaped pair of surrogates, found half of one, '\\u\(hexadecimal(unit))'"
    case .duplicateName(let name):
      "expected each name once in an object, found '\(ShownText(name))' again"
    case .tooDeep(let limit): "expected at most \(limit) levels of arrays and objects, found more"
    }
  }

  /// The four digits of a UTF-16 unit.
  private func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension JSON5Error.Found: CustomStringConvertible {
  package var description: String {
    switch self {
    case .endOfText: "the end of the file"
    case .lineEnd: "the end of the line"
    case .character(let character): "'\(ShownText(String(character).utf8))'"
    case .word(let word): "'\(ShownText(word))'"
    }
  }
}

extension JSON5Error.Expected: CustomStringConvertible {
  package var description: String {
    switch self {
    case .value: "a value"
    case .endOfText: "the end of the file"
    case .nameOrBrace: "a name or '}'"
    case .colon: "':' after the name"
    case .commaOrBrace: "',' or '}'"
    case .commaOrBracket: "',' or ']'"
    case .closingQuote(let quote): "a closing \(String(UnicodeScalar(quote)))"
    case .comment: "'/' or '*' after '/'"
    case .commentEnd: "'*/'"
    case .digit: "a digit"
    case .hexadecimalDigit: "a hexadecimal digit"
    case .endOfNumber: "the end of the number"
    case .escape: "an escape"
    case .nameEscape: "'u' and four hexadecimal digits"
    }
  }
}
