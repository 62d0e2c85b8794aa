internal import Inflate
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
      guard plan.options.types.contains(stream.type) else { return }
      if stream.byteCount > plan.options.maximumWholeByteCount {
        try showPieces(&stream, place.name, &visitor)
        return
      }
      let buffer = reader.workshop.takeBuffer()
      defer { reader.workshop.giveBack(buffer) }
      try stream.readAll(into: buffer, with: &reader.workshop)
      show(stream.type, place.name, buffer, &visitor)
    } catch {
      recoverLoose(
        ObjectProblem(objectID: place.name, path: ContentPath(path), cause: .loose(error)),
        place.name,
        &visitor
      )
    }
  }

  /// Shows another copy of a loose object that cannot be read; another object directory may have
  /// one.
  private mutating func recoverLoose<Visitor: ObjectVisitor & ~Copyable>(
    _ problem: ObjectProblem,
    _ name: ObjectID,
    _ visitor: inout Visitor
  ) {
    do throws(ObjectProblem) {
      if let (type, buffer) = try reader.load(name) {
        if plan.options.types.contains(type) { show(type, name, buffer, &visitor) }
        reader.workshop.giveBack(buffer)
        return
      }
    } catch {
      // The same copy, or one as broken; the first problem is the one to tell.
    }
    visitor.fail(problem)
  }
}
