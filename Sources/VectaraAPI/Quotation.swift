internal import ScanModel
internal import TextForms

/// Takes words out of an answer into messages and reports, unless they could hold a secret.
struct Quotation {
  /// The secrets that the service got with the request, and could say back.
  private let secrets: [Secret]

  /// The most bytes of a quotation.
  static let maximumByteCount = 200

  /// So many bytes of a secret in a row, or more, are taken for an echo of it.
  private static let echoByteCount = 8

  /// Quotes answers to a request that carried `secrets`.
  init(hiding secrets: [Secret]) {
    self.secrets = secrets
  }

  /// `text` escaped and shortened; `nil` if it is empty, or has a part of a secret or a key in it.
  func quote(_ text: String) -> String? {
    let bytes = Array(text.utf8.prefix(4_096))
    guard !bytes.isEmpty, !Self.holdsKey(bytes.span),
      !secrets.contains(where: { $0.echoes(in: bytes) })
    else { return nil }
    var shown = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      guard shown.utf8.count < Self.maximumByteCount else { return shown + "…" }
      shown.unicodeScalars.append(scalar)
    }
    return shown
  }

  /// Whether the prefix of a key stands anywhere with eight bytes of a body behind it.
  private static func holdsKey(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where KeyShape.hasPrefix(bytes, at: index) {
      let end = min(index + 4 + echoByteCount, bytes.count)
      if end - index == 4 + echoByteCount,
        (index + 4..<end).allSatisfy({ KeyShape.isBody(bytes[$0]) })
      {
        return true
      }
    }
    return false
  }
}

extension Secret {
  /// Whether eight bytes of the secret in a row, or all of a shorter one, stand in `text`.
  fileprivate func echoes(in text: [UInt8]) -> Bool {
    withBytes { secret in
      let length = min(secret.count, 8)
      guard length > 0, text.count >= length else { return false }
      return (0...secret.count - length).contains { start in
        (0...text.count - length).contains { place in
          (0..<length).allSatisfy { secret[start + $0] == text[place + $0] }
        }
      }
    }
  }
}
