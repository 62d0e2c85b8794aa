/// Cuts a report, which comes in pieces, into its records, each of them one JSON object.
///
/// It sees objects one after the other (JSON lines, on one line each or on many), the elements of an
/// array, and the elements of the array `findings` of an object:
///
///     {…}⏎{…}⏎         [{…},{…}]         {"schema":"…","findings":[{…},{…}],"summary":{…}}
///
/// The last is given element by element and then without them, so that no more than one element is
/// ever in memory. Whether a record is JSON is for whoever reads it to say.
struct RecordSplitter {
  /// A piece of a report.
  enum Piece: Equatable {
    /// An object.
    case record([UInt8], line: Int)
    /// An object whose `findings` have been given already and are taken out.
    case envelope([UInt8], line: Int)
  }

  /// The line that is being read, counted from 1.
  private(set) var line = 1

  /// Whether an array stands at the top, which may be empty: a report of another tool.
  private(set) var hasList = false

  /// The most bytes that a record may take.
  private let maximumByteCount: Int

  /// The record that is being read.
  private var record = Draft()

  /// The object around the `findings` that are being read; `nil` if there is none.
  private var envelope: Draft?

  /// How much room a record is given before it is read.
  private var expectedByteCount = 512

  /// Whether an array at the top is open.
  private var isInTopList = false

  /// The bytes of the mark that a report may start with (U+FEFF), as far as they have come.
  private var markByteCount = 0

  /// Whether nothing but a mark has come.
  private var isAtStart = true

  /// An object that is being read.
  private struct Draft {
    var bytes: [UInt8] = []

    /// The line of its first byte.
    var line = 1

    /// How many objects and arrays are open; 0 before the object.
    var depth = 0

    /// Whether a string is open.
    var isInString = false

    /// Whether the byte before is a backslash in a string.
    var isEscaped = false

    /// Whether it held the findings that have been given.
    var heldFindings = false
  }

  /// Starts before the first byte.
  init(maximumByteCount: Int) {
    self.maximumByteCount = maximumByteCount
  }

  /// Whether the report ends in the middle of something.
  var isInside: Bool { record.depth > 0 || envelope != nil || isInTopList }

  /// Takes bytes from `index` on, up to one that completes a piece, and returns that piece.
  ///
  /// - Parameters:
  ///   - bytes: A part of the report.
  ///   - index: Where to start; afterwards the first byte that has not been taken.
  /// - Returns: The piece; `nil` if there is none up to the end of `bytes`.
  /// - Throws: What is wrong with the byte that was taken last.
  mutating func take(
    _ bytes: Span<UInt8>,
    from index: inout Int
  ) throws(ReportReadError.Problem) -> Piece? {
    while index < bytes.count {
      if record.depth > 0, !record.isEscaped { takePlain(bytes, from: &index) }
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      index += 1
      if let piece = try take(byte) { return piece }
    }
    return nil
  }

  /// Takes the bytes of the record that is open up to one that may change what the next ones are, or
  /// to the limit.
  private mutating func takePlain(_ bytes: Span<UInt8>, from index: inout Int) {
    let limit = min(bytes.count, index + maximumByteCount - record.bytes.count)
    var end = index
    if record.isInString {
      while end < limit, !Self.endsPlainString(bytes[end]) { end += 1 }
    } else {
      while end < limit, !Self.isStructural(bytes[end]) { end += 1 }
    }
    guard index < end else { return }
    // SAFETY: the buffer is used in the closure alone, and the range is inside it.
    unsafe bytes.extracting(index..<end).withUnsafeBufferPointer {
      unsafe record.bytes.append(contentsOf: $0)
    }
    index = end
  }

  /// Whether a byte in a string is more than a part of its text.
  private static func endsPlainString(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n")
  }

