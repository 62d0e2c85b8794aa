import TextForms

// Values as the fields of a rule file want them.

extension JSON5Value {
  /// A fault that lies in this value.
  func fault(_ kind: RuleFileError.Kind) -> RuleFault { RuleFault(offset: offset, kind: kind) }

  /// The bytes of the string in `field`.
  func bytes(of field: String) throws(RuleFault) -> ArraySlice<UInt8> {
    guard case .string(let bytes) = content else {
      throw fault(.structure(.wrongForm(field: field, expected: .string, found: form)))
    }
    return bytes
  }

  /// The string in `field`.
  func text(of field: String) throws(RuleFault) -> String {
    String(decoding: try bytes(of: field), as: UTF8.self)
  }

  /// The string in `field`, if it is one line of an allowed number of bytes.
  func line(of field: String, byteCount: ClosedRange<Int>) throws(RuleFault) -> String {
    let bytes = try bytes(of: field)
    guard byteCount.contains(bytes.count) else {
      throw fault(.text(.badByteCount(bytes.count, field: field, allowed: byteCount)))
    }
    if let control = bytes.first(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw fault(.text(.controlCharacter(control, field: field)))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value of `Word` that the string in `field` names.
  func word<Word: CaseIterable & RawRepresentable<String>>(
    of field: String,
    as type: Word.Type
  ) throws(RuleFault) -> Word {
    let text = try text(of: field)
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue)
      throw fault(.text(.unknownWord(text, field: field, known: known)))
    }
    return word
  }

  /// The truth value in `field`.
  func flag(of field: String) throws(RuleFault) -> Bool {
    guard case .boolean(let flag) = content else {
      throw fault(.structure(.wrongForm(field: field, expected: .boolean, found: form)))
    }
    return flag
  }

  /// The whole number in `field`, if it is allowed.
  func integer(of field: String, in allowed: ClosedRange<Int>) throws(RuleFault) -> Int {
    switch content {
    case .integer(let number) where allowed.contains(number): return number
    case .integer(let number):
      throw fault(.body(.outOfRange(number, field: field, allowed: allowed)))
    case .number: throw fault(.body(.notWhole(field: field)))
    default: throw fault(.structure(.wrongForm(field: field, expected: .number, found: form)))
    }
  }

  /// The items of the array in `field`.
  func items(of field: String) throws(RuleFault) -> [JSON5Value] {
    guard case .array(let items) = content else {
      throw fault(.structure(.wrongForm(field: field, expected: .array, found: form)))
    }
    return items
  }

  /// The bytes of this string, which is an item of the array in `field`.
  func bytes(asItemOf field: String) throws(RuleFault) -> ArraySlice<UInt8> {
    guard case .string(let bytes) = content else {
      throw fault(.structure(.wrongItem(field: field, expected: .string, found: form)))
    }
    return bytes
  }
}
