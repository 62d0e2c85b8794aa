import ScanModel
import TextForms

/// An object in a record of a report, whose members are read by name and form.
///
/// A member that is `null` counts as absent.
struct RecordObject {
  /// The object.
  let value: JSON5Value

  /// The names of the members that lead to it, joined with `.`; empty for the record itself.
  let name: String

  /// The numbers that reports may hold: those that every reader of JSON can hold exactly.
  static let numbers = 0...9_007_199_254_740_992

  /// What is wrong with the member `member`.
  func fault(_ problem: ReportReadError.Problem, at value: JSON5Value? = nil) -> RecordError {
    RecordError(offset: (value ?? self.value).offset, problem: problem)
  }

  /// The member's full name, for messages.
  func full(_ member: String) -> String { name.isEmpty ? member : "\(name).\(member)" }

  /// The member; `nil` if it is absent.
  func member(_ member: String) -> JSON5Value? {
    guard let value = value[member], value.form != .null else { return nil }
    return value
  }

  /// The member that must be there.
  func required(_ name: String) throws(RecordError) -> JSON5Value {
    guard let value = member(name) else { throw fault(.missing(full(name))) }
    return value
  }

  /// The error for a member of another form.
  func unexpected(_ name: String, _ value: JSON5Value, _ expected: String) -> RecordError {
    fault(.unexpectedForm(member: full(name), expected: expected), at: value)
  }

  // MARK: - Members that may be absent

  func string(_ name: String) throws(RecordError) -> String? {
    guard let value = member(name) else { return nil }
    guard let string = value.string else { throw unexpected(name, value, "a string") }
    return string
  }

  func number(
    _ name: String,
    in range: ClosedRange<Int> = numbers
  ) throws(RecordError) -> Int? {
    guard let value = member(name) else { return nil }
    guard let number = value.integer, range.contains(number) else {
      let bounds = "from \(range.lowerBound) to \(range.upperBound)"
      throw unexpected(name, value, "a whole number \(bounds)")
    }
    return number
  }

  func boolean(_ name: String) throws(RecordError) -> Bool? {
    guard let value = member(name) else { return nil }
    guard let boolean = value.boolean else { throw unexpected(name, value, "true or false") }
    return boolean
  }

  func object(_ name: String) throws(RecordError) -> RecordObject? {
    guard let value = member(name) else { return nil }
    guard value.form == .object else { throw unexpected(name, value, "an object") }
    return RecordObject(value: value, name: full(name))
  }

  /// The elements of an array; none if the member is absent.
  func elements(_ name: String) throws(RecordError) -> [JSON5Value] {
    guard let value = member(name) else { return [] }
    guard let elements = value.elements else { throw unexpected(name, value, "an array") }
    return elements
  }

  func strings(_ name: String) throws(RecordError) -> [String] {
    var strings: [String] = []
    for element in try elements(name) {
      guard let string = element.string else {
        throw unexpected(name, element, "an array of strings")
      }
      strings.append(string)
    }
    return strings
  }

  func objects(_ name: String) throws(RecordError) -> [RecordObject] {
    var objects: [RecordObject] = []
    for element in try elements(name) {
      guard element.form == .object else {
        throw unexpected(name, element, "an array of objects")
      }
      objects.append(RecordObject(value: element, name: full(name)))
    }
    return objects
  }

  /// The word, as the case that it names.
  func word<Word: CaseIterable & RawRepresentable<String>>(
    _ name: String,
    _ type: Word.Type
  ) throws(RecordError) -> Word? {
    guard let text = try string(name) else { return nil }
    guard let word = Word(rawValue: text) else {
      let expected = Word.allCases.map(\.rawValue)
      throw fault(.unknownWord(member: full(name), expected: expected), at: member(name))
    }
    return word
  }

  /// A path: the member, and the one called `…Bytes` where the text is not the whole truth.
  func path(_ name: String) throws(RecordError) -> ContentPath? {
    guard let text = try string(name) else { return nil }
    let bytesName = name + "Bytes"
    guard let encoded = try string(bytesName) else { return ContentPath(text) }
    guard let bytes = Base64.decoded(encoded), ContentPath(bytes).text == text else {
      let expected = "base64 of the bytes that '\(full(name))' shows"
      throw fault(
        .unexpectedForm(member: full(bytesName), expected: expected),
        at: member(bytesName)
      )
    }
    return ContentPath(bytes)
  }

  // MARK: - Members that must be there

  /// What `read` finds, which must be there.
  func need<Value>(
    _ name: String,
    _ read: (String) throws(RecordError) -> Value?
  ) throws(RecordError) -> Value {
    guard let value = try read(name) else { throw fault(.missing(full(name))) }
    return value
  }
}
