package import ScanModel
import TextForms

/// What could not be read, as lines for standard error.
package enum ProblemText {
  /// How many problems are named; the rest are counted.
  package static let maximumNamedProblems = 20

  /// A line for each problem, the first in report order, and how many more there are.
  ///
  ///     zleaks: error: cannot open 'config/prod.env': permission denied
  ///
  /// - Parameters:
  ///   - coverage: What the run has read and what it has not.
  ///   - redaction: What keeps keys out of the paths.
  /// - Returns: Whole lines, each with its line end; empty if there is no problem.
  package static func lines(_ coverage: Coverage, redaction: PathRedaction) -> String {
    let named = coverage.problems.sorted().prefix(maximumNamedProblems)
    var lines = ""
    for problem in named {
      lines += "zleaks: error: \(sentence(problem, redaction: redaction))\n"
    }
    let more = coverage.problemCount - named.count
    if more > 0 { lines += "zleaks: error: … and \(NumberText.grouped(more)) more\n" }
    return lines
  }

  /// One problem, safe for a terminal: `cannot open 'config/prod.env': permission denied`.
  package static func sentence(_ problem: ScanProblem, redaction: PathRedaction) -> String {
    let path = problem.path.map { "'\(TerminalText.escaped(redaction.applied(to: $0).text))'" }
    let cause = TerminalText.escaped(redaction.applied(to: ContentPath(problem.cause)).text)
    return "cannot \(problem.operation.rawValue) \(path ?? "standard input"): \(cause)"
  }
}
