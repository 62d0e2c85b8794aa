import ScanModel
import Testing

@testable import UnifiedDiff

/// Compares what the reader says of a real patch with the two versions that git compared.
@Suite struct GitDiffTests {
  /// Options of git, configuration first.
  static let optionSets: [[String]] = [
    ["diff", "--cached"],
    ["diff", "--cached", "-U0"],
    ["diff", "--cached", "-U10"],
    ["diff", "--cached", "--no-prefix"],
    ["diff", "--cached", "--src-prefix=from/", "--dst-prefix=to/it/"],
    ["-c", "diff.mnemonicPrefix=true", "diff", "--cached"],
    ["diff", "--cached", "-M"],
    ["diff", "--cached", "-M", "-U0", "--no-prefix"],
    ["diff", "--cached", "-C", "--find-copies-harder"],
    ["diff", "--cached", "--binary", "-M"],
    ["diff", "--cached", "--binary", "--full-index", "--no-renames"],
    ["diff", "--cached", "--text", "--no-renames"],
    ["diff", "--cached", "--patience", "-W"],
    ["diff", "--cached", "--patch-with-stat", "--summary"],
    ["diff", "--cached", "-B", "-M"],
    ["-c", "core.quotePath=false", "diff", "--cached"],
    ["-c", "color.ui=always", "diff", "--cached"],
    ["-c", "color.ui=always", "-c", "color.diff.context=blue", "diff", "--cached", "-M", "-U1"],
    ["-c", "color.ui=always", "-c", "color.diff.frag=normal", "diff", "--cached"],
    ["-c", "diff.suppressBlankEmpty=true", "diff", "--cached"],
    ["diff", "--cached", "--inter-hunk-context=2", "-U1", "--ws-error-highlight=all"],
  ]

  @Test(arguments: optionSets)
  func linesAreThoseOfTheFiles(options: [String]) throws {
    var generator = SplitMix64(seed: 7)
    for round in 0..<3 {
      var repository = try GitRepository()
      try repository.makeRandomVersions(&generator)
      let patch = try repository.git(options)
      let recorder = Recorder(patch)
      #expect(recorder.problems.isEmpty, "round \(round)")
      let names = try Self.names(repository, options)
      #expect(
        Set(recorder.files.map { Name(old: $0.oldPath?.text, new: $0.newPath?.text) }) == names,
        "round \(round)"
      )
      for (file, lines) in Self.groups(recorder.events) where file.content == .lines {
        Self.check(file, lines, repository)
      }
      for size in round == 0 ? [1, 2, 3, 7, 64, 4_096] : [] {
        #expect(Recorder(patch, chunkByteCount: size).events == recorder.events)
      }
    }
  }

  /// The two paths of a file, `nil` where there is none.
  struct Name: Hashable {
    let old: String?
    let new: String?
  }

  /// What git itself says are the files of a diff.
  private static func names(_ repository: GitRepository, _ options: [String]) throws -> Set<Name> {
    let kept = options.filter { !["--patch-with-stat", "--summary", "--text", "-W"].contains($0) }
    let output = try repository.git(kept + ["--name-status", "-z"])
    var fields = output.split(separator: 0).map { ContentPath(Array($0)).text }[...]
    var names: Set<Name> = []
    while let status = fields.popFirst() {
      guard let path = fields.popFirst() else { break }
      switch status.first {
      case "A": names.insert(Name(old: nil, new: path))
      case "D": names.insert(Name(old: path, new: nil))
      case "R", "C": names.insert(Name(old: path, new: fields.popFirst()))
      default: names.insert(Name(old: path, new: path))
      }
    }
    return names
  }

  /// The files, each with its lines.
  static func groups(_ events: [Event]) -> [(FileChange, [(PatchLine.Kind, [UInt8])])] {
    var groups: [(FileChange, [(PatchLine.Kind, [UInt8])])] = []
    for event in events {
      switch event {
      case .file(let file): groups.append((file, []))
      case .line(let line, let bytes):
        groups.indices.last.map { groups[$0].1.append((line.kind, bytes)) }
      case .hunk, .problem: break
      }
    }
    return groups
  }

  /// Checks each line against the file, and that what is neither added nor removed is the same.
  private static func check(
    _ file: FileChange,
    _ lines: [(PatchLine.Kind, [UInt8])],
    _ repository: GitRepository
  ) {
    let old = parts(file.oldPath.flatMap { repository.old[$0.bytes] })
    let new = parts(file.newPath.flatMap { repository.new[$0.bytes] })
    var added: Set<Int> = []
    var removed: Set<Int> = []
    for (kind, bytes) in lines {
      switch kind {
      case .added(let line):
        added.insert(line)
        #expect(bytes == (new.indices.contains(line - 1) ? new[line - 1] : nil), "\(file) \(line)")
      case .removed(let line):
        removed.insert(line)
        #expect(bytes == (old.indices.contains(line - 1) ? old[line - 1] : nil), "\(file) \(line)")
      case .context(let line):
        #expect(bytes == (new.indices.contains(line - 1) ? new[line - 1] : nil), "\(file) \(line)")
      case .header, .text: break
      }
    }
    let keptOld = old.indices.filter { !removed.contains($0 + 1) }.map { old[$0] }
    let keptNew = new.indices.filter { !added.contains($0 + 1) }.map { new[$0] }
    #expect(keptOld == keptNew, "\(file)")
  }

  /// The lines of a file; a `\n` at the end starts none.
  static func parts(_ content: [UInt8]?) -> [[UInt8]] {
    guard let content, !content.isEmpty else { return [] }
    let parts = content.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    return parts.last == [] ? parts.dropLast() : parts
  }
}
