/// A literal of which every byte may be one of a few.
package struct NeedlePattern: Sendable, Hashable {
  /// The bytes that may stand at each place.
  package let places: [ByteClass]

  /// Makes the pattern of one literal.
  package init(_ literal: [UInt8]) {
    places = literal.map { ByteClass([$0]) }
  }

  /// Makes a pattern of what may stand at each place.
  package init(_ places: [ByteClass]) {
    self.places = places
  }

  /// Whether one of the pattern's literals stands at `offset`.
  package func stands(at offset: Int, in bytes: Span<UInt8>) -> Bool {
    guard offset >= 0, places.count <= bytes.count - offset else { return false }
    for place in places.indices where !places[place].contains(bytes[offset + place]) {
      return false
    }
    return true
  }
}
