import Posix
import ScanModel

extension GitError {
  /// What a command that ended badly says, from its error stream in English.
  static func diagnosis(
    _ command: String,
    _ result: ChildResult,
    directory: [UInt8]?
  ) -> GitError {
    // While its output is read, only one program can close a pipe that git writes to: the fetch that
    // a version without GIT_NO_LAZY_FETCH tries, and that is not allowed.
    if result.ending == .brokenPipe { return .missingObject(nil) }
    if case .signalled(let signal) = result.ending {
      return .signalled(command: command, signal: signal)
    }
    let errors = result.errorBytes
    // "detected dubious ownership in repository at 'X'", before 2.35.3 "unsafe repository ('X' is
    // owned by someone else)".
    for (start, end) in [
      ("dubious ownership in repository at '", "'\n"), ("unsafe repository ('", "' is"),
    ] {
      if let path = text(in: errors, between: start, and: end) { return .foreignOwner(path: path) }
    }
    if range(of: "not a git repository", in: errors[...]) != nil {
      return .notARepository(directory: directory)
    }
    if let digits = text(in: errors, between: "could not fetch ", and: " from promisor"),
      let id = ObjectID(digits: digits)
    {
      return .missingObject(id)
    }
    let status: Int32 = if case .exited(let status) = result.ending { status } else { 0 }
    return .failed(command: command, status: status, message: message(errors))
  }

  /// What went wrong, in git's words: the first line that says so, without its `fatal: `.
  private static func message(_ errors: [UInt8]) -> [UInt8] {
    let lines = errors.split(separator: UInt8(ascii: "\n"))
    for prefix in ["fatal: ", "error: "] {
      let prefix = Array(prefix.utf8)
      if let line = lines.first(where: { $0.starts(with: prefix) }) {
        return Array(line.dropFirst(prefix.count))
      }
    }
    return lines.first.map(Array.init) ?? []
  }

  /// The bytes between the first `start` and the next `end`.
  private static func text(in bytes: [UInt8], between start: String, and end: String) -> [UInt8]? {
    guard let start = range(of: start, in: bytes[...]),
      let end = range(of: end, in: bytes[start.upperBound...])
    else { return nil }
    return Array(bytes[start.upperBound..<end.lowerBound])
  }

  private static func range(of text: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let text = Array(text.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: text) }
    return start.map { $0..<$0 + text.count }
  }
}
