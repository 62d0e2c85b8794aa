/// The wildcards of a pattern, ready to be matched.
///
/// What is literal at both ends is compared first; most patterns are decided there.
///
///     src/**/*.test.ts   →   prefix "src/"   tokens [directories, run]   suffix ".test.ts"
struct GlobBody: Sendable {
  /// The literal bytes that a match starts with.
  private var prefix: [UInt8] = []

  /// What lies between the literal ends; empty for a pattern without wildcards.
  private var tokens: [GlobToken] = []

  /// The literal bytes that a match ends with, after those of `prefix`.
  private var suffix: [UInt8] = []

  /// The bytes that `tokens` take at the least.
  private var minimumByteCount = 0

  /// Reads the wildcards of a pattern.
  ///
  /// - Throws: `GlobError.Cause` for what can match nothing.
  init(compiling shape: GlobShape) throws(GlobError.Cause) {
    var reader = GlobReader(shape.bytes)
    while let token = try reader.next() { tokens.append(token) }
    let head = tokens.prefix { $0.literal != nil }
    prefix = head.compactMap(\.literal)
    tokens.removeFirst(head.count)
    while let byte = tokens.last?.literal {
      suffix.append(byte)
      tokens.removeLast()
    }
    suffix.reverse()
    minimumByteCount = tokens.count { $0.takesOneByte }
  }

  /// Whether the bytes of `path` from `start` on are a match, to the last one.
  func matches(_ path: Span<UInt8>, from start: Int) -> Bool {
    let count = path.count - start
    guard count >= prefix.count + minimumByteCount + suffix.count else { return false }
    let middle = start + prefix.count
    let end = path.count - suffix.count
    for index in suffix.indices where path[end + index] != suffix[index] { return false }
    for index in prefix.indices where path[start + index] != prefix[index] { return false }
    if tokens.isEmpty { return middle == end }
    return matchesTokens(path, from: middle, to: end)
  }

  /// Whether `tokens` match the bytes from `start` to `end`, all of them.
  ///
  /// Two places to go back to are enough. A run (`*`) ends with its directory, and a later run in
  /// the same one can stand for whatever an earlier one would have taken; between two runs in
  /// different directories a `/` has fixed the earlier one's end. The same holds for `**`, one
  /// level up: whatever an earlier one would have taken, the last one can.
  private func matchesTokens(_ path: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var position = start
    var index = 0
    var run: GlobRetry?
    var directories: GlobRetry?
    while true {
      if index == tokens.count {
        if position == end { return true }
      } else {
        let token = tokens[index]
        switch token {
        case .run:
          index += 1
          run = GlobRetry(index: index, position: position)
          continue
        case .anything, .directories:
          index += 1
          run = nil
          directories = GlobRetry(
            index: index,
            position: position,
            startsParts: token == .directories
          )
          continue
        case .byte, .anyByte, .set:
          // Going back only leaves fewer bytes for the same tokens.
          if position == end { return false }
          if token.matches(path[position]) {
            index += 1
            position += 1
            continue
          }
        }
      }
      if let next = run?.advance(in: path, to: end, crossingSlashes: false) {
        (index, position) = next
      } else if let next = directories?.advance(in: path, to: end, crossingSlashes: true) {
        run = nil
        (index, position) = next
      } else {
        return false
      }
    }
  }
}

/// Where to start over after a wildcard that took too little.
private struct GlobRetry {
  /// The index of the token after the wildcard.
  let index: Int

  /// The offset in the path at which that token was tried last.
  var position: Int

  /// Whether the token may only be tried where a part of the path starts.
  var startsParts = false

  /// Lets the wildcard take more: one byte, or all up to the next part.
  ///
  /// - Returns: The token and the offset to go on with; `nil` if there is no more to take.
  mutating func advance(
    in path: Span<UInt8>,
    to end: Int,
    crossingSlashes: Bool
  ) -> (index: Int, position: Int)? {
    let slash = UInt8(ascii: "/")
    guard position < end, crossingSlashes || path[position] != slash else { return nil }
    position += 1
    while startsParts, path[position - 1] != slash {
      guard position < end else { return nil }
      position += 1
    }
    return (index, position)
  }
}
