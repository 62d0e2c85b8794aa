/// How much is made of one content that is a container, all its entries together.
///
/// Contents are read in bounded memory, whatever they hold; these limits bound the time.
package struct ContainerLimits: Hashable, Sendable {
  /// How many containers, one inside the other, are opened; 0 for none.
  package var depth = Self.defaultDepth

  /// The most bytes that are decoded, whatever the ratio.
  package var maximumByteCount = 64 << 30

  /// How many bytes are decoded for each byte of the content, beyond `freeByteCount`.
  package var maximumRatio = 200

  /// How many bytes are decoded before the ratio counts.
  package var freeByteCount = 256 << 20

  /// The most entries that are looked at.
  package var maximumEntryCount = 500_000

  /// The most seconds that it may take.
  package var maximumSeconds = 900.0

  /// How many containers, one inside the other, are opened unless the user says otherwise: an image
  /// of a system is four before the first archive of an application in it.
  package static let defaultDepth = 8

  /// The usual limits.
  package init() {}

  /// The usual limits, to another depth.
  package init(depth: Int) { self.depth = depth }
}

/// A limit that a container went over.
package enum ContainerExcess: Hashable, Sendable {
  case depth(Int)
  case byteCount(Int)
  case ratio(Int)
  case entryCount(Int)
  case seconds(Int)
}

extension ContainerExcess: CustomStringConvertible {
  /// What is too much, and what to do; said of the place where it was too much.
  package var description: String {
    switch self {
    case .depth(let depth):
      "containers are nested more than \(depth) deep; --archive-depth opens more"
    case .byteCount(let count):
      "reading stopped here: the file comes to more than \(count >> 30) GiB; unpack it and scan what "
        + "comes out"
    case .ratio(let ratio):
      "reading stopped here: the file comes to more than \(ratio) times its size; if it is no bomb, "
        + "unpack it and scan what comes out"
    case .entryCount(let count):
      "reading stopped here: the file has more than \(count) entries, all depths together; unpack it "
        + "and scan what comes out"
    case .seconds(let seconds):
      "reading stopped here: the file takes more than \(seconds) s; unpack it and scan what comes out"
    }
  }
}
