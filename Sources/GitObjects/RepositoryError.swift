package import ScanModel

/// Why a path leads to no repository that can be read.
package enum RepositoryError: Error, Hashable, Sendable {
  /// Neither the path nor a directory above it is a repository.
  case notFound(path: ContentPath)
  /// A `.git` file leads to no repository.
  case brokenLink(path: ContentPath)
  /// A file of the repository's cannot be used.
  case controlFile(path: ContentPath, ControlFileProblem)
  /// The repository names its objects by a hash function that does not exist here.
  case unknownObjectFormat(path: ContentPath, name: String)
}

extension RepositoryError: CustomStringConvertible {
  /// One sentence: `no git repository at 'src' or above it`.
  package var description: String {
    switch self {
    case .notFound(let path): "no git repository at '\(path.text)' or above it"
    case .brokenLink(let path): "'\(path.text)' leads to no git repository"
    case .controlFile(let path, let problem): "cannot read '\(path.text)': \(problem)"
    case .unknownObjectFormat(let path, let name):
      "cannot read '\(path.text)': object format '\(name)' is not known"
    }
  }
}
