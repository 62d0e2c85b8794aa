internal import Foundation

/// A text in another form, and which bytes carry which of its characters: encoders written apart from
/// the decoders that they test.
package struct EncodedText: Sendable {
  /// The encoded bytes.
  package var bytes: [UInt8] = []

  /// For each character, the bytes that carry it.
  package var ranges: [Range<Int>] = []

  /// Writes each character of an ASCII text in a form of its own.
  package init(_ text: [UInt8], each form: (UInt8) -> [UInt8]) {
    for byte in text {
      let encoded = form(byte)
      ranges.append(bytes.count..<bytes.count + encoded.count)
      bytes += encoded
    }
  }

  /// Writes each character in a form of its own, after what stands before the character of that
  /// number and carries none.
  package init(_ text: [UInt8], gap: (Int) -> String, each form: (UInt8) -> [UInt8]) {
    for (index, byte) in text.enumerated() {
      bytes += Array(gap(index).utf8)
      let encoded = form(byte)
      ranges.append(bytes.count..<bytes.count + encoded.count)
      bytes += encoded
    }
  }

  /// Writes a text as programs list bytes: lines of sixteen, numbered, with the text beside them.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - number: The form of a line's number, for `printf`, and what stands behind it.
  ///   - group: How many bytes stand together.
  package init(listing text: [UInt8], number: String, group: Int) {
    for start in stride(from: 0, to: text.count, by: 16) {
      bytes += Self.escaped(start, number)
      let line = text[start..<min(start + 16, text.count)]
      for (place, byte) in line.enumerated() {
        if place > 0, place % group == 0 { bytes.append(0x20) }
        ranges.append(bytes.count..<bytes.count + 2)
        bytes += Self.escaped(byte, "%02x")
      }
      bytes += Array("  ".utf8) + line.map { $0 < 0x20 ? 0x2E : $0 } + [0x0A]
    }
  }

  /// Writes a text in base64, with lines of that many characters.
  package init(base64 text: [UInt8], line: Int = .max, newline: String = "\n") {
    var places: [Int] = []
    for (index, character) in Data(text).base64EncodedString().utf8.enumerated() {
      if index > 0, index % line == 0 { bytes += Array(newline.utf8) }
      places.append(bytes.count)
      bytes.append(character)
    }
    ranges = text.indices.map { index in
      places[8 * index / 6]..<places[(8 * index + 7) / 6] + 1
    }
  }

  /// Writes this text once more in another form.
  package func then(_ form: ([UInt8]) -> EncodedText) -> EncodedText {
    var outer = form(bytes)
    outer.ranges = ranges.map { range in
      outer.ranges[range.lowerBound].lowerBound..<outer.ranges[range.upperBound - 1].upperBound
    }
    return outer
  }

  /// One character in a form that `printf` knows.
  package static func escaped(_ value: some BinaryInteger, _ format: String) -> [UInt8] {
    Array(String(format: format, Int(value)).utf8)
  }

  /// Joins what carries the characters in `range`.
  package func carrier(of range: Range<Int>) -> Range<Int> {
    ranges[range.lowerBound].lowerBound..<ranges[range.upperBound - 1].upperBound
  }
}

