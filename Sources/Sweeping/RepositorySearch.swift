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
  let log: AuditLog
  let budget: DiskBudget

  /// Where what is temporary goes: results, and clones.
  let resultArea: [UInt8]
  let cloneArea: [UInt8]

  /// The number of this repository, which makes temporary names.
  let number: Int

  /// How many threads may be used.
  let threadCount: Int

  /// When the time is up, on the monotonic clock.
  private let deadline: Double?

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
    log: AuditLog,
    budget: DiskBudget,
    areas: (results: [UInt8], clones: [UInt8]),
    threadCount: Int
  ) {
    self.repository = repository
    self.number = number
    self.settings = settings
    self.log = log
    self.budget = budget
    resultArea = areas.results
    cloneArea = areas.clones
    self.threadCount = threadCount
    deadline = settings.secondsLimit.map { $0 + Process.monotonicSeconds }
  }

  private var resultPath: [UInt8] {
    settings.outputDirectory + [UInt8(ascii: "/")] + repository.resultFileName
  }

  /// Searches the repository and writes its result.
  func run() -> Outcome {
    do throws(Failure) {
      let outcome: Outcome
      switch repository.place {
      case .unusable(let cause): throw Failure(cause)
      case .local(let workTrees): outcome = try searchLocal(workTrees)
      case .remote(let address): outcome = try searchRemote(address)
      }
      return Interrupt.caught == nil ? outcome : .interrupted
    } catch {
      if Interrupt.caught != nil { return .interrupted }
      return .failed(cause: writeFailure(error.cause))
    }
  }

  // MARK: - On this machine

  private func searchLocal(_ workTrees: [[UInt8]]) throws(Failure) -> Outcome {
    let state = RepositoryState(path: repository.name.bytes, workTrees: workTrees)
    if let tally = unchanged(state) { return .unchanged(tally) }
    var result = try makeResult()
    try search("history", settings.historyOptions, repository.name.bytes, in: nil, &result)
    for tree in workTrees {
      // A lone hyphen would be standard input.
      let path = tree == [UInt8(ascii: "-")] ? Array("./-".utf8) : tree
      try search("scan", [Array("--no-ignore-files".utf8)], path, in: nil, &result)
    }
    return .searched(try finish(&result, state))
  }

  /// The tally of the result that is there, if it is complete and nothing has changed since.
  private func unchanged(_ state: RepositoryState?) -> ResultTally? {
    guard settings.resumes, let saved = SavedTrailer(path: resultPath),
      saved.line == trailer(state, isComplete: true).line, state != nil
    else { return nil }
    return ResultTally(path: resultPath)
  }

  // MARK: - Elsewhere

  private func searchRemote(_ address: CloneAddress) throws(Failure) -> Outcome {
    let git: GitClone
    do throws(GitError) {
      git = try GitClone(environment: settings.environment)
      if settings.resumes, SavedTrailer(path: resultPath)?.isComplete == true {
        let listing = try git.references(of: address.bytes, secondsLimit: secondsLeft)
        if let tally = unchanged(RepositoryState(listing: listing)) { return .unchanged(tally) }
      }
    } catch { throw Failure("\(error)") }
    guard budget.waitForRoom() else { return .interrupted }
    let top = cloneArea + Array("/\(number)".utf8)
    let start = Process.monotonicSeconds
    // The clone lies where its address, read as a path from `top`, leads: so the search, which runs
    // there, names it by its address and not by where it happens to lie.
    let parts = address.bytes.split(separator: UInt8(ascii: "/"))
    let clone = parts.reduce(into: top) { $0 += [UInt8(ascii: "/")] + $1 }
    defer {
      // What cannot be removed now is removed with the area.
      try? DirectoryTree.remove(top)
      budget.release()
    }
    do throws(SystemError) {
      let slash = clone.lastIndex(of: UInt8(ascii: "/")) ?? clone.endIndex
      try DirectoryTree.make(Array(clone[..<slash]))
    } catch { throw Failure("no place for a clone: \(error.call): \(error)") }
    do throws(GitError) {
      try git.clone(address.bytes, into: clone, secondsLimit: secondsLeft)
    } catch { throw Failure("\(error)") }
    log.add(.cloned, repository.shownName) { json in
      json.name("seconds")
      json.number(Process.monotonicSeconds - start, decimals: 3)
      json.member("bytes", DirectoryTree.byteCount(clone))
    }
    let state = RepositoryState(mirror: clone)
    var result = try makeResult()
    try search("history", settings.historyOptions, address.bytes, in: top, &result)
    let tally = try finish(&result, state)
    if settings.keepsClones { keep(clone) }
    return .searched(tally)
  }

  /// Moves a clone to where clones are kept, in the place of an older one.
  private func keep(_ clone: [UInt8]) {
    let name = Array(repository.resultFileName.dropLast(6)) + Array(".git".utf8)
    let path = settings.cloneDirectory + [UInt8(ascii: "/")] + name
    do throws(SystemError) {
      if (try? FileStatus.of(path, followsLink: false)) != nil { try DirectoryTree.remove(path) }
      try FileDescriptor.rename(clone, to: path)
    } catch {
      log.add(.failed, repository.shownName) {
        $0.member("reason", "its clone is not kept: \(error)")
      }
    }
  }

  // MARK: - Searching

  /// What is left of the repository's time.
  private var secondsLeft: Double? {
    deadline.map { max($0 - Process.monotonicSeconds, 0.001) }
  }

  private func makeResult() throws(Failure) -> ResultFile {
    do throws(SystemError) {
      return try ResultFile(temporaryPath: resultArea + Array("/\(number).jsonl".utf8))
    } catch { throw Failure("cannot write its result: \(error)") }
  }

  /// Lets the program search one repository or directory, and adds what it reports.
  private func search(
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

  private func finish(
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
    let temporary = resultArea + Array("/\(number)-failed.jsonl".utf8)
    do throws(SystemError) {
      let file = try FileDescriptor.createNew(temporary)
      try file.write(bytes.span)
      try file.synchronize()
      try FileDescriptor.rename(temporary, to: resultPath)
      return cause
    } catch { return "\(cause); and this could not be written down: \(error)" }
  }

  /// A message of git's without what stands between `://` and `@`: the user's own `insteadOf` may
  /// have put a token there.
  static func withoutUsers(_ text: String) -> String {
    var output = ""
    var rest = text[...]
    while let range = rest.firstRange(ofSchemeEnd: ()) {
      output += rest[..<range]
      rest = rest[range...]
      let authority = rest.prefix { $0 != "/" && $0 != " " && $0 != "'" }
      if let at = authority.lastIndex(of: "@") {
        output += "…"
        rest = rest[at...]
      }
    }
    return output + rest
  }
}

extension Substring {
  /// The index behind the first `://`; `nil` if there is none.
  fileprivate func firstRange(ofSchemeEnd: Void) -> Index? {
    var start = startIndex
    while let colon = self[start...].firstIndex(of: ":") {
      if self[colon...].hasPrefix("://") { return index(colon, offsetBy: 3) }
      start = index(after: colon)
    }
    return nil
  }
}
