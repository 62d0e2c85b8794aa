internal import GitCommand
internal import Posix
internal import Reporting
internal import ScanModel
internal import TextForms

/// The search of one repository, by processes of the program's own: a hostile repository can end
/// one of them, or take its time, but not the sweep.
struct RepositorySearch {
  let repository: SweptRepository
  let settings: SweepSettings
  let means: Means

  /// The number of this repository, which makes temporary names.
  let number: Int

  /// How many threads may be used.
  let threadCount: Int

  /// When it was begun, on the monotonic clock; the time that it waited for others does not count.
  private(set) var start = Process.monotonicSeconds

  /// Whether one of the slots is its own.
  private var hasSlot = false

  /// What the searches of a sweep share.
  struct Means: Sendable {
    let log: AuditLog
    let budget: DiskBudget
    let slots: SearchSlots

    /// Where results go while they are written.
    let resultArea: [UInt8]

    /// Where clones go.
    let cloneArea: [UInt8]

    /// The lock on `cloneArea`, a descriptor's number.
    let cloneLock: Int32
  }

  /// What has become of it.
  enum Outcome {
    case searched(ResultTally)
    case unchanged(ResultTally)
    case failed(cause: String)
    /// The program is asked to stop.
    case interrupted
  }

  /// Why there is no result.
  struct Failure: Error {
    let cause: String

    init(_ cause: String) { self.cause = cause }
  }

  init(
    _ repository: SweptRepository,
    number: Int,
    settings: SweepSettings,
    means: Means,
    threadCount: Int
  ) {
    self.repository = repository
    self.number = number
    self.settings = settings
    self.means = means
    self.threadCount = threadCount
  }

  var resultPath: [UInt8] {
    settings.outputDirectory + [UInt8(ascii: "/")] + repository.resultFileName
  }

  /// Searches the repository and writes its result.
  ///
  /// - Parameter begun: Called when its turn has come.
  /// - Returns: What has become of it.
  mutating func run(begun: () -> Void) -> Outcome {
    defer { endTurn() }
    do throws(Failure) {
      let outcome: Outcome
      switch repository.place {
      case .unusable(let cause): throw Failure(cause)
      case .local(let workTrees): outcome = try searchLocal(workTrees, begun)
      case .remote(let address): outcome = try searchRemote(address, begun)
      }
      return Interrupt.caught == nil ? outcome : .interrupted
    } catch {
      if Interrupt.caught != nil { return .interrupted }
      return .failed(cause: writeFailure(error.cause))
    }
  }

  /// Waits until it may search; `false` if the program is asked to stop first.
  mutating func waitForTurn(_ begun: () -> Void) -> Bool {
    hasSlot = means.slots.take()
    start = Process.monotonicSeconds
    if hasSlot { begun() }
    return hasSlot
  }

  /// Lets the next one search; what is left to do here is writing.
  mutating func endTurn() {
    if hasSlot { means.slots.release() }
    hasSlot = false
  }

  // MARK: - On this machine

  private mutating func searchLocal(
    _ workTrees: [[UInt8]],
    _ begun: () -> Void
  ) throws(Failure) -> Outcome {
    let state = RepositoryState(path: repository.name.bytes, workTrees: workTrees)
    if let tally = unchanged(state) { return .unchanged(tally) }
    guard waitForTurn(begun) else { return .interrupted }
    var result = try makeResult()
    try search("history", settings.historyOptions, repository.name.bytes, in: nil, &result)
    for tree in workTrees {
      // A lone hyphen would be standard input.
      let path = tree == [UInt8(ascii: "-")] ? Array("./-".utf8) : tree
      try search("scan", [Array("--no-ignore-files".utf8)], path, in: nil, &result)
    }
    endTurn()
    return .searched(try finish(&result, state))
  }

  /// The tally of the result that is there, if it is complete and nothing has changed since.
  func unchanged(_ state: RepositoryState?) -> ResultTally? {
    guard settings.resumes, let saved = SavedTrailer(path: resultPath),
      saved.line == trailer(state, isComplete: true).line, state != nil
    else { return nil }
    return ResultTally(path: resultPath)
  }

  // MARK: - Searching

  /// What is left of the repository's time.
  var secondsLeft: Double? {
    settings.secondsLimit.map { max(start + $0 - Process.monotonicSeconds, 0.001) }
  }

  func makeResult() throws(Failure) -> ResultFile {
    do throws(SystemError) {
      return try ResultFile(temporaryPath: means.resultArea + Array("/\(number).jsonl".utf8))
    } catch { throw Failure("cannot write its result: \(error)") }
  }

