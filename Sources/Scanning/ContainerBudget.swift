internal import Decoding
internal import Posix

/// What may still be spent on one content that is in no container.
final class ContainerBudget {
  /// The limits.
  let limits: ContainerLimits

  /// The limit that was reached.
  private(set) var excess: ContainerExcess?

  private var inputByteCount = 0
  private var decodedByteCount = 0
  private var entryCount = 0
  private var attemptCount = 0
  private var startSeconds = 0.0
  private var nextClockByteCount = 0

  init(limits: ContainerLimits) { self.limits = limits }

  /// Starts anew.
  func reset() {
    excess = nil
    inputByteCount = 0
    decodedByteCount = 0
    entryCount = 0
    attemptCount = 0
    startSeconds = Process.monotonicSeconds
    nextClockByteCount = Self.clockByteCount
  }

  /// How many bytes are decoded between two looks at the clock.
  private static let clockByteCount = 4 << 20

  /// Notes bytes of the content itself.
  func addInput(_ count: Int) { inputByteCount += count }

  /// Notes an entry, at any depth; returns the limit that it goes over, the first time.
  func addEntry() -> ContainerExcess? {
    entryCount += 1
    guard entryCount > limits.maximumEntryCount, excess == nil else { return nil }
    excess = .entryCount(limits.maximumEntryCount)
    return excess
  }

  /// How many attempts there are between two looks at the clock.
  private static let clockAttemptCount = 1 << 12

  /// Notes that something is opened that may turn out to be no container, which costs time and nothing
  /// else; returns the limit of that, the first time.
  func addAttempt() -> ContainerExcess? {
    attemptCount += 1
    guard attemptCount % Self.clockAttemptCount == 0, excess == nil,
      Process.monotonicSeconds - startSeconds > limits.maximumSeconds
    else { return nil }
    excess = .seconds(Int(limits.maximumSeconds))
    return excess
  }

  /// Notes decoded bytes, at any depth; returns the limit that they go over, the first time.
  func addDecoded(_ count: Int) -> ContainerExcess? {
    decodedByteCount += count
    guard decodedByteCount > nextClockByteCount, excess == nil else { return nil }
    nextClockByteCount = decodedByteCount + Self.clockByteCount
    if decodedByteCount > limits.maximumByteCount {
      excess = .byteCount(limits.maximumByteCount)
    } else if decodedByteCount > limits.freeByteCount,
      (decodedByteCount - limits.freeByteCount) / limits.maximumRatio > inputByteCount
    {
      excess = .ratio(limits.maximumRatio)
    } else if Process.monotonicSeconds - startSeconds > limits.maximumSeconds {
      excess = .seconds(Int(limits.maximumSeconds))
    }
    return excess
  }
}
