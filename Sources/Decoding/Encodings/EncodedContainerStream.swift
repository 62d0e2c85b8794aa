internal import Inflate

/// Makes a container's bytes of the text that it stands in, while that comes in.
package final class EncodedContainerStream {
  /// Whether the text has ended.
  package private(set) var isAtEnd = false

  private var outer: Base64Stream

  /// What undoes what `outer` makes, if that is base64 again.
  private var inner: Base64Stream?

  /// What `outer` has made for `inner`.
  private let between = ByteBuffer(capacity: 16 << 10)

  /// The container's bytes that nobody has taken yet: streams that end within them are decoded at once.
  private let output = ByteBuffer(capacity: 48 << 10)

  /// Starts at the first character of `container`.
  package init(_ container: EncodedContainer) {
    outer = Base64Stream(lineMark: container.lineMark)
    inner = container.layerCount > 1 ? Base64Stream() : nil
  }

  /// The encodings undone, outermost first.
  package var encodings: [String] {
    [outer, inner].compactMap { $0.map { $0.isURLSafe ? "base64url" : "base64" } }
  }

  /// Takes the next bytes of the text, up to its end if they have that; hands on the container's.
  ///
  /// - Returns: How many bytes were taken.
  package func decode(_ bytes: Span<UInt8>, _ body: (Span<UInt8>) -> Void) -> Int {
    var taken = 0
    while taken < bytes.count, !isAtEnd {
      let rest = bytes.extracting(taken..<bytes.count)
      if inner == nil {
        taken += outer.decode(rest, into: output)
        if taken < bytes.count { flush(body) }
      } else {
        between.removeAll()
        taken += outer.decode(rest, into: between)
        decodeInner(body)
      }
      isAtEnd = isAtEnd || outer.isAtEnd
    }
    return taken
  }

  /// Hands on what is left.
  package func flush(_ body: (Span<UInt8>) -> Void) {
    if output.count > 0 { output.withBytes(body) }
    output.removeAll()
  }

  private func decodeInner(_ body: (Span<UInt8>) -> Void) {
    var taken = 0
    while taken < between.count, !isAtEnd {
      taken += between.withBytes { bytes in
        inner?.decode(bytes.extracting(taken..<bytes.count), into: output) ?? bytes.count
      }
      if taken < between.count { flush(body) }
      isAtEnd = inner?.isAtEnd ?? true
    }
  }
}
