internal import Posix
package import ScanModel

/// What a sweep is asked to search, turned into repositories.
package struct SourceSurvey: Sendable {
  /// Every repository once, in the order of their names.
  package let repositories: [SweptRepository]

  /// What could not be searched for repositories.
  package let problems: [ScanProblem]

  /// Finds the repositories of the sources: directories, and addresses to clone from.
  ///
  /// A source that leads to none is a repository that cannot be used, so that it is not forgotten.
  ///
  /// - Parameters:
  ///   - sources: The sources, byte for byte.
  ///   - hidden: Takes keys out of a path that is to be shown.
  package init(
    _ sources: [[UInt8]],
    hidingKeys hidden: @escaping (ContentPath) -> ContentPath = { $0 }
  ) {
    var discovery = RepositoryDiscovery(hidingKeys: hidden)
    var others: [ContentPath: SweptRepository] = [:]
    func addUnusable(_ source: [UInt8], _ cause: String) {
      let name = ContentPath(source)
      others[name] = SweptRepository(name: name, place: .unusable(cause: cause), hidingKeys: hidden)
    }
    var seen: Set<[UInt8]> = []
    for source in sources where seen.insert(source).inserted {
      let exists = (try? FileStatus.of(source)) != nil
      if !exists, CloneAddress.isAddress(source) {
        do throws(CloneAddress.Problem) {
          let address = try CloneAddress(parsing: source)
          let name = ContentPath(source)
          others[name] = SweptRepository(name: name, place: .remote(address), hidingKeys: hidden)
        } catch {
          let cause = "\(error)"
          addUnusable(error == .credentials ? Self.withoutUser(source) : source, cause)
        }
        continue
      }
      switch discovery.search(source) {
      case .success(0): addUnusable(source, "no git repository is there or below it")
      case .success: break
      case .failure(let error): addUnusable(source, error.description)
      }
    }
    repositories = (discovery.repositories + others.values).sorted { $0.name < $1.name }
    problems = discovery.problems.sorted()
  }

  /// An address without what may be a password.
  private static func withoutUser(_ address: [UInt8]) -> [UInt8] {
    guard let colon = address.firstIndex(of: UInt8(ascii: ":")),
      let at = address.lastIndex(of: UInt8(ascii: "@")), at > colon
    else { return address }
    return Array(address[..<colon]) + Array("://…".utf8) + Array(address[at...])
  }
}
