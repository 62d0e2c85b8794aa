/// A value of a JSON5 text, with the place where it stands.
package struct JSON5Value: Sendable, Equatable {
  /// The offset of the value's first byte, from the start of the text.
  package let offset: Int

  /// The value itself.
  package let content: Content

  /// What a JSON5 value can be.
  package enum Content: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// A number written without fraction and exponent that an `Int` can hold; never `-0`.
    case integer(Int)
    /// Any other number; too large ones are infinite.
    case number(Double)
    /// The UTF-8 of the string, escapes resolved; a slice of the text if there are none.
    case string(ArraySlice<UInt8>)
    case array([JSON5Value])
    /// The members in the order of the text; no two have the same name.
    case object([JSON5Member])
  }

  /// The kinds of value, as error messages name them.
  package enum Form: String, Sendable, Equatable {
    case null
    case boolean = "true or false"
    case number = "a number"
    case string = "a string"
    case array = "an array"
    case object = "an object"
  }

  /// The kind of this value.
  package var form: Form {
    switch content {
    case .null: .null
    case .boolean: .boolean
    case .integer, .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

/// A name in an object and the value that it has.
package struct JSON5Member: Sendable, Equatable {
  /// The UTF-8 of the name, escapes resolved; a slice of the text if there are none.
  package let name: ArraySlice<UInt8>

  /// The offset of the name's first byte (its quote, if it has one), from the start of the text.
  package let nameOffset: Int

  /// The value.
  package let value: JSON5Value
}
