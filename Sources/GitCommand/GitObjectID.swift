import ScanModel

/// The id of a git object, as git writes it: 40 or 64 lower-case hexadecimal digits.
package struct GitObjectID: Hashable, Sendable {
  /// The digits.
  package let hexadecimal: [UInt8]

  /// Takes digits for an id; `nil` if they are none.
  package init?(hexadecimal digits: some Collection<UInt8>) {
    guard digits.count == 40 || digits.count == 64,
      digits.allSatisfy({ Hexadecimal.lowerCaseValue($0) != nil })
    else { return nil }
    hexadecimal = Array(digits)
  }

  /// Takes digits for an id; `nil` if they are none.
  package init?(_ text: String) { self.init(hexadecimal: text.utf8) }

  /// Whether all digits are 0, which is how git writes that there is no object.
  package var isZero: Bool { hexadecimal.allSatisfy { $0 == UInt8(ascii: "0") } }

  /// The id of the tree without entries, which every repository knows.
  package static func emptyTree(_ format: GitObjectFormat) -> GitObjectID {
    switch format {
    case .sha1: GitObjectID(unchecked: "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    case .sha256:
      GitObjectID(
        unchecked: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
      )
    }
  }

  private init(unchecked text: String) { hexadecimal = Array(text.utf8) }
}

extension GitObjectID: CustomStringConvertible {
  package var description: String { String(decoding: hexadecimal, as: UTF8.self) }
}

/// How a repository names its objects.
package enum GitObjectFormat: String, Hashable, Sendable {
  /// By SHA-1: 40 digits.
  case sha1
  /// By SHA-256: 64 digits.
  case sha256
}
