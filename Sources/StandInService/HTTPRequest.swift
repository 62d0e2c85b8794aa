/// A request as it was received (RFC 9110, RFC 9112).
struct HTTPRequest: Sendable {
  /// The method: `GET`.
  let method: String

  /// The path as it was sent, without the query.
  let rawPath: String

  /// The query as it was sent, without the `?`; `nil` if there is none.
  let rawQuery: String?

  /// The header fields.
  let fields: HTTPFields

  /// The body.
  let body: [UInt8]

  /// Whether the client wants to send more on the same connection.
  let keepsAlive: Bool

  /// The parts of the path between its slashes, escapes resolved; `nil` if an escape is broken.
  var pathParts: [String]? {
    var parts: [String] = []
    for part in rawPath.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"),
      omittingEmptySubsequences: false
    ) {
      guard let text = PercentEncoding.decoded(part, plusIsSpace: false) else { return nil }
      parts.append(text)
    }
    return parts
  }

  /// The parameters of the query; `nil` if an escape is broken.
  var parameters: FormParameters? {
    guard let rawQuery else { return FormParameters([]) }
    return FormParameters(parsing: rawQuery.utf8)
  }
}

/// The header fields of a message.
struct HTTPFields: Sendable {
  /// The fields in their order; names in lower case.
  private(set) var all: [(name: String, value: String)] = []

  /// Adds a field.
  mutating func append(_ name: String, _ value: String) {
    all.append((name.lowercased(), value))
  }

  /// The value of the first field of that name, which is in lower case.
  subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  /// The values of all fields of that name, which is in lower case.
  func values(_ name: String) -> [String] {
    all.filter { $0.name == name }.map(\.value)
  }

  /// Whether a field of that name, a list, has that element; both in lower case.
  func list(_ name: String, contains element: String) -> Bool {
    values(name).contains { value in
      value.split(separator: ",").contains {
        $0.lowercased().filter { $0 != " " && $0 != "\t" } == element
      }
    }
  }
}

/// The parameters of a query or of a form (URL Standard, section 5.1).
struct FormParameters: Sendable {
  private let all: [(name: String, value: String)]

  /// Keeps the parameters.
  init(_ all: [(name: String, value: String)]) { self.all = all }

  /// Reads `name=value&…`; `nil` if an escape is broken.
  init?(parsing text: some Sequence<UInt8>) {
    var all: [(name: String, value: String)] = []
    for part in Array(text).split(separator: UInt8(ascii: "&")) {
      let halves = part.split(
        separator: UInt8(ascii: "="),
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      guard let name = PercentEncoding.decoded(halves.first ?? [], plusIsSpace: true),
        let value = PercentEncoding.decoded(
          halves.count > 1 ? halves.last ?? [] : [],
          plusIsSpace: true
        )
      else { return nil }
      all.append((name, value))
    }
    self.all = all
  }

  /// The first value of that name.
  subscript(name: String) -> String? { all.first { $0.name == name }?.value }
}

/// Bytes written as `%` and two hexadecimal digits (RFC 3986, section 2.1).
enum PercentEncoding {
  /// The text that `bytes` stand for; `nil` if an escape is broken or the result is not UTF-8.
  static func decoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
    var output: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit)
        else { return nil }
        output.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: output.append(UInt8(ascii: " "))
      default: output.append(byte)
      }
    }
    return String(validating: output, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }
}
