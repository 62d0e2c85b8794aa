internal import Inflate

// MARK: - Contents that have a size or end by themselves

extension ZipReader {
  mutating func takeContent(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    if entry.isAtStart {
      entry.isAtStart = false
      if let used = takeWhole(bytes, &consumer) { return used }
      guard startPieces(&consumer) else { return 0 }
    }
    let count = entry.isUnmeasured ? bytes.count : min(entry.remaining, bytes.count)
    let piece = bytes.extracting(0..<count)
    guard let pieces else {
      consumer.takeBytes(piece)
      entry.storedChecksum.add(piece)
      entry.remaining -= count
      if entry.remaining == 0 { end(entry.isIntact(entry.storedChecksum), &consumer) }
      return count
    }
    switch pieces.decode(piece, into: &consumer) {
    case .wantsMore:
      if !entry.isUnmeasured {
        entry.remaining -= count
        if entry.remaining == 0 { end(.truncated, &consumer) }
      }
      return count
    case .ended(let used):
      if entry.isUnmeasured {
        wantedChecksum = pieces.checksum
        state = .descriptor
      } else {
        entry.remaining -= used
        end(entry.isIntact(pieces.checksum), &consumer)
      }
      return used
    case .stopped:
      return count
    case .failed(let fault):
      end(fault, &consumer)
      // Its end is looked for from here on, or is known.
      return 0
    }
  }

  /// Takes the entry's content at once, if `bytes` has all of it; returns how many of them it takes.
  private mutating func takeWhole(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int? {
    guard entry.isUnmeasured || entry.remaining <= bytes.count else { return nil }
    let input = entry.isUnmeasured ? bytes : bytes.extracting(0..<entry.remaining)
    var checksum = CRC32()
    if entry.isStored {
      consumer.takeWhole(input)
      checksum.add(input)
      entry.remaining = 0
      end(entry.isIntact(checksum), &consumer)
      return input.count
    }
    guard entry.format == .deflate else { return nil }
    let byteCount = entry.isUnmeasured ? nil : entry.uncompressedByteCount
    guard let used = decoders.decodeWhole(.deflate, input, byteCount: byteCount) else { return nil }
    decoders.output.withBytes {
      consumer.takeWhole($0)
      checksum.add($0)
    }
    if entry.isUnmeasured {
      wantedChecksum = checksum
      state = .descriptor
    } else {
      entry.remaining -= used
      end(entry.isIntact(checksum), &consumer)
    }
    return used
  }

  /// Makes ready to decode the content piece by piece, if it is compressed; returns whether that is
  /// possible.
  private mutating func startPieces(
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Bool {
    guard let format = entry.format else { return true }
    pieces = decoders.pieces(format)
    pieces?.keepsChecksum = true
    if pieces == nil { end(.overMemoryLimit, &consumer) }
    return pieces != nil
  }

  private mutating func end(
    _ isIntact: Bool,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    end(isIntact ? nil : .corrupt, &consumer)
  }

  /// Ends the entry; what is left of its bytes is passed over.
  private mutating func end(
    _ fault: ContainerFault?,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    consumer.endEntry(fault)
    pieces = nil
    if !entry.isUnmeasured, entry.remaining > 0 { state = .rest } else { startBetween() }
  }
}

// MARK: - LZMA

extension ZipReader {
  /// A version, the length of the properties, and the properties.
  static let lzmaHeaderByteCount = 9

  /// Starts to decode what LZMA has made, behind its own header, which is made into that of a `.lzma`
  /// file.
  mutating func startLZMA(
    _ header: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    state = .content
    entry.isAtStart = false
    if !entry.isUnmeasured { entry.remaining -= min(header.count, entry.remaining) }
    guard startPieces(&consumer) else { return }
    var start: [UInt8] = []
    start.append(header.extracting(4..<Self.lzmaHeaderByteCount))
    start += entry.lzmaByteCount
    let isUsual = header.littleEndian16(at: 2) == 5
    guard isUsual, case .wantsMore? = pieces?.decode(start.span, into: &consumer) else {
      return end(.corrupt, &consumer)
    }
    if !entry.isUnmeasured, entry.remaining == 0 { end(.truncated, &consumer) }
  }
}

// MARK: - Contents with their sizes and checksums behind them

extension ZipReader {
  /// The bytes of the longest descriptor: a signature, a checksum and two sizes of 64 bits.
  private static let descriptorByteCount = 24

  private static let descriptorSignature = 0x0807_4B50

  /// Takes the start of the descriptor behind a content that has ended by itself, and ends the entry.
  mutating func takeDescriptor(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let before = collected
    let count = min(8 - before.count, bytes.count)
    collected.append(bytes.extracting(0..<count))
    guard collected.count == 8 else { return count }
    let start = collected
    collected = []
    let used = endAtDescriptor(start.span, &consumer)
    startBetween()
    if used >= before.count { return used - before.count }
    readAgain(before.span.extracting(used..<before.count), &consumer)
    return 0
  }

  /// Ends the entry with the descriptor that starts with these eight bytes; returns how many of them
  /// are its signature and checksum.
  private func endAtDescriptor(
    _ start: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) -> Int {
    let first = start.littleEndian32(at: 0)
    let hasSignature = first == Self.descriptorSignature
    // Headers of an entry and of the list: the descriptor is missing, and nothing can be told.
    if first == 0x0403_4B50 || first == 0x0201_4B50 {
      consumer.endEntry(nil)
      return 0
    }
    let checksum = hasSignature ? start.littleEndian32(at: 4) : first
    consumer.endEntry(checksum == Int(wantedChecksum.value) ? nil : .corrupt)
    return hasSignature ? 8 : 4
  }

  /// Takes a content without a size in front: it ends at the descriptor that gives the number and the
  /// checksum of the bytes in front of it as its own.
  ///
  /// `collected` holds what may belong to a descriptor, and `entry.remaining` counts what does not.
  mutating func takeUnmeasured(
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
    if entry.isOpen { takeUnmeasuredBytes(whole.extracting(0..<index), &consumer) }
    entry.remaining += index
    collected.removeFirst(index)
    return count
  }

  private mutating func takeUnmeasuredBytes(
    _ bytes: Span<UInt8>,
    _ consumer: inout some EntryConsumer & ~Copyable
  ) {
    entry.storedChecksum.add(bytes)
    consumer.takeBytes(bytes)
  }

  private func isDescriptor(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    guard bytes.littleEndian32(at: index) == Self.descriptorSignature else { return false }
    let byteCount = entry.remaining + index
    guard
      bytes.littleEndian32(at: index + 8) == byteCount
        || bytes.littleEndian64(at: index + 8) == byteCount
    else { return false }
    // The checksum is that of what was encrypted or compressed: nothing to hold against the bytes.
    guard entry.isOpen else { return true }
    var checksum = entry.storedChecksum
    checksum.add(bytes.extracting(0..<index))
    return bytes.littleEndian32(at: index + 4) == Int(checksum.value)
  }

  mutating func takeUnmeasuredRest(_ consumer: inout some EntryConsumer & ~Copyable) {
    let rest = collected
    consumer.takeBytes(rest.span)
    consumer.endEntry(.truncated)
  }
}
