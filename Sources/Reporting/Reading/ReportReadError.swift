package import TextForms

/// A report that cannot be read: where it stops making sense, and why.
///
/// No text of the report stands in the message but short words: the report may hold keys.
package struct ReportReadError: Error, Equatable, Sendable {
  /// The line, counted from 1.
  package let line: Int

  /// What is wrong there.
  package let problem: Problem

  /// The ways in which a report can be wrong.
  package enum Problem: Error, Equatable, Sendable {
    /// The text is no JSON.
    case malformed(JSON5Error.Problem)
    /// A record takes more than `limit` bytes.
    case recordTooLong(limit: Int)
    /// Something other than an object stands where a record should start.
    case notARecord
    /// A record ends in the middle of a string, at the end of a line.
    case brokenRecord
    /// The object is a record of no report that is known.
    case unknownRecord
    /// The report has a schema that is not known.
    case unknownSchema
    /// A record has no such member.
    case missing(String)
    /// A member has another form than it should.
    case unexpectedForm(member: String, expected: String)
    /// A member holds none of the words that it may.
    case unknownWord(member: String, expected: [String])
    /// A member that should be safe to show holds a key.
    case keyInFull(member: String)
    /// The key in a finding is not the one that the finding describes.
    case otherKey
  }

  /// Names a place and what is wrong there.
  package init(line: Int, problem: Problem) {
    self.line = line
    self.problem = problem
  }
}

extension ReportReadError.Problem: CustomStringConvertible {
  /// One clause, without the place.
  package var description: String {
    switch self {
    case .malformed(let problem): Self.clause(problem)
    case .recordTooLong(let limit):
      "a record is over the \(NumberText.byteSize(limit)) limit"
    case .notARecord: "expected a JSON object, found something else; this is no report"
    case .brokenRecord: "a record ends in the middle of a string"
    case .unknownRecord:
      "this object is no finding of zleaks, gitleaks, TruffleHog or Kingfisher"
    case .unknownSchema: "the report has another schema than '\(JSONReport.schema)'"
    case .missing(let member): "'\(member)' is missing"
    case .unexpectedForm(let member, let expected): "'\(member)' is not \(expected)"
    case .unknownWord(let member, let expected):
      "'\(member)' is none of \(expected.joined(separator: ", "))"
    case .keyInFull(let member): "'\(member)' holds a key in full"
    case .otherKey: "'key.value' is not the key that 'key.fingerprint' and 'key.length' describe"
    }
  }

  /// What is wrong with the JSON, without what was found in its place: that may be a part of a key.
  private static func clause(_ problem: JSON5Error.Problem) -> String {
    switch problem {
    case .unexpected(.endOfText, let expected): "expected \(expected), found the end"
    case .unexpected(.lineEnd, let expected): "expected \(expected), found the end of the line"
    case .unexpected(_, let expected): "expected \(expected)"
    case .duplicateName: "expected each name once in an object"
    case .invalidUTF8, .loneSurrogate, .tooDeep: "\(problem)"
    }
  }
}

extension ReportReadError: CustomStringConvertible {
  /// One clause: `line 3: 'severity' is missing`.
  package var description: String { "line \(line): \(problem)" }
}

/// What is wrong with one record, and where in it.
struct RecordError: Error, Equatable {
  /// The offset from the record's first byte.
  let offset: Int

  /// What is wrong there.
  let problem: ReportReadError.Problem
}
