internal import Decoding
internal import Matching
internal import Posix
internal import ScanModel

// Containers that stand in base64 in a content.

extension ContentScanner {
  /// Searches the containers that stand in base64 in a content that is in memory.
  ///
  /// - Parameters:
  ///   - range: Where the last search has looked for their starts.
  ///   - bytes: The content.
  mutating func searchEncodedContainers(startingIn range: Range<Int>, of bytes: Span<UInt8>) {
    guard hasEncodedContainers else { return }
    let search = makeContainerSearch()
    encodedContainers.take(range, of: bytes, encodedPiece(base: 0, isLast: true), search)
  }

  /// Searches those in what the buffer holds of a content.
  mutating func searchEncodedContainers(startingIn range: Range<Int>, _ window: ContentWindow) {
    guard hasEncodedContainers else { return }
    // The buffer is lent while the scanner changes; what changes is taken out for that time.
    let search = makeContainerSearch()
    let piece = encodedPiece(base: window.base, isLast: window.isAtEnd)
    var encoded = encodedContainers
    encodedContainers = EncodedContainers()
    buffer.withBytes(0..<window.filled) { encoded.take(range, of: $0, piece, search) }
    encodedContainers = encoded
  }

  /// Whether there is one to go on with or to start.
  ///
  /// A content that is a container has them in its entries, if anywhere.
  private var hasEncodedContainers: Bool {
    guard !scratch.containers.isEmpty || !encodedContainers.isUnused else { return false }
    return openContainer == nil && plan.containerLimits.depth > 0
  }

  private func encodedPiece(base: Int, isLast: Bool) -> EncodedContainers.Piece {
    EncodedContainers.Piece(
      base: base,
      starts: scratch.containers,
      lines: lines,
      isLast: isLast,
      honorsAllowMarks: plan.honorsAllowMarks
    )
  }

  /// Ends the last one, and adds what was found in all to what was found in the content's own bytes.
  mutating func finishEncodedContainers(path: () -> ContentPath?) {
    var encoded = encodedContainers
    encodedContainers = EncodedContainers()
    encoded.end(makeContainerSearch())
    finish(encoded.outcome, path: path) { encoded.hold($0) }
  }
}
