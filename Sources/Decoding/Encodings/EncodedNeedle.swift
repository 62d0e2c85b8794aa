package import ByteSearch

/// A literal that encoded text has where a key's prefix is.
package struct EncodedNeedle: Hashable, Sendable {
  /// The bytes.
  package let pattern: NeedlePattern

  /// The encoding that has them.
  package let encoding: Encoding

  /// The place in the pattern of the byte that the encoding is told of.
  package let anchor: Int

  init(_ places: [ByteClass], _ encoding: Encoding, anchor: Int = 0) {
    pattern = NeedlePattern(places)
    self.encoding = encoding
    self.anchor = anchor
  }

  init(_ places: ArraySlice<ByteClass>, _ encoding: Encoding, anchor: Int = 0) {
    self.init(Array(places), encoding, anchor: anchor)
  }
}

extension EncodedNeedle {
  /// The needles of all encodings of some prefixes.
  ///
  /// They say where to look, no more: what is decoded there must show the prefix.
  ///
  /// - Parameters:
  ///   - keys: The prefixes of keys, of at least three ASCII bytes each.
  ///   - identifiers: The prefixes of what opens nothing; they are looked for at one level only.
  ///   - depth: How many encodings may be one inside the other; 0 for none at all.
  /// - Returns: The needles, each once.
  package static func needles(
    keys: [[UInt8]],
    identifiers: [[UInt8]],
    depth: Int
  ) -> [EncodedNeedle] {
    guard depth > 0 else { return [] }
    var needles: [EncodedNeedle] = []
    func add(_ more: [EncodedNeedle]) {
      // Nearly all differ in their first byte: quicker than a set of them.
      for needle in more where !needles.contains(needle) { needles.append(needle) }
    }
    for group in groups(keys) + groups(identifiers) {
      add(Base64Needles.needles(of: group))
      add(fixedWidth(group))
      add(EscapeNeedles.needles(of: group))
    }
    guard depth > 1 else { return needles }
    for group in groups(keys) {
      let twice = nested(group)
      add(twice)
      if depth > 2 { add(twice.flatMap(wrapped)) }
    }
    return needles
  }

  /// The prefixes that are of one length and end alike, as what may stand at each place.
  private static func groups(_ prefixes: [[UInt8]]) -> [[ByteClass]] {
    var order: [[UInt8]] = []
    var groups: [[UInt8]: [ByteClass]] = [:]
    for prefix in prefixes {
      let name = [UInt8(truncatingIfNeeded: prefix.count)] + prefix.suffix(2)
      let places = prefix.map { ByteClass([$0]) }
      if let group = groups[name] {
        groups[name] = zip(group, places).map { $0.union($1) }
      } else {
        order.append(name)
        groups[name] = places
      }
    }
    return order.compactMap { groups[$0] }
  }

  /// UTF-16 and UTF-32 of either byte order, digits, and digits of UTF-16: the prefix's last two
  /// characters.
  private static func fixedWidth(_ group: [ByteClass]) -> [EncodedNeedle] {
    let zero = ByteClass([0])
    let (before, last) = (group[group.count - 2], group[group.count - 1])
    var needles = [
      EncodedNeedle([zero, before, zero, last, zero], .utf16, anchor: 1),
      EncodedNeedle([zero, zero, zero, last, zero, zero], .utf32, anchor: 3),
    ]
    let gap = ByteClass(" :-,")
    let digits = HexadecimalDigits.either
    let zeros = digits(zero)
    // A line may end before the last character: then the first two stand in one.
    for (left, right) in [(digits(before), digits(last)), (digits(group[0]), digits(group[1]))] {
      needles.append(EncodedNeedle(left + right, .hexadecimal))
      needles.append(EncodedNeedle(left + [gap] + right, .hexadecimal))
    }
    needles.append(EncodedNeedle(zeros + digits(last), .hexadecimal))
    // `5f,00` of UTF-16, as the registry's exports write strings; the big-endian `00,5f,00` has it too.
    needles.append(EncodedNeedle(digits(last) + [ByteClass(",:")] + zeros, .hexadecimal))
    // `0x5f,` of a list.
    needles.append(
      EncodedNeedle([ByteClass("xX")] + digits(last) + [ByteClass(",")], .hexadecimal, anchor: 1)
    )
    return needles
  }

  /// Base64 and UTF-16 of what is base64 already; three deep, that is base64 thrice, and a script in
  /// UTF-16 that has PowerShell's `-EncodedCommand`.
  private static func wrapped(_ needle: EncodedNeedle) -> [EncodedNeedle] {
    guard case .base64 = needle.encoding else { return [] }
    let zero = ByteClass([0])
    let wide = needle.pattern.places.flatMap { [zero, $0] }
    return Base64Needles.needles(inside: needle.pattern.places)
      + [EncodedNeedle(wide, .utf16, anchor: 1)]
  }

  /// Base64 of base64, of UTF-16 and of percent escapes, and UTF-16 of base64.
  private static func nested(_ group: [ByteClass]) -> [EncodedNeedle] {
    let zero = ByteClass([0])
    var needles: [EncodedNeedle] = []
    for inner in Base64Needles.needles(of: group) where inner.anchor == 0 {
      needles += wrapped(inner)
    }
    let (before, last) = (group[group.count - 2], group[group.count - 1])
    needles += Base64Needles.needles(inside: [before, zero, last, zero])
    for digits in HexadecimalDigits.cases {
      needles += Base64Needles.needles(inside: [ByteClass("%")] + digits(last))
    }
    return needles
  }
}

/// The two digits that write a byte.
enum HexadecimalDigits {
  private static let lower = Array("0123456789abcdef".utf8)
  private static let upper = Array("0123456789ABCDEF".utf8)

  /// The digits of a byte in lower and in upper case.
  static let cases: [@Sendable (ByteClass) -> [ByteClass]] = [
    { digits(of: $0, lower) }, { digits(of: $0, upper) },
  ]

  /// The digits in either case.
  static func either(_ bytes: ByteClass) -> [ByteClass] {
    zip(digits(of: bytes, lower), digits(of: bytes, upper)).map { $0.union($1) }
  }

  private static func digits(of bytes: ByteClass, _ digits: [UInt8]) -> [ByteClass] {
    [
      ByteClass(bytes.bytes.map { digits[Int($0 >> 4)] }),
      ByteClass(bytes.bytes.map { digits[Int($0 & 0xF)] }),
    ]
  }
}
