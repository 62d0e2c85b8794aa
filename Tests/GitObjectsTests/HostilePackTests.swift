import Foundation
import GitObjects
import Inflate
import ScanModel
import TestSupport
import Testing

@Suite struct HostilePackTests {
  private let base = Array("the base of it all".utf8)

  private func blob(_ text: String) -> TestObject {
    TestObject(type: .blob, bytes: Array(text.utf8))
  }

  /// The one thing that is wrong with an object of pack 0.
  private func failure(
    _ builder: PackBuilder,
    _ change: (inout SweepOptions) -> Void = { _ in }
  ) throws -> PackError? {
    let fixture = try PackFixture(builder)
    let outcome = try fixture.sweep(change)
    #expect(outcome.failures.count == 1)
    #expect(outcome.failures.first?.objectID == PackBuilder.name(1))
    #expect(outcome.failures.first?.path == fixture.path())
    guard case .pack(let error) = outcome.failures.first?.cause else { return nil }
    return error
  }

  @Test func readsAWellMadePack() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base)
    let delta = PackBuilder.appending(Array(" and more".utf8), toBaseOf: base.count)
    builder.add(PackBuilder.name(1), distance: builder.lastByteCount, delta: delta)
    builder.add(PackBuilder.name(5), base: PackBuilder.name(9), delta: delta)
    let outcome = try PackFixture(builder).sweep()
    #expect(outcome.failures.isEmpty)
    #expect(
      outcome.objects == [
        PackBuilder.name(9): blob("the base of it all"),
        PackBuilder.name(1): blob("the base of it all and more"),
        PackBuilder.name(5): blob("the base of it all and more"),
      ]
    )
  }

  @Test func readsOffsetsOf64Bits() throws {
    var builder = PackBuilder()
    builder.usesLongOffsets = true
    builder.add(PackBuilder.name(9), base)
    builder.add(PackBuilder.name(3), Array("other".utf8))
    let outcome = try PackFixture(builder).sweep()
    #expect(outcome.objects.count == 2)
    #expect(outcome.failures.isEmpty)
  }

  @Test func makesADeltaOfAnObjectInAnotherPack() throws {
    var first = PackBuilder()
    first.add(PackBuilder.name(9), base)
    first.add(PackBuilder.name(8), base)
    var second = PackBuilder()
    let delta = PackBuilder.appending(Array("!".utf8), toBaseOf: base.count)
    second.add(PackBuilder.name(1), base: PackBuilder.name(9), delta: delta)
    second.add(
      PackBuilder.name(2),
      distance: second.lastByteCount,
      delta: PackBuilder.appending(Array("?".utf8), toBaseOf: base.count + 1)
    )
    let outcome = try PackFixture(first, second).sweep()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects[PackBuilder.name(1)] == blob("the base of it all!"))
    #expect(outcome.objects[PackBuilder.name(2)] == blob("the base of it all!?"))
    #expect(outcome.objects.count == 4)
  }

  @Test func makesADeltaOfALooseObject() throws {
    var builder = PackBuilder()
    let delta = PackBuilder.appending(Array("!".utf8), toBaseOf: base.count)
    builder.add(PackBuilder.name(1), base: PackBuilder.name(9), delta: delta)
    let fixture = try PackFixture(builder)
    let digits = PackBuilder.name(9).description
    try fixture.scratch.write(
      "objects/\(digits.prefix(2))/\(digits.dropFirst(2))",
      PackBuilder.zlib(Array("blob \(base.count)\0".utf8) + base)
    )
    let outcome = try fixture.sweep()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects[PackBuilder.name(1)] == blob("the base of it all!"))
  }

  @Test func namesABaseThatIsMissing() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(1), base: PackBuilder.name(9), delta: [1, 1, 1, 1])
    #expect(try failure(builder) == .missingBase(at: 12, base: PackBuilder.name(9)))
  }

  @Test func namesEveryEntryOfACycle() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(1), base: PackBuilder.name(2), delta: [1, 1, 1, 1])
    builder.add(PackBuilder.name(2), base: PackBuilder.name(1), delta: [1, 1, 1, 1])
    builder.add(PackBuilder.name(3), base: PackBuilder.name(3), delta: [1, 1, 1, 1])
    builder.add(PackBuilder.name(4), base: PackBuilder.name(3), delta: [1, 1, 1, 1])
    builder.add(PackBuilder.name(5), base)
    let outcome = try PackFixture(builder).sweep()
    #expect(Array(outcome.objects.keys) == [PackBuilder.name(5)])
    #expect(outcome.failedNames == Set((1...4).map { PackBuilder.name($0) }))
  }

  @Test func namesACycleThroughTwoPacks() throws {
    var first = PackBuilder()
    first.add(PackBuilder.name(1), base: PackBuilder.name(2), delta: [1, 1, 1, 1])
    var second = PackBuilder()
    second.add(PackBuilder.name(2), base: PackBuilder.name(1), delta: [1, 1, 1, 1])
    let outcome = try PackFixture(first, second).sweep()
    #expect(outcome.objects.isEmpty)
    #expect(outcome.failedNames == [PackBuilder.name(1), PackBuilder.name(2)])
  }

  @Test func makesADeltaWhoseBaseComesLater() throws {
    var builder = PackBuilder()
    let delta = PackBuilder.appending(Array("!".utf8), toBaseOf: base.count)
    builder.add(PackBuilder.name(1), base: PackBuilder.name(2), delta: delta)
    builder.add(PackBuilder.name(2), base)
    let outcome = try PackFixture(builder).sweep()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects[PackBuilder.name(1)] == blob("the base of it all!"))
    #expect(outcome.objects.count == 2)
  }

  @Test func refusesSizesThatCannotBe() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(1), base, stated: 1 << 24)
    guard case .impossibleSize(at: 12, byteCount: 16_777_216, _) = try failure(builder) else {
      Issue.record("no such failure")
      return
    }
    builder = PackBuilder()
    builder.add(PackBuilder.name(1), raw: [0xBF] + [UInt8](repeating: 0xFF, count: 12) + [1])
    #expect(try failure(builder) == .sizeOverflow(at: 12))
    builder = PackBuilder()
    builder.add(PackBuilder.name(1), base, stated: base.count + 1)
    #expect(
      try failure(builder)
        == .inflate(at: 12, .tooShort(byteCount: 18, expectedByteCount: 19))
    )
    builder = PackBuilder()
    builder.add(PackBuilder.name(1), base, stated: base.count - 1)
    #expect(try failure(builder) == .inflate(at: 12, .tooLong(maximumByteCount: 17)))
  }

  @Test func refusesTypesThatDoNotExist() throws {
    for type: UInt8 in [0, 5] {
      var builder = PackBuilder()
      builder.add(PackBuilder.name(1), type: type, base)
      #expect(try failure(builder) == .unknownType(at: 12, number: type))
    }
  }

  @Test func refusesABaseWhereNoEntryStarts() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base)
    let offset = 12 + builder.lastByteCount
    builder.add(PackBuilder.name(1), distance: builder.lastByteCount + 1, delta: [1, 1, 1, 1])
    #expect(
      try failure(builder) == .badBaseOffset(at: offset, distance: offset - 11)
    )
  }

  @Test func refusesOffsetsOutsideThePack() throws {
    for offset: UInt64 in [0, 11, 1 << 20, 1 << 40, 1 << 63] {
      var builder = PackBuilder()
      builder.add(PackBuilder.name(1), base)
      builder.add(PackBuilder.name(9), base)
      builder.statedOffsets[0] = offset
      #expect(try failure(builder) == .badOffset(at: Int(exactly: offset)))
    }
  }

  @Test func refusesAnOffsetOfTwoObjects() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(0), base)
    builder.add(PackBuilder.name(1), base)
    builder.statedOffsets[1] = 12
    #expect(try failure(builder) == .sharedOffset(at: 12))
  }

  @Test(arguments: [
    ([], DeltaError.truncated),
    ([18], .truncated),
    ([18, 5], .resultTooShort(byteCount: 0, expectedByteCount: 5)),
    ([17, 5, 1, 65], .wrongBase(byteCount: 18, expectedByteCount: 17)),
    ([18, 5, 0], .reservedInstruction),
    ([18, 5, 9, 65], .truncated),
    ([18, 5, 0x91, 0], .truncated),
    ([18, 5, 0x91, 15, 5], .copyBeyondBase),
    ([18, 5, 0x90, 6], .resultTooLong(expectedByteCount: 5)),
    ([18, 5, 0x80], .resultTooLong(expectedByteCount: 5)),
    ([18, 1, 2, 65, 65], .resultTooLong(expectedByteCount: 1)),
    ([UInt8](repeating: 0xFF, count: 12), .sizeOverflow),
  ]) func refusesDeltas(_ delta: [UInt8], _ expected: DeltaError) throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base)
    let offset = 12 + builder.lastByteCount
    builder.add(PackBuilder.name(1), distance: builder.lastByteCount, delta: delta)
    #expect(try failure(builder) == .delta(at: offset, expected))
  }

  @Test func refusesADeltaThatIsABomb() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base)
    let offset = 12 + builder.lastByteCount
    let delta = PackBuilder.size(18) + PackBuilder.size(1 << 40) + [0x80]
    builder.add(PackBuilder.name(1), distance: builder.lastByteCount, delta: delta)
    #expect(
      try failure(builder)
        == .delta(at: offset, .tooLarge(byteCount: 1 << 40, maximumByteCount: 512 << 20))
    )
  }

  @Test func makesAVeryLongChain() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(0), base)
    let count = 20_000
    for number in 1...count {
      let text = [UInt8(truncatingIfNeeded: number)]
      let bytes = [UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
      let name = ObjectID((bytes + [UInt8](repeating: 1, count: 17)).span, format: .sha1)
      // Each is as long as the base: the first byte, and a changed last one.
      let delta = [18, 18, 0x90, 17, 1] + text
      builder.add(name, distance: builder.lastByteCount, delta: delta)
    }
    let outcome = try PackFixture(builder).sweep { $0.baseByteCount = 1 }
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects.count == count + 1)
  }

  /// Each entry has two deltas, and the one that goes on comes before its base in the pack, so that
  /// the walk cannot tell which of the two is the deep one.
  @Test func walksADeepTreeThatIsTurnedRound() throws {
    var builder = PackBuilder()
    let count = 3_000
    func name(_ number: Int, _ side: UInt8) -> ObjectID {
      let bytes = [UInt8(number >> 8), UInt8(number & 0xFF), side]
      return ObjectID((bytes + [UInt8](repeating: 1, count: 17)).span, format: .sha1)
    }
    let same: [UInt8] = [18, 18, 0x90, 18]
    for number in (1...count).reversed() {
      builder.add(name(number, 0), base: name(number - 1, 0), delta: same)
      builder.add(name(number, 1), base: name(number - 1, 0), delta: same)
    }
    builder.add(name(0, 0), base)
    let outcome = try PackFixture(builder).sweep { $0.baseByteCount = 100_000 }
    #expect(outcome.failures.isEmpty)
    #expect(outcome.objects.count == 2 * count + 1)
    #expect(outcome.objects.values.allSatisfy { $0.bytes == base })
  }

  @Test func namesAllThatIsMadeFromABrokenBase() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base, stated: 3)
    let delta = PackBuilder.appending(Array("!".utf8), toBaseOf: base.count)
    builder.add(PackBuilder.name(1), distance: builder.lastByteCount, delta: delta)
    builder.add(PackBuilder.name(2), base: PackBuilder.name(1), delta: delta)
    builder.add(PackBuilder.name(3), base)
    let outcome = try PackFixture(builder).sweep()
    #expect(Array(outcome.objects.keys) == [PackBuilder.name(3)])
    #expect(outcome.failedNames == Set([9, 1, 2].map { PackBuilder.name($0) }))
    #expect(outcome.failures.count == 3)
  }

  @Test func tellsWhenPackAndIndexDoNotFit() throws {
    var builder = PackBuilder()
    builder.add(PackBuilder.name(9), base)
    builder.statedCount = 7
    let fixture = try PackFixture(builder)
    let outcome = try fixture.sweep()
    #expect(
      outcome.problems == [
        ObjectProblem(
          path: fixture.path(),
          cause: .pack(.wrongObjectCount(stated: 7, indexed: 1))
        )
      ]
    )
    #expect(outcome.objects.count == 1)
  }

  /// Every byte of a real pack and of its index is changed, and every length is tried.
  @Test func survivesEveryChangeOfASmallPack() throws {
    let git = try GitFixture()
    for version in 1...3 {
      let text = (1...12).map { $0 == version ? "changed" : "line \($0)" }.joined(separator: "\n")
      try git.write("a", text)
      try git.git(["add", "-A"])
      try git.git(["commit", "-q", "-m", "\(version)"])
    }
    try git.git(["repack", "-q", "-a", "-d", "-f"])
    let directory = git.path + "/.git/objects/pack/"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    let packName = try #require(names.first { $0.hasSuffix(".pack") })
    let pack = Array(try Data(contentsOf: URL(fileURLWithPath: directory + packName)))
    let index = Array(
      try Data(contentsOf: URL(fileURLWithPath: directory + packName.dropLast(5) + ".idx"))
    )
    let fixture = try PackFixture()
    try fixture.write(pack, index)
    let expected = try git.objects()
    #expect(try fixture.sweep().objects == expected)

    func check(_ pack: [UInt8], _ index: [UInt8]) throws {
      try fixture.write(pack, index)
      let outcome = try fixture.sweep { $0.threadCount = 1 }
      #expect(outcome.objects.count + outcome.failedNames.count == outcome.objectCount)
      if outcome.objectCount != expected.count { #expect(!outcome.problems.isEmpty) }
    }
    for place in pack.indices {
      var changed = pack
      changed[place] ^= place % 2 == 0 ? 0xFF : 0x10
      try check(changed, index)
      try check(Array(pack.prefix(place)), index)
    }
    // The table of counts is long and dull: some of it will do.
    for place in index.indices where place < 64 || place > 1_000 {
      var changed = index
      changed[place] ^= place % 2 == 0 ? 0xFF : 0x80
      try check(pack, changed)
      try check(pack, Array(index.prefix(place)))
    }
  }
}
