/// Where a repository can be cloned from: `https://…`, `ssh://…`, `file://…` or `user@host:path`.
package struct CloneAddress: Hashable, Sendable {
  /// The address, byte for byte.
  package let bytes: [UInt8]

  /// Why an address is not used.
  package enum Problem: Error, Hashable, Sendable {
    /// It is of a protocol that is not cloned from.
    case unsupportedProtocol
    /// It holds a user or a password, which would stand in every report.
    case credentials
    /// A part of it is `..`, or it holds a control character.
    case malformed
  }

  /// Whether `text`, which names no file, is an address and no path.
  ///
  /// Source: git's `url_is_local_not_ssh`: a colon that no slash stands before.
  package static func isAddress(_ text: [UInt8]) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
    return !text[..<colon].contains(UInt8(ascii: "/"))
  }

  /// Checks an address.
  package init(parsing text: [UInt8]) throws(Problem) {
    let parts = text.split(separator: UInt8(ascii: "/"))
    guard !parts.contains(where: { $0.elementsEqual("..".utf8) }),
      !text.contains(where: { $0 < 0x20 || $0 == 0x7F }), text.first != UInt8(ascii: "-")
    else { throw .malformed }
    guard let scheme = Self.scheme(of: text) else {
      // `helper::address` runs a program of that name.
      let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? 0
      let rest = text.dropFirst(colon + 1)
      guard rest.first != UInt8(ascii: ":"), !rest.isEmpty else { throw .unsupportedProtocol }
      bytes = text
      return
    }
    let authority = text.dropFirst(scheme.utf8.count + 3).prefix { $0 != UInt8(ascii: "/") }
    let user = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[..<$0] }
    switch scheme {
    case "https": guard user == nil else { throw .credentials }
    case "ssh": guard user?.contains(UInt8(ascii: ":")) != true else { throw .credentials }
    case "file": break
    default: throw .unsupportedProtocol
    }
    bytes = text
  }

  /// What stands before `://`, in lower case.
  private static func scheme(of text: [UInt8]) -> String? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
      text[colon...].starts(with: "://".utf8)
    else { return nil }
    return String(decoding: text[..<colon], as: UTF8.self).lowercased()
  }
}

extension CloneAddress.Problem: CustomStringConvertible {
  /// The cause, and what to do.
  package var description: String {
    switch self {
    case .unsupportedProtocol: "repositories are cloned over https, ssh and file only"
    case .credentials:
      "its address holds a user or password; leave that to a credential helper of git's"
    case .malformed: "its address holds '..' or a control character"
    }
  }
}
