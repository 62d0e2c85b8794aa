internal import Globbing
package import ScanModel

/// A `.zleaksignore` or `--baseline` file.
///
///     # What this repository allows.
///     path:Tests/Fixtures/** # made up
///     sha256:49ff…dd26 # the public demo key
///
/// One entry a line: a key's fingerprint or a glob of paths (`gitignore(5)`), and after ` #` a
/// reason. No positions, no dates and no secrets stand in it, and the order of the lines means
/// nothing, so that two branches' files merge into one.
package struct SuppressionFile: Sendable {
  /// The file's name in messages.
  package let name: ContentPath

  /// Which kind of file it is.
  package let kind: SuppressionRecord.Kind

  /// The entries in the order of the lines.
  package let entries: [SuppressionEntry]

  /// The comments at the start of the file, which are about all of it.
  let heading: [[UInt8]]

  /// The comments after the last entry.
  let ending: [[UInt8]]

  /// The largest file that is read, in bytes.
  package static let maximumByteCount = 16 << 20

  /// The longest line, in bytes.
  package static let maximumLineByteCount = 8_192

  /// The file that `scan` and `diff` look for.
  package static let ignoreFileName = ".zleaksignore"

  /// Reads a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; it may come from anyone.
  ///   - name: Its name in messages.
  ///   - kind: Which kind of file it is.
  /// - Throws: The first line that is wrong.
  package init(
    parsing bytes: [UInt8],
    name: ContentPath,
    kind: SuppressionRecord.Kind
  ) throws(SuppressionFileError) {
    self.name = name
    self.kind = kind
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var entries: [SuppressionEntry] = []
    var comments: [[UInt8]] = []
    var heading: [[UInt8]]?
    for (index, line) in lines.enumerated() {
      let line = Self.trimmed(line)
      if line.isEmpty || line.first == UInt8(ascii: "#") {
        if !line.isEmpty { comments.append(Array(line)) }
        continue
      }
      if heading == nil {
        heading = comments
        comments = []
      }
      do throws(SuppressionFileError.Problem) {
        entries.append(try Self.entry(line, number: index + 1, comments: comments))
      } catch {
        throw SuppressionFileError(file: name, line: index + 1, problem: error)
      }
      comments = []
    }
    self.entries = entries
    self.heading = heading ?? comments
    ending = heading == nil ? [] : comments
  }

  /// Reads one line that is no comment, without the blanks around it.
  private static func entry(
    _ line: ArraySlice<UInt8>,
    number: Int,
    comments: [[UInt8]]
  ) throws(SuppressionFileError.Problem) -> SuppressionEntry {
    guard line.count <= maximumLineByteCount else { throw .tooLong }
    guard !line.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F }) else {
      throw .controlCharacter
    }
    let (body, reason) = parts(of: line)
    return SuppressionEntry(
      subject: try subject(body),
      reasonBytes: reason,
      comments: comments,
      line: number
    )
  }

  /// Cuts a line in front of the first ` #`; the reason is `nil` if there is none.
  private static func parts(of line: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, [UInt8]?) {
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: "#"), index > line.startIndex, isBlank(line[index - 1]) {
        let reason = trimmed(line[(index + 1)...])
        return (trimmed(line[..<index]), reason.isEmpty ? nil : Array(reason))
      }
      index += 1
    }
    return (line, nil)
  }

  private static func subject(
    _ body: ArraySlice<UInt8>
  ) throws(SuppressionFileError.Problem) -> SuppressionEntry.Subject {
    if body.starts(with: "path:".utf8) {
      let glob = Array(body.dropFirst(5))
      do throws(GlobError) {
        return .path(try GlobPattern(parsing: glob), glob)
      } catch {
        throw .glob(error.cause)
      }
    }
    if body.starts(with: "sha256:".utf8) {
      guard let fingerprint = Fingerprint(parsing: String(decoding: body, as: UTF8.self)) else {
        throw .fingerprint
      }
      return .key(fingerprint)
    }
    for mark in ["<<<<<<<", "=======", ">>>>>>>", "|||||||"] where body.starts(with: mark.utf8) {
      throw .mergeConflict
    }
    throw .unknownEntry
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }
}
