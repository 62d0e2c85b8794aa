internal import GitCommand
internal import GitObjects
internal import Posix
internal import ScanModel

extension HistoryFindings {
  /// The most objects that git is asked for: it ends at each one that it cannot read either.
  private static let maximumQuestionCount = 1_000

  /// Asks git for the objects that could not be read, and searches those that it can read.
  ///
  /// - Parameters:
  ///   - place: The repository.
  ///   - plan: What to look for and what counts.
  ///   - repository: The repository's name in reports.
  /// - Returns: How many objects only git could read; they are no failures any more.
  mutating func readByGit(
    _ place: GitPlace,
    _ plan: ScanPlan,
    repository: ContentPath
  ) -> Int {
    let names = Set(failures.compactMap(\.objectID)).sorted().prefix(Self.maximumQuestionCount)
    guard !names.isEmpty else { return 0 }
    var visitor = HistoryVisitor(plan: plan, repository: repository)
    var readNames: Set<ObjectID> = []
    do throws(GitError) {
      var reader = try GitObjectReader(try Git(place), for: Array(names))
      let buffer = ReadBuffer(capacity: 256 << 10)
      while Interrupt.caught == nil, let answer = try reader.next() {
        guard case .found(let header) = answer else { continue }
        if try Self.read(header, &reader, buffer, &visitor) { readNames.insert(header.id) }
      }
    } catch {
      // Git cannot help; what our own reader says of the objects stands.
    }
    visitor.finish()
    add(visitor.list, visitor.coverage, [])
    failures.removeAll { problem in problem.objectID.map(readNames.contains) ?? false }
    return readNames.count
  }

  /// Searches the content that follows a header; returns whether git had all of it.
  private static func read(
    _ header: GitObjectHeader,
    _ reader: inout GitObjectReader,
    _ buffer: borrowing ReadBuffer,
    _ visitor: inout HistoryVisitor
  ) throws(GitError) -> Bool {
    // What a tree says is not searched when our own reader can read it either.
    guard let type = ObjectType(rawValue: header.kind.rawValue), type != .tree else { return true }
    var offset = 0
    while offset < header.byteCount {
      let count: Int
      do throws(GitError) { count = try reader.read(into: buffer) } catch { return false }
      if count == 0 { return false }
      let piece = ObjectPiece(
        type: type,
        name: header.id,
        objectByteCount: header.byteCount,
        offset: offset,
        isLast: offset + count == header.byteCount
      )
      buffer.withBytes(0..<count) { visitor.visit(piece, $0) }
      offset += count
    }
    return true
  }
}
