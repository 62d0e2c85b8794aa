/// Which repository commands are about.
package enum GitPlace: Hashable, Sendable {
  /// The one that this program was started in or for, as a hook is.
  ///
  /// Commands start in the working directory, and `GIT_DIR`, `GIT_INDEX_FILE`, the quarantine of a
  /// push and their like hold.
  case inherited

  /// The one that this directory is, or is in; nothing of the environment points elsewhere.
  case directory([UInt8])
}
