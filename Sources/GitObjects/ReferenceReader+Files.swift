internal import Posix
internal import ScanModel

// The files that references and logs lie in; what cannot be read is noted.

extension ReferenceReader {
  mutating func forEachFile(
    in directory: [UInt8],
    name: [UInt8],
    _ body: (inout ReferenceReader, _ path: [UInt8], _ name: [UInt8]) -> Void
  ) {
    seen = []
    var waiting = [(directory, name)]
    while let (path, name) = waiting.popLast() {
      guard fileCount < maximumCount else {
        failTooMany(directory)
        return
      }
      fileCount += 1
      guard let status = status(path) else { continue }
      if status.kind == .directory {
        guard seen.insert(status.identity).inserted else { continue }
        for child in names(path).sorted(by: { $0.lexicographicallyPrecedes($1) }).reversed() {
          let part = [Self.slash] + child
          waiting.append((path + part, name + part))
        }
      } else if !name.suffix(5).elementsEqual(Array(".lock".utf8)) {
        body(&self, path, name)
      }
    }
  }

  /// What is at `path`; `nil` if there is nothing, or it cannot be looked at, which is noted.
  mutating func status(_ path: [UInt8]) -> FileStatus? {
    do throws(SystemError) { return try FileStatus.of(path) } catch {
      if !error.isNotFound { fail(path, .unreadable(.failed(error))) }
      return nil
    }
  }

  /// Notes, once, that not all is read.
  mutating func failTooMany(_ path: [UInt8]) {
    guard !isTooMany else { return }
    isTooMany = true
    let cause = ObjectProblem.Cause.tooManyReferences(maximumCount: maximumCount)
    result.problems.append(ObjectProblem(path: ContentPath(path), cause: cause))
  }

  mutating func names(_ directory: [UInt8]) -> [[UInt8]] {
    do throws(SystemError) {
      return try DirectoryListing.names(directory).filter { $0 != [Self.dot] && $0 != Self.parent }
    } catch {
      result.problems.append(
        ObjectProblem(path: ContentPath(directory), cause: .system(error))
      )
      return []
    }
  }

  mutating func lines(_ path: [UInt8], _ maximumByteCount: Int) -> [[UInt8]] {
    file(path, maximumByteCount).map { GitFile.lines($0) } ?? []
  }

  mutating func file(_ path: [UInt8], _ maximumByteCount: Int) -> [UInt8]? {
    do throws(ControlFileProblem) {
      return try GitFile.read(path, maximumByteCount: maximumByteCount)
    } catch {
      fail(path, error)
      return nil
    }
  }

  mutating func fail(_ path: [UInt8], _ problem: ControlFileProblem) {
    result.problems.append(
      ObjectProblem(path: ContentPath(path), cause: .controlFile(problem))
    )
  }

  /// The name that a line starts with; `nil` for any other line, and for the name of no object.
  func objectID(_ line: ArraySlice<UInt8>) -> ObjectID? {
    let digits = Array(line.prefix(2 * location.format.byteCount))
    guard let id = ObjectID(hexadecimal: digits.span), id.format == location.format,
      digits.contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    return id
  }
}
