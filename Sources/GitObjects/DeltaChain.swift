internal import Inflate
internal import ScanModel

/// The deltas that an entry is made of, back to a whole object.
struct DeltaChain {
  /// The deltas, the entry's own first.
  private(set) var links: [Link] = []

  /// What the last delta is made from.
  private(set) var end: End

  /// One entry on the way.
  struct Link {
    let pack: Pack
    let offset: Int
    let entry: PackEntry
  }

  /// How a chain ends.
  enum End {
    /// With a whole object in a pack.
    case whole(ObjectType, Link)
    /// With a base that is in no pack; `offset` is that of the entry that names it.
    case missing(ObjectID, offset: Int, pack: Pack)
  }

  /// An entry that a name has led to.
  private struct Place: Hashable {
    let pack: ObjectIdentifier
    let offset: Int
  }

  /// Follows the entry at `offset`.
  ///
  /// Offsets lead only backwards in one pack; names may lead anywhere, so the entries that they
  /// lead to are remembered.
  init(_ pack: Pack, offset: Int, in store: ObjectStore) throws(ObjectProblem) {
    var pack = pack
    var offset = offset
    var seen: Set<Place> = []
    while true {
      let link = Link(pack: pack, offset: offset, entry: try Self.entry(pack, at: offset))
      guard links.count <= ObjectReader.maximumChainCount else {
        throw ObjectProblem(
          path: pack.path,
          cause: .pack(.chainTooLong(at: offset, maximumCount: ObjectReader.maximumChainCount))
        )
      }
      let base: ObjectID
      switch link.entry.kind {
      case .whole(let type):
        end = .whole(type, link)
        return
      case .offsetDelta(let distance):
        links.append(link)
        offset -= distance
        continue
      case .nameDelta(let name):
        links.append(link)
        base = name
      }
      guard let next = Self.find(base, in: store, first: pack) else {
        end = .missing(base, offset: offset, pack: pack)
        return
      }
      guard seen.insert(Place(pack: ObjectIdentifier(next.pack), offset: next.offset)).inserted
      else { throw ObjectProblem(path: pack.path, cause: .pack(.deltaCycle(at: offset))) }
      (pack, offset) = next
    }
  }

  /// The type of the object that the chain leads to; `nil` if its base is in no pack.
  var type: ObjectType? {
    if case .whole(let type, _) = end { type } else { nil }
  }

  private static func entry(_ pack: Pack, at offset: Int) throws(ObjectProblem) -> PackEntry {
    do throws(PackError) {
      return try pack.file.withBytes { bytes throws(PackError) in
        try PackEntry(bytes, at: offset, format: pack.file.format)
      }
    } catch {
      throw ObjectProblem(path: pack.path, cause: .pack(error))
    }
  }

  /// The entry of an object in the pack `first` or else in any.
  private static func find(
    _ name: ObjectID,
    in store: ObjectStore,
    first: Pack
  ) -> (pack: Pack, offset: Int)? {
    for pack in [first] + store.packs.filter({ $0 !== first }) {
      if let position = pack.index.position(of: name),
        let offset = pack.index.packOffset(at: position)
      {
        return (pack, offset)
      }
    }
    return nil
  }
}

extension DeltaChain.Link {
  /// Inflates the entry.
  func inflate(into buffer: ByteBuffer, with workshop: inout Workshop) throws(PackError) {
    var result: Result<Void, PackError> = .success(())
    pack.file.withBytes { bytes in
      do throws(PackError) {
        try PackFile.inflate(
          entry,
          in: bytes,
          end: bytes.count,
          with: &workshop,
          into: buffer
        )
      } catch {
        result = .failure(error)
      }
    }
    try result.get()
  }

  /// Makes the entry's object from its base.
  func apply(
    to base: ByteBuffer,
    into result: ByteBuffer,
    with workshop: inout Workshop
  ) throws(PackError) {
    let delta = workshop.delta
    try inflate(into: delta, with: &workshop)
    try Self.apply(delta, to: base, into: result, at: offset, workshop.maximumByteCount)
  }

  /// Makes the object of the entry at `offset` from its base and its inflated delta.
  static func apply(
    _ delta: ByteBuffer,
    to base: ByteBuffer,
    into result: ByteBuffer,
    at offset: Int,
    _ maximumByteCount: Int
  ) throws(PackError) {
    do throws(DeltaError) {
      try delta.withBytes { delta throws(DeltaError) in
        try base.withBytes { base throws(DeltaError) in
          try Delta.apply(delta, to: base, into: result, maximumByteCount: maximumByteCount)
        }
      }
    } catch {
      throw .delta(at: offset, error)
    }
  }
}
