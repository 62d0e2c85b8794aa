/// Who did something, and when: `A U Thor <author@example.com> 1700000000 +0100`.
package struct Signature: Hashable, Sendable {
  /// The person's name, byte for byte.
  package let name: [UInt8]

  /// The person's address, byte for byte.
  package let address: [UInt8]

  /// The time in seconds since the start of 1970 in UTC; `nil` if it is not a number of 63 bits.
  package let seconds: Int?

  /// The zone, in minutes east of UTC; 0 if it is not of the form `+hhmm`.
  package let zoneMinutes: Int

  /// Reads an author, committer or tagger as its line has it.
  ///
  /// - Returns: `nil` if there is no address in angle brackets.
  package init?(parsing line: Span<UInt8>) {
    let indices = line.indices
    guard let open = indices.first(where: { line[$0] == UInt8(ascii: "<") }),
      // Time and zone follow the last bracket, whatever stands in the address.
      let close = indices.last(where: { line[$0] == UInt8(ascii: ">") }), open < close
    else { return nil }
    var nameEnd = open
    while nameEnd > 0, line[nameEnd - 1] == UInt8(ascii: " ") { nameEnd -= 1 }
    name = (0..<nameEnd).map { line[$0] }
    address = (open + 1..<close).map { line[$0] }
    let rest = (close + 1..<line.count).map { line[$0] }
    let words = rest.split(separator: UInt8(ascii: " "))
    seconds = words.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    zoneMinutes = words.count > 1 ? Self.minutes(words[1]) : 0
  }

  private static func minutes(_ word: ArraySlice<UInt8>) -> Int {
    guard word.count == 5, let sign = word.first,
      sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      word.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return 0 }
    let number = word.dropFirst().reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
    let minutes = number / 100 * 60 + number % 100
    return sign == UInt8(ascii: "-") ? -minutes : minutes
  }
}
