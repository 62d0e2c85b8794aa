import Posix
import Reporting
import Rules
import ScanModel
import TextForms

/// What `zleaks check` is to ask about.
struct CheckInput {
  /// The keys and IDs, each where it was found.
  private(set) var findings: [Finding] = []

  /// What the reports say besides.
  private(set) var tally = ReportFiles.Tally()

  /// The keys and IDs that somebody asks for by name, not because a report holds them.
  private(set) var named: Set<Fingerprint> = []

  private let words: KeyWords
  private let recognizer: KeyRecognizer

  /// Starts with nothing; `rules` say what a key is.
  init(_ rules: RuleSet) {
    words = KeyWords(rules)
    recognizer = KeyRecognizer(rules)
  }

  /// The keys of findings other than IDs, and those that were asked for by name.
  func isAskedFor(_ finding: Finding) -> Bool {
    finding.severity > .info || named.contains(finding.key.fingerprint)
  }

  /// Whether every report tells all that it should.
  var isComplete: Bool { tally.incompleteNames.isEmpty && tally.problems.isEmpty }

  // MARK: - Reading

  /// Reads what the command line names.
  ///
  /// - Throws: A report that is none, or a key that stands on the command line, with exit code 2.
  mutating func read(_ operands: [[UInt8]]) throws(CommandFailure) {
    // The first look is at all of them: a key on the command line is bad news for whoever typed it.
    for operand in operands where words.holdsKey(operand) {
      throw CommandFailure(
        "an operand is a key, or has one in its name; the arguments of a program can be seen by "
          + "others and stay in the shell's history: run 'zleaks check' and type the key there, or "
          + "pass it to 'zleaks check -' on standard input",
        .usage
      )
    }
    var reports: [[UInt8]] = []
    for operand in operands {
      if let finding = words.identifier(operand, at: nil) {
        add(finding, isNamed: true)
      } else if operand == Array("-".utf8) {
        try readStandardInput()
      } else {
        reports.append(operand)
      }
    }
    var found: [Finding] = []
    let tally = try ReportFiles(recognizer).read(reports) { found.append($0) }
    findings += found
    self.tally.merge(tally)
  }

  /// Takes the key or ID that somebody has typed; whether there is one.
  mutating func readTyped(_ line: [UInt8]) -> Bool {
    let found = words.findings(in: line, at: nil)
    for finding in found { add(finding, isNamed: true) }
    return !found.isEmpty
  }

  private mutating func add(_ finding: Finding, isNamed: Bool) {
    findings.append(finding)
    if isNamed { named.insert(finding.key.fingerprint) }
  }

  // MARK: - Standard input

  /// The longest line that can be a key, in bytes.
  private static let maximumLineByteCount = 65_536

  /// Reads standard input: a report if it starts as JSON does, else a key or an ID a line.
  private mutating func readStandardInput() throws(CommandFailure) {
    let input = FileDescriptor(borrowing: 0)
    let buffer = ReadBuffer(capacity: 1 << 16)
    var lines = LineReader(maximumByteCount: Self.maximumLineByteCount)
    var reader: ReportReader?
    var hasContent = false
    var found: [Finding] = []
    let recognizer = recognizer
    while true {
      let count = try Self.reading { () throws(SystemError) in try input.read(into: buffer, at: 0) }
      if count == 0 { break }
      let piece = buffer.withBytes(0..<count) { bytes in bytes.indices.map { bytes[$0] } }
      if !hasContent, let first = piece.first(where: { !KeyWords.isBlank($0) }) {
        hasContent = true
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
          reader = ReportReader { recognizer.keys(in: $0) }
        }
      }
      if reader == nil {
        lines.take(piece) { line, number in takeLine(line, number) }
      } else {
        try Self.parsing { () throws(ReportReadError) in
          try reader?.read(piece.span) { found.append($0) }
        }
      }
    }
    if reader == nil {
      lines.finish { line, number in takeLine(line, number) }
    } else {
      let ending = try Self.parsing { () throws(ReportReadError) in try reader?.finish() }
      if let ending { tally.add(ending, of: Self.name) }
      findings += found
    }
  }

  private static let name = ContentPath("standard input")

  /// Takes a line, `nil` for one that is too long.
  ///
  /// A line that holds nothing to ask about is a problem: somebody believes that it does.
  private mutating func takeLine(_ line: [UInt8]?, _ number: Int) {
    if let line, KeyWords.isComment(line) { return }
    let place = LineColumn(line: number, column: 1)
    let found = line.map { words.findings(in: $0, at: place) } ?? []
    for finding in found { add(finding, isNamed: true) }
    if found.isEmpty {
      tally.problems.append(
        ScanProblem(
          path: Self.name,
          operation: .read,
          cause: "line \(number) holds neither a key nor a key ID"
        )
      )
    }
  }

  private static func reading<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(SystemError) { return try body() } catch {
      throw CommandFailure("cannot read standard input: \(error)", .usage)
    }
  }

  private static func parsing<Value>(
    _ body: () throws(ReportReadError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(ReportReadError) { return try body() } catch {
      throw CommandFailure("cannot read standard input: \(error)", .usage)
    }
  }
}

extension ReportFiles.Tally {
  /// Adds what other reports say.
  fileprivate mutating func merge(_ other: ReportFiles.Tally) {
    if let summary = other.summary { self.summary = self.summary?.adding(summary) ?? summary }
    incompleteNames += other.incompleteNames
    problems += other.problems
    tools.formUnion(other.tools)
    otherSecretCount += other.otherSecretCount
    redactedCount += other.redactedCount
  }
}

/// Cuts bytes that come in pieces into lines.
private struct LineReader {
  let maximumByteCount: Int

  private var line: [UInt8] = []
  private var number = 1
  private var isTooLong = false

  init(maximumByteCount: Int) {
    self.maximumByteCount = maximumByteCount
  }

  /// Takes the next piece; `body` gets each line that it ends, without its end, or `nil` for one
  /// that is too long.
  mutating func take(_ piece: [UInt8], _ body: ([UInt8]?, Int) -> Void) {
    for byte in piece {
      if byte == UInt8(ascii: "\n") {
        end(body)
      } else if line.count < maximumByteCount {
        line.append(byte)
      } else {
        isTooLong = true
      }
    }
  }

  /// Ends the last line, if it has no end of its own.
  mutating func finish(_ body: ([UInt8]?, Int) -> Void) {
    if !line.isEmpty { end(body) }
  }

  private mutating func end(_ body: ([UInt8]?, Int) -> Void) {
    body(isTooLong ? nil : line, number)
    line.removeAll(keepingCapacity: true)
    number += 1
    isTooLong = false
  }
}
