import Foundation
import Posix
import ScanModel
import TestSupport
import Testing

@testable import GitCommand

/// Reads the rest of the current object.
private func content(_ reader: inout GitObjectReader, pieceByteCount: Int = 1 << 16) throws
  -> [UInt8]
{
  let buffer = ReadBuffer(capacity: pieceByteCount)
  var bytes: [UInt8] = []
  while case let count = try reader.read(into: buffer), count > 0 {
    bytes += buffer.withBytes(0..<count) { piece in piece.indices.map { piece[$0] } }
  }
  return bytes
}

/// A reader that is asked for objects at its start or after it.
private func makeReader(
  _ git: Git,
  _ ids: [ObjectID],
  isComplete: Bool
) throws(GitError) -> GitObjectReader {
  if isComplete { return try GitObjectReader(git, for: ids) }
  var reader = try GitObjectReader(git)
  reader.ask(for: ids)
  return reader
}

@Suite struct GitObjectReaderTests {
  @Test func answersInTheOrderAsked() throws {
    let repository = try RepositoryFixture()
    try repository.write("a", "text\n")
    let commit = try repository.commit("message")
    let blob = try repository.id("HEAD:a")
    let tree = try repository.id("HEAD^{tree}")
    let missing = try #require(ObjectID(parsing: String(repeating: "1", count: 40)))
    var reader = try GitObjectReader(try repository.tool())
    #expect(try reader.next() == nil)
    reader.ask(for: [blob, missing, tree])
    #expect(try reader.next() == .found(GitObjectHeader(id: blob, kind: .blob, byteCount: 5)))
    #expect(try content(&reader, pieceByteCount: 2) == Array("text\n".utf8))
    #expect(try content(&reader) == [])
    #expect(try reader.next() == .missing(missing))
    // Not read: the next answer is found all the same.
    #expect(try reader.next() == .found(GitObjectHeader(id: tree, kind: .tree, byteCount: 29)))
    reader.ask(for: [commit])
    guard case .found(let header) = try reader.next() else {
      Issue.record("no commit")
      return
    }
    #expect(header.kind == .commit)
    let text = String(decoding: try content(&reader), as: UTF8.self)
    #expect(text.utf8.count == header.byteCount)
    #expect(text.hasSuffix("\n\nmessage\n"))
    #expect(try reader.next() == nil)
  }

  @Test func readsTagsAndEmptyBlobsOfSHA256() throws {
    let repository = try RepositoryFixture("--object-format=sha256")
    try repository.commit()
    try repository.git(["tag", "-a", "-m", "note", "v1"])
    let tag = try repository.id("v1")
    let empty = try repository.blob("")
    var reader = try GitObjectReader(try repository.tool())
    reader.ask(for: [tag, empty])
    guard case .found(let header) = try reader.next() else {
      Issue.record("no tag")
      return
    }
    #expect(header.kind == .tag)
    #expect(try reader.next() == .found(GitObjectHeader(id: empty, kind: .blob, byteCount: 0)))
    #expect(try content(&reader) == [])
  }