  /// Lets the program search one repository or directory, and adds what it reports.
  func search(
    _ command: String,
    _ options: [[UInt8]],
    _ operand: [UInt8],
    in directory: [UInt8]?,
    _ result: inout ResultFile
  ) throws(Failure) {
    let fixed = [
      command, "--format", "jsonl", "--quiet", "--progress", "never", "--fail-on", "none",
      "--threads", "\(threadCount)",
    ]
    var child = ChildCommand(
      program: settings.program,
      arguments: fixed.map { Array($0.utf8) } + settings.searchOptions + options
        + [Array("--".utf8), operand],
      environment: settings.environment,
      directory: directory
    )
    child.secondsLimit = secondsLeft
    child.leadsGroup = true
    child.endsOnInterrupt = true
    var failure: ResultFile.Failure?
    let ending: ChildResult
    do throws(ChildError) {
      var running = try RunningChild(child)
      let buffer = ReadBuffer(capacity: 1 << 18)
      while true {
        let count = try running.read(into: buffer)
        if count == 0 { break }
        do throws(ResultFile.Failure) {
          try buffer.withBytes(0..<count) { piece throws(ResultFile.Failure) in
            try result.add(piece)
          }
        } catch {
          failure = error
          break
        }
      }
      if failure != nil { running.stop() }
      ending = try running.finish()
    } catch { throw Failure("the search failed: \(sentence(error))") }
    do throws(ResultFile.Failure) {
      if let failure { throw failure }
      guard case .exited(let status) = ending.ending, status == 0 || status == 3 else {
        throw .notAReport(Self.sentence(ending))
      }
      try result.endReport()
    } catch {
      switch error {
      case .system(let error): throw Failure("cannot write its result: \(error)")
      case .notAReport(let cause): throw Failure("the search failed: \(cause)")
      }
    }
  }

  /// A limit is named as the user gave it, however much of it was left for the step that broke it.
  private func sentence(_ error: ChildError) -> String {
    guard case .overTime = error, let limit = settings.secondsLimit else { return "\(error)" }
    return "\(ChildError.overTime(seconds: limit))"
  }

  private static func sentence(_ ending: ChildResult) -> String {
    let line = ending.errorBytes.split(separator: UInt8(ascii: "\n")).first.map(Array.init) ?? []
    let text = line.isEmpty ? "" : ": \(ContentPath(line))"
    return switch ending.ending {
    case .exited(let status): "it ended with status \(status)\(text)"
    case .signalled(let signal): "signal \(signal) ended it\(text)"
    case .stopped: "it was stopped"
    }
  }

  // MARK: - Results

  private func trailer(_ state: RepositoryState?, isComplete: Bool) -> ResultTrailer {
    ResultTrailer(
      repository: repository.shownName,
      isComplete: isComplete,
      state: state,
      settings: settings.settingsDigest,
      version: settings.version
    )
  }

  func finish(
    _ result: inout ResultFile,
    _ state: RepositoryState?
  ) throws(Failure) -> ResultTally {
    let line = trailer(state, isComplete: result.tally.isComplete).line
    // A search that was asked to stop has not read everything, and may not have said so.
    guard Interrupt.caught == nil else { throw Failure("it was interrupted") }
    do throws(SystemError) { try result.finish(line, as: resultPath) } catch {
      throw Failure("cannot write its result: \(error)")
    }
    return result.tally
  }

  /// Writes a result that says why there is none, in the place of one that may be out of date.
  ///
  /// - Returns: The cause, with what went wrong with that too.
  private func writeFailure(_ cause: String) -> String {
    let cause = settings.hidingKeys(ContentPath(Self.withoutUsers(cause))).text
    var coverage = Coverage()
    coverage.addProblem(ScanProblem(path: repository.shownName, operation: .read, cause: cause))
    let summary = ScanSummary(
      coverage: coverage,
      findingCount: 0,
      keyCount: 0,
      suppressedCount: 0,
      hiddenCount: 0,
      seconds: 0,
      version: settings.version
    )
    var bytes: [UInt8] = []
    var output = ReportOutput<Never> { piece in
      for index in piece.indices { bytes.append(piece[index]) }
    }
    JSONLinesReport(context: ReportContext()).write(findings: [], summary: summary, to: &output)
    bytes += trailer(nil, isComplete: false).line
    let temporary = means.resultArea + Array("/\(number)-failed.jsonl".utf8)
    do throws(SystemError) {
      let file = try FileDescriptor.createNew(temporary)
      try file.write(bytes.span)
      try file.synchronize()
      try FileDescriptor.rename(temporary, to: resultPath)
      return cause
    } catch { return "\(cause); and this could not be written down: \(error)" }
  }
}
