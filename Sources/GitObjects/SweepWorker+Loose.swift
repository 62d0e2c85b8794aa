internal import Inflate
internal import Posix
internal import ScanModel

extension SweepWorker {
  /// Shows a loose object.
  mutating func sweepLoose<Visitor: ObjectVisitor & ~Copyable>(
    _ place: LooseObjects.Place,
    _ visitor: inout Visitor
  ) {
    let path = ObjectStore.loosePath(place.name, in: plan.store.directories[place.directory])
    do throws(LooseObjectError) {
      var stream = try LooseStream.open(path, with: &reader.workshop)
      guard
        plan.options.types.contains(stream.type)
          || stream.type == .tree && plan.options.showsLooseTrees
      else { return }
      if stream.byteCount > plan.options.maximumWholeByteCount {
        try showPieces(&stream, place.name, &visitor)
        return
      }
      let buffer = reader.workshop.takeBuffer()
      defer { reader.workshop.giveBack(buffer) }
      try stream.readAll(into: buffer, with: &reader.workshop)
      show(stream.type, buffer, &visitor) { place.name }
    } catch {
      recoverLoose(
        ObjectProblem(objectID: place.name, path: ContentPath(path), cause: .loose(error)),
        place.name,
        &visitor
      )
    }
  }

  /// Shows another copy of a loose object that cannot be read.
  ///
  /// Another object directory may have one; and one that has gone is in a new pack, if `git gc` has
  /// just taken it there.
  mutating func recoverLoose<Visitor: ObjectVisitor & ~Copyable>(
    _ problem: ObjectProblem,
    _ name: ObjectID,
    _ visitor: inout Visitor
  ) {
    // A copy that is broken too is as good as none: the first problem is the one to tell.
    if let (type, buffer) = try? reader.load(name) {
      if plan.options.types.contains(type) { show(type, buffer, &visitor) { name } }
      reader.workshop.giveBack(buffer)
      return
    }
    if case .loose(.system(let error)) = problem.cause, error.isNotFound,
      let (type, buffer) = loadAgain(name)
    {
      if plan.options.types.contains(type) { show(type, buffer, &visitor) { name } }
      return
    }
    visitor.fail(problem)
  }

  /// Reads an object from the database as it is now.
  private mutating func loadAgain(_ name: ObjectID) -> (ObjectType, ByteBuffer)? {
    if laterReader == nil {
      let engine = plan.options.engine
      // Without memory for another reader the object is lost, and the caller says so.
      laterReader = try? ObjectReader(
        plan.laterStore.get(),
        engine: engine,
        maximumByteCount: plan.options.maximumByteCount
      )
    }
    return try? laterReader?.load(name)
  }
}
