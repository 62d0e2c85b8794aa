import ScanModel

/// Writes JSON (RFC 8259) into a buffer of bytes, one value at a time, without white space.
///
/// Commas are the writer's business; that names stand only in objects is the caller's.
package struct JSONWriter: Sendable {
  /// What has been written so far: UTF-8.
  package private(set) var bytes: [UInt8] = []

  /// Whether a value stands before the next one in the same object or array.
  private var needsComma = false

  /// Starts with nothing written.
  package init() {}

  /// Forgets what has been written, and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Writes an object whose members `body` writes.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    enclose("{", "}", body)
  }

  /// Writes an array whose elements `body` writes.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    enclose("[", "]", body)
  }

  /// Writes a string.
  package mutating func string(_ text: String) {
    separate()
    appendQuoted(text)
  }

  /// Writes an integer.
  package mutating func integer(_ number: Int) {
    separate()
    bytes += String(number).utf8
  }

  /// Writes a number with exactly `decimals` digits after the point; `null` if it is not finite.
  package mutating func number(_ number: Double, decimals: Int) {
    separate()
    bytes += (NumberText.fixed(number, decimals: decimals) ?? "null").utf8
  }

  /// Writes `true` or `false`.
  package mutating func boolean(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  /// Writes `null`.
  package mutating func null() {
    separate()
    bytes += "null".utf8
  }

  private mutating func enclose(
    _ open: Unicode.Scalar,
    _ close: Unicode.Scalar,
    _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  /// Writes the comma between two values, if there is a value before this one.
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}

// MARK: - Members of objects

extension JSONWriter {
  /// Writes the name of a member; its value must follow.
  package mutating func name(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a member that is a string.
  package mutating func member(_ name: String, _ text: String) {
    self.name(name)
    string(text)
  }

  /// Writes a member that is an integer.
  package mutating func member(_ name: String, _ number: Int) {
    self.name(name)
    integer(number)
  }

  /// Writes a member that is `true` or `false`.
  package mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    boolean(value)
  }

  /// Writes a member that is an object.
  package mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
    self.name(name)
    object(body)
  }

  /// Writes a member that is an array.
  package mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
    self.name(name)
    array(body)
  }
}

// MARK: - Strings

extension JSONWriter {
  /// Appends `text` in quotes (RFC 8259, section 7).
  ///
  /// What could steer a terminal is escaped too, although JSON would let it stand: reports are
  /// looked at with `cat`, on build services too, and every reader of JSON undoes it.
  private mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if Self.standsForItself(text) {
      bytes += text.utf8
      bytes.append(UInt8(ascii: "\""))
      return
    }
    var mark = BuildCommandMark()
    for scalar in text.unicodeScalars {
      if mark.isCompleted(by: scalar) {
        appendEscape(UInt16(UInt8(ascii: "[")))
      } else if scalar.isASCII {
        appendASCII(UInt8(ascii: scalar))
      } else if TerminalText.isUnsafe(scalar) {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          appendEscape(unit)
        }
      } else {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether nothing in a text can need an escape, as in most: character by character, writing takes
  /// four times as long.
  private static func standsForItself(_ text: String) -> Bool {
    let bytes = text.utf8Span.span
    for index in bytes.indices {
      switch bytes[index] {
      // A mark ends with a bracket.
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "["): return false
      case 0x20..<0x7F: continue
      default: return false
      }
    }
    return true
  }

  private mutating func appendASCII(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes += #"\""#.utf8
    case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
    case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
    case UInt8(ascii: "\r"): bytes += #"\r"#.utf8
    case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
    case 0..<0x20, 0x7F: appendEscape(UInt16(byte))
    default: bytes.append(byte)
    }
  }

  /// Appends `\uNNNN`.
  private mutating func appendEscape(_ unit: UInt16) {
    bytes += #"\u"#.utf8
    Hexadecimal.append(UInt8(truncatingIfNeeded: unit >> 8), to: &bytes)
    Hexadecimal.append(UInt8(truncatingIfNeeded: unit), to: &bytes)
  }
}
