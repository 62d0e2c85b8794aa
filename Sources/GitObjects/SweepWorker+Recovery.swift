internal import Inflate
internal import ScanModel

extension SweepWorker {
  /// Another copy of an object whose entry cannot be read; `nil` if there is none that can be.
  mutating func copy(
    of entry: Int,
    _ planned: SweepPlan.PlannedPack
  ) -> (ObjectType, ByteBuffer)? {
    let name = planned.pack.index.name(at: planned.forest.table.position(entry))
    // A copy that is broken too is as good as none: the first problem is the one to tell.
    return try? reader.load(name, excluding: planned.pack)
  }

  /// Tells that an object cannot be read, nor any made from it.
  mutating func fail<Visitor: ObjectVisitor & ~Copyable>(
    _ entry: Int,
    _ planned: SweepPlan.PlannedPack,
    _ problem: ObjectProblem,
    _ visitor: inout Visitor
  ) {
    let table = planned.forest.table
    let lostBase = planned.pack.index.name(at: table.position(entry))
    var lost: [Int] = []
    planned.forest.forEachEntry(below: entry) { lost.append($0) }
    for other in lost where !planned.duplicates.contains(table.position(other)) {
      let name = planned.pack.index.name(at: table.position(other))
      if other == entry {
        visitor.fail(
          ObjectProblem(objectID: name, path: problem.path, cause: problem.cause)
        )
      } else {
        let error = PackError.unreadableBase(at: table.offset(other), base: lostBase)
        readElsewhere(name, planned.pack, error, &visitor)
      }
    }
  }

  mutating func failChildren<Visitor: ObjectVisitor & ~Copyable>(
    of frame: Frame,
    _ context: Context,
    _ visitor: inout Visitor
  ) {
    var children = [Int(frame.last)]
    var next = frame.next
    while next != Self.none {
      children.append(Int(next))
      next = context.planned.forest.nextSibling[Int(next)]
    }
    let base = context.name(frame.entry)
    for child in children {
      let error = PackError.unreadableBase(at: context.table.offset(child), base: base)
      let problem = ObjectProblem(path: context.planned.pack.path, cause: .pack(error))
      fail(child, context.planned, problem, &visitor)
    }
  }

  /// Shows an object from any place but a pack where it cannot be read.
  mutating func readElsewhere<Visitor: ObjectVisitor & ~Copyable>(
    _ name: ObjectID,
    _ pack: Pack,
    _ error: PackError,
    _ visitor: inout Visitor
  ) {
    do throws(ObjectProblem) {
      if let (type, buffer) = try reader.load(name, excluding: pack) {
        if plan.options.types.contains(type) { show(type, buffer, &visitor) { name } }
        reader.workshop.giveBack(buffer)
        return
      }
    } catch {
      // The copy is broken too; the first problem is the one to tell.
    }
    visitor.fail(ObjectProblem(objectID: name, path: pack.path, cause: .pack(error)))
  }
}
