package import ScanModel
package import TextForms

/// What is wrong with a rule file, and where.
package struct RuleFileError: Error, Equatable, Sendable {
  /// The file's name, as it was given.
  package let fileName: String

  /// The place in the file.
  package let place: LineColumn

  /// What is wrong there.
  package let kind: Kind

  /// The most bytes that a rule file may have: 1 MiB.
  package static let maximumFileByteCount = 1 << 20

  /// The ways in which a file can fail to hold rules.
  package enum Kind: Equatable, Sendable {
    /// The file has more than `maximumFileByteCount` bytes.
    case fileTooLarge(byteCount: Int)
    /// The file is not JSON5.
    case syntax(JSON5Error.Problem)
    /// A field is missing, unknown or of the wrong kind.
    case structure(Structure)
    /// A string does not have the form that its field wants.
    case text(Text)
    /// The fields of `body` are no form of a body.
    case body(Body)
    /// A template in an example is wrong.
    case template(FakeKeyError)
    /// A rule before it in the file has the same name.
    case duplicateID(String)
    /// The other rule has the same prefix.
    case duplicatePrefix(String, other: String)
    /// There are more than `RuleSet.maximumRuleCount` rules.
    case tooManyRules
  }

  /// The ways in which fields can be wrong, whatever they hold.
  ///
  /// A `field` is the name of an object's member as the file has it.
  package enum Structure: Equatable, Sendable {
    /// The value is of the wrong kind; `field` is `nil` for the whole file.
    case wrongForm(field: String?, expected: JSON5Value.Form, found: JSON5Value.Form)
    /// An item of the array in `field` is of the wrong kind.
    case wrongItem(field: String, expected: JSON5Value.Form, found: JSON5Value.Form)
    /// The object has no such member; `known` are those that it may have.
    case unknownField(String, known: [String])
    /// The object lacks a member; `owner` is the field that holds the object, `nil` the file.
    case missingField(String, owner: String?)
    /// The array needs at least one item.
    case emptyArray(field: String)
    /// The array has not the number of items that it needs.
    case badItemCount(Int, field: String, expected: Int)
  }

  /// The ways in which a string can be wrong for its field.
  package enum Text: Equatable, Sendable {
    /// The word is none of `known`.
    case unknownWord(String, field: String, known: [String])
    /// The name is not 1 to 64 lower-case letters, digits and hyphens.
    case badID(String)
    /// The text has too few or too many bytes.
    case badByteCount(Int, field: String, allowed: ClosedRange<Int>)
    /// The text has a control character where one line is wanted.
    case controlCharacter(UInt8, field: String)
    /// The byte is not a printable character of ASCII, or is a space.
    case unprintable(UInt8, field: String)
    /// The range of characters runs backwards; both are printable ASCII.
    case backwardRange(first: UInt8, last: UInt8, field: String)
    /// The word is not 4 to 32 letters of ASCII.
    case badContextWord(String)
  }

  /// The ways in which the fields of `body` can be wrong.
  package enum Body: Equatable, Sendable {
    /// The number has a fraction or is beyond every length.
    case notWhole(field: String)
    /// The number is too small or too large.
    case outOfRange(Int, field: String, allowed: ClosedRange<Int>)
    /// The least length is above the greatest.
    case backwardLengths(least: Int, greatest: Int)
    /// The last character, printable ASCII, is not one of the alphabet.
    case finalOutsideAlphabet(UInt8)
    /// `lastCharacter` needs `length`.
    case finalWithoutLength
    /// The body has neither `length` nor `otherLengths`.
    case noLength
    /// `beginsWithCustomerID` needs the alphabet `base64url`.
    case customerIDNeedsBase64URL
    /// `beginsWithCustomerID` needs a `length` of at least six.
    case customerIDNeedsLength
  }
}
