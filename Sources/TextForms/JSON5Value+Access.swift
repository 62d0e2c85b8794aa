// Values as a lenient reader of other programs' JSON wants them: what is not there, and what is of
// another form, are both `nil`.

extension JSON5Value {
  /// The value of the member `name`; `nil` if this is no object or has no such member.
  package subscript(name: String) -> JSON5Value? {
    guard case .object(let members) = content else { return nil }
    // Most names differ in length, which is quick to see.
    let byteCount = name.utf8.count
    return members.first { $0.name.count == byteCount && $0.name.elementsEqual(name.utf8) }?.value
  }

  /// The string; `nil` if this is none.
  package var string: String? {
    guard case .string(let bytes) = content else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The UTF-8 of the string; `nil` if this is none.
  package var stringBytes: ArraySlice<UInt8>? {
    guard case .string(let bytes) = content else { return nil }
    return bytes
  }

  /// The whole number; `nil` if this is none.
  package var integer: Int? {
    guard case .integer(let number) = content else { return nil }
    return number
  }

  /// The truth value; `nil` if this is none.
  package var boolean: Bool? {
    guard case .boolean(let value) = content else { return nil }
    return value
  }

  /// The elements; `nil` if this is no array.
  package var elements: [JSON5Value]? {
    guard case .array(let elements) = content else { return nil }
    return elements
  }
}
