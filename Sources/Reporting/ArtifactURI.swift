import ScanModel

/// A path as a URI reference (RFC 3986): relative to the folder that was scanned from, or `file:`.
struct ArtifactURI {
  /// The reference: unreserved characters, `/`, and everything else percent-encoded.
  let text: String

  /// Whether it is relative.
  let isRelative: Bool

  /// The reference for standard input, which has no path.
  static let standardInput = "standard-input"

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The reference of `path`; an absolute path below `directory` becomes relative to it.
  init(_ path: ContentPath?, relativeTo directory: ContentPath?) {
    guard let path, !path.bytes.isEmpty else {
      (text, isRelative) = (Self.standardInput, true)
      return
    }
    let slash = UInt8(ascii: "/")
    var bytes = path.bytes[...]
    if let directory, bytes.starts(with: directory.bytes + [slash]) {
      let below = bytes.dropFirst(directory.bytes.count).drop { $0 == slash }
      if !below.isEmpty { bytes = below }
    }
    isRelative = bytes.first != slash
    text = (isRelative ? "" : "file://") + Self.encoded(isRelative ? bytes : Self.single(bytes))
  }

  /// An absolute path with one slash at its start: two would make the first part a host.
  private static func single(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    [UInt8(ascii: "/")] + bytes.drop { $0 == UInt8(ascii: "/") }
  }

  private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
    var output: [UInt8] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        output.append(byte)
      default:
        output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
