/// The ID of a key, `aky_…`, in the only form that may become part of a URL.
package struct KeyID: Hashable, Sendable, CustomStringConvertible {
  /// The ID itself: `aky_` and 1 to 128 letters, digits, `_` and `-`.
  package let text: String

  /// Reads an ID; `nil` if `text` is anything else.
  package init?(parsing text: String) {
    let prefix = "aky_"
    guard text.hasPrefix(prefix), (5...132).contains(text.utf8.count) else { return nil }
    let isPlain = text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isPlain else { return nil }
    self.text = text
  }

  package var description: String { text }
}
