import GitObjects
import Inflate
import ScanModel
import Testing

@Suite struct ObjectReaderTests {
  @Test(arguments: [["repack", "-q", "-a", "-d", "-f"], ["version"], ["repack", "-q", "-a"]])
  func readsEveryObjectAsGitDoes(_ command: [String]) throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(10)
    try fixture.git(command)
    try fixture.commitVersions(1, seed: 3)
    var reader = try ObjectReader(ObjectStore(try fixture.location))
    for (name, expected) in try fixture.objects() {
      let read = try reader.read(name)
      #expect(read.map { TestObject(type: $0.type, bytes: $0.bytes) } == expected)
      #expect(try reader.withObject(name) { $1.count } == expected.bytes.count)
    }
  }

  @Test func knowsWhatIsNotThere() throws {
    let fixture = try GitFixture()
    var reader = try ObjectReader(ObjectStore(try fixture.location))
    let name = try #require(ObjectID(parsing: String(repeating: "ab", count: 20)))
    let other = try #require(ObjectID(parsing: String(repeating: "ab", count: 32)))
    #expect(try reader.read(name)?.type == nil)
    #expect(try reader.read(other)?.type == nil)
  }

  @Test func refusesAChainThatIsTooLong() throws {
    var builder = PackBuilder()
    let base = Array("some text".utf8)
    builder.add(PackBuilder.name(0), base)
    for number in 1...17_000 {
      let bytes = [UInt8(number >> 8), UInt8(number & 0xFF)] + [UInt8](repeating: 1, count: 18)
      let delta: [UInt8] = [9, 9, 0x90, 9]
      builder.add(
        ObjectID(bytes.span, format: .sha1),
        distance: builder.lastByteCount,
        delta: delta
      )
    }
    builder.add(
      PackBuilder.name(0xFF),
      distance: builder.lastByteCount,
      delta: [9, 9, 0x90, 9]
    )
    let fixture = try PackFixture(builder)
    var reader = try ObjectReader(try fixture.store)
    do throws(ObjectProblem) {
      _ = try reader.read(PackBuilder.name(0xFF))
      Issue.record("no error")
    } catch {
      guard case .pack(.chainTooLong(_, 16_384)) = error.cause else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
