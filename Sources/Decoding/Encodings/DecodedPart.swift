/// How much to decode around a place.
package struct DecodedPart: Sendable {
  /// How far from the place to look, in encoded bytes to either side.
  let reach: Int

  /// How many bytes of text before the place are enough.
  let before: Int

  /// How many bytes of text from the place on are enough.
  let after: Int

  /// The order of the bytes in a unit of UTF-16 or UTF-32; `nil` to let the text tell.
  let order: ByteOrder?

  /// All that is within reach.
  package init(reach: Int, order: ByteOrder? = nil) {
    self.init(reach: reach, before: reach, after: reach, order: order)
  }

  /// What is within reach, but no more than is enough: of that, each byte is what all within reach
  /// would have there.
  ///
  /// - Parameters:
  ///   - reach: How far to look, in encoded bytes to either side.
  ///   - before: How many bytes of text before the place are enough.
  ///   - after: How many bytes of text from the place on are enough.
  ///   - order: The order of the bytes in a unit; `nil` to let the text tell.
  package init(reach: Int, before: Int, after: Int, order: ByteOrder? = nil) {
    self.reach = reach
    self.before = before
    self.after = after
    self.order = order
  }
}

/// The order of the bytes in a unit of several.
package enum ByteOrder: Sendable {
  /// The least significant byte first.
  case little
  /// The most significant byte first.
  case big
}
