import ScanModel

@testable import UnifiedDiff

/// What a patch reader says, one value for each whole line.
enum Event: Equatable, Sendable {
  case file(FileChange)
  case hunk(PatchHunk)
  case line(PatchLine, [UInt8])
  case problem(PatchError)
}

/// Writes down what a patch reader says.
struct Recorder: PatchConsumer {
  var events: [Event] = []

  /// The sizes of the pieces in which lines came.
  var pieceByteCounts: [Int] = []

  private var isContinued = false

  mutating func begin(_ change: FileChange) { events.append(.file(change)) }

  mutating func begin(_ hunk: PatchHunk) { events.append(.hunk(hunk)) }

  mutating func take(_ line: PatchLine, _ bytes: Span<UInt8>, isContinued: Bool) {
    let piece = [UInt8](bytes)
    pieceByteCounts.append(piece.count)
    if self.isContinued, case .line(let before, let start)? = events.last {
      precondition(before == line, "a piece of another line")
      events[events.count - 1] = .line(line, start + piece)
    } else {
      events.append(.line(line, piece))
    }
    self.isContinued = isContinued
  }

  mutating func take(_ problem: PatchError) { events.append(.problem(problem)) }
}

extension Recorder {
  /// Reads a whole patch in chunks of a size.
  init(_ patch: [UInt8], chunkByteCount: Int = .max) {
    var reader = PatchReader()
    var start = 0
    while start < patch.count {
      let end = start + min(chunkByteCount, patch.count - start)
      reader.read(patch.span.extracting(start..<end), into: &self)
      start = end
    }
    reader.finish(into: &self)
  }

  /// Reads a patch written as text.
  init(_ patch: String) { self.init(Array(patch.utf8)) }

  /// The files, in order.
  var files: [FileChange] {
    events.compactMap { if case .file(let file) = $0 { file } else { nil } }
  }

  /// What is wrong, in order.
  var problems: [PatchError] {
    events.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
  }

  /// The lines of one kind, with the path of the file before them, as text.
  func lines(_ isWanted: (PatchLine.Kind) -> Bool) -> [String] {
    events.compactMap { event in
      guard case .line(let line, let bytes) = event, isWanted(line.kind) else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The added lines, each as `path:line:text`.
  var added: [String] { numbered { if case .added(let line) = $0 { line } else { nil } } }

  /// The removed lines, each as `path:line:text`.
  var removed: [String] { numbered { if case .removed(let line) = $0 { line } else { nil } } }

  /// The lines kept, each as `path:line:text`.
  var context: [String] { numbered { if case .context(let line) = $0 { line } else { nil } } }

  /// The lines that belong to no patch.
  var text: [String] { lines { $0 == .text } }

  private func numbered(_ number: (PatchLine.Kind) -> Int?) -> [String] {
    var path = "?"
    var lines: [String] = []
    for event in events {
      switch event {
      case .file(let file): path = file.path?.text ?? "-"
      case .line(let line, let bytes):
        guard let number = number(line.kind) else { break }
        lines.append("\(path):\(number):\(String(decoding: bytes, as: UTF8.self))")
      case .hunk, .problem: break
      }
    }
    return lines
  }
}
