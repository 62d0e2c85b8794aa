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

  /// The estimated share of positions in source text that the pattern's first places fit.
  package var estimatedRate: Double { ByteBucket(self, places: 4).rate }
}

/// The bytes that the needles of one bucket have at each of their first places.
struct ByteBucket {
  /// The bytes at each place.
  private(set) var places: [ByteClass]

  /// The estimated share of positions in source text that the bucket lets through.
  private(set) var rate: Double

  /// Looks at no more than that many places of `pattern`.
  init(_ pattern: NeedlePattern, places: Int) {
    self.init(Array(pattern.places.prefix(places)))
  }

  private init(_ places: [ByteClass]) {
    self.places = places
    rate = places.reduce(1) { $0 * TextStatistics.share(of: $1) }
  }

  /// The bucket of both buckets' needles.
  func union(_ other: ByteBucket) -> ByteBucket {
    ByteBucket(zip(places, other.places).map { $0.union($1) })
  }

  /// How many more positions pass when both buckets are one.
  func costOfMerging(_ other: ByteBucket) -> Double {
    var rate = 1.0
    for (left, right) in zip(places, other.places) {
      rate *= TextStatistics.share(of: left.union(right))
    }
    return rate - self.rate - other.rate
  }
}

/// How frequent bytes are in source text.
enum TextStatistics {
  /// The share of bytes that are in the set; bytes of 0x80 and above do not count.
  static func share(of set: ByteClass) -> Double {
    var share = 0.0
    set.forEachASCII { share += shares[Int($0)] }
    return share
  }

  /// The share of each byte below 0x80, its nibbles taken as independent.
  private static let shares = (0..<128).map { lowShares[$0 & 0xF] * highShares[$0 >> 4] }

  /// The share of bytes with each low nibble, counted over 50 MB of C headers, Python and JavaScript.
  static let lowShares = [
    0.217, 0.061, 0.044, 0.064, 0.080, 0.093, 0.041, 0.026,
    0.046, 0.070, 0.056, 0.023, 0.048, 0.046, 0.056, 0.089,
  ]

  /// The share of bytes with each high nibble, counted over the same text.
  static let highShares = [
    0.033, 0.002, 0.288, 0.074, 0.062, 0.055, 0.284, 0.194,
    0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001,
  ]
}
