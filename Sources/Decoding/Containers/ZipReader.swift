internal import Inflate

/// Reads zip archives from their first byte to their last.
///
/// Each entry has a header of its own in front of its content, and so the archive can be read as it
/// comes, without its list of contents, which is at the end. That list is the truth for other programs,
/// and is held against what was read: an entry that it names elsewhere is a fault of the archive, be it
/// damaged or made so that entries overlap. What lies between entries is searched for headers, so that
/// neither signatures of Android packages nor entries that the list leaves out hide anything.
struct ZipReader: ContainerReader {
  private var state = State.between

  /// The bytes of a header that have come.
  private var collected: [UInt8] = []

  /// The last four bytes between entries, the latest the most significant.
  private var lastFour: UInt32 = 0

  /// The offset in the archive of the next byte.
  private var position = 0

  /// Where the entries read start, ascending.
  private var starts: [Int] = []

  /// The entries that the list names and that have not been read.
  private var unreachableCount = 0

  /// Whether the list of contents has ended as it should.
  private var isListed = false

  private var entry = ZipEntry()

  /// The decoders made so far: one for each method, for all entries.
  private var decoders: [StreamFormat: DecodedPieces] = [:]

  private enum State {
    /// Looks for the next signature.
    case between
    /// Collects an entry's header.
    case header
    /// Collects the name and the extra fields behind it.
    case name
    /// Takes an entry's content.
    case content
    /// Passes over what is left of a content.
    case rest
    /// Takes a content that ends where a descriptor says that it does.
    case unmeasured
    /// Collects a header of the list of contents.
    case listed
    /// Collects the name and the extra fields behind that.
    case listedName
    case done
  }

  private static let headerByteCount = 26
  private static let listedHeaderByteCount = 42

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
    case .content: consumer.endEntry(.truncated)
    case .unmeasured:
      if entry.isOpen { takeUnmeasuredRest(&consumer) }
      consumer.fail(.truncated)
    case .between where isListed: break
    default: consumer.fail(.truncated)
    }
    if unreachableCount > 0 { consumer.fail(.unreachable(entryCount: unreachableCount)) }
    state = .done
  }

  private mutating func stop(_ consumer: inout some EntryConsumer & ~Copyable) {
    if state == .content || state == .unmeasured && entry.isOpen { consumer.endEntry(nil) }
    state = .done
  }

  private mutating func step(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    switch state {
    case .between: return lookForSignature(bytes)
    case .header:
      return collect(bytes, Self.headerByteCount) { reader, header in
        reader.entry = ZipEntry(header: header.span)
        reader.state = .name
      }
    case .name:
      let count = entry.nameByteCount + entry.extraByteCount
      var name: [UInt8]?
      let taken = collect(bytes, count) { _, collected in name = collected }
      if let name { start(name, &consumer) }
      return taken
    case .content: return takeContent(bytes, &consumer)
    case .rest:
      let count = min(entry.remaining, bytes.count)
      entry.remaining -= count
      if entry.remaining == 0 { startBetween() }
      return count
    case .unmeasured: return takeUnmeasured(bytes, &consumer)
    case .listed:
      return collect(bytes, Self.listedHeaderByteCount) { reader, header in
        reader.entry = ZipEntry(listedHeader: header.span)
        reader.state = .listedName
      }
    case .listedName:
      let count = entry.nameByteCount + entry.extraByteCount
      return collect(bytes, count) { reader, collected in
        reader.compare(collected)
        reader.startBetween()
      }
    case .done: return bytes.count
    }
  }

  /// Collects `count` bytes in all, and then calls `body`; returns how many were taken.
  private mutating func collect(
    _ bytes: Span<UInt8>,
    _ count: Int,
    _ body: (inout ZipReader, [UInt8]) -> Void
  ) -> Int {
    let taken = min(count - collected.count, bytes.count)
    collected.append(bytes.extracting(0..<taken))
    if collected.count == count {
      let whole = collected
      collected = []
      body(&self, whole)
    }
    return taken
  }

  private mutating func startBetween() {
    state = .between
    lastFour = 0
  }
}

// MARK: - Headers

extension ZipReader {
  /// Passes over what is no signature; returns how many bytes were taken.
  private mutating func lookForSignature(_ bytes: Span<UInt8>) -> Int {
    for index in bytes.indices {
      lastFour = lastFour >> 8 | UInt32(bytes[index]) << 24
      // `PK` and the kind of what follows.
      guard lastFour & 0xFFFF == 0x4B50 else { continue }
      switch lastFour >> 16 {
      case 0x0403:
        starts.append(position + index - 3)
        isListed = false
        state = .header
        return index + 1
      case 0x0201:
        state = .listed
        return index + 1
      case 0x0605: isListed = true
      default: break
      }
    }
    return bytes.count
  }

