import ScanModel

/// Names findings so that the same finding has the same identifier in every run, and no two of a
/// report have one.
struct FindingIdentifiers {
  private var counts: [Fingerprint: Int] = [:]

  /// A UUID (RFC 9562, version 8) made of the key, the path, the place and the object.
  mutating func identifier(of finding: Finding) -> String {
    let repeats = count(Self.digest(finding))
    return Self.uuid(repeats == 1 ? Self.digest(finding) : Self.digest(finding, number: repeats))
  }

  private mutating func count(_ digest: Fingerprint) -> Int {
    let count = counts[digest, default: 0] + 1
    counts[digest] = count
    return count
  }

  /// The SHA-256 of what tells one finding from another.
  private static func digest(_ finding: Finding, number: Int = 1) -> Fingerprint {
    let location = finding.location
    let parts = [
      Array(finding.rule.name.utf8),
      Array(finding.key.fingerprint.description.utf8),
      finding.git?.repository?.bytes ?? [],
      location.path?.bytes ?? [],
      Array("\(location.isInPath) \(location.start.line) \(location.start.column)".utf8),
      Array(location.encodings.joined(separator: "/").utf8),
      Array((finding.git?.object ?? "").utf8),
      Array(String(number).utf8),
    ]
    var bytes: [UInt8] = []
    for part in parts {
      // The length keeps one part's end from being taken for the next part's start.
      bytes += Array("\(part.count):".utf8) + part
    }
    return Fingerprint(of: bytes.span)
  }

  private static func uuid(_ digest: Fingerprint) -> String {
    var digits = Array(digest.description.utf8.dropFirst("sha256:".utf8.count).prefix(32))
    digits[12] = UInt8(ascii: "8")
    // The two highest bits of this digit are 10.
    digits[16] = Array("89ab".utf8)[Int(digits[16] & 3)]
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
