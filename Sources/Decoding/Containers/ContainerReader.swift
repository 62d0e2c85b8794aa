/// What takes a container apart while its bytes come in, in bounded memory.
///
/// Nothing is ever written anywhere: names are shown, contents are handed on and forgotten.
package protocol ContainerReader {
  /// Takes the next bytes of the container, and hands on what they complete.
  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  )

  /// Ends the container.
  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable)
}

/// What takes the entries of a container, one after the other.
package protocol EntryConsumer: ~Copyable {
  /// Starts an entry; the one before has been ended.
  mutating func beginEntry(_ name: EntryName)

  /// Takes more of the entry's content.
  mutating func takeBytes(_ bytes: Span<UInt8>)

  /// Takes the entry's whole content at once, in the place of all `takeBytes`.
  mutating func takeWhole(_ bytes: Span<UInt8>)

  /// Ends the entry; `fault` says why not all of its content has come.
  mutating func endEntry(_ fault: ContainerFault?)

  /// Notes an entry whose content is not read.
  mutating func passOver(_ name: EntryName, _ reason: PassedOver)

  /// Notes what is wrong with the container as a whole.
  mutating func fail(_ fault: ContainerFault)

  /// Whether nothing more is wanted; what comes all the same is ignored.
  var isStopped: Bool { get }
}

extension EntryConsumer where Self: ~Copyable {
  package mutating func takeWhole(_ bytes: Span<UInt8>) { takeBytes(bytes) }
}

/// What an entry is called.
package enum EntryName: Hashable, Sendable {
  /// By the container, byte for byte; nothing about it can be trusted.
  case given([UInt8])
  /// As the one content of its container; some forms keep the name it had.
  case lone([UInt8]?)

  /// The bytes to show.
  package var bytes: [UInt8] {
    switch self {
    case .given(let bytes): bytes
    case .lone(let bytes): bytes ?? Array("content".utf8)
    }
  }
}

/// Why an entry's content is not read.
package enum PassedOver: Hashable, Sendable {
  /// It is encrypted.
  case encrypted
  /// It is compressed in a way that nothing here reads, or only a library that is not installed.
  case unreadable
}

/// What is wrong with a container.
package enum ContainerFault: Hashable, Sendable {
  /// It ends too early.
  case truncated
  /// The bytes are not what its form asks for, or not those that were put in.
  case corrupt
  /// Its list of contents names this many entries that are not where it says, or overlap others.
  case unreachable(entryCount: Int)
  /// Reading it needs more memory than is allowed.
  case overMemoryLimit
}

extension ContainerFault: CustomStringConvertible {
  /// The cause, and what to do: `the archive is truncated; …`.
  package var description: String {
    switch self {
    case .truncated: "the compressed data or archive is truncated; \(Self.searched)"
    case .corrupt: "the compressed data or archive is corrupt; \(Self.searched)"
    case .unreachable(let count):
      "\(count) of the archive's entries \(count == 1 ? "is" : "are") not what or where its list "
        + "says, or \(count == 1 ? "overlaps" : "overlap") others; \(Self.searched)"
    case .overMemoryLimit:
      "the compressed data needs more than 256 MiB of memory to read; unpack it and scan what "
        + "comes out"
    }
  }

  /// What has been done with what is damaged, and how to leave it alone.
  private static let searched = "what can be read of it was searched; --no-archives opens none"
}