/// A form that a text can be written in.
package struct TextEncoding: Sendable, CustomStringConvertible {
  /// What reports call the encodings, outermost first.
  package let names: [String]

  /// What tells it from others of the same names.
  package let variant: String

  /// Writes a text so.
  package let encode: @Sendable ([UInt8]) -> EncodedText

  init(
    _ names: String,
    _ variant: String = "",
    _ encode: @escaping @Sendable ([UInt8]) -> EncodedText
  ) {
    self.names = names.split(separator: " ").map(String.init)
    self.variant = variant
    self.encode = encode
  }

  package var description: String { (names + [variant]).joined(separator: " ") }

  private static func format(_ names: String, _ format: String) -> TextEncoding {
    TextEncoding(names, format) { text in
      EncodedText(text) { Array(String(format: format, Int($0)).utf8) }
    }
  }

  /// Only what is no letter or digit escaped.
  private static func partly(_ names: String, _ format: String) -> TextEncoding {
    TextEncoding(names, "partly " + format) { text in
      EncodedText(text) { byte in
        byte == UInt8(ascii: "_") ? Array(String(format: format, Int(byte)).utf8) : [byte]
      }
    }
  }

  /// Pairs of digits with something between them.
  private static func pairs(_ format: String, _ gap: String) -> TextEncoding {
    TextEncoding("hex", format + gap) { text in
      EncodedText(text, gap: { $0 > 0 ? gap : "" }) { EncodedText.escaped($0, format) }
    }
  }

  /// Plain text in short lines that quoted-printable joins.
  private static func softLines(_ newline: String) -> TextEncoding {
    TextEncoding("quoted-printable", "partly, " + newline.debugDescription) { text in
      EncodedText(text, gap: { $0 > 0 && $0 % 20 == 0 ? "=" + newline : "" }) { byte in
        byte == UInt8(ascii: "=") ? Array("=3D".utf8) : [byte]
      }
    }
  }

  /// Base64 in a text that escapes two of its characters.
  private static let escapedBase64 = [
    TextEncoding("base64", "with %2B and %2F") { text in
      EncodedText(base64: text).then { base64 in
        EncodedText(base64) { byte in
          byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            ? EncodedText.escaped(byte, "%%%02X") : [byte]
        }
      }
    },
    TextEncoding("base64", "with \\/") { text in
      EncodedText(base64: text).then { base64 in
        EncodedText(base64, gap: { base64[$0] == UInt8(ascii: "/") ? "\\" : "" }) { [$0] }
      }
    },
  ]

  private static func lines(_ length: Int, _ newline: String) -> TextEncoding {
    TextEncoding("base64", "lines of \(length), \(newline.debugDescription)") { text in
      EncodedText(base64: text, line: length, newline: newline)
    }
  }

  /// The forms of one level.
  package static let simple: [TextEncoding] =
    [
      TextEncoding("base64") { EncodedText(base64: $0) },
      TextEncoding("utf-16le") { EncodedText($0) { [$0, 0] } },
      TextEncoding("utf-16be") { EncodedText($0) { [0, $0] } },
      TextEncoding("utf-32le") { EncodedText($0) { [$0, 0, 0, 0] } },
      TextEncoding("utf-32be") { EncodedText($0) { [0, 0, 0, $0] } },
      format("hex", "%02x"), format("hex", "%02X"),
      format("percent", "%%%02x"), format("percent", "%%%02X"),
      format("unicode-escape", "\\u%04x"), format("unicode-escape", "\\u%04X"),
      format("unicode-escape", "\\u{%x}"), format("hex-escape", "\\x%02x"),
      format("hex-escape", "\\x%02X"), format("octal-escape", "\\%03o"),
      format("html", "&#%d;"), format("html", "&#%03d;"), format("html", "&#x%x;"),
      format("html", "&#x%02X;"),
      partly("percent", "%%%02x"), partly("percent", "%%%02X"),
      partly("unicode-escape", "\\u%04x"), partly("unicode-escape", "\\u%04X"),
      partly("hex-escape", "\\x%02x"), partly("octal-escape", "\\%03o"),
      partly("html", "&#%d;"), partly("html", "&#x%x;"),
      format("quoted-printable", "=%02X"), partly("quoted-printable", "=%02X"),
      softLines("\n"), softLines("\r\n"),
      pairs("%02x", " "), pairs("%02X", ":"), pairs("%02x", "-"), pairs("%02x", ", 0x"),
      pairs("%02X", ",0x"),
    ]
    + escapedBase64
    + ["\n", "\r\n", "\\r\\n", "\" +\n  \"", "\n# "].map { lines(64, $0) }
    + ["\n", "\n    ", "\\n", "\"\n  \"", "\n+"].map { lines(76, $0) }

  /// The forms of two levels.
  package static let nested: [TextEncoding] = [
    TextEncoding("base64 base64") { EncodedText(base64: $0).then { EncodedText(base64: $0) } },
    TextEncoding("base64 utf-16le") { text in
      EncodedText(text) { [$0, 0] }.then { EncodedText(base64: $0) }
    },
    TextEncoding("utf-16le base64") { text in
      EncodedText(base64: text).then { EncodedText($0) { [$0, 0] } }
    },
    TextEncoding("percent percent") { text in
      partly("", "%%%02X").encode(text).then { encoded in
        EncodedText(encoded) { $0 == UInt8(ascii: "%") ? Array("%25".utf8) : [$0] }
      }
    },
    TextEncoding("base64 percent") { text in
      partly("", "%%%02X").encode(text).then { EncodedText(base64: $0) }
    },
    TextEncoding("hex utf-16le") { text in
      EncodedText(text) { [$0, 0] }.then { encoded in
        EncodedText(encoded) { Array(String(format: "%02x", Int($0)).utf8) }
      }
    },
  ]
}
