internal import GitCommand
internal import GitObjects
internal import ScanModel

extension HistoryFindings {
  /// How many references without an object are named.
  private static let maximumNamedCount = 3

  /// Says which objects the database has lost.
  ///
  /// One that has lost objects can be read without a fault: what names them tells. References are
  /// all looked at. Of objects only those are that the search came by anyway, and not all that is
  /// missing need be: objects that lead nowhere lose theirs to `git prune`. Git knows, and takes its
  /// time, and is asked only if some are.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - links: What was found out about what objects name; `nil` if that was not looked at.
  ///   - place: The repository, for git.
  ///   - repository: The repository's name in reports.
  ///   - tick: Called every few milliseconds on this thread.
  /// - Returns: What could not be read of references, which has been said.
  mutating func addLoss(
    of store: ObjectStore,
    _ links: LinkSearch?,
    at place: GitPlace,
    repository: ContentPath,
    tick: () -> Void
  ) -> [ObjectProblem] {
    let tips = ReferenceTips(store.location)
    for problem in tips.problems { coverage.addProblem(ScanProblem(problem)) }
    let named = tips.isTableFormat ? Self.referencesByGit(place) : tips.tips
    let lost = store.missing(among: named)
    if let problem = Self.problem(lost, of: repository) {
      coverage.addProblem(problem)
    } else if links?.hasFoundOne == true {
      let problem = BackgroundWork.runUnlessInterrupted(tick: tick) {
        Self.lossByGit(place, repository)
      }
      // An interruption is told of anyway.
      if let problem = problem ?? nil {
        coverage.addProblem(problem)
        isLossSaid = true
      }
    }
    return tips.problems
  }

  /// What git says that the references are.
  private static func referencesByGit(_ place: GitPlace) -> [References.Reference] {
    do throws(GitError) {
      return try Git(place).references().map {
        References.Reference(name: ContentPath($0.name).text, target: $0.target)
      }
    } catch {
      // A git that is too old for the format has no references to tell, and works in no such
      // repository.
      return []
    }
  }

  private static func problem(
    _ lost: [References.Reference],
    of repository: ContentPath
  ) -> ScanProblem? {
    guard let first = lost.first else { return nil }
    let names = lost.prefix(maximumNamedCount).map { "'\($0.name)'" }.joined(separator: ", ")
    let subject =
      lost.count == 1
      ? "\(names) names object '\(first.target)', which is missing"
      : "\(lost.count) references name objects that are missing: \(names)"
        + (lost.count > maximumNamedCount ? " and others" : "")
        + ", the first of them object '\(first.target)'"
    return ScanProblem(
      path: repository,
      operation: .read,
      cause: "\(subject); 'git fsck' lists what is lost: restore it, or search another clone"
    )
  }

  /// What git finds missing of all that references lead to.
  private static func lossByGit(_ place: GitPlace, _ repository: ContentPath) -> ScanProblem? {
    do throws(GitError) {
      let missing = try Git(place).missingObjects().sorted()
      guard let first = missing.first else { return nil }
      return problem(repository, missing.count, first)
    } catch {
      // It ends at a commit that is missing.
      return ScanProblem(
        path: repository,
        operation: .read,
        cause: "objects are missing: \(error); 'git fsck' lists what is"
      )
    }
  }
}

extension LinkSearch {
  /// Follows the links of all commits of a walk that has ended, if those that it passed over are not
  /// sure to lead anywhere.
  func followPassedOver(in sweep: ObjectSweep) {
    guard !hasFoundOne, hasPassedOverCommits else { return }
    let progress = SweepProgress()
    BackgroundWork.run(stopping: progress) {
      // Without memory for a worker nothing is found out here, and all has been searched before.
      try? self.run(ObjectSweep(sweep, types: [.commit, .tag]), progress: progress)
    }
  }
}
