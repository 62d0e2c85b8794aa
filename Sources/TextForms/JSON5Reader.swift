/// Reads JSON5 (json5.org, version 1.0.0) and with it plain JSON, keeping every place.
///
/// Written by hand because Foundation's decoder reports no position. The bytes may come from
/// anyone: whatever they are, the result is a value or a `JSON5Error`. A name that stands twice in
/// an object is an error, as is half a surrogate pair; the specification leaves both open.
package struct JSON5Reader {
  /// The text; valid UTF-8, which `init` has checked.
  let bytes: [UInt8]

  /// The offset of the next byte to read; never past `bytes.count`.
  var offset = 0

  /// How many arrays and objects a value may lie in.
  private let maximumDepth: Int

  /// How much of an unexpected word an error shows, in bytes.
  package static let maximumShownWordLength = 32

  /// The number of members from which on names are looked up in a set, not one by one.
  private static let setThreshold = 16

  /// Reads the one value that `bytes` must hold.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - maximumDepth: How many arrays and objects a value may lie in. Each level takes some
  ///     hundred bytes of stack.
  /// - Returns: The value, with every place in `bytes`.
  /// - Throws: The first thing that is wrong.
  package static func read(
    _ bytes: [UInt8],
    maximumDepth: Int = 64
  ) throws(JSON5Error) -> JSON5Value {
    var reader = try JSON5Reader(bytes, maximumDepth: maximumDepth)
    try reader.skipTrivia()
    let value = try reader.readValue(depth: 0)
    try reader.skipTrivia()
    guard reader.peek() == nil else { throw reader.unexpected(.endOfText) }
    return value
  }

  /// Starts at the first byte of `bytes`, once they are known to be UTF-8.
  private init(_ bytes: [UInt8], maximumDepth: Int) throws(JSON5Error) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSON5Error(offset: error.byteOffsets.lowerBound, problem: .invalidUTF8)
    }
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// The byte `distance` bytes after the next one to read; `nil` past the end.
  func peek(_ distance: Int = 0) -> UInt8? {
    offset + distance < bytes.count ? bytes[offset + distance] : nil
  }

  /// Passes the bytes from here on for which `isPassed` holds.
  mutating func skip(while isPassed: (UInt8) -> Bool) {
    offset = end(ofBytesWhere: isPassed)
  }

  /// The offset of the first byte from here on for which `isPassed` does not hold.
  private func end(ofBytesWhere isPassed: (UInt8) -> Bool) -> Int {
    let span = bytes.span
    var next = offset
    while next < span.count, isPassed(span[next]) { next += 1 }
    return next
  }

  /// Reads the value that starts here; `depth` arrays and objects are around it.
  private mutating func readValue(depth: Int) throws(JSON5Error) -> JSON5Value {
    let start = offset
    switch peek() {
    case UInt8(ascii: "{"): return try readObject(depth: depth)
    case UInt8(ascii: "["): return try readArray(depth: depth)
    case UInt8(ascii: "\"")?, UInt8(ascii: "'")?:
      return JSON5Value(offset: start, content: .string(try readString()))
    case (UInt8(ascii: "0")...UInt8(ascii: "9"))?, UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "I"), UInt8(ascii: "N"):
      return JSON5Value(offset: start, content: try readNumber())
    case UInt8(ascii: "t") where skipWord("true"):
      return JSON5Value(offset: start, content: .boolean(true))
    case UInt8(ascii: "f") where skipWord("false"):
      return JSON5Value(offset: start, content: .boolean(false))
    case UInt8(ascii: "n") where skipWord("null"):
      return JSON5Value(offset: start, content: .null)
    default: throw unexpected(.value)
    }
  }

  /// Reads the array whose `[` is next.
  private mutating func readArray(depth: Int) throws(JSON5Error) -> JSON5Value {
    let start = offset
    try enter(depth: depth)
    var items: [JSON5Value] = []
    try skipTrivia()
    while peek() != UInt8(ascii: "]") {
      items.append(try readValue(depth: depth + 1))
      try skipTrivia()
      guard peek() == UInt8(ascii: ",") else { break }
      offset += 1
      try skipTrivia()
    }
    guard peek() == UInt8(ascii: "]") else { throw unexpected(.commaOrBracket) }
    offset += 1
    return JSON5Value(offset: start, content: .array(items))
  }

  /// Reads the object whose `{` is next.
  private mutating func readObject(depth: Int) throws(JSON5Error) -> JSON5Value {
    let start = offset
    try enter(depth: depth)
    var members: [JSON5Member] = []
    var names: Set<ArraySlice<UInt8>> = []
    try skipTrivia()
    while peek() != UInt8(ascii: "}") {
      let member = try readMember(depth: depth + 1)
      if Self.isTaken(member.name, in: members, names: &names) {
        throw JSON5Error(offset: member.nameOffset, problem: .duplicateName(member.name))
      }
      members.append(member)
      try skipTrivia()
      guard peek() == UInt8(ascii: ",") else { break }
      offset += 1
      try skipTrivia()
    }
    guard peek() == UInt8(ascii: "}") else { throw unexpected(.commaOrBrace) }
    offset += 1
    return JSON5Value(offset: start, content: .object(members))
  }

  /// Reads a name, a colon and a value.
  private mutating func readMember(depth: Int) throws(JSON5Error) -> JSON5Member {
    let start = offset
    let name =
      switch peek() {
      case UInt8(ascii: "\"")?, UInt8(ascii: "'")?: try readString()
      default: try readName()
      }
    try skipTrivia()
    guard peek() == UInt8(ascii: ":") else { throw unexpected(.colon) }
    offset += 1
    try skipTrivia()
    return JSON5Member(name: name, nameOffset: start, value: try readValue(depth: depth))
  }

  /// Passes the bracket that opens an array or object, if one more level is allowed.
  private mutating func enter(depth: Int) throws(JSON5Error) {
    guard depth < maximumDepth else {
      throw JSON5Error(offset: offset, problem: .tooDeep(limit: maximumDepth))
    }
    offset += 1
  }

  /// Whether one of `members` has the name; keeps `names` filled once there are many.
  ///
  /// A hostile text of 1 MiB can hold 150,000 members: comparing each with each takes minutes.
  private static func isTaken(
    _ name: ArraySlice<UInt8>,
    in members: [JSON5Member],
    names: inout Set<ArraySlice<UInt8>>
  ) -> Bool {
    guard members.count >= setThreshold else { return members.contains { $0.name == name } }
    if names.isEmpty { names.formUnion(members.map(\.name)) }
    return !names.insert(name).inserted
  }
}
