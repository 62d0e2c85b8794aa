package import Inflate

/// Undoes base64 while it comes in, from the first character of a text to its last, in no more memory
/// than that of a few bytes.
///
/// Either alphabet is read, padded or not. What may stand between two lines is what `Base64Run` lets
/// stand there, and escaped characters are those that it knows: `\/`, `%2F`, `%2B`; besides, `\u002B`,
/// which .NET writes. Whatever else comes ends the text.
package struct Base64Stream: Sendable {
  /// Whether the text has ended; nothing more is taken then.
  package private(set) var isAtEnd = false

  /// What marks of characters have come.
  private var marks: UInt16 = 0

  /// Whether the characters are those of base64url, as far as they tell.
  package var isURLSafe: Bool { marks & (Self.isURL | Self.isStandard) == Self.isURL }

  /// What stands in front of each line, as in a patch; `nil` for nothing.
  private let lineMark: UInt8?

  private var state = State.line

  /// The bits of characters that fill no byte yet.
  private var bits: UInt32 = 0
  private var bitCount = 0

  /// How many characters the line has had, as far as it matters.
  private var lineLength = 0

  /// Whether a line has ended in the gap, how many bytes the gap has had, and the last of them.
  private var hasLineEnd = false
  private var gapByteCount = 0
  private var lastInGap: UInt8 = 0

  private enum State: Hashable {
    case line
    case gap
    /// Behind a backslash.
    case escape
    /// Behind `\u` and that many digits that make this value.
    case unicode(count: Int, value: Int)
    /// Behind `%` and perhaps a digit.
    case percent(digit: Int?)
    /// Behind a plus sign that joins two strings if a blank follows.
    case plus
  }

  /// Starts at a text's first character.
  ///
  /// - Parameter lineMark: What stands in front of each line, as in a patch; `nil` for nothing.
  package init(lineMark: UInt8? = nil) {
    self.lineMark = lineMark
  }

  /// Takes the next bytes and adds what they carry to `output`, as far as there is room.
  ///
  /// - Returns: How many bytes were taken: all, unless the text has ended or there is no more room.
  package mutating func decode(_ bytes: Span<UInt8>, into output: ByteBuffer) -> Int {
    var stream = self
    var taken = 0
    output.append { output in
      while taken < bytes.count, !stream.isAtEnd, output.freeCapacity >= Self.room {
        if stream.state == .line {
          taken = stream.takeGroups(bytes, from: taken, &output)
          if taken == bytes.count || output.freeCapacity < Self.room { break }
        }
        stream.take(bytes[taken], &output)
        taken += 1
      }
    }
    self = stream
    return taken
  }

  /// The most bytes that one more byte of input may make: a plus sign kept back, and itself.
  private static let room = 3
}

// MARK: - Characters

extension Base64Stream {
  /// Takes whole groups of characters in a row; returns the offset of the first byte not taken.
  private mutating func takeGroups(
    _ bytes: Span<UInt8>,
    from start: Int,
    _ output: inout OutputSpan<UInt8>
  ) -> Int {
    guard bitCount == 0 else { return start }
    let values = Self.values.span
    var offset = start
    var seen: UInt16 = 0
    while offset + 4 <= bytes.count, output.freeCapacity >= Self.room {
      let first = values[Int(bytes[offset])]
      let second = values[Int(bytes[offset + 1])]
      let third = values[Int(bytes[offset + 2])]
      let fourth = values[Int(bytes[offset + 3])]
      let all = first | second | third | fourth
      if all & Self.isOther != 0 { break }
      seen |= all
      let group =
        UInt32(first & 63) << 18 | UInt32(second & 63) << 12 | UInt32(third & 63) << 6
        | UInt32(fourth & 63)
      output.append(UInt8(truncatingIfNeeded: group >> 16))
      output.append(UInt8(truncatingIfNeeded: group >> 8))
      output.append(UInt8(truncatingIfNeeded: group))
      offset += 4
    }
    marks |= seen
    lineLength = min(lineLength + offset - start, Base64Run.shortestLine)
    return offset
  }

  private mutating func take(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    switch state {
    case .line: takeInLine(byte, &output)
    case .gap: takeInGap(byte, &output)
    case .escape: takeEscaped(byte, &output)
    case .unicode(let count, let value):
      guard let digit = Self.digit(byte) else { return end() }
      let sum = 16 * value + digit
      if count < 3 { state = .unicode(count: count + 1, value: sum) } else { resolve(sum, &output) }
    case .percent(nil):
      guard let digit = Self.digit(byte) else { return end() }
      state = .percent(digit: digit)
    case .percent(let high?):
      guard let digit = Self.digit(byte) else { return end() }
      resolve(16 * high + digit, &output)
    case .plus:
      if Base64Run.isBlank(byte) || Base64Run.isLineEnd(byte) {
        state = .gap
        takeInGap(byte, &output)
      } else {
        add(62, &output)
        if !isAtEnd { takeInLine(byte, &output) }
      }
    }
  }

