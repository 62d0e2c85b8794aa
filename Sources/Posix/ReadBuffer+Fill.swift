extension ReadBuffer {
  /// Copies `bytes` to `offset` in the buffer, as many as fit; returns how many.
  package func fill(with bytes: Span<UInt8>, at offset: Int) -> Int {
    precondition(offset >= 0 && offset <= capacity, "offset \(offset) outside the buffer")
    let count = min(bytes.count, capacity - offset)
    unsafe bytes.withUnsafeBytes { raw in
      // SAFETY: `count` is at most what is there, and at most what fits behind `offset`.
      if let base = raw.baseAddress {
        unsafe start.advanced(by: offset).copyMemory(from: base, byteCount: count)
      }
    }
    return count
  }
}
