import GitCommand
import Posix
import ScanModel

/// The lines that git gives a push hook on standard input (githooks(5)).
enum PushInput {
  /// The most that is read: a push of a hundred thousand references.
  private static let maximumByteCount = 64 << 20

  /// Reads the lines.
  static func read() throws(GitError) -> [[ArraySlice<UInt8>]] {
    do throws(SystemError) {
      return try FileDescriptor(borrowing: 0).readToEnd(maximumByteCount: maximumByteCount)
        .split(separator: UInt8(ascii: "\n"))
        .map { $0.split(separator: UInt8(ascii: " ")) }
    } catch {
      throw .system(command: "push hook", error)
    }
  }
}

/// What a push brings: where its references point, and what is known already.
struct PushedReferences {
  /// Where the references point.
  private var tips: [ObjectID] = []

  /// What is on the other side already.
  private var known: [ObjectID] = []

  /// Whether everything that a reference of this repository reaches is known.
  private var knowsReferences = false

  /// The objects pushed; tags have text of their own, and may name what is no commit.
  var objects: [ObjectID] { tips }

  /// What `pre-push` is about to send to `remote`.
  ///
  ///     <local ref> <local id> <remote ref> <remote id>
  ///
  /// The local reference is as it was typed, such as `HEAD^{/fix a}`, and can have spaces.
  static func prePush(
    _ lines: [[ArraySlice<UInt8>]],
    remote: [UInt8]?,
    _ git: Git
  ) throws(GitError) -> PushedReferences {
    var pushed = PushedReferences()
    for line in lines {
      let ids = line.suffix(3)
      guard line.count >= 4, let local = ids.first.flatMap({ ObjectID(digits: $0) }),
        let other = ids.last.flatMap({ ObjectID(digits: $0) })
      else { throw .unexpectedAnswer(command: "push") }
      // A reference that is deleted brings nothing.
      if local.isZero { continue }
      pushed.tips.append(local)
      // The other side may be ahead: then its commit is not here, and says nothing.
      if !other.isZero, try git.contains(other) { pushed.known.append(other) }
    }
    if let remote, !pushed.tips.isEmpty { pushed.known += try git.tips(ofRemote: remote) }
    return pushed
  }

  /// What `pre-receive` is asked to take.
  ///
  ///     <old id> <new id> <ref>
  static func preReceive(
    _ lines: [[ArraySlice<UInt8>]],
    _ git: Git
  ) throws(GitError) -> PushedReferences {
    var pushed = PushedReferences()
    pushed.knowsReferences = true
    for line in lines {
      guard line.count >= 3, let new = ObjectID(digits: line[1]) else {
        throw .unexpectedAnswer(command: "receive-pack")
      }
      if !new.isZero { pushed.tips.append(new) }
    }
    return pushed
  }

  /// The commits that the other side does not have, the newest first.
  func commits(_ git: Git) throws(GitError) -> [GitCommitLine] {
    var commits: [GitCommitLine] = []
    try git.forEachCommit(
      from: tips,
      notFrom: known,
      excludesReferences: knowsReferences
    ) { commits.append($0) }
    return commits
  }
}
