/// What is wrong with a patch, and where; line numbers are those of the patch text, from 1.
package enum PatchError: Error, Hashable, Sendable {
  /// The line starts as a hunk's header does and is none.
  case malformedHunkHeader(line: Int)
  /// The hunk that starts at `hunkLine` ends at `line` with fewer lines than it declares.
  case hunkTooShort(line: Int, hunkLine: Int, side: Side, found: Int, declared: Int)
  /// The hunk that starts at `hunkLine` goes on at `line` beyond what it declares.
  case hunkTooLong(line: Int, hunkLine: Int, side: Side, declared: Int)
  /// The text is UTF-16, as a shell that redirects output may write it.
  case encodedInUTF16
  /// A mail's body, from somewhere after `line` on, is encoded for transport.
  case encodedMail(line: Int, encoding: MailEncoding)

  /// The two files that a hunk counts lines of.
  package enum Side: String, Hashable, Sendable {
    case old
    case new
  }

  /// The ways to encode a mail that hide its text.
  package enum MailEncoding: String, Hashable, Sendable {
    case base64
    case quotedPrintable = "quoted-printable"
  }
}

extension PatchError: CustomStringConvertible {
  /// One sentence: `patch line 17: the hunk of line 12 ends after 3 of 5 new lines`.
  package var description: String {
    switch self {
    case .malformedHunkHeader(let line):
      "patch line \(line): the hunk's header does not say which lines it changes"
    case .hunkTooShort(let line, let hunkLine, let side, let found, let declared):
      "patch line \(line): the hunk of line \(hunkLine) ends after \(found) of \(declared) "
        + "\(side.rawValue) \(declared == 1 ? "line" : "lines")"
    case .hunkTooLong(let line, let hunkLine, let side, let declared):
      "patch line \(line): the hunk of line \(hunkLine) goes on after its \(declared) "
        + "\(side.rawValue) \(declared == 1 ? "line" : "lines")"
    case .encodedInUTF16:
      "patch line 1: the patch is encoded in UTF-16; convert it to UTF-8"
    case .encodedMail(let line, let encoding):
      "patch line \(line): the mail is encoded as \(encoding.rawValue); decode it, "
        + "for example with 'git mailinfo'"
    }
  }
}
