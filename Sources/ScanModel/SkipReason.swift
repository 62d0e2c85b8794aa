/// Why something was passed over on purpose.
///
/// Each is counted and said; none is an error.
package enum SkipReason: String, CaseIterable, Comparable, Sendable {
  /// A repository's own store, which `zleaks history` reads.
  case gitDirectory = "git-directory"
  /// A symbolic link; what it names is scanned where it lies.
  case symbolicLink = "symbolic-link"
  /// A FIFO, socket or device, which is never opened.
  case specialFile = "special-file"
  /// A file system that the kernel makes up, such as `/proc`.
  case kernelFileSystem = "kernel-file-system"
  /// Named by `--exclude`, or not named by any `--include`.
  case excluded
  /// Ignored by git, under `--gitignore`.
  case gitIgnored = "git-ignored"
  /// A binary file in a patch, which has no lines to search.
  case binaryPatch = "binary-patch"
  /// A submodule, whose content is in another repository.
  case submodule
  /// An encrypted entry of an archive.
  case encryptedEntry = "encrypted-entry"
  /// An archive or a compressed content that is not opened, under `--no-archives`.
  case unopenedArchive = "unopened-archive"
  /// A content compressed in a way that is not read here, or only with a library that is not
  /// installed.
  case unreadCompression = "unread-compression"
  /// Findings beyond the number that a report lists.
  case findingLimit = "finding-limit"

  package static func < (left: SkipReason, right: SkipReason) -> Bool {
    left.rawValue < right.rawValue
  }
}
