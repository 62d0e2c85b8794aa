import ScanModel

/// Gives names that no other has, by adding `#2`, `#3`, … to those that are taken.
///
/// Two paths can look the same when they are shown, so what tells findings apart is not enough.
struct UniqueNames {
  /// How often each name has been asked for, or 1 for one that was made; by the name's SHA-256.
  private var counts: [Fingerprint: Int] = [:]

  /// `name`, or, if it is taken, `name` with a number.
  mutating func unique(_ name: String) -> String {
    var count = counts[Self.digest(name), default: 0] + 1
    var candidate = count == 1 ? name : "\(name) #\(count)"
    while count > 1, counts[Self.digest(candidate)] != nil {
      count += 1
      candidate = "\(name) #\(count)"
    }
    counts[Self.digest(name)] = count
    if count > 1 { counts[Self.digest(candidate)] = 1 }
    return candidate
  }

  private static func digest(_ name: String) -> Fingerprint {
    Fingerprint(of: Array(name.utf8).span)
  }
}
