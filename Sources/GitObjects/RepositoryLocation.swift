internal import Posix
package import ScanModel

/// Where a repository keeps its files, and how it names its objects.
package struct RepositoryLocation: Hashable, Sendable {
  /// The directory of this work tree's index and `HEAD`.
  package let gitDirectory: [UInt8]

  /// The directory of what all work trees of the repository share.
  package let commonDirectory: [UInt8]

  /// The directory that new objects go to.
  package let objectDirectory: [UInt8]

  /// The other object directories that the environment names.
  package let alternateDirectories: [[UInt8]]

  /// The hash function of names.
  package let format: ObjectFormat

  /// The commits whose parents a shallow clone left out; empty for a whole one.
  package let shallowCommits: [ObjectID]

  /// Whether the repository is a partial clone, which lacks objects on purpose.
  package let isPartialClone: Bool

  /// What the environment says of the repository; the caller reads the variables, if it heeds them.
  package struct Environment: Hashable, Sendable {
    /// `GIT_DIR`: the git directory.
    package var gitDirectory: [UInt8]?

    /// `GIT_OBJECT_DIRECTORY`: where objects are, a quarantine say.
    package var objectDirectory: [UInt8]?

    /// `GIT_ALTERNATE_OBJECT_DIRECTORIES`: more of them, with `:` between them.
    package var alternateDirectories: [UInt8]?

    /// Says nothing.
    package init() {}
  }

  /// The largest `.git`, `commondir` or `shallow` file that is read, in bytes.
  private static let maximumLinkByteCount = 65_536
  private static let maximumShallowByteCount = 64 << 20
  private static let maximumConfigByteCount = 16 << 20

  /// Finds the repository that a path belongs to.
  ///
  /// The path may be a work tree or a directory in it, a bare repository, a git directory, or a
  /// `.git` file. Source: git's `setup_git_directory_gently`. What `HEAD` says, who owns the files
  /// and what the config says of hooks and programs is not looked at: nothing is run.
  ///
  /// - Parameters:
  ///   - path: Where to start.
  ///   - environment: What the environment says.
  /// - Throws: `RepositoryError`.
  package init(
    containing path: [UInt8],
    environment: Environment = Environment()
  ) throws(RepositoryError) {
    let start = environment.gitDirectory ?? path
    var found = try Self.gitDirectory(at: start)
    var directory = start
    // Up to the top: `..` of it is itself.
    while found == nil, environment.gitDirectory == nil,
      let here = try? FileStatus.of(directory), here.kind == .directory
    {
      let parent = directory + Array("/..".utf8)
      guard let above = try? FileStatus.of(parent), above.identity != here.identity else { break }
      directory = parent
      found = try Self.gitDirectory(at: directory)
    }
    guard let found else { throw .notFound(path: ContentPath(start)) }
    try self.init(gitDirectory: found, environment: environment)
  }

  private init(gitDirectory: [UInt8], environment: Environment) throws(RepositoryError) {
    self.gitDirectory = gitDirectory
    commonDirectory = try Self.commonDirectory(of: gitDirectory)
    objectDirectory = environment.objectDirectory ?? commonDirectory + Array("/objects".utf8)
    alternateDirectories = AlternateList.paths(
      environment.alternateDirectories ?? [],
      separator: UInt8(ascii: ":")
    )
    let configPath = commonDirectory + Array("/config".utf8)
    let config = ConfigText(
      try Self.read(configPath, maximumByteCount: Self.maximumConfigByteCount) ?? []
    )
    let name = config["extensions.objectformat"] ?? "sha1"
    guard let format = ObjectFormat(rawValue: name.lowercased()) else {
      throw .unknownObjectFormat(path: ContentPath(configPath), name: name)
    }
    self.format = format
    isPartialClone = config["extensions.partialclone"] != nil
    let shallowPath = commonDirectory + Array("/shallow".utf8)
    let shallow = try Self.read(shallowPath, maximumByteCount: Self.maximumShallowByteCount) ?? []
    var shallowCommits: [ObjectID] = []
    for line in GitFile.lines(shallow) {
      guard let commit = ObjectID(hexadecimal: line.span), commit.format == format else {
        throw .controlFile(path: ContentPath(shallowPath), .malformed)
      }
      shallowCommits.append(commit)
    }
    self.shallowCommits = shallowCommits
  }

  /// Whether the clone is shallow: older history was left out.
  package var isShallow: Bool { !shallowCommits.isEmpty }

  /// The git directory that `path` is, holds or leads to; `nil` if there is none.
  private static func gitDirectory(at path: [UInt8]) throws(RepositoryError) -> [UInt8]? {
    let inside = path + Array("/.git".utf8)
    for candidate in [path, inside] where (try? FileStatus.of(candidate))?.kind == .regular {
      guard let target = try linkTarget(candidate) else { continue }
      guard try isGitDirectory(target) else { throw .brokenLink(path: ContentPath(candidate)) }
      return target
    }
    if try isGitDirectory(inside) { return inside }
    return try isGitDirectory(path) ? path : nil
  }

  /// What a `.git` file leads to; `nil` for a file of another kind.
  private static func linkTarget(_ path: [UInt8]) throws(RepositoryError) -> [UInt8]? {
    let prefix = Array("gitdir: ".utf8)
    guard let file = try? GitFile.read(path, maximumByteCount: maximumLinkByteCount),
      file.starts(with: prefix)
    else { return nil }
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { Array(path[..<$0]) } ?? [UInt8(ascii: ".")]
    return GitFile.resolve(withoutLineEnd(file.dropFirst(prefix.count)), from: directory)
  }

  /// Whether a directory looks like a repository's own.
  ///
  /// Source: git's `is_git_directory`.
  private static func isGitDirectory(_ path: [UInt8]) throws(RepositoryError) -> Bool {
    guard GitFile.exists(path + Array("/HEAD".utf8)) else { return false }
    let common = try commonDirectory(of: path)
    return GitFile.isDirectory(common + Array("/objects".utf8))
      && GitFile.isDirectory(common + Array("/refs".utf8))
  }

  private static func commonDirectory(of gitDirectory: [UInt8]) throws(RepositoryError) -> [UInt8] {
    let path = gitDirectory + Array("/commondir".utf8)
    guard let link = try read(path, maximumByteCount: maximumLinkByteCount) else {
      return gitDirectory
    }
    return GitFile.resolve(withoutLineEnd(link[...]), from: gitDirectory)
  }

  private static func read(
    _ path: [UInt8],
    maximumByteCount: Int
  ) throws(RepositoryError) -> [UInt8]? {
    do throws(ControlFileProblem) {
      return try GitFile.read(path, maximumByteCount: maximumByteCount)
    } catch {
      throw .controlFile(path: ContentPath(path), error)
    }
  }

  /// The bytes without the line ends at the end.
  private static func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return end.map { bytes[...$0] } ?? []
  }
}
