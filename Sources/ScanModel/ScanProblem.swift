/// Something that should have been read and could not be.
///
/// Any one makes a run incomplete.
package struct ScanProblem: Hashable, Sendable {
  /// What could not be read; `nil` for something without a name, such as standard input.
  package let path: ContentPath?

  /// What was tried: `open`, `read`, `list`.
  package let operation: Operation

  /// Why it failed, in the system's words: lower case, no full stop.
  package let cause: String

  /// The steps of reading that can fail.
  package enum Operation: String, Hashable, Sendable {
    case open
    case read
    case list
  }

  /// Notes a failure.
  package init(path: ContentPath?, operation: Operation, cause: String) {
    self.path = path
    self.operation = operation
    self.cause = cause
  }
}

extension ScanProblem: CustomStringConvertible {
  /// One sentence: `cannot open 'config/prod.env': permission denied`.
  package var description: String {
    "cannot \(operation.rawValue) '\(path?.text ?? "standard input")': \(cause)"
  }
}

extension ScanProblem: Comparable {
  /// Orders problems as reports list them: by path, then by operation and cause.
  package static func < (left: ScanProblem, right: ScanProblem) -> Bool {
    if left.path != right.path {
      guard let leftPath = left.path else { return true }
      guard let rightPath = right.path else { return false }
      return leftPath < rightPath
    }
    if left.operation != right.operation {
      return left.operation.rawValue < right.operation.rawValue
    }
    return left.cause < right.cause
  }
}