  @Test(arguments: [true, false])
  func readsThousandsOfLargeAndSmallObjectsAskedForAtOnce(isComplete: Bool) throws {
    let repository = try RepositoryFixture()
    let texts = (0..<2_000).map { index in
      String(repeating: "line \(index)\n", count: index % 100 == 0 ? 50_000 : 3)
    }
    for (index, text) in texts.enumerated() { try repository.write("\(index)", text) }
    try repository.git(["add", "-A"])
    let names = texts.indices.map { "\($0)\n" }.joined()
    let lines = try repository.git(["hash-object", "--stdin-paths"], input: names)
    let ids = lines.split(separator: "\n").compactMap { ObjectID(parsing: String($0)) }
    var reader = try makeReader(try repository.tool(), ids, isComplete: isComplete)
    var wrong = 0
    for (text, id) in zip(texts, ids) {
      let answer = try reader.next()
      guard answer == .found(GitObjectHeader(id: id, kind: .blob, byteCount: text.utf8.count)),
        try content(&reader) == Array(text.utf8)
      else {
        wrong += 1
        continue
      }
    }
    #expect(ids.count == 2_000)
    #expect(wrong == 0)
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [0, 2_000], [true, false])
  func goesOnBehindABrokenObject(_ goodByteCount: Int, isComplete: Bool) throws {
    let repository = try RepositoryFixture()
    let good = try repository.blob("good")
    // Hardly compressible: what is left of the file holds the object's header and some content.
    var generator = SplitMix64(seed: 1)
    let broken = try repository.blob(
      (0..<2_000).map { _ in String(generator.next(), radix: 36) }.joined()
    )
    let text = broken.description
    let path = "repository/.git/objects/\(text.prefix(2))/\(text.dropFirst(2))"
    let file = try repository.scratch.read(path)
    try FileManager.default.removeItem(atPath: repository.scratch.path(path))
    try repository.scratch.write(path, Array(file.prefix(goodByteCount)))
    let ids = [good, broken, good, broken, broken, good]
    var reader = try makeReader(try repository.tool(), ids, isComplete: isComplete)
    var answers: [String] = []
    while let answer = try reader.next() {
      switch answer {
      case .found(let header):
        let bytes = try? content(&reader)
        answers.append(bytes?.count == header.byteCount ? "whole" : "failed")
      case .missing: answers.append("missing")
      case .unreadable: answers.append("unreadable")
      }
    }
    let bad = goodByteCount == 0 ? "missing" : "failed"
    #expect(answers == ["whole", bad, "whole", bad, bad, "whole"])
  }

  @Test func saysThatItIsNotInARepository() throws {
    let scratch = try Scratch()
    let fixture = try RepositoryFixture()
    var reader = try GitObjectReader(try fixture.tool(scratch.path))
    reader.ask(for: [ObjectID.emptyTree(.sha1)])
    var failure: GitError?
    do throws(GitError) { _ = try reader.next() } catch { failure = error }
    #expect(failure == .notARepository(directory: Array(scratch.path.utf8)))
  }

  /// With and without the variable that git before 2.44 does not know.
  @Test(arguments: [true, false], [true, false])
  func fetchesNothingInAPartialClone(_ knowsVariable: Bool, isComplete: Bool) throws {
    let repository = try RepositoryFixture()
    try repository.write("a", "text\n")
    try repository.commit()
    let blob = try repository.id("HEAD:a")
    let path = repository.scratch.path("partial")
    try repository.git(["config", "uploadpack.allowFilter", "true"])
    try repository.git(["config", "uploadpack.allowAnySHA1InWant", "true"])
    try repository.git(
      ["clone", "-q", "--no-checkout", "--filter=blob:none", "file://\(repository.path)", path])
    let mark = repository.scratch.path("mark")
    let command = "touch '\(mark)'; git-upload-pack"
    try repository.git(["config", "remote.origin.uploadpack", command], in: path)
    try repository.git(["config", "protocol.file.allow", "always"], in: path)
    var git = try repository.tool(path)
    if !knowsVariable {
      git.environment.removeAll { $0.starts(with: Array("GIT_NO_LAZY_FETCH".utf8)) }
    }
    let commit = try git.resolve(Array("HEAD".utf8))
    var reader = try makeReader(git, [blob, commit, blob], isComplete: isComplete)
    #expect(try reader.next() == .missing(blob))
    #expect(try reader.next()?.isFound == true)
    #expect(try reader.next() == .missing(blob))
    #expect(try reader.next() == nil)
    #expect(try !git.contains(blob))
    #expect(try git.changesInIndex().map(\.text) == ["D a"])
    #expect(!FileManager.default.fileExists(atPath: mark))
    // It would have been fetched otherwise.
    try repository.git(["cat-file", "-e", blob.description], in: path)
    #expect(FileManager.default.fileExists(atPath: mark))
  }
}
