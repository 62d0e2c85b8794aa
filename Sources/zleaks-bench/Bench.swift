import Globbing
import Posix
import Rules
import Walking

/// The measurements: each case asserts its answer, then prints the measure, the floor measured in
/// the same run, and their ratio, one JSON object a line.
enum Bench {
  private static let usage = """
    usage: zleaks-bench matcher [PATH]
           zleaks-bench tree PATH [--cold]
           zleaks-bench history REPO [--attribution]
           zleaks-bench startup
           zleaks-bench staged
           zleaks-bench sweep REPO

    matcher  search text in memory, beside reading it: generated text, or the files below PATH
    tree     scan PATH with archives left closed, beside opening, reading and closing the same files
             on as many threads, and with archives opened, beside that and decoding each compressed
             stream in them once; both as whole commands beside ripgrep, if there is one, which
             opens none. --cold empties the page cache before every run, which needs root
    history  search the objects of REPO, beside inflating the same streams once on as many threads;
             the whole command, and its memory; finding out how 1, 10, 100 and 1,000 of its blobs
             came into it, beside the scan; --attribution leaves out all but that
    startup  'zleaks --version', beside 'true'
    staged   'zleaks diff --staged' in repositories made for it, with one file staged and with 5,000,
             beside what git takes to list the change and to read its contents
    sweep    'zleaks sweep' over fifty clones of REPO, one and several at a time, beside 'zleaks
             history' on each of them

    """

  /// Runs the case that the command line names, and ends the process.
  static func run() -> Never {
    let arguments = Process.arguments.map { String(decoding: $0, as: UTF8.self) }
    do throws(BenchFailure) {
      switch arguments.first {
      case "matcher" where arguments.count <= 2:
        try MatcherBench.run(path: arguments.dropFirst().first)
      case "tree" where arguments.count == 2:
        try TreeBench(path: arguments[1], isCold: false).run()
      case "tree" where arguments.count == 3 && arguments[2] == "--cold":
        try TreeBench(path: arguments[1], isCold: true).run()
      case "history" where arguments.count == 2:
        try HistoryBench(path: arguments[1], isAttributionAlone: false).run()
      case "history" where arguments.count == 3 && arguments[2] == "--attribution":
        try HistoryBench(path: arguments[1], isAttributionAlone: true).run()
      case "startup" where arguments.count == 1: try StartupBench.run()
      case "staged" where arguments.count == 1: try StagedBench.run()
      case "sweep" where arguments.count == 2: try SweepBench(path: arguments[1]).run()
      default: throw BenchFailure(message: usage, exitCode: 2)
      }
    } catch {
      write(error.message, to: 2)
      Process.exit(error.exitCode)
    }
    Process.exit(0)
  }

  /// Writes text to a standard stream.
  static func write(_ text: String, to number: Int32) {
    // A bench whose output is gone has nobody to tell.
    try? FileDescriptor(borrowing: number).write(Array(text.utf8).span)
  }

  /// The built-in rules.
  static func rules() throws(BenchFailure) -> RuleSet {
    do throws(RuleFileError) { return try RuleSet.builtin() } catch {
      throw BenchFailure(message: "\(error)\n")
    }
  }

  /// A walk that leaves nothing out.
  static func walkOptions() throws(BenchFailure) -> WalkOptions {
    do throws(GlobError) {
      return WalkOptions(filter: try PathFilter(excludes: [], includes: []))
    } catch {
      throw BenchFailure(message: "\(error)\n")
    }
  }

  /// Runs a command to its end.
  static func command(_ arguments: [String]) throws(BenchFailure) -> ChildProcess {
    do throws(SystemError) { return try ChildProcess.run(arguments) } catch {
      throw BenchFailure(message: "cannot run '\(arguments[0])': \(error)\n")
    }
  }

  /// The path of a program built beside this one.
  static func sibling(_ name: String) throws(BenchFailure) -> String {
    let own = Process.executablePath
    guard let slash = own.lastIndex(of: "/") else {
      throw BenchFailure(message: "cannot tell where this program is\n", exitCode: 3)
    }
    return own[...slash] + name
  }
}

/// A case that cannot be measured, or whose answer is wrong.
struct BenchFailure: Error {
  let message: String
  let exitCode: Int32

  init(message: String, exitCode: Int32 = 3) {
    self.message = message
    self.exitCode = exitCode
  }

  /// Fails unless a case's answer is what it must be.
  static func check(_ isRight: Bool, _ message: @autoclosure () -> String) throws(BenchFailure) {
    guard isRight else { throw BenchFailure(message: "wrong answer: \(message())\n") }
  }
}

/// The times of several runs of one thing, in seconds.
struct Times {
  private var seconds: [Double] = []

  /// The processor time that this program's threads took together.
  private var processorSeconds: [Double] = []

  /// The middle time.
  var median: Double { seconds.sorted()[seconds.count / 2] }

  /// Times one more run of `body`.
  mutating func time<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    let start = Process.monotonicSeconds
    let processorStart = Process.processorSeconds
    let result = try body()
    seconds.append(Process.monotonicSeconds - start)
    processorSeconds.append(Process.processorSeconds - processorStart)
    return result
  }

  /// Adds the runs that `other` has timed.
  mutating func append(_ other: Times) {
    seconds += other.seconds
    processorSeconds += other.processorSeconds
  }

  /// The middle of the ratios, run by run, to times taken in turn with these: what a machine whose
  /// speed drifts can say.
  func medianRatio(to other: Times) -> Double {
    let ratios = zip(seconds, other.seconds).map { $0 / max($1, 1e-9) }
    return ratios.sorted()[ratios.count / 2]
  }

  /// The ratio of the least processor times: what a machine that others use too can say.
  func processorRatio(to other: Times) -> Double {
    (processorSeconds.min() ?? 0) / max(other.processorSeconds.min() ?? 0, 1e-9)
  }
}

/// One line of results.
struct ResultLine {
  private var fields: [String] = []

  init(_ name: String) { add("case", name) }

  mutating func add(_ key: String, _ value: String) {
    let plain = value.map { $0 == "\"" || $0 == "\\" || $0 < " " ? "?" : $0 }
    fields.append("\"\(key)\":\"\(String(plain))\"")
  }

  mutating func add(_ key: String, _ value: Int) { fields.append("\"\(key)\":\(value)") }

  /// Adds a number with `digits` places after the point.
  mutating func add(_ key: String, _ value: Double, digits: Int = 3) {
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    let scaled = Int(value * Double(scale) + 0.5)
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    fields.append("\"\(key)\":\(scaled / scale).\(zeros)\(fraction)")
  }

  /// Prints the line.
  func print() {
    Bench.write("{\(fields.joined(separator: ","))}\n", to: 1)
  }
}
