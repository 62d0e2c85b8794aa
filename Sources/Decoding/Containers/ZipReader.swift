internal import Inflate

/// Reads zip archives from their first byte to their last.
///
/// Each entry has a header of its own in front of its content, and so the archive can be read as it
/// comes, without its list of contents, which is at the end. That list is the truth for other programs,
/// and is held against what was read: an entry that it names elsewhere is a fault of the archive, be it
/// damaged or made so that entries overlap. What lies between entries is searched for headers, so that
/// neither signatures of Android packages nor entries that the list leaves out hide anything.
struct ZipReader: ContainerReader {
  var state = State.between

  /// The bytes of a header or of another record that have come.
  var collected: [UInt8] = []

  /// The last four bytes between entries, the latest the most significant.
  private var lastFour: UInt32 = 0

  /// The offset in the content of the next byte.
  private var position = 0

  private var listing = ZipListing()

  var entry = ZipEntry()

  let decoders: ContainerDecoders

  /// What decodes the entry's content, if that is done piece by piece.
  var pieces: DecodedPieces?

  /// The checksum of a content that has ended, of which the descriptor has not come.
  var wantedChecksum = CRC32()

  enum State {
    /// Looks for the next signature.
    case between
    /// Collects an entry's header.
    case header
    /// Collects the name and the extra fields behind it.
    case name
    /// Takes an entry's content.
    case content
    /// Collects the header that LZMA has in front of its bytes.
    case lzmaHeader
    /// Passes over what is left of a content.
    case rest
    /// Takes a content that ends where a descriptor says that it does.
    case unmeasured
    /// Collects the start of the descriptor behind a content that ends by itself.
    case descriptor
    /// Collects a header of the list of contents.
    case listed
    /// Collects the name and the extra fields behind that.
    case listedName
    /// Collects the last record, or the one of 64 bits in front of it.
    case end
    case longEnd
    case done
  }

  init(_ decoders: ContainerDecoders) { self.decoders = decoders }

  mutating func read(
    _ bytes: Span<UInt8>,
    into consumer: inout some EntryConsumer & ~Copyable
  ) {
    var taken = 0
    while taken < bytes.count {
      if consumer.isStopped { return stop(&consumer) }
      let count = step(bytes.extracting(taken..<bytes.count), &consumer)
      taken += count
      position += count
    }
  }

  mutating func finish(into consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .done: return
    case .content, .lzmaHeader, .descriptor:
      consumer.endEntry(.truncated)
      // The list that should follow is missing as well.
      consumer.fail(.truncated)
    case .unmeasured:
      if entry.isOpen { takeUnmeasuredRest(&consumer) }
      consumer.fail(.truncated)
    case .between where listing.isComplete: break
    default: consumer.fail(.truncated)
    }
    if listing.unreachableCount > 0 {
      consumer.fail(.unreachable(entryCount: listing.unreachableCount))
    }
    state = .done
  }

  private mutating func stop(_ consumer: inout some EntryConsumer & ~Copyable) {
    switch state {
    case .content, .lzmaHeader, .descriptor: consumer.endEntry(nil)
    case .unmeasured where entry.isOpen: consumer.endEntry(nil)
    default: break
    }
    state = .done
  }

  private mutating func step(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    switch state {
    case .between: return takeHeader(bytes, &consumer) ?? lookForSignature(bytes)
    case .header: return collectHeader(bytes, &consumer)
    case .name:
      return collect(bytes, entry.nameByteCount + entry.extraByteCount) { reader, names in
        reader.start(names, &consumer)
      }
    case .content: return takeContent(bytes, &consumer)
    case .lzmaHeader:
      return collect(bytes, Self.lzmaHeaderByteCount) { reader, header in
        reader.startLZMA(header, &consumer)
      }
    case .rest:
      let count = min(entry.remaining, bytes.count)
      entry.remaining -= count
      if entry.remaining == 0 { startBetween() }
      return count
    case .unmeasured: return takeUnmeasured(bytes, &consumer)
    case .descriptor: return takeDescriptor(bytes, &consumer)
    case .listed, .listedName, .end, .longEnd: return collectListing(bytes)
    case .done: return bytes.count
    }
  }

  /// Collects `count` bytes in all, and then calls `body`; returns how many were taken.
  private mutating func collect(
    _ bytes: Span<UInt8>,
    _ count: Int,
    _ body: (inout ZipReader, Span<UInt8>) -> Void
  ) -> Int {
    if collected.isEmpty, bytes.count >= count {
      body(&self, bytes.extracting(0..<count))
      return count
    }
    let taken = min(count - collected.count, bytes.count)
    collected.append(bytes.extracting(0..<taken))
    if collected.count == count {
      let whole = collected
      collected = []
      body(&self, whole.span)
    }
    return taken
  }

  mutating func startBetween() {
    state = .between
    lastFour = 0
  }

  /// Takes bytes of former pieces, which have been counted, once more.
  mutating func readAgain(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    position -= bytes.count
    var taken = 0
    while taken < bytes.count {
      let count = step(bytes.extracting(taken..<bytes.count), &consumer)
      taken += count
      position += count
    }
  }
}

