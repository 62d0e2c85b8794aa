import Foundation
import Testing

@testable import TextForms

@Suite struct Base64Tests {
  /// The vectors of RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func encodes(_ text: String, _ expected: String) {
    #expect(Base64.encoded(Array(text.utf8)) == expected)
  }

  @Test func agreesWithAnotherEncoderOnEveryByte() {
    let bytes = (0...255).map { UInt8($0) }
    for count in 0...256 {
      let prefix = Array(bytes.suffix(count))
      #expect(Base64.encoded(prefix) == Data(prefix).base64EncodedString())
    }
  }
}
