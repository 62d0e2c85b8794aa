internal import Inflate
internal import Posix
internal import ScanModel

/// A loose object that is being read: one object in a file of its own.
///
/// The file is a zlib stream of the type's name, a space, the size in decimal digits, a zero byte
/// and the content. Source: git's `parse_loose_header`.
struct LooseStream: ~Copyable {
  /// What the object is.
  let type: ObjectType

  /// The size of the content that the header states, in bytes.
  let byteCount: Int

  private let file: FileDescriptor

  /// The part of the workshop's input that has not been inflated yet.
  private var pending: Range<Int>

  /// What was inflated behind the header.
  private var leftover: [UInt8]

  private var isAtEnd: Bool

  /// The bytes of content given so far.
  private var madeByteCount = 0

  /// Room for the longest header: `commit`, a space, nineteen digits and the zero.
  private static let headerByteCount = 32

  /// Opens the file at `path` and reads its header.
  ///
  /// - Throws: `LooseObjectError`.
  static func open(
    _ path: [UInt8],
    with workshop: inout Workshop
  ) throws(LooseObjectError) -> LooseStream {
    let file = try openFile(path)
    let header = workshop.delta
    header.removeAll(reserving: headerByteCount)
    workshop.inflater.startStream()
    var pending = 0..<0
    let isAtEnd = try fill(
      header,
      byteCount: headerByteCount,
      from: file,
      &pending,
      with: &workshop
    )
    guard let (type, byteCount, offset) = header.withBytes({ parse($0) }) else { throw .badHeader }
    return LooseStream(
      type: type,
      byteCount: byteCount,
      file: file,
      pending: pending,
      leftover: Array(header.bytes[offset...]),
      isAtEnd: isAtEnd
    )
  }

  private init(
    type: ObjectType,
    byteCount: Int,
    file: consuming FileDescriptor,
    pending: Range<Int>,
    leftover: [UInt8],
    isAtEnd: Bool
  ) {
    self.type = type
    self.byteCount = byteCount
    self.file = file
    self.pending = pending
    self.leftover = leftover
    self.isAtEnd = isAtEnd
  }

  /// Adds at most `count` bytes of content to `buffer`; fewer only at the end.
  ///
  /// - Returns: Whether that was the end.
  /// - Throws: `LooseObjectError.inflate`, also if the content does not have the size stated.
  mutating func read(
    _ count: Int,
    into buffer: ByteBuffer,
    with workshop: inout Workshop
  ) throws(LooseObjectError) -> Bool {
    let before = buffer.count
    let taken = min(leftover.count, count)
    let piece = leftover[..<taken]
    _ = buffer.append(piece.span)
    leftover.removeFirst(taken)
    if !isAtEnd, taken < count {
      isAtEnd = try Self.fill(
        buffer,
        byteCount: count - taken,
        from: file,
        &pending,
        with: &workshop
      )
    }
    madeByteCount += buffer.count - before
    guard madeByteCount <= byteCount else {
      throw .inflate(.tooLong(maximumByteCount: byteCount))
    }
    guard isAtEnd, leftover.isEmpty else { return false }
    guard madeByteCount == byteCount else {
      throw .inflate(.tooShort(byteCount: madeByteCount, expectedByteCount: byteCount))
    }
    return true
  }

  /// Reads the whole content into `buffer`, in the place of what it has.
  mutating func readAll(
    into buffer: ByteBuffer,
    with workshop: inout Workshop
  ) throws(LooseObjectError) {
    guard byteCount <= workshop.maximumByteCount else {
      throw .tooLarge(byteCount: byteCount, maximumByteCount: workshop.maximumByteCount)
    }
    // One byte more, to see that there is none.
    buffer.removeAll(reserving: byteCount + 1)
    guard try read(byteCount + 1, into: buffer, with: &workshop) else {
      throw .inflate(.tooLong(maximumByteCount: byteCount))
    }
  }

  /// Inflates until `buffer` has `byteCount` more bytes or the stream ends; whether it has ended.
  private static func fill(
    _ buffer: ByteBuffer,
    byteCount: Int,
    from file: borrowing FileDescriptor,
    _ pending: inout Range<Int>,
    with workshop: inout Workshop
  ) throws(LooseObjectError) -> Bool {
    let end = buffer.count + byteCount
    while buffer.count < end {
      if pending.isEmpty {
        pending = 0..<(try refill(workshop.input, from: file))
        guard !pending.isEmpty else { throw .inflate(.truncated) }
      }
      let step = try inflate(pending, into: buffer, byteCount: end - buffer.count, with: &workshop)
      pending = pending.lowerBound + step.inputByteCount..<pending.upperBound
      if step.isAtEnd { return true }
    }
    return false
  }

  private static func inflate(
    _ range: Range<Int>,
    into buffer: ByteBuffer,
    byteCount: Int,
    with workshop: inout Workshop
  ) throws(LooseObjectError) -> Inflater.Step {
    do throws(InflateError) {
      return try workshop.continueStream(range, into: buffer, byteCount: byteCount)
    } catch {
      throw .inflate(error)
    }
  }

  private static func refill(
    _ input: borrowing ReadBuffer,
    from file: borrowing FileDescriptor
  ) throws(LooseObjectError) -> Int {
    do throws(SystemError) {
      return try file.read(into: input, at: 0)
    } catch {
      throw .system(error)
    }
  }

  private static func openFile(_ path: [UInt8]) throws(LooseObjectError) -> FileDescriptor {
    do throws(SystemError) {
      let file = try FileDescriptor.open(path)
      if try file.status().kind == .regular { return file }
    } catch {
      throw .system(error)
    }
    throw .notRegular
  }

  /// Reads the header; `nil` if it is none.
  private static func parse(_ bytes: Span<UInt8>) -> (ObjectType, byteCount: Int, offset: Int)? {
    guard let space = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: " ") }),
      let type = ObjectType(name: bytes.extracting(0..<space)),
      let zero = bytes.indices.first(where: { bytes[$0] == 0 }), zero > space + 1,
      bytes[space + 1] != UInt8(ascii: "0") || zero == space + 2
    else { return nil }
    var size = 0
    for index in space + 1..<zero {
      guard let digit = Hexadecimal.value(bytes[index]), digit < 10 else { return nil }
      let (tenfold, overflows) = size.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tenfold.addingReportingOverflow(Int(digit))
      guard !overflows, !overflowsToo else { return nil }
      size = sum
    }
    return (type, size, zero + 1)
  }
}