// MARK: - Headers

extension ZipReader {
  /// Takes the header that `bytes` starts with, its signature, the name and all, if that is what it
  /// starts with; returns how many bytes were taken.
  private mutating func takeHeader(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int? {
    let nameStart = 4 + ZipEntry.headerByteCount
    guard lastFour == 0, bytes.count >= nameStart, bytes.littleEndian32(at: 0) == 0x0403_4B50
    else { return nil }
    let entry = ZipEntry(header: bytes.extracting(4..<nameStart))
    let count = nameStart + entry.nameByteCount + entry.extraByteCount
    guard entry.isPlausible, count <= bytes.count else { return nil }
    listing.meet(at: position)
    self.entry = entry
    start(bytes.extracting(nameStart..<count), &consumer)
    return count
  }

  /// Passes over what is no signature; returns how many bytes were taken.
  private mutating func lookForSignature(_ bytes: Span<UInt8>) -> Int {
    for index in bytes.indices {
      lastFour = lastFour >> 8 | UInt32(bytes[index]) << 24
      // `PK` and the kind of what follows.
      guard lastFour & 0xFFFF == 0x4B50 else { continue }
      let start = position + index - 3
      switch lastFour >> 16 {
      case 0x0403:
        listing.meet(at: start)
        state = .header
      case 0x0201:
        listing.startHeader(at: start)
        state = .listed
      case 0x0605: state = .end
      case 0x0606: state = .longEnd
      default: continue
      }
      return index + 1
    }
    return bytes.count
  }

  /// Collects an entry's header, of which a part may have come in another piece.
  private mutating func collectHeader(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let before = collected
    let taken = collect(bytes, ZipEntry.headerByteCount) { reader, header in
      reader.entry = ZipEntry(header: header)
      reader.state = .name
    }
    if state != .name || entry.isPlausible { return taken }
    // No header: what follows the signature is looked at like everything between entries.
    listing.forgetLast()
    startBetween()
    readAgain(before.span, &consumer)
    return 0
  }

  /// Starts the entry whose header has been read, and whose name and extra fields these are.
  private mutating func start(
    _ names: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    var text: [UInt8] = []
    text.append(names.extracting(0..<entry.nameByteCount))
    let name = EntryName.given(text)
    entry.readExtra(names.extracting(entry.nameByteCount..<names.count))
    listing.describe(entry)
    pieces = nil
    if entry.isEncrypted {
      consumer.passOver(name, .encrypted)
    } else if entry.isUnmeasured || entry.remaining > 0, !entry.isReadable {
      consumer.passOver(name, .unreadable)
    } else {
      consumer.beginEntry(name)
      entry.isOpen = true
    }
    if entry.isUnmeasured, !entry.isOpen || entry.isStored {
      state = .unmeasured
      entry.remaining = 0
    } else if entry.remaining == 0, !entry.isUnmeasured {
      if entry.isOpen { consumer.endEntry(nil) }
      startBetween()
    } else if entry.isOpen {
      state = entry.format == .lzma ? .lzmaHeader : .content
    } else {
      state = .rest
    }
  }

  /// Collects records of the list of contents.
  private mutating func collectListing(_ bytes: Span<UInt8>) -> Int {
    switch state {
    case .listed:
      return collect(bytes, ZipEntry.listedHeaderByteCount) { reader, header in
        reader.entry = ZipEntry(listedHeader: header)
        reader.state = .listedName
      }
    case .listedName:
      return collect(bytes, entry.nameByteCount + entry.extraByteCount) { reader, names in
        reader.entry.readExtra(names.extracting(reader.entry.nameByteCount..<names.count))
        reader.listing.add(reader.entry)
        reader.startBetween()
      }
    case .longEnd:
      return collect(bytes, ZipListing.longEndByteCount) { reader, record in
        reader.listing.readLongEnd(record)
        reader.startBetween()
      }
    default:
      return collect(bytes, ZipListing.endByteCount) { reader, record in
        reader.listing.readEnd(record)
        reader.startBetween()
      }
    }
  }
}
