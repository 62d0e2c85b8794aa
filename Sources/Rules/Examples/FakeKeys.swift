private import ScanModel

/// Makes texts with fake keys in them out of templates, so that no key stands in a source.
///
/// | template | becomes |
/// |---|---|
/// | `{key:zut:SEED}` | `zut_` and 38 characters: customer ID 1 and 24 bytes that SEED decides |
/// | `{id:SEED}` | `aky_` and 22 letters and digits |
/// | `{body:SEED:LENGTH}` | that many characters of base64url, 1 to 200 |
/// | `{byte:HH}` | the byte with these hexadecimal digits |
/// | `{{` | `{` |
///
/// A key's name is 2 to 15 lower-case letters and digits, a seed 1 to 32 letters, digits and
/// hyphens. The same template becomes the same bytes, always and everywhere.
package enum FakeKeys {
  /// The templates, each with its form.
  package enum Form: String, CaseIterable, Sendable {
    case key = "{key:NAME:SEED}"
    case identifier = "{id:SEED}"
    case body = "{body:SEED:LENGTH}"
    case byte = "{byte:HH}"
  }

  /// A stretch of a text: plain bytes or a template taken apart.
  private enum Part {
    case plain(ArraySlice<UInt8>)
    case key(name: ArraySlice<UInt8>, seed: ArraySlice<UInt8>)
    case identifier(seed: ArraySlice<UInt8>)
    case body(seed: ArraySlice<UInt8>, length: Int)
    case byte(UInt8)
  }

  /// The bytes that `text` becomes.
  package static func expand(_ text: String) throws(FakeKeyError) -> [UInt8] {
    var expanded: [UInt8] = []
    try forEachPart(of: Array(text.utf8)[...]) { part in
      switch part {
      case .plain(let bytes): expanded += bytes
      case .key(let name, let seed): appendKey(named: name, seed: seed, to: &expanded)
      case .identifier(let seed): appendIdentifier(seed: seed, to: &expanded)
      case .body(let seed, let length): appendBody(seed: seed, length: length, to: &expanded)
      case .byte(let byte): expanded.append(byte)
      }
    }
    return expanded
  }

  /// Checks that `expand` accepts the text, without making anything.
  static func check(_ text: ArraySlice<UInt8>) throws(FakeKeyError) {
    try forEachPart(of: text) { _ in }
  }

  /// Takes a text apart.
  private static func forEachPart(
    of text: ArraySlice<UInt8>,
    _ body: (Part) -> Void
  ) throws(FakeKeyError) {
    var rest = text
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      body(.plain(rest[..<brace]))
      rest = rest[brace...]
      if rest.dropFirst().first == UInt8(ascii: "{") {
        body(.plain(rest.prefix(1)))
        rest = rest.dropFirst(2)
        continue
      }
      guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
        throw .unclosed(String(decoding: rest, as: UTF8.self))
      }
      body(try part(rest[...end]))
      rest = rest[end...].dropFirst()
    }
    body(.plain(rest))
  }

  /// Reads a template, from its `{` to its `}`.
  private static func part(_ template: ArraySlice<UInt8>) throws(FakeKeyError) -> Part {
    let (name, fields) = cut(template.dropFirst().dropLast())
    let (first, second) = cut(fields ?? [])
    let form: Form
    if name.elementsEqual("key".utf8) {
      form = .key
      if let second, isKeyName(first), isSeed(second) { return .key(name: first, seed: second) }
    } else if name.elementsEqual("id".utf8) {
      form = .identifier
      if second == nil, isSeed(first) { return .identifier(seed: first) }
    } else if name.elementsEqual("body".utf8) {
      form = .body
      if let length = second.flatMap(length), isSeed(first) {
        return .body(seed: first, length: length)
      }
    } else if name.elementsEqual("byte".utf8) {
      form = .byte
      if second == nil, let byte = byte(first) { return .byte(byte) }
    } else {
      throw .unknown(String(decoding: template, as: UTF8.self))
    }
    throw .malformed(String(decoding: template, as: UTF8.self), form)
  }

  /// What stands before the first colon and what stands after it; `nil` if there is none.
  private static func cut(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?) {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return (text, nil) }
    return (text[..<colon], text[colon...].dropFirst())
  }

  /// Whether the bytes can be the name of a key.
  private static func isKeyName(_ name: ArraySlice<UInt8>) -> Bool {
    (2...15).contains(name.count) && name.allSatisfy(isLowerCaseLetterOrDigit)
  }

  /// Whether the bytes can be a seed.
  private static func isSeed(_ seed: ArraySlice<UInt8>) -> Bool {
    (1...32).contains(seed.count)
      && seed.allSatisfy {
        isLowerCaseLetterOrDigit($0) || $0 == UInt8(ascii: "-")
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
      }
  }

  private static func isLowerCaseLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Reads a length, 1 to 200; `nil` if the bytes are anything else.
  private static func length(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...3).contains(digits.count) else { return nil }
    var value = 0
    for byte in digits {
      guard let digit = Hexadecimal.value(byte), digit < 10 else { return nil }
      value = 10 * value + Int(digit)
    }
    return (1...200).contains(value) ? value : nil
  }

  /// Reads two hexadecimal digits; `nil` if the bytes are anything else.
  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2, let first = digits.first.flatMap(Hexadecimal.value),
      let second = digits.last.flatMap(Hexadecimal.value)
    else { return nil }
    return first << 4 | second
  }
}
