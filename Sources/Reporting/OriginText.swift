import ScanModel
import TextForms

/// What the text report says of where in a repository's history a finding stands.
///
///     introduced in 1a2b3c4d5e6f by Ann <ann@example.com> on 2026-11-21; in HEAD, on main and 3 more
///     introduced in 1a2b3c4d5e6f by …; not reachable: held by the stash
///     dangling: no branch or tag leads to it
enum OriginText {
  /// How many references, and how many other paths, are named.
  private static let maximumNameCount = 3

  /// How much of a text of the repository's making is shown, in characters.
  private static let maximumCharacterCount = 120

  /// How many digits of a commit's name are shown.
  private static let digitCount = 12

  /// The line of a finding, without indentation and line end; `nil` if there is nothing to say.
  static func line(for finding: Finding, redaction: PathRedaction) -> String? {
    guard let git = finding.git else { return nil }
    func shown(_ path: ContentPath) -> String {
      let text = redaction.applied(to: path).text
      let start = text.prefix(maximumCharacterCount)
      return TerminalText.escaped(start.endIndex < text.endIndex ? start + "…" : text)
    }
    var parts: [String] = []
    if let introduction = git.introduction {
      parts += origin(introduction, isItself: git.kind != .blob, shown)
    }
    if let exposure = git.exposure {
      parts.append(reach(of: exposure, shown))
      // Where the line before names no path, none is left out.
      let others = exposure.paths.filter { $0 != finding.location.outerPath }
      let count = exposure.pathCount - (exposure.paths.count - others.count)
      if !others.isEmpty { parts.append("also at " + list(others.map(shown), of: count)) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Who brought it in, and when; for a commit's own text who made the commit.
  private static func origin(
    _ introduction: GitFacts.Introduction,
    isItself: Bool,
    _ shown: (ContentPath) -> String
  ) -> [String] {
    func start(_ text: String, _ count: Int) -> String {
      String(shown(ContentPath(text)).prefix(count))
    }
    var words: [String] = []
    if !isItself { words.append("introduced in " + start(introduction.commit, digitCount)) }
    if let author = introduction.author { words.append("by " + shown(ContentPath(author))) }
    // The day where the author was: RFC 3339 starts with it.
    if let date = introduction.date { words.append("on " + start(date, 10)) }
    return words.isEmpty ? [] : [words.joined(separator: " ")]
  }

  /// What leads to it.
  private static func reach(
    of exposure: GitFacts.Exposure,
    _ shown: (ContentPath) -> String
  ) -> String {
    guard exposure.isReachable else {
      guard let holder = exposure.holder, holder != "dangling" else {
        return "dangling: no branch or tag leads to it"
      }
      let article = ["stash", "index"].contains(holder) || holder.hasPrefix("reflog of ")
      return "not reachable: held by \(article ? "the " : "")\(shown(ContentPath(holder)))"
    }
    let head = exposure.isInHead ? "in HEAD" : "not in HEAD"
    let names = exposure.references.map { shown(ContentPath(short($0))) }
    return names.isEmpty ? head : "\(head), on \(list(names, of: exposure.referenceCount))"
  }

  /// A reference's name as people say it.
  private static func short(_ reference: String) -> String {
    if reference == "HEAD" { return "a detached HEAD" }
    for (prefix, word) in [("refs/heads/", ""), ("refs/remotes/", ""), ("refs/tags/", "tag ")]
    where reference.hasPrefix(prefix) {
      return word + reference.dropFirst(prefix.count)
    }
    return reference
  }

  /// A few names, and how many others there are.
  private static func list(_ names: [String], of count: Int) -> String {
    let named = names.prefix(maximumNameCount)
    let rest = max(count, names.count) - named.count
    if rest > 0 { return named.joined(separator: ", ") + " and \(NumberText.grouped(rest)) more" }
    guard let last = named.last, named.count > 1 else { return named.joined() }
    return named.dropLast().joined(separator: ", ") + " and " + last
  }
}
