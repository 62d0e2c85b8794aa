internal import Posix
internal import ScanModel

/// A pack with its index.
final class Pack: Sendable {
  /// Where the pack is.
  let path: ContentPath

  /// Which objects it has, and where.
  let index: PackIndex

  /// The objects.
  let file: PackFile

  /// What is wrong with the pack as a whole, although it can be read.
  let problems: [ObjectProblem]

  /// Opens the pack at `path` with the index beside it.
  ///
  /// - Parameters:
  ///   - path: Where the pack is; ends with `.pack`.
  ///   - format: The hash function of names.
  /// - Throws: `ObjectProblem`; its cause is `system` with `isNotFound` if the pack has just gone.
  init(_ path: [UInt8], format: ObjectFormat) throws(ObjectProblem) {
    let packPath = ContentPath(path)
    let indexPath = ContentPath(path.dropLast(".pack".utf8.count) + Array(".idx".utf8))
    let indexFile = try Self.map(indexPath)
    let packFile = try Self.map(packPath)
    do throws(PackIndexError) {
      index = try PackIndex(indexFile, format: format)
    } catch {
      throw ObjectProblem(path: indexPath, cause: .index(error))
    }
    do throws(PackError) {
      file = try PackFile(packFile, format: format)
    } catch {
      throw ObjectProblem(path: packPath, cause: .pack(error))
    }
    self.path = packPath
    var problems: [ObjectProblem] = []
    if file.objectCount != index.objectCount {
      let error = PackError.wrongObjectCount(
        stated: file.objectCount,
        indexed: index.objectCount
      )
      problems.append(ObjectProblem(path: packPath, cause: .pack(error)))
    }
    if file.hash != index.packHash {
      problems.append(ObjectProblem(path: packPath, cause: .pack(.foreignIndex)))
    }
    self.problems = problems
  }

  private static func map(_ path: ContentPath) throws(ObjectProblem) -> MappedFile {
    do throws(SystemError) {
      return try MappedFile(path.bytes)
    } catch {
      throw ObjectProblem(path: path, cause: .system(error))
    }
  }
}
