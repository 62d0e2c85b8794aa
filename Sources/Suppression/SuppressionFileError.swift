package import Globbing
package import ScanModel
internal import TextForms

/// What is wrong with a suppression file, and on which line.
package struct SuppressionFileError: Error, Hashable, Sendable {
  /// The file's name.
  package let file: ContentPath

  /// The line, from 1.
  package let line: Int

  /// What is wrong there.
  package let problem: Problem

  /// The ways in which a line can be wrong.
  package enum Problem: Error, Hashable, Sendable {
    /// It starts with neither `sha256:` nor `path:`.
    case unknownEntry
    /// What follows `sha256:` is no fingerprint.
    case fingerprint
    /// What follows `path:` can match nothing.
    case glob(GlobError.Cause)
    /// Two versions of the file were merged, and nobody has decided.
    case mergeConflict
    /// A control character stands in it.
    case controlCharacter
    /// It has more than `SuppressionFile.maximumLineByteCount` bytes.
    case tooLong
  }

  /// Says what is wrong with a line.
  package init(file: ContentPath, line: Int, problem: Problem) {
    self.file = file
    self.line = line
    self.problem = problem
  }
}

extension SuppressionFileError: CustomStringConvertible {
  /// One sentence: `cannot use '.zleaksignore', line 3: expected …`.
  package var description: String {
    "cannot use '\(TerminalText.escaped(file.text))', line \(line): \(problem)"
  }
}

extension SuppressionFileError.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownEntry: "expected 'sha256:FINGERPRINT # reason' or 'path:GLOB # reason'"
    case .fingerprint: "expected 'sha256:' and 64 lower-case hexadecimal digits"
    case .glob(let cause): "invalid glob: \(TerminalText.escaped("\(cause)"))"
    case .mergeConflict:
      "a merge conflict; keep the lines of both sides ('merge=union' in .gitattributes does)"
    case .controlCharacter: "a control character"
    case .tooLong: "more than \(SuppressionFile.maximumLineByteCount) bytes"
    }
  }
}
