import TextForms

/// The names that the members of one kind of object may have.
protocol FieldName: RawRepresentable<String>, CaseIterable, Equatable {}

/// The members of an object whose names are all known.
struct ObjectFields<Name: FieldName> {
  /// The offset of the object's `{` in the file.
  let offset: Int

  /// The field that holds the object; `nil` for the whole file.
  let owner: String?

  private var fields: [(name: Name, value: JSON5Value)] = []

  /// Reads the members of `value`, which is what the field `owner` holds.
  ///
  /// - Throws: `wrongForm` if it is not an object, `unknownField` for the first name not known.
  init(_ value: JSON5Value, of owner: String?) throws(RuleFault) {
    offset = value.offset
    self.owner = owner
    guard case .object(let members) = value.content else {
      throw value.fault(.structure(.wrongForm(field: owner, expected: .object, found: value.form)))
    }
    fields.reserveCapacity(members.count)
    for member in members {
      let name = String(decoding: member.name, as: UTF8.self)
      guard let known = Name(rawValue: name) else {
        throw RuleFault(
          offset: member.nameOffset,
          kind: .structure(.unknownField(name, known: Name.allCases.map(\.rawValue)))
        )
      }
      fields.append((known, member.value))
    }
  }

  /// The value of a field that may be absent; `nil` if it is.
  func value(_ name: Name) -> JSON5Value? {
    fields.first { $0.name == name }?.value
  }

  /// The value of a field that must be there.
  func required(_ name: Name) throws(RuleFault) -> JSON5Value {
    guard let value = value(name) else {
      throw RuleFault(offset: offset, kind: .structure(.missingField(name.rawValue, owner: owner)))
    }
    return value
  }
}
