package import Posix
package import ScanModel

/// Reads objects by their ids through a `git cat-file --batch` that stays.
///
/// Any number of ids may be asked for before the first answer is read; answers come in that order.
/// Git ends when it meets an object that it cannot read, or one that it would have to fetch; that
/// one is answered `.unreadable` or `.missing`, and git is started again for those after it.
package struct GitObjectReader: ~Copyable {
  private let git: Git

  /// Whether all ids are known from the start.
  private let isComplete: Bool
  private var child: RunningChild

  /// What was read from git and not yet taken: the bytes of `buffer` in `unread`.
  private let buffer = ReadBuffer(capacity: 256 << 10)
  private var unread = 0..<0

  /// The ids asked for; the first `answeredCount` have been answered.
  private var asked: [ObjectID] = []
  private var answeredCount = 0

  /// The bytes of the current object's content that are still to be taken.
  private var leftByteCount = 0

  /// Whether the line end behind a content is still to be taken.
  private var isBeforeLineEnd = false

  /// The longest line that git writes in front of a content.
  private static let maximumLineByteCount = 256

  /// Starts a reader that can be asked for objects at any time.
  package init(_ git: Git) throws(GitError) {
    self.git = git
    isComplete = false
    child = try Self.start(git, asking: [], isComplete: false)
  }

  /// Starts a reader of objects that are known now, and cannot be asked for others.
  ///
  /// Git then writes its answers together: 5,000 of 2 KiB take a quarter less time.
  package init(_ git: Git, for ids: [ObjectID]) throws(GitError) {
    self.git = git
    isComplete = true
    asked = ids
    child = try Self.start(git, asking: ids[...], isComplete: true)
  }

  /// Asks for objects.
  package mutating func ask(for ids: some Sequence<ObjectID>) {
    precondition(!isComplete, "a reader of known objects was asked for others")
    if answeredCount == asked.count {
      asked.removeAll(keepingCapacity: true)
      answeredCount = 0
    }
    let count = asked.count
    asked.append(contentsOf: ids)
    child.send(Self.lines(asked[count...]))
  }

  /// What is said of the next object asked for; `nil` when all have been answered.
  ///
  /// What is left of the content before it is thrown away.
  ///
  /// - Throws: What is wrong with the repository, or with git itself.
  package mutating func next() throws(GitError) -> GitObjectAnswer? {
    guard answeredCount < asked.count else { return nil }
    let id = asked[answeredCount]
    do throws(GitError) {
      try skipContent()
      let line = try readLine()
      guard let answer = GitObjectAnswer(line: line, about: id) else { throw Self.unexpected }
      answeredCount += 1
      if case .found(let header) = answer {
        leftByteCount = header.byteCount
        isBeforeLineEnd = true
      }
      return answer
    } catch {
      return try answer(about: id, after: error)
    }
  }

  /// Reads on in the content of the object that `next` has found, to `offset` in `target`.
  ///
  /// - Returns: How many bytes were read, or 0 at the content's end.
  /// - Throws: Why git could not go on; the objects after this one can still be read.
  package mutating func read(
    into target: borrowing ReadBuffer,
    at offset: Int = 0
  ) throws(GitError) -> Int {
    if leftByteCount == 0 { return 0 }
    if unread.isEmpty { try refill() }
    let range = unread.prefix(leftByteCount)
    let count = buffer.withBytes(range.startIndex..<range.endIndex) { bytes in
      target.fill(with: bytes, at: offset)
    }
    take(count)
    leftByteCount -= count
    return count
  }
}

// MARK: - The stream

extension GitObjectReader {
  private static let command = GitCommandLine("cat-file", "--batch")
  private static let unexpected = GitError.unexpectedAnswer(command: command.name)

  private mutating func take(_ count: Int) {
    unread = unread.lowerBound + count..<unread.upperBound
  }

  /// Waits for more of git's answer; that there is none is why git has ended.
  private mutating func refill() throws(GitError) {
    var count = 0
    var result: ChildResult?
    do throws(ChildError) {
      child.extendTime()
      count = try child.read(into: buffer)
      if count == 0 { result = try child.finish() }
    } catch { throw GitError(error, command: Self.command.name) }
    if let result {
      throw .diagnosis(Self.command.name, result, directory: git.directory)
    }
    unread = 0..<count
  }

  private mutating func skipContent() throws(GitError) {
    while leftByteCount > 0 {
      if unread.isEmpty { try refill() }
      let count = min(leftByteCount, unread.count)
      take(count)
      leftByteCount -= count
    }
    guard isBeforeLineEnd else { return }
    guard try readLine().isEmpty else { throw Self.unexpected }
    isBeforeLineEnd = false
  }

  private mutating func readLine() throws(GitError) -> [UInt8] {
    var line: [UInt8] = []
    while line.count <= Self.maximumLineByteCount {
      if unread.isEmpty { try refill() }
      let byte = buffer.withBytes(unread.lowerBound..<unread.lowerBound + 1) { $0[0] }
      take(1)
      if byte == UInt8(ascii: "\n") { return line }
      line.append(byte)
    }
    throw Self.unexpected
  }
}

// MARK: - Starting again

extension GitObjectReader {
  private static func start(
    _ git: Git,
    asking ids: ArraySlice<ObjectID>,
    isComplete: Bool
  ) throws(GitError) -> RunningChild {
    var line = command
    if isComplete { line.words.append("--buffer") }
    var command = git.childCommand(line)
    command.input = .conversation
    do throws(ChildError) {
      var child = try RunningChild(command)
      child.send(lines(ids))
      if isComplete { child.endInput() }
      return child
    } catch { throw GitError(error, command: Self.command.name) }
  }

  private static func lines(_ ids: ArraySlice<ObjectID>) -> [UInt8] {
    ids.reduce(into: []) { $0 += $1.digits + [UInt8(ascii: "\n")] }
  }

  /// Starts git again behind the object that it has ended at.
  private mutating func answer(
    about id: ObjectID,
    after error: GitError
  ) throws(GitError) -> GitObjectAnswer {
    // Whether git ended within the content before this object, which has been answered for.
    let isInContent = leftByteCount > 0 || isBeforeLineEnd
    switch error {
    case .missingObject, .failed, .signalled: break
    default: throw error
    }
    if !isInContent { answeredCount += 1 }
    leftByteCount = 0
    isBeforeLineEnd = false
    unread = 0..<0
    child = try Self.start(git, asking: asked[answeredCount...], isComplete: isComplete)
    if isInContent, let answer = try next() { return answer }
    return if case .missingObject = error { .missing(id) } else { .unreadable(id, error) }
  }
}
