package import Globbing
package import ScanModel

/// One line of a suppression file: what does not count, and why.
package struct SuppressionEntry: Sendable {
  /// What does not count.
  package let subject: Subject

  /// The reason given, byte for byte; `nil` if there is none.
  let reasonBytes: [UInt8]?

  /// The lines of comment just above the entry, which go where it goes.
  let comments: [[UInt8]]

  /// The line of the file, from 1.
  package let line: Int

  /// What an entry can name: never a position, which would not survive an edit.
  package enum Subject: Sendable {
    /// A key, wherever it stands.
    case key(Fingerprint)
    /// Every finding in the files that the glob matches; with the glob's own bytes.
    case path(GlobPattern, [UInt8])
  }

  /// Makes an entry.
  package init(subject: Subject, reason: String?, line: Int = 0) {
    let reasonBytes = reason.map { Array($0.utf8) }
    self.init(subject: subject, reasonBytes: reasonBytes, comments: [], line: line)
  }

  /// Makes an entry of what stands in a file.
  init(subject: Subject, reasonBytes: [UInt8]?, comments: [[UInt8]], line: Int) {
    self.subject = subject
    self.reasonBytes = reasonBytes
    self.comments = comments
    self.line = line
  }

  /// The reason given; `nil` if there is none.
  package var reason: String? { reasonBytes.map { ContentPath($0).text } }

  /// The entry as its line says it, without the reason: `sha256:…` or `path:…`.
  package var text: [UInt8] {
    switch subject {
    case .key(let fingerprint): Array(fingerprint.description.utf8)
    case .path(_, let glob): Array("path:".utf8) + glob
    }
  }
}
