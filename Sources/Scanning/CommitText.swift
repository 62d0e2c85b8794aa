internal import ScanModel

/// What a commit or a tag says of itself in its header lines (gitformat: the raw text of the object).
enum CommitText {
  /// The author of a commit, `Name <address>`, and the time of the commit's making.
  ///
  ///     author A U Thor <author@example.com> 1700000000 +0100
  static func author(of commit: [UInt8]) -> (name: String, date: Timestamp?)? {
    guard let line = field("author ", of: commit) else { return nil }
    let end = line.lastIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? line.endIndex
    let name = ContentPath(Array(line[..<end])).text
    let parts = line[end...].split(separator: UInt8(ascii: " "))
    guard parts.count == 2, let seconds = Int(String(decoding: parts[0], as: UTF8.self)),
      let zone = Int(String(decoding: parts[1], as: UTF8.self)), (-9_999...9_999).contains(zone)
    else { return (name, nil) }
    // The zone is written as hours and minutes, without a colon: +0530.
    let minutes = zone / 100 * 60 + zone % 100
    return (name, Timestamp(seconds: seconds, zoneMinutes: minutes))
  }

  /// The id of what a tag names.
  static func target(of tag: [UInt8]) -> [UInt8]? { field("object ", of: tag).map(Array.init) }

  /// The ids of a commit's parents.
  ///
  ///     tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
  ///     parent 0123…
  static func parents(of commit: [UInt8]) -> [ArraySlice<UInt8>] {
    let name = "parent ".utf8
    // They follow the tree; a line of that name further down is something else's.
    return commit.split(separator: UInt8(ascii: "\n"), maxSplits: 1 << 10).dropFirst()
      .prefix { $0.starts(with: name) }.map { $0.dropFirst(name.count) }
  }

  /// The rest of the first header line that starts with `name`.
  private static func field(_ name: String, of text: [UInt8]) -> ArraySlice<UInt8>? {
    var rest = text[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      // An empty line ends the header.
      if line.isEmpty { return nil }
      if line.starts(with: name.utf8) { return line.dropFirst(name.utf8.count) }
      rest = rest.dropFirst(line.count + 1)
    }
    return nil
  }
}
