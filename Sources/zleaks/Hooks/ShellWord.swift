/// Bytes as one word of a shell script.
enum ShellWord {
  private static let quote = UInt8(ascii: "'")

  /// A quote within quotes: the quotes end, a quote follows, the quotes go on.
  private static let quotedQuote = Array(#"'\''"#.utf8)

  /// The word between single quotes, in which the shell changes nothing.
  static func quoted(_ bytes: [UInt8]) -> [UInt8] {
    [quote] + bytes.flatMap { $0 == quote ? quotedQuote : [$0] } + [quote]
  }

  /// The bytes that `quoted` made the start of `text` from; `nil` if it made none.
  static func unquoted(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.first == quote else { return nil }
    var bytes: [UInt8] = []
    var rest = text.dropFirst()
    while let byte = rest.first {
      if byte != quote {
        bytes.append(byte)
        rest = rest.dropFirst()
      } else if rest.starts(with: quotedQuote) {
        bytes.append(quote)
        rest = rest.dropFirst(quotedQuote.count)
      } else {
        return bytes
      }
    }
    return nil
  }
}
