import Posix
import Reporting

extension SourceControl {
  /// The repository and revision that a continuous integration service says it has checked out:
  /// GitHub Actions or GitLab; `nil` outside of them.
  static func ofEnvironment() -> SourceControl? {
    if let server = Process.environment("GITHUB_SERVER_URL"),
      let repository = Process.environment("GITHUB_REPOSITORY")
    {
      return SourceControl(
        repositoryURI: "\(server)/\(repository)",
        revision: Process.environment("GITHUB_SHA"),
        branch: Process.environment("GITHUB_REF_NAME")
      )
    }
    guard let project = Process.environment("CI_PROJECT_URL") else { return nil }
    return SourceControl(
      repositoryURI: project,
      revision: Process.environment("CI_COMMIT_SHA"),
      branch: Process.environment("CI_COMMIT_REF_NAME")
    )
  }
}
