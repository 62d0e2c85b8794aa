package import ScanModel
internal import TextForms

/// What the log says of a request; never a key.
package struct RequestRecord: Hashable, Sendable {
  /// The request's number, from 1.
  package var number: Int

  /// When it had arrived, in UTC.
  package var time: Timestamp?

  /// When it had arrived, by the clock that never goes back, in seconds.
  package var seconds: Double

  /// The method; `-` if the request could not be understood.
  package var method: String

  /// The path, escapes resolved, with what looks like a key cut short.
  package var path: String

  /// The query, escapes resolved, with what looks like a key cut short; `nil` if there is none.
  package var query: String?

  /// The answer's status; `nil` if none was sent.
  package var status: Int?

  /// The identity of the key or token that came with it; `nil` if none did.
  package var fingerprint: Fingerprint?

  /// The ID of that key; `nil` if the account never had it.
  package var keyID: String?

  /// The name of the misbehaviour that it met; `nil` for none.
  package var misbehaviour: String?

  /// The number of the connection that it came on, from 1.
  package var connection: Int

  /// How many requests were being answered when it came, itself included.
  package var inFlight: Int

  /// What the client calls itself.
  package var userAgent: String?

  /// The size of its body, in bytes.
  package var bodyByteCount: Int

  /// Writes the record as a JSON object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("number", number)
      if let time { writer.member("time", "\(time)") }
      writer.member("method", method)
      writer.member("path", path)
      if let query { writer.member("query", query) }
      writer.name("status")
      if let status { writer.integer(status) } else { writer.null() }
      if let fingerprint { writer.member("fingerprint", "\(fingerprint)") }
      if let keyID { writer.member("key", keyID) }
      if let misbehaviour { writer.member("misbehaviour", misbehaviour) }
      writer.member("connection", connection)
      writer.member("inFlight", inFlight)
      if let userAgent { writer.member("userAgent", userAgent) }
      writer.member("bodyBytes", bodyByteCount)
    }
  }
}

/// Text from a request, made fit for the log.
enum LoggedText {
  /// The text with its escapes resolved and everything that looks like a key cut to its prefix.
  ///
  /// What is escaped more than once, or wrongly, is not shown at all.
  static func hidingKeys(_ text: String) -> String {
    guard let decoded = PercentEncoding.decoded(text.utf8, plusIsSpace: false) else {
      return "(broken escape)"
    }
    if decoded.contains("%"), PercentEncoding.decoded(decoded.utf8, plusIsSpace: false) != decoded {
      return "(escaped more than once)"
    }
    var output: [UInt8] = []
    var rest = Array(decoded.utf8)[...]
    while let byte = rest.first {
      let body = rest.dropFirst(4)
      if prefixes.contains(where: { rest.starts(with: $0.utf8) }),
        body.prefix(8).count == 8, body.prefix(8).allSatisfy(isBodyByte)
      {
        output += rest.prefix(4)
        output += "…".utf8
        rest = body.drop(while: isBodyByte)
      } else {
        output.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static let prefixes = ["zut_", "zqt_", "zwt_"]

  private static func isBodyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
