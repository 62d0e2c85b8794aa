import ScanModel
import TextForms

/// A rule as a rule file writes it, read and checked.
///
/// A rule file is JSON5: an object with the field `schema`, which is `zleaks.rules/1`, and the
/// field `rules`, an array of objects with the fields
///
/// | field | value |
/// |---|---|
/// | `id` | the name: 1 to 64 lower-case letters, digits and hyphens |
/// | `description` | what a match is, in a few words; 1 to 200 bytes |
/// | `severity` | `info`, `low`, `medium`, `high` or `critical` |
/// | `kind` | `key` (opens something) or `identifier` (only names it) |
/// | `prefix` | what every match starts with: 3 to 16 printable characters of ASCII |
/// | `body` | what follows, see below |
/// | `context` | optional: words whose presence makes an inexact match likely; 4 to 32 letters |
/// | `advice` | what to do when one has leaked: a text, or an array of them; 1 to 500 bytes each |
/// | `examples` | `match`: objects with `text` and `confidence`; `noMatch`: texts, optional |
///
/// and `body` an object with the fields
///
/// | field | value |
/// |---|---|
/// | `alphabet` | `base64url`, or characters and ranges such as `A-Za-z0-9_-` |
/// | `length` | the length of an exact body, 1 to 200 |
/// | `lastCharacter` | optional: what an exact body ends with, characters and ranges |
/// | `otherLengths` | `[least, greatest]`: the lengths of an inexact body |
/// | `beginsWithCustomerID` | optional: whether an exact body starts with a customer ID |
///
/// of which `length` or `otherLengths` must be there. Texts of examples are templates: `FakeKeys`.
struct RuleDefinition {
  /// The rule.
  let rule: Rule

  /// The offset of the value of `id`, from the start of the file.
  let idOffset: Int

  /// The offset of the value of `prefix`, from the start of the file.
  let prefixOffset: Int

  /// The printable characters of ASCII; a space is none.
  static let printable: ClosedRange<UInt8> = 0x21...0x7E

  private enum Field: String, FieldName {
    case id
    case description
    case severity
    case kind
    case prefix
    case body
    case context
    case advice
    case examples
  }

  /// Reads an item of the field `rules`.
  init(_ value: JSON5Value) throws(RuleFault) {
    let fields = try ObjectFields<Field>(value, of: "rules")
    let id = try fields.required(.id)
    let prefix = try fields.required(.prefix)
    idOffset = id.offset
    prefixOffset = prefix.offset
    rule = Rule(
      id: try Self.ruleID(id),
      description: try fields.required(.description).line(of: "description", byteCount: 1...200),
      severity: try fields.required(.severity).word(of: "severity", as: Severity.self),
      kind: try fields.required(.kind).word(of: "kind", as: Rule.Kind.self),
      prefix: try Self.prefixBytes(prefix),
      body: try BodyDefinition(try fields.required(.body)).form,
      contextWords: try Self.contextWords(fields.value(.context)),
      advice: try Self.advice(try fields.required(.advice)),
      examples: try ExamplesDefinition(try fields.required(.examples)).examples
    )
  }

  /// Reads `id`.
  private static func ruleID(_ value: JSON5Value) throws(RuleFault) -> RuleID {
    let bytes = try value.bytes(of: "id")
    let name = String(decoding: bytes, as: UTF8.self)
    guard (1...64).contains(bytes.count), bytes.allSatisfy(isIDByte) else {
      throw value.fault(.text(.badID(name)))
    }
    return RuleID(name)
  }

  /// Whether a rule's name may hold the byte.
  private static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Reads `prefix`.
  private static func prefixBytes(_ value: JSON5Value) throws(RuleFault) -> [UInt8] {
    let bytes = try value.bytes(of: "prefix")
    guard (3...16).contains(bytes.count) else {
      throw value.fault(.text(.badByteCount(bytes.count, field: "prefix", allowed: 3...16)))
    }
    if let byte = bytes.first(where: { !printable.contains($0) }) {
      throw value.fault(.text(.unprintable(byte, field: "prefix")))
    }
    return Array(bytes)
  }

  /// Reads `advice`: a text, or an array of texts, which are joined with spaces.
  private static func advice(_ value: JSON5Value) throws(RuleFault) -> String {
    let byteCount = 1...500
    guard case .array = value.content else {
      return try value.line(of: "advice", byteCount: byteCount)
    }
    var texts: [String] = []
    for item in try value.items(of: "advice") {
      _ = try item.bytes(asItemOf: "advice")
      texts.append(try item.line(of: "advice", byteCount: byteCount))
    }
    guard !texts.isEmpty else { throw value.fault(.structure(.emptyArray(field: "advice"))) }
    return texts.joined(separator: " ")
  }

  /// Reads `context`; absent means no words.
  private static func contextWords(_ value: JSON5Value?) throws(RuleFault) -> [String] {
    guard let value else { return [] }
    var words: [String] = []
    for item in try value.items(of: "context") {
      let bytes = try item.bytes(asItemOf: "context")
      let word = String(decoding: bytes, as: UTF8.self)
      // Setting bit 5 makes a capital letter small and no other character a letter.
      let isWord = bytes.allSatisfy {
        $0 < 0x80 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
      }
      guard isWord, (4...32).contains(bytes.count) else {
        throw item.fault(.text(.badContextWord(word)))
      }
      words.append(word)
    }
    return words
  }
}
