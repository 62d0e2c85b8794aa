import Posix
import Sweeping

/// What `zleaks sweep` is asked to do.
struct SweepArguments: Equatable, Sendable {
  /// The directories and addresses named on the command line, byte for byte.
  let sources: [[UInt8]]

  /// The lists of more of them, byte for byte; `-` is standard input.
  let lists: [[UInt8]]

  /// Whether the entries of lists end with a zero.
  let listsEndWithZeros: Bool

  /// Where results go, byte for byte.
  let output: [UInt8]

  /// Whether what has not changed since it was searched is passed over.
  let resumes: Bool

  /// Which part of the repositories is searched.
  let shard: Shard

  /// How many repositories are searched at a time; `nil` for one on each processor.
  let jobCount: Int?

  /// How long each repository may take, in seconds.
  let secondsLimit: Int?

  /// How much clones may hold before another one is begun, in bytes.
  let diskBudget: Int?

  /// Where clones are kept, byte for byte; `nil` to delete them.
  let keptClones: [UInt8]?

  /// Whether it is found out where findings came from.
  let findsOrigins: Bool

  /// How the service is asked about the keys of all results, after the sweep; `nil` for not at all.
  let check: CheckArguments?

  /// The report that a check writes, in the directory of the results.
  static let checkedName = "checked.jsonl"

  /// What all scanning commands take.
  let common: ScanArguments

  /// Reads the arguments of `zleaks sweep`.
  ///
  /// - Parameters:
  ///   - arguments: The arguments.
  ///   - variable: The value of an environment variable, for `--shard auto`.
  /// - Throws: `UsageError.missingOperand` without a source; `UsageError.missingOption` without
  ///   `--output`; `UsageError.invalidShard`.
  init(
    _ arguments: ParsedArguments,
    environment variable: (String) -> String? = Process.environment
  ) throws(UsageError) {
    sources = arguments.operands
    lists = arguments.values(.from)
    guard !sources.isEmpty || !lists.isEmpty else {
      throw .missingOperand(command: "sweep", usage: "SOURCE, or a list of them: --from FILE")
    }
    listsEndWithZeros = arguments.flag(.zeroEnds)
    guard let output = arguments.value(.resultDirectory) else {
      throw .missingOption("output", purpose: "the directory that results go to")
    }
    self.output = output
    resumes = arguments.flag(.resume)
    shard = try Self.shard(arguments.value(.shard), variable)
    jobCount = arguments.value(.jobs).flatMap(ValueForm.number)
    secondsLimit = arguments.value(.repositoryTimeout).flatMap(ValueForm.number)
    diskBudget = arguments.value(.diskBudget).flatMap(ValueForm.number)
    keptClones = arguments.value(.keepClones)
    findsOrigins = !arguments.flag(.noAttribution)
    common = try ScanArguments(arguments)
    guard arguments.flag(.check) else {
      check = nil
      return
    }
    // The account is asked once, when all results are there.
    guard shard == .whole else { throw .conflictingOptions("check", "shard") }
    let checked = Array("jsonl=".utf8) + output + Array("/\(Self.checkedName)".utf8)
    check = try CheckArguments(
      arguments.redirected(
        to: .check,
        operands: [output],
        format: checked,
        without: .resultDirectory
      )
    )
  }

  private static func shard(
    _ value: [UInt8]?,
    _ variable: (String) -> String?
  ) throws(UsageError) -> Shard {
    guard let value else { return .whole }
    guard !value.elementsEqual("auto".utf8) else {
      do throws(Shard.EnvironmentProblem) { return try Shard(environment: variable) } catch {
        throw .invalidShard(TypedText(value), cause: "\(error)")
      }
    }
    guard let shard = Shard(parsing: String(decoding: value, as: UTF8.self)) else {
      throw .invalidShard(TypedText(value), cause: "expected I/N with I from 1 to N, or auto")
    }
    return shard
  }
}