  /// Whether a byte outside strings opens or closes something, or ends a line.
  private static func isStructural(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "\n"):
      true
    default: false
    }
  }

  /// Takes the next byte, and returns what it completes.
  mutating func take(_ byte: UInt8) throws(ReportReadError.Problem) -> Piece? {
    let piece = try takeNext(byte)
    if byte == UInt8(ascii: "\n") { line += 1 }
    return piece
  }

  private mutating func takeNext(_ byte: UInt8) throws(ReportReadError.Problem) -> Piece? {
    if record.depth > 0 { return try takeInside(byte) }
    if isAtStart, try takeMark(byte) { return nil }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      return nil
    case UInt8(ascii: "{"):
      record = Draft(line: line, depth: 1)
      // The records of a report are much of a size.
      record.bytes.reserveCapacity(min(expectedByteCount, maximumByteCount))
      record.bytes.append(byte)
      return nil
    case UInt8(ascii: ",") where envelope != nil || isInTopList:
      return nil
    case UInt8(ascii: "]"):
      return try closeList()
    case UInt8(ascii: "[") where envelope == nil && !isInTopList:
      isInTopList = true
      hasList = true
      return nil
    default: throw .notARecord
    }
  }

  /// Passes a byte of the mark at the start; returns whether it is one.
  private mutating func takeMark(_ byte: UInt8) throws(ReportReadError.Problem) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if markByteCount < mark.count, byte == mark[markByteCount] {
      markByteCount += 1
      return true
    }
    guard markByteCount == 0 || markByteCount == mark.count else { throw .notARecord }
    isAtStart = false
    return false
  }

  /// Ends the array that is open.
  private mutating func closeList() throws(ReportReadError.Problem) -> Piece? {
    if var outer = envelope {
      outer.bytes.append(UInt8(ascii: "]"))
      outer.depth -= 1
      record = outer
      envelope = nil
      return nil
    }
    guard isInTopList else { throw .notARecord }
    isInTopList = false
    return nil
  }

  /// Takes a byte of the record that is open.
  private mutating func takeInside(_ byte: UInt8) throws(ReportReadError.Problem) -> Piece? {
    guard record.bytes.count < maximumByteCount else {
      throw .recordTooLong(limit: maximumByteCount)
    }
    record.bytes.append(byte)
    if record.isInString { return try takeInString(byte) }
    switch byte {
    case UInt8(ascii: "\""): record.isInString = true
    case UInt8(ascii: "{"): record.depth += 1
    case UInt8(ascii: "["):
      record.depth += 1
      if record.depth == 2, envelope == nil, !isInTopList, isFindings() { openFindings() }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      record.depth -= 1
      if record.depth == 0 { return completed() }
    default: break
    }
    return nil
  }

  private mutating func takeInString(_ byte: UInt8) throws(ReportReadError.Problem) -> Piece? {
    // JSON has no line end in a string: the record was cut, and another one stands behind it.
    if byte == UInt8(ascii: "\n") { throw .brokenRecord }
    if record.isEscaped {
      record.isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      record.isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      record.isInString = false
    }
    return nil
  }

  /// Whether the bracket just read opens the value of the member `findings`.
  private func isFindings() -> Bool {
    var before = record.bytes.dropLast()
    func dropSpace() -> ArraySlice<UInt8> {
      var rest = before
      while let last = rest.last, " \t\r\n".utf8.contains(last) { rest.removeLast() }
      return rest
    }
    before = dropSpace()
    guard before.popLast() == UInt8(ascii: ":") else { return false }
    before = dropSpace()
    return before.suffix(10).elementsEqual("\"findings\"".utf8)
  }

  private mutating func openFindings() {
    record.heldFindings = true
    envelope = record
    record = Draft()
  }

  /// Gives the record that is complete, and is ready for the next.
  private mutating func completed() -> Piece {
    let whole = record
    record = Draft()
    expectedByteCount = whole.bytes.count + whole.bytes.count / 8
    return whole.heldFindings
      ? .envelope(whole.bytes, line: whole.line) : .record(whole.bytes, line: whole.line)
  }
}
