internal import Posix
package import ScanModel
internal import TextForms

/// The last line of a result file: what was searched, with what, and whether all of it was read.
///
///     {"type":"sweep","repository":"…","complete":true,"refs":"…","objects":"…","rules":"…","version":"…"}
package struct ResultTrailer: Hashable, Sendable {
  /// The repository's name.
  package let repository: ContentPath

  /// Whether everything was read.
  package let isComplete: Bool

  /// What the repository held; `nil` if that could not be told, so that it is searched again.
  package let state: RepositoryState?

  /// The digest, in hexadecimal, of the rules and of all options that decide what is found.
  package let settings: String

  /// The version of the program.
  package let version: String

  /// Makes a trailer of its parts.
  package init(
    repository: ContentPath,
    isComplete: Bool,
    state: RepositoryState?,
    settings: String,
    version: String
  ) {
    self.repository = repository
    self.isComplete = isComplete
    self.state = state
    self.settings = settings
    self.version = version
  }

  /// The line, with its end.
  package var line: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "sweep")
      json.member("repository", repository.text)
      if !repository.isUTF8 { json.member("repositoryBytes", Base64.encoded(repository.bytes)) }
      json.member("complete", isComplete)
      if let state {
        json.member("refs", state.references.text)
        if let objects = state.objects { json.member("objects", objects.text) }
        if let files = state.files { json.member("files", files.text) }
      }
      json.member("rules", settings)
      json.member("version", version)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

/// What the trailer of a file on disk says.
package struct SavedTrailer: Hashable, Sendable {
  /// Whether everything was read.
  package let isComplete: Bool

  /// The line, with its end.
  package let line: [UInt8]

  /// The longest line that is read, in bytes.
  static let maximumByteCount = 64 << 10

  /// Reads the last line of the file at `path`; `nil` if there is no file with a trailer.
  package init?(path: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    guard let file = try? FileDescriptor.openUnlinked(path), let status = try? file.status(),
      status.kind == .regular, status.byteCount > 0
    else { return nil }
    let buffer = ReadBuffer(capacity: Self.maximumByteCount)
    let start = max(status.byteCount - Self.maximumByteCount, 0)
    guard
      let count = try? file.read(into: buffer, position: start, count: Self.maximumByteCount),
      start + count == status.byteCount
    else { return nil }
    let bytes = buffer.withBytes(0..<count) { bytes in bytes.indices.map { bytes[$0] } }
    guard bytes.last == newline else { return nil }
    let lineStart = bytes.dropLast().lastIndex(of: newline).map { $0 + 1 } ?? 0
    guard start == 0 || lineStart > 0,
      let value = try? JSON5Reader.read(Array(bytes[lineStart...])),
      value["type"]?.string == "sweep", let isComplete = value["complete"]?.boolean
    else { return nil }
    self.isComplete = isComplete
    line = Array(bytes[lineStart...])
  }
}
