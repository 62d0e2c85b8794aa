import ByteSearch
import TextForms

/// The field `body` of a rule, read and checked.
struct BodyDefinition {
  /// The form that the field describes.
  let form: BodyForm

  /// The lengths that a body may have, in bytes.
  static let lengths = 1...200

  private enum Field: String, FieldName {
    case alphabet
    case length
    case lastCharacter
    case otherLengths
    case beginsWithCustomerID
  }

  /// Reads the object in the field `body`.
  init(_ value: JSON5Value) throws(RuleFault) {
    let fields = try ObjectFields<Field>(value, of: "body")
    let alphabet = try Self.alphabet(try fields.required(.alphabet))
    var length: Int?
    if let value = fields.value(.length) {
      length = try value.integer(of: "length", in: Self.lengths)
    }
    var otherLengths: ClosedRange<Int>?
    if let value = fields.value(.otherLengths) { otherLengths = try Self.lengthRange(value) }
    guard length != nil || otherLengths != nil else { throw value.fault(.body(.noLength)) }
    form = BodyForm(
      alphabet: alphabet,
      exactLength: length,
      finalBytes: try Self.finalBytes(fields, alphabet: alphabet, length: length),
      otherLengths: otherLengths,
      beginsWithCustomerID: try Self.customerIDFlag(fields, alphabet: alphabet, length: length)
    )
  }

  /// Reads `alphabet`: `base64url` or characters and ranges.
  private static func alphabet(_ value: JSON5Value) throws(RuleFault) -> ByteClass {
    let text = try value.bytes(of: "alphabet")
    return text.elementsEqual("base64url".utf8)
      ? .base64URL : try byteClass(text, of: "alphabet", at: value)
  }

  /// Reads `lastCharacter`, characters and ranges of the alphabet; `nil` if it is absent.
  private static func finalBytes(
    _ fields: ObjectFields<Field>,
    alphabet: ByteClass,
    length: Int?
  ) throws(RuleFault) -> ByteClass? {
    guard let value = fields.value(.lastCharacter) else { return nil }
    let finals = try byteClass(
      try value.bytes(of: "lastCharacter"),
      of: "lastCharacter",
      at: value
    )
    if let outside = finals.bytes.first(where: { !alphabet.contains($0) }) {
      throw value.fault(.body(.finalOutsideAlphabet(outside)))
    }
    guard length != nil else { throw value.fault(.body(.finalWithoutLength)) }
    return finals
  }

  /// Reads `beginsWithCustomerID`; absent means no.
  private static func customerIDFlag(
    _ fields: ObjectFields<Field>,
    alphabet: ByteClass,
    length: Int?
  ) throws(RuleFault) -> Bool {
    guard let value = fields.value(.beginsWithCustomerID),
      try value.flag(of: "beginsWithCustomerID")
    else { return false }
    guard alphabet == .base64URL else { throw value.fault(.body(.customerIDNeedsBase64URL)) }
    // Six characters of base64url hold the 32 bits of the ID.
    guard let length, length >= 6 else { throw value.fault(.body(.customerIDNeedsLength)) }
    return true
  }

  /// Reads `otherLengths`: the least and the greatest length.
  private static func lengthRange(_ value: JSON5Value) throws(RuleFault) -> ClosedRange<Int> {
    let items = try value.items(of: "otherLengths")
    guard let first = items.first, let last = items.last, items.count == 2 else {
      throw value.fault(.structure(.badItemCount(items.count, field: "otherLengths", expected: 2)))
    }
    let least = try first.integer(of: "otherLengths", in: lengths)
    let greatest = try last.integer(of: "otherLengths", in: lengths)
    guard least <= greatest else {
      throw value.fault(.body(.backwardLengths(least: least, greatest: greatest)))
    }
    return least...greatest
  }

  /// Reads characters and ranges such as `A-Z`; a hyphen at either end stands for itself.
  private static func byteClass(
    _ text: ArraySlice<UInt8>,
    of field: String,
    at value: JSON5Value
  ) throws(RuleFault) -> ByteClass {
    guard (1...256).contains(text.count) else {
      throw value.fault(.text(.badByteCount(text.count, field: field, allowed: 1...256)))
    }
    if let byte = text.first(where: { !RuleDefinition.printable.contains($0) }) {
      throw value.fault(.text(.unprintable(byte, field: field)))
    }
    var bytes = ByteClass()
    var rest = text
    while let first = rest.popFirst() {
      if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first {
        guard first <= last else {
          throw value.fault(.text(.backwardRange(first: first, last: last, field: field)))
        }
        for byte in first...last { bytes.insert(byte) }
        rest = rest.dropFirst(2)
      } else {
        bytes.insert(first)
      }
    }
    return bytes
  }
}
