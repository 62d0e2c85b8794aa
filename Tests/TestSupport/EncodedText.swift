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
  package static func escaped(_ byte: UInt8, _ format: String) -> [UInt8] {
    Array(String(format: format, Int(byte)).utf8)
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
    ]
    + [64, 76].flatMap { length in
      ["\n", "\r\n", "\n    ", "\\n", "\\r\\n"].map { lines(length, $0) }
    }

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
