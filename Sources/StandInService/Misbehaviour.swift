/// Something that the stand-in does instead of what the API does.
package struct Misbehaviour: Hashable, Sendable {
  /// What it does.
  package var action: Action

  /// The method of the requests that it is for; `nil` for every one.
  package var method: String?

  /// The path of the requests that it is for, without the query; `*` stands for any characters.
  package var path: String

  /// How many such requests are answered as usual first.
  package var skip: Int

  /// For how many such requests it then holds; `nil` for all.
  package var times: Int?

  /// Whether the request takes effect although its answer is another; otherwise nothing happens.
  package var isApplied: Bool

  /// Describes a misbehaviour.
  package init(
    _ action: Action,
    method: String? = nil,
    path: String = "*",
    skip: Int = 0,
    times: Int? = nil
  ) {
    self.action = action
    self.method = method
    self.path = path
    self.skip = skip
    self.times = times
    isApplied = false
  }

  /// The same misbehaviour, for requests that take effect.
  package func applied() -> Misbehaviour {
    var copy = self
    copy.isApplied = true
    return copy
  }

  /// The part of an answer in which something goes wrong.
  package enum Part: String, Hashable, Sendable {
    /// The status line and the header fields.
    case head
    /// What comes behind them.
    case body
  }

  /// A change to a key that nobody asked for.
  package enum KeyChange: String, Hashable, Sendable {
    case disable, enable, delete
  }

  /// What an answer asks the client to wait.
  package enum RetryAfter: Hashable, Sendable {
    /// This text, whatever it is; seconds as a rule.
    case text(String)
    /// A date, that many seconds from the answer on.
    case date(seconds: Int)
  }

  /// What can go wrong.
  package enum Action: Hashable, Sendable {
    /// This status, with an error as its body.
    case status(Int, retryAfter: RetryAfter? = nil)
    /// No answer, for so long or until the client goes; then the connection is closed.
    case hang(seconds: Double = 600)
    /// The usual answer, so much later.
    case delay(seconds: Double)
    /// The usual answer, one byte at a time from this part on.
    case trickle(Part, milliseconds: Int = 200)
    /// The connection is reset before this part, or in it.
    case reset(Part)
    /// The connection is closed in the middle of this part.
    case truncate(Part)
    /// The connection is closed without an answer.
    case close
    /// A page of HTML.
    case html(status: Int = 200)
    /// A status of 200 and JSON that is cut off.
    case notJSON
    /// A status of 200 and no body.
    case emptyBody
    /// A redirection.
    case redirect(to: String, status: Int = 307)
    /// The usual answer, but with numbers for strings and strings for truth values.
    case wrongTypes
    /// A listing without its array.
    case noArray
    /// Keys without `secret_key`.
    case noSecret
    /// Keys whose `secret_key` is `null`.
    case nullSecret
    /// Keys whose `secret_key` shows only its first and last four characters.
    case maskedSecret
    /// Keys without `enabled`.
    case noEnabled
    /// This part never ends.
    case endless(Part)
    /// An update says that it was done, and was not.
    case stuck
    /// An update is answered with the key as it was, and stays so.
    case unchanged
    /// A listing whose every page names the same next page.
    case repeatPage
    /// So many new keys, in front of whoever lists them.
    case grow(keyCount: Int = 1)
    /// A change to the key of that ID before the request is answered, as usual.
    case change(keyID: String, KeyChange)
  }
}

extension Misbehaviour {
  /// Whether a request is one that it is for.
  func isFor(method: String, path: String) -> Bool {
    guard self.method == nil || self.method == "*" || self.method == method else { return false }
    return Self.matches(Array(path.utf8)[...], Array(self.path.utf8)[...])
  }

  /// Whether `pattern` stands for all of `text`; takes time in the product of their lengths at most.
  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    var text = text
    var pattern = pattern
    var retry: (text: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while let byte = text.first {
      if pattern.first == star {
        pattern = pattern.dropFirst()
        retry = (text, pattern)
      } else if pattern.first == byte {
        text = text.dropFirst()
        pattern = pattern.dropFirst()
      } else if let last = retry {
        text = last.text.dropFirst()
        pattern = last.pattern
        retry = (text, pattern)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == star }
  }

  /// The name of what it does, as rules and the log have it.
  package var name: String {
    switch action {
    case .status(let status, _): "status \(status)"
    case .hang: "hang"
    case .delay: "delay"
    case .trickle(let part, _): part == .head ? "trickle" : "trickle-body"
    case .reset(let part): part == .head ? "reset" : "reset-body"
    case .truncate(let part): "truncate-\(part)"
    case .close: "close"
    case .html: "html"
    case .notJSON: "not-json"
    case .emptyBody: "empty-body"
    case .redirect: "redirect"
    case .wrongTypes: "wrong-types"
    case .noArray: "no-array"
    case .noSecret: "no-secret"
    case .nullSecret: "null-secret"
    case .maskedSecret: "masked-secret"
    case .noEnabled: "no-enabled"
    case .endless(let part): "endless-\(part)"
    case .stuck: "stuck"
    case .unchanged: "unchanged"
    case .repeatPage: "repeat-page"
    case .grow: "grow"
    case .change(_, let change): "\(change)-key"
    }
  }
}
