package import Inflate
internal import Posix
package import ScanModel

/// Reads single objects of a database, in any order; one for each worker.
package struct ObjectReader: ~Copyable {
  /// The database.
  package let store: ObjectStore

  /// What objects are made with.
  var workshop: Workshop

  /// The most deltas that are followed to a base.
  ///
  /// git writes chains of at most 4,095.
  static let maximumChainCount = 1 << 14

  /// The largest object that a reader makes in memory unless told otherwise: what git takes for too
  /// large to make deltas of (`core.bigFileThreshold`).
  package static let defaultMaximumByteCount = 512 << 20

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - engine: The library that inflates.
  ///   - maximumByteCount: The largest object that is made in memory, in bytes.
  /// - Throws: `InflateError.outOfMemory`.
  package init(
    _ store: ObjectStore,
    engine: Inflater.Engine = .best,
    maximumByteCount: Int = ObjectReader.defaultMaximumByteCount
  ) throws(InflateError) {
    self.store = store
    workshop = try Workshop(engine: engine, maximumByteCount: maximumByteCount)
  }

  /// Lends an object to `body`.
  ///
  /// - Returns: What `body` returns; `nil` if the database has no such object.
  /// - Throws: `ObjectProblem` if it has, and no copy of it can be read.
  package mutating func withObject<Result>(
    _ name: ObjectID,
    _ body: (ObjectType, Span<UInt8>) -> Result
  ) throws(ObjectProblem) -> Result? {
    guard let (type, buffer) = try load(name) else { return nil }
    defer { workshop.giveBack(buffer) }
    return buffer.withBytes { body(type, $0) }
  }

  /// Reads an object.
  ///
  /// - Returns: What it is and its bytes; `nil` if the database has no such object.
  /// - Throws: `ObjectProblem` if it has, and no copy of it can be read.
  package mutating func read(
    _ name: ObjectID
  ) throws(ObjectProblem) -> (type: ObjectType, bytes: [UInt8])? {
    guard let (type, buffer) = try load(name) else { return nil }
    defer { workshop.giveBack(buffer) }
    return (type, buffer.bytes)
  }

  /// Reads an object into a buffer of the workshop's.
  ///
  /// - Parameters:
  ///   - name: The object.
  ///   - excluded: A pack whose copy is not to be read.
  /// - Returns: What it is, and the buffer; `nil` if the database has no such object.
  /// - Throws: `ObjectProblem` if no copy can be read.
  mutating func load(
    _ name: ObjectID,
    excluding excluded: Pack? = nil
  ) throws(ObjectProblem) -> (ObjectType, ByteBuffer)? {
    var problem: ObjectProblem?
    for pack in store.packs where pack !== excluded {
      guard let position = pack.index.position(of: name) else { continue }
      do throws(ObjectProblem) {
        return try load(pack, position: position)
      } catch {
        problem = problem ?? error
      }
    }
    do throws(ObjectProblem) {
      if let loose = try loadLoose(name) { return loose }
    } catch {
      problem = problem ?? error
    }
    if let problem {
      throw ObjectProblem(objectID: name, path: problem.path, cause: problem.cause)
    }
    return nil
  }

  private mutating func load(
    _ pack: Pack,
    position: Int
  ) throws(ObjectProblem) -> (ObjectType, ByteBuffer) {
    guard let offset = pack.index.packOffset(at: position) else {
      throw ObjectProblem(path: pack.path, cause: .pack(.badOffset(at: nil)))
    }
    return try load(pack, offset: offset)
  }

  /// Reads the object of the entry at `offset`: follows its deltas to a whole object, then applies
  /// them in turn.
  mutating func load(_ pack: Pack, offset: Int) throws(ObjectProblem) -> (ObjectType, ByteBuffer) {
    let chain = try DeltaChain(pack, offset: offset, in: store)
    var (type, base) = try loadBase(of: chain)
    for link in chain.links.reversed() {
      let result = workshop.takeBuffer()
      do throws(PackError) {
        try link.apply(to: base, into: result, with: &workshop)
      } catch {
        workshop.giveBack(base)
        workshop.giveBack(result)
        throw ObjectProblem(path: link.pack.path, cause: .pack(error))
      }
      workshop.giveBack(base)
      base = result
    }
    return (type, base)
  }

  private mutating func loadBase(
    of chain: borrowing DeltaChain
  ) throws(ObjectProblem) -> (ObjectType, ByteBuffer) {
    switch chain.end {
    case .whole(let type, let link):
      let buffer = workshop.takeBuffer()
      do throws(PackError) {
        try link.inflate(into: buffer, with: &workshop)
      } catch {
        workshop.giveBack(buffer)
        throw ObjectProblem(path: link.pack.path, cause: .pack(error))
      }
      return (type, buffer)
    case .missing(let name, let offset, let pack):
      if let loose = try loadLoose(name) { return loose }
      throw ObjectProblem(path: pack.path, cause: .pack(.missingBase(at: offset, base: name)))
    }
  }

  /// Reads a loose object; `nil` if there is none of that name.
  private mutating func loadLoose(
    _ name: ObjectID
  ) throws(ObjectProblem) -> (ObjectType, ByteBuffer)? {
    var problem: ObjectProblem?
    for directory in store.directories {
      let path = ObjectStore.loosePath(name, in: directory)
      let buffer = workshop.takeBuffer()
      do throws(LooseObjectError) {
        var stream = try LooseStream.open(path, with: &workshop)
        try stream.readAll(into: buffer, with: &workshop)
        return (stream.type, buffer)
      } catch {
        workshop.giveBack(buffer)
        if case .system(let error) = error, error.isNotFound { continue }
        problem = problem ?? ObjectProblem(path: ContentPath(path), cause: .loose(error))
      }
    }
    if let problem { throw problem }
    return nil
  }
}
