package import ByteSearch
internal import Inflate

/// The start of a container that stands in base64 in a text, as far as its first bytes tell.
package struct EncodedContainer: Hashable, Sendable {
  /// The offset of the first base64 character in what was searched.
  package let offset: Int

  /// How many times it is base64: once or twice.
  package let layerCount: Int

  /// What stands in front of each line, as in a patch; `nil` for nothing.
  package let lineMark: UInt8?

  /// The kind of the container.
  package let kind: ContainerKind

  /// Whether more bytes than tell the kind are as they must be.
  ///
  /// Chance does not make them in any amount of base64: what starts so is no part of the text before.
  package let isCertain: Bool

  /// The offset of the first character of what `needle` tells of: its own, or that of the escape of
  /// which it has the end.
  package static func start(ofNeedleAt offset: Int, in bytes: Span<UInt8>) -> Int {
    offset >= 2 && bytes[offset] | 0x20 == UInt8(ascii: "f") ? offset - 2 : offset
  }

  /// Looks at what starts at `offset`, as `needle` tells.
  ///
  /// - Returns: `nil` if too little follows for a key, or something that no container starts with.
  package init?(_ needle: EncodedContainerNeedle, at offset: Int, in bytes: Span<UInt8>) {
    self.offset = offset
    layerCount = needle.layerCount
    lineMark = Self.lineMark(before: offset, in: bytes)
    let text = bytes.extracting(offset..<min(offset + Self.reach, bytes.count))
    let head = Self.decoded(text, layerCount: layerCount)
    guard head.count >= Self.headByteCount, let kind = ContainerKind.detect(head.span),
      kind != .zip || Self.isZipEntry(head)
    else { return nil }
    self.kind = kind
    isCertain = kind != .gzip || Self.isUsualGzip(head)
  }

  /// How many bytes of a container are looked at: 32 characters of its outermost text.
  private static let headByteCount = 18

  /// How far the characters of those are looked for.
  private static let reach = 128

  private static func decoded(_ text: Span<UInt8>, layerCount: Int) -> [UInt8] {
    let outer = ByteBuffer(capacity: reach)
    var stream = Base64Stream()
    _ = stream.decode(text, into: outer)
    if layerCount == 1 { return outer.bytes }
    let inner = ByteBuffer(capacity: reach)
    var second = Base64Stream()
    outer.withBytes { _ = second.decode($0, into: inner) }
    return inner.bytes
  }

  /// The plus or minus sign before `offset`, if it is the first byte of a line.
  package static func lineMark(before offset: Int, in bytes: Span<UInt8>) -> UInt8? {
    guard offset > 0, offset == 1 || bytes[offset - 2] == 0x0A else { return nil }
    let mark = bytes[offset - 1]
    return mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-") ? mark : nil
  }

  /// Whether the header of a zip entry needs a version that there is, has no flag that nobody uses,
  /// and names a method of compression.
  private static func isZipEntry(_ head: [UInt8]) -> Bool {
    let isVersion = head[4] <= 63 && head[5] == 0
    let unusedFlags: UInt8 = 0b1100_0111
    return isVersion && head[7] & unusedFlags == 0 && head[8] <= 99 && head[9] == 0
  }

  /// Whether a gzip header names a way of compression and a system as RFC 1952 has them.
  private static func isUsualGzip(_ head: [UInt8]) -> Bool {
    [0, 2, 4].contains(head[8]) && (head[9] <= 13 || head[9] == 255)
  }
}

/// A literal that base64 has for the first bytes of containers.
package struct EncodedContainerNeedle: Hashable, Sendable {
  /// The bytes.
  package let pattern: NeedlePattern

  /// How many times the container is base64.
  package let layerCount: Int

  /// The needles of containers that are base64 up to `depth` times, two at most.
  ///
  /// A container's first byte is the first of a group of four characters; so there is one form of each,
  /// and one of that once more. Only the characters that every such container has are in it.
  package static func needles(depth: Int) -> [EncodedContainerNeedle] {
    let once = depth > 0 ? Self.once : []
    let twice = depth > 1 ? Self.twice : []
    return once.map { EncodedContainerNeedle($0, layerCount: 1) }
      + twice.map { EncodedContainerNeedle($0, layerCount: 2) }
  }

  /// gzip, zip, Zstandard, xz, bzip2 and PDF; a slash may be `_`, `\/` or `%2F`.
  private static let once: [[ByteClass]] = [
    literal("H4sI"), literal("UEsDB"), literal("KLUv") + [ByteClass("/_\\%")],
    [ByteClass("/_Ff")] + literal("Td6WFoA"), literal("Qlpo") + [ByteClass("MNO")],
    literal("JVBERi0"),
  ]

  /// The same but PDF in base64 once more, as far as what follows has no part of it.
  private static let twice: [[ByteClass]] = [
    literal("SDRzS"), literal("VUVzRE"), literal("S0xVd") + [ByteClass("il")],
    [ByteClass("LX")] + literal("1RkNldGb0"), literal("UWxwb0"),
  ]

  private static func literal(_ text: String) -> [ByteClass] { text.utf8.map { ByteClass([$0]) } }

  private init(_ places: [ByteClass], layerCount: Int) {
    pattern = NeedlePattern(places)
    self.layerCount = layerCount
  }
}
