/// One of the parts that a sweep is divided into, by the digests of the repositories' names.
///
/// Where a repository belongs depends on nothing but its name and the number of parts: a worker
/// needs the list only, and a repository that is added moves no other.
package struct Shard: Hashable, Sendable {
  /// Which part it is, from 1.
  package let index: Int

  /// How many parts there are.
  package let count: Int

  /// All of it.
  package static let whole = Shard(uncheckedIndex: 1, count: 1)

  /// The most parts that a sweep can be divided into.
  package static let maximumCount = 1_000_000

  private init(uncheckedIndex index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Makes a part; `nil` unless `index` is from 1 to `count`.
  package init?(index: Int, count: Int) {
    guard (1...Self.maximumCount).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `I/N`; `nil` if it is not of that form.
  package init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1])
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Whether the part holds the repository of that name.
  package func contains(_ repository: SweptRepository) -> Bool {
    repository.nameDigest.words[0] % UInt64(count) == UInt64(index - 1)
  }

  /// How the files of a worker are told apart: `3-of-16`.
  package var label: String { "\(index)-of-\(count)" }

  static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    else { return nil }
    return Int(text)
  }
}

// MARK: - What an engine says

extension Shard {
  /// Why the environment does not say which part to do.
  package enum EnvironmentProblem: Error, Hashable, Sendable {
    /// No engine that is known has set its variables.
    case noEngine
    /// Two engines have.
    case severalEngines([String])
    /// A variable is missing, or no number.
    case variable(String)
    /// The numbers do not make a part.
    case outOfRange(engine: String)
  }

  /// The part that the engine which started the program gives it.
  ///
  /// Kubernetes counts from 0 and does not say how many there are, so `ZLEAKS_SHARDS` must; GitLab
  /// counts from 1; Slurm counts from any number, in steps.
  ///
  /// - Parameter variable: The value of an environment variable; `nil` if it is not set.
  /// - Throws: Why there is no such part.
  package init(environment variable: (String) -> String?) throws(EnvironmentProblem) {
    let engines = [
      ("Kubernetes", "JOB_COMPLETION_INDEX"), ("GitLab", "CI_NODE_TOTAL"),
      ("Slurm", "SLURM_ARRAY_TASK_ID"),
    ].filter { variable($0.1) != nil }.map(\.0)
    guard let engine = engines.first else { throw .noEngine }
    guard engines.count == 1 else { throw .severalEngines(engines) }
    func number(_ name: String) throws(EnvironmentProblem) -> Int {
      guard let value = variable(name).flatMap(Self.number), value < 1 << 40 else {
        throw .variable(name)
      }
      return value
    }
    let shard: Shard?
    switch engine {
    case "Kubernetes":
      let index = try number("JOB_COMPLETION_INDEX")
      shard = Shard(index: index + 1, count: try number("ZLEAKS_SHARDS"))
    case "GitLab":
      // A job that is not parallel has a total of 1 and no index.
      let total = try number("CI_NODE_TOTAL")
      let hasIndex = variable("CI_NODE_INDEX") != nil
      shard = Shard(index: total == 1 && !hasIndex ? 1 : try number("CI_NODE_INDEX"), count: total)
    default:
      let (identifier, minimum) = (
        try number("SLURM_ARRAY_TASK_ID"), try number("SLURM_ARRAY_TASK_MIN")
      )
      let (maximum, count) = (
        try number("SLURM_ARRAY_TASK_MAX"), try number("SLURM_ARRAY_TASK_COUNT")
      )
      let step = variable("SLURM_ARRAY_TASK_STEP") == nil ? 1 : try number("SLURM_ARRAY_TASK_STEP")
      // A list such as 1,3,7 has gaps, and its tasks no place that can be told from this.
      guard step > 0, identifier >= minimum, maximum >= identifier,
        (maximum - minimum) / step + 1 == count, (identifier - minimum).isMultiple(of: step)
      else { throw .outOfRange(engine: engine) }
      shard = Shard(index: (identifier - minimum) / step + 1, count: count)
    }
    guard let shard else { throw .outOfRange(engine: engine) }
    self = shard
  }
}

extension Shard.EnvironmentProblem: CustomStringConvertible {
  /// The cause, and what to do.
  package var description: String {
    switch self {
    case .noEngine:
      "no variable of Kubernetes, GitLab or Slurm says which part this is; give --shard I/N"
    case .severalEngines(let names):
      "\(names.joined(separator: " and ")) both say which part this is; give --shard I/N"
    case .variable(let name): "'\(name)' is not set to a number"
    case .outOfRange(let engine):
      "the numbers that \(engine) gives are not one part of several; give --shard I/N"
    }
  }
}
