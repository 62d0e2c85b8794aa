private import ScanModel
import TextForms

extension RuleFileError: CustomStringConvertible {
  /// One sentence: `rules/x.json5:14:9: expected a string for 'prefix', found a number`.
  package var description: String { "\(fileName):\(place.line):\(place.column): \(kind)" }
}

extension RuleFileError.Kind: CustomStringConvertible {
  /// One clause, without the place.
  package var description: String {
    switch self {
    case .fileTooLarge(let byteCount):
      "expected at most \(RuleFileError.maximumFileByteCount) bytes, found \(byteCount)"
    case .syntax(let problem): "\(problem)"
    case .structure(let problem): "\(problem)"
    case .text(let problem): "\(problem)"
    case .body(let problem): "\(problem)"
    case .template(let error): "\(error)"
    case .duplicateID(let name): "expected a rule name of its own, found '\(name)' again"
    case .duplicatePrefix(let prefix, let other):
      "expected a prefix of its own, found '\(prefix)' of rule '\(other)'"
    case .tooManyRules: "expected at most \(RuleSet.maximumRuleCount) rules, found more"
    }
  }
}

extension RuleFileError.Structure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongForm(let field, let expected, let found):
      "expected \(expected.rawValue) for \(named(field)), found \(found.rawValue)"
    case .wrongItem(let field, let expected, let found):
      "expected \(expected.rawValue) in '\(field)', found \(found.rawValue)"
    case .unknownField(let name, let known):
      "unknown field \(alternatives(to: name, known: known))"
    case .missingField(let name, let owner): "missing field '\(name)' in \(named(owner))"
    case .emptyArray(let field): "expected at least one item in '\(field)', found none"
    case .badItemCount(let count, let field, let expected):
      "expected \(expected) items in '\(field)', found \(count)"
    }
  }

  /// A field's name in quotes, or the whole file.
  private func named(_ field: String?) -> String { field.map { "'\($0)'" } ?? "the file" }
}

extension RuleFileError.Text: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownWord(let word, let field, let known):
      "unknown \(field) \(alternatives(to: word, known: known))"
    case .badID(let name):
      "expected 1 to 64 lower-case letters, digits and hyphens for 'id', found '\(shown(name))'"
    case .badByteCount(let count, let field, let allowed):
      "expected \(allowed.lowerBound) to \(allowed.upperBound) bytes for '\(field)', found \(count)"
    case .controlCharacter(let byte, let field):
      "expected one line of text for '\(field)', found the byte \(hexadecimal(byte))"
    case .unprintable(let byte, let field):
      "expected printable ASCII without spaces for '\(field)', found the byte \(hexadecimal(byte))"
    case .backwardRange(let first, let last, let field):
      "expected ranges that run upwards in '\(field)', "
        + "found '\(UnicodeScalar(first))-\(UnicodeScalar(last))'"
    case .badContextWord(let word):
      "expected words of 4 to 32 letters in 'context', found '\(shown(word))'"
    }
  }

  /// A byte as `0x1B`.
  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}

extension RuleFileError.Body: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notWhole(let field): "expected a whole number for '\(field)', found another number"
    case .outOfRange(let number, let field, let allowed):
      "expected \(allowed.lowerBound) to \(allowed.upperBound) for '\(field)', found \(number)"
    case .backwardLengths(let least, let greatest):
      "expected the least length first in 'otherLengths', found \(least) before \(greatest)"
    case .finalOutsideAlphabet(let byte):
      "expected characters of the alphabet for 'lastCharacter', found '\(UnicodeScalar(byte))'"
    case .finalWithoutLength: "expected 'length' beside 'lastCharacter', found none"
    case .noLength: "expected 'length' or 'otherLengths' in 'body', found neither"
    case .customerIDNeedsBase64URL:
      "expected the alphabet 'base64url' beside 'beginsWithCustomerID', found another"
    case .customerIDNeedsLength:
      "expected a 'length' of at least 6 beside 'beginsWithCustomerID', found none"
    }
  }
}

/// A word out of a file, safe to show.
private func shown(_ text: String) -> ShownText { ShownText(text.utf8) }

/// The word in quotes, and the one that was probably meant, or else all that may stand there.
private func alternatives(to word: String, known: [String]) -> String {
  if let nearest = Spelling.nearest(to: word, among: known) {
    return "'\(shown(word))'; did you mean '\(nearest)'?"
  }
  let all = known.map { "'\($0)'" }.joined(separator: ", ")
  return "'\(shown(word))'; " + (known.count == 1 ? "expected \(all)" : "expected one of \(all)")
}
