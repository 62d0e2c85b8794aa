/// What a git object is.
package enum ObjectType: String, Hashable, Sendable, CaseIterable {
  case commit
  case tree
  case blob
  case tag

  /// The type that a loose object's header names; `nil` for any other word.
  init?(name: Span<UInt8>) {
    let found = Self.allCases.first { type in
      let word = Array(type.rawValue.utf8)
      return word.count == name.count && name.indices.allSatisfy { word[$0] == name[$0] }
    }
    guard let found else { return nil }
    self = found
  }

  /// The type of a pack entry that is not a delta; `nil` for any other number.
  init?(packNumber: UInt8) {
    switch packNumber {
    case 1: self = .commit
    case 2: self = .tree
    case 3: self = .blob
    case 4: self = .tag
    default: return nil
    }
  }
}
