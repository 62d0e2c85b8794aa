/// Text out of a file, made safe to show in an error message.
///
/// At most `maximumByteCount` bytes are shown. Control and format characters are written
/// `U+XXXX`, and bytes that are not UTF-8 become U+FFFD.
package struct ShownText: CustomStringConvertible {
  /// The text to show.
  package let description: String

  /// How much of the text is shown, in bytes.
  package static let maximumByteCount = 64

  /// Makes the shown form of `bytes`.
  package init(_ bytes: some Collection<UInt8>) {
    var shown = ""
    for scalar in String(decoding: bytes.prefix(Self.maximumByteCount), as: UTF8.self)
      .unicodeScalars
    {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        shown += "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: shown.unicodeScalars.append(scalar)
      }
    }
    description = bytes.count > Self.maximumByteCount ? shown + "…" : shown
  }
}
