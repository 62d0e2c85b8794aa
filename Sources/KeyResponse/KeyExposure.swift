package import ScanModel

/// Where a key has leaked, in texts that may be shown.
package struct KeyExposure: Hashable, Sendable {
  /// How many places hold the key.
  package var placeCount = 0

  /// The first of them, as `repository: path:line:column`.
  package var places: [String] = []

  /// The repositories, the first few.
  package var repositories: [String] = []

  /// How many repositories there are.
  package var repositoryCount = 0

  /// Whether the commit that `HEAD` names still has it somewhere; `nil` if nothing tells.
  package var isInHead: Bool?

  /// When it was first committed, in RFC 3339, as far as is known.
  package var since: String?

  /// The commit that brought it in first, in hexadecimal.
  package var commit: String?

  /// Who made that commit.
  package var author: String?

  /// The most places that are named.
  package static let maximumPlaceCount = 5

  /// The most repositories that are named.
  package static let maximumRepositoryCount = 10

  /// Knows of no place.
  package init() {}

  /// Sums up the places of one key.
  ///
  /// - Parameters:
  ///   - findings: The findings of the key, in the order of the reports.
  ///   - shown: Makes a text safe to show and to keep: no keys in it.
  package init(_ findings: [Finding], shown: (String) -> String) {
    var seen: Set<String> = []
    var repositoryNames: Set<String> = []
    var earliest: Int?
    for finding in findings {
      let repository = finding.git?.repository?.text
      let place = Self.place(of: finding, in: repository)
      if seen.insert("\(place) \(finding.git?.object ?? "")").inserted {
        placeCount += 1
        if places.count < Self.maximumPlaceCount { places.append(shown(place)) }
      }
      if let repository, repositoryNames.insert(repository).inserted,
        repositories.count < Self.maximumRepositoryCount
      {
        repositories.append(shown(repository))
      }
      if let known = finding.git?.exposure?.isInHead { isInHead = isInHead == true || known }
      guard let introduction = finding.git?.introduction, let date = introduction.date,
        let time = Timestamp(parsing: date), time.seconds < earliest ?? Int.max
      else { continue }
      earliest = time.seconds
      since = "\(time)"
      commit = introduction.commit
      author = introduction.author.map(shown)
    }
    repositoryCount = repositoryNames.count
  }

  private static func place(of finding: Finding, in repository: String?) -> String {
    let path = finding.location.path?.text ?? finding.git.map(\.object) ?? "(standard input)"
    let start = finding.location.start
    let place = finding.location.isInPath ? path : "\(path):\(start.line):\(start.column)"
    guard let repository, !path.hasPrefix(repository) else { return place }
    return "\(repository): \(place)"
  }
}