  private mutating func takeInLine(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    let value = Self.values[Int(byte)]
    if value & Self.isOther == 0 {
      marks |= value
      add(UInt8(value & 63), &output)
    } else if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") {
      // Perhaps a character, perhaps the start of a gap.
      startGap()
      state = byte == UInt8(ascii: "%") ? .percent(digit: nil) : .escape
    } else if lineLength >= Base64Run.shortestLine {
      startGap()
      takeInGap(byte, &output)
    } else {
      end()
    }
  }

  /// Adds a character's bits.
  private mutating func add(_ value: UInt8, _ output: inout OutputSpan<UInt8>) {
    if state != .line {
      // Behind nothing but an escape the line goes on.
      if gapByteCount > 0 {
        guard hasLineEnd else { return end() }
        lineLength = 0
      }
      state = .line
    }
    lineLength = min(lineLength + 1, Base64Run.shortestLine)
    bits = bits << 6 | UInt32(value)
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      output.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      bits &= 1 << UInt32(bitCount) - 1
    }
  }

  private mutating func end() { isAtEnd = true }

  /// The bit that marks what is no character, and those that mark what is in one alphabet only.
  private static let isOther: UInt16 = 0x100
  private static let isURL: UInt16 = 0x80
  private static let isStandard: UInt16 = 0x40

  /// The values of characters, marked.
  private static let values: [UInt16] = {
    var values = [UInt16](repeating: isOther, count: 256)
    for (value, byte) in Base64Needles.alphabet.enumerated() {
      values[Int(byte)] = UInt16(value) | (value < 62 ? 0 : isStandard)
    }
    values[Int(UInt8(ascii: "-"))] = 62 | isURL
    values[Int(UInt8(ascii: "_"))] = 63 | isURL
    return values
  }()

  private static func digit(_ byte: UInt8) -> Int? {
    let digit = HexadecimalText.digit(byte)
    return digit < 16 ? Int(digit) : nil
  }
}

// MARK: - Between lines

extension Base64Stream {
  private mutating func startGap() {
    state = .gap
    hasLineEnd = false
    gapByteCount = 0
    lastInGap = 0
  }

  private mutating func takeInGap(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    guard lineLength >= Base64Run.shortestLine, gapByteCount < Base64Run.longestGap else {
      return end()
    }
    if byte == lineMark, lastInGap == 0x0A { return note(0x20) }
    switch byte {
    case UInt8(ascii: "\\"): state = .escape
    case UInt8(ascii: "%"): state = .percent(digit: nil)
    case UInt8(ascii: "+") where Base64Run.isBlank(lastInGap) || lastInGap == 0x0A: state = .plus
    case _ where Base64Run.isLineEnd(byte):
      hasLineEnd = true
      note(byte)
    case _ where Base64Run.isSeparator(byte): note(byte)
    default:
      guard hasLineEnd else { return end() }
      lineLength = 0
      state = .line
      takeInLine(byte, &output)
    }
  }

  private mutating func note(_ byte: UInt8) {
    state = .gap
    gapByteCount += 1
    lastInGap = byte
  }

  private mutating func takeEscaped(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    switch byte {
    case UInt8(ascii: "/"): add(63, &output)
    case UInt8(ascii: "n"), UInt8(ascii: "r"): takeInGap(0x0A, &output)
    case UInt8(ascii: "t"): takeInGap(0x20, &output)
    case UInt8(ascii: "u"): state = .unicode(count: 0, value: 0)
    case UInt8(ascii: "\\"):
      // Escaped twice, as in a string in a string.
      state = .escape
    case 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "'"):
      // The backslash of a line that goes on in the next, or of a quote in a string.
      note(0x20)
      takeInGap(byte, &output)
    default: end()
    }
  }

  /// Takes a character that was written as a number.
  private mutating func resolve(_ character: Int, _ output: inout OutputSpan<UInt8>) {
    switch character {
    case 0x2B: add(62, &output)
    case 0x2F: add(63, &output)
    case 0x0A, 0x0D, 0x22, 0x27: takeInGap(UInt8(character), &output)
    default: end()
    }
  }
}
