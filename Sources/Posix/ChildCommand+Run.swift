/// What a program that was run left behind.
package struct ChildResult: Hashable, Sendable {
  /// How it ended.
  package let ending: ChildEnding

  /// What it wrote to its standard error, up to the command's limit.
  package let errorBytes: [UInt8]

  /// Notes how a program ended.
  package init(ending: ChildEnding, errorBytes: [UInt8]) {
    self.ending = ending
    self.errorBytes = errorBytes
  }
}

extension ChildCommand {
  /// Runs the program and hands on its standard output piece by piece.
  ///
  /// - Parameters:
  ///   - pieceByteCount: The size of the largest piece, in bytes.
  ///   - consume: Gets each piece; returns whether it wants more. If not, the program is killed.
  /// - Returns: How it ended, also with a status other than 0.
  /// - Throws: Why it could not be started, or followed to its end.
  package func run(
    pieceByteCount: Int = 64 << 10,
    _ consume: (Span<UInt8>) -> Bool
  ) throws(ChildError) -> ChildResult {
    var child = try RunningChild(self)
    let buffer = ReadBuffer(capacity: pieceByteCount)
    while true {
      let count = try child.read(into: buffer)
      if count == 0 { break }
      guard buffer.withBytes(0..<count, consume) else {
        child.stop()
        return ChildResult(ending: .stopped, errorBytes: child.errorBytes)
      }
    }
    return try child.finish()
  }
}
