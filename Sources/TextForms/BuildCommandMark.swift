/// Finds what services that run builds take for a command to themselves, anywhere in a line of output:
/// `##[error]` (GitHub, Azure), `##vso[…]` (Azure), `##teamcity[…]` (TeamCity).
///
/// Text is given to it character by character, from the start.
struct BuildCommandMark {
  /// The `#` just before, or before the letters just before.
  private var hashCount = 0

  /// Whether a letter was the last character.
  private var isInName = false

  /// Whether `scalar`, the next character, is the bracket that would complete a mark.
  mutating func isCompleted(by scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "#":
      hashCount = isInName ? 1 : min(hashCount + 1, 2)
      isInName = false
    case "a"..."z", "A"..."Z": isInName = true
    case "[" where hashCount == 2:
      hashCount = 0
      return true
    default: hashCount = 0
    }
    if hashCount == 0 { isInName = false }
    return false
  }
}