  /// Starts the entry whose header has been read, and whose name and extra fields these are.
  private mutating func start(
    _ collected: [UInt8],
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    let name = EntryName.given(Array(collected.prefix(entry.nameByteCount)))
    entry.readExtra(collected.span.extracting(entry.nameByteCount..<collected.count))
    entry.isOpen = false
    if entry.isEncrypted {
      consumer.passOver(name, .encrypted)
    } else if entry.isUnmeasured || entry.remaining > 0, !entry.hasKnownMethod {
      consumer.passOver(name, .unreadable)
    } else if entry.format.map({ !prepareDecoder($0) }) == true {
      consumer.passOver(name, .unreadable)
    } else {
      consumer.beginEntry(name)
      entry.isOpen = true
    }
    if entry.isUnmeasured, !entry.isOpen || entry.format == nil {
      state = .unmeasured
      entry.remaining = 0
    } else if entry.remaining == 0, !entry.isUnmeasured {
      if entry.isOpen { consumer.endEntry(nil) }
      startBetween()
    } else {
      state = entry.isOpen ? .content : .rest
    }
  }

  private mutating func prepareDecoder(_ format: StreamFormat) -> Bool {
    if let decoder = decoders[format] { return decoder.restart() }
    guard let decoder = DecodedPieces(format) else { return false }
    decoders[format] = decoder
    return true
  }

  /// Holds an entry of the list against what has been read.
  private mutating func compare(_ collected: [UInt8]) {
    entry.readExtra(collected.span.extracting(entry.nameByteCount..<collected.count))
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < entry.start { low = middle + 1 } else { high = middle }
    }
    if low == starts.count || starts[low] != entry.start { unreachableCount += 1 }
  }
}

// MARK: - Contents

extension ZipReader {
  private mutating func takeContent(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let count = entry.isUnmeasured ? bytes.count : min(entry.remaining, bytes.count)
    let piece = bytes.extracting(0..<count)
    guard let format = entry.format, let decoder = decoders[format] else {
      consumer.takeBytes(piece)
      entry.remaining -= count
      if entry.remaining == 0 { end(nil, &consumer) }
      return count
    }
    switch decoder.decode(piece, into: &consumer) {
    case .wantsMore:
      if !entry.isUnmeasured {
        entry.remaining -= count
        if entry.remaining == 0 { end(.truncated, &consumer) }
      }
      return count
    case .ended(let used):
      if !entry.isUnmeasured { entry.remaining -= used }
      end(nil, &consumer)
      return used
    case .stopped:
      return count
    case .failed(let fault):
      end(fault, &consumer)
      // Its end is looked for from here on, or is known.
      return 0
    }
  }

  /// Ends the entry; what is left of its bytes is passed over.
  private mutating func end(
    _ fault: ContainerFault?,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    consumer.endEntry(fault)
    if !entry.isUnmeasured, entry.remaining > 0 { state = .rest } else { startBetween() }
  }

  /// The bytes of the longest descriptor: a signature, a checksum and two sizes of 64 bits.
  private static let descriptorByteCount = 24

  /// Takes a content without a size in front: it ends at the descriptor that gives the number of bytes
  /// in front of it as its size.
  ///
  /// `collected` holds what may belong to a descriptor, and `entry.remaining` counts what does not.
  private mutating func takeUnmeasured(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let count = min(bytes.count, 64 << 10)
    let before = collected.count
    collected.append(bytes.extracting(0..<count))
    let held = collected
    let whole = held.span
    var index = 0
    while index + Self.descriptorByteCount <= whole.count {
      if whole[index] == 0x50, isDescriptor(whole, at: index) {
        if entry.isOpen {
          consumer.takeBytes(whole.extracting(0..<index))
          consumer.endEntry(nil)
        }
        collected = []
        startBetween()
        if index + 4 >= before { return index + 4 - before }
        // The descriptor has come with the piece before, and what follows it may have, too.
        readAgain(whole.extracting(index + 4..<before), &consumer)
        return 0
      }
      index += 1
    }
    if entry.isOpen { consumer.takeBytes(whole.extracting(0..<index)) }
    entry.remaining += index
    collected.removeFirst(index)
    return count
  }

  /// Takes bytes that have been counted already.
  private mutating func readAgain(
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

  private func isDescriptor(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    guard bytes.littleEndian32(at: index) == 0x0807_4B50 else { return false }
    let byteCount = entry.remaining + index
    return bytes.littleEndian32(at: index + 8) == byteCount
      || bytes.littleEndian64(at: index + 8) == byteCount
  }

  private mutating func takeUnmeasuredRest(_ consumer: inout some EntryConsumer & ~Copyable) {
    let rest = collected
    consumer.takeBytes(rest.span)
    consumer.endEntry(.truncated)
  }
}
