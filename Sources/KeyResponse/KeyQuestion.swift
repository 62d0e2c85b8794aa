package import ScanModel
internal import VectaraAPI

/// A distinct key, or a distinct key's ID, whose state is asked for.
package struct KeyQuestion: Sendable {
  /// The identity of the key or of the ID.
  package let fingerprint: Fingerprint

  /// The key itself, if it may be tried: it is at hand, and of the exact form.
  package let secret: Secret?

  /// The ID's own text; `nil` for a key.
  package let keyID: String?

  /// Makes a question.
  package init(fingerprint: Fingerprint, secret: Secret? = nil, keyID: String? = nil) {
    self.fingerprint = fingerprint
    self.secret = secret
    self.keyID = keyID
  }

  /// The questions that findings raise, each key once, in the order of the findings.
  package static func questions(about findings: [Finding]) -> [KeyQuestion] {
    var positions: [Fingerprint: Int] = [:]
    var questions: [KeyQuestion] = []
    for finding in findings {
      let question = KeyQuestion(about: finding)
      if let position = positions[question.fingerprint] {
        // One place may hold more of the key than another: a report without secrets, for one.
        if questions[position].secret == nil, question.secret != nil {
          questions[position] = question
        }
      } else {
        positions[question.fingerprint] = questions.count
        questions.append(question)
      }
    }
    return questions
  }

  private init(about finding: Finding) {
    // An ID is shown whole, so its redacted form is the ID: if that is what the fingerprint says,
    // for a report can say anything.
    let shown = finding.key.redacted.text
    let isID =
      KeyID(parsing: shown) != nil
      && Fingerprint(of: Array(shown.utf8).span) == finding.key.fingerprint
    let keyID = isID ? shown : nil
    self.init(
      fingerprint: finding.key.fingerprint,
      secret: keyID == nil && finding.confidence == .exact ? finding.secret : nil,
      keyID: keyID
    )
  }
}
