extension [UInt8] {
  /// Appends what is lent.
  mutating func append(_ bytes: Span<UInt8>) {
    reserveCapacity(count + bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }

  /// Copies what is lent.
  init(_ bytes: Span<UInt8>) {
    self.init()
    append(bytes)
  }
}

extension Collection<UInt8> {
  /// Whether the bytes start with a literal.
  func starts(with literal: String) -> Bool { starts(with: literal.utf8) }

  /// What follows a literal at the start; `nil` if the bytes do not start with it.
  func dropping(_ literal: String) -> SubSequence? {
    starts(with: literal) ? dropFirst(literal.utf8.count) : nil
  }
}
