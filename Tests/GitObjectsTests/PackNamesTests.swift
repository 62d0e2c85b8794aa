import TestSupport
import Testing

@testable import GitObjects

@Suite struct PackNamesTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func names(_ files: String...) throws -> PackNames {
    for file in files { try scratch.write("objects/pack/" + file, "") }
    return try PackNames(of: Array(scratch.path("objects").utf8))
  }

  private func files(_ paths: [[UInt8]]) -> [String] {
    paths.map {
      String(decoding: $0, as: UTF8.self).replacing(scratch.path("objects/pack/"), with: "")
    }
  }

  @Test func aPackAndAnIndexBelongTogetherWhateverTheirName() throws {
    let names = try names(
      "pack-b.idx",
      "pack-b.pack",
      "x.pack",
      "x.idx",
      ".tmp-1-pack-a.idx",
      ".tmp-1-pack-a.pack"
    )
    #expect(files(names.paths) == [".tmp-1-pack-a.pack", "pack-b.pack", "x.pack"])
    #expect(names.packsAlone.isEmpty && names.indexesAlone.isEmpty)
    #expect(!names.isPartial)
  }

  @Test func whatIsAloneCountsUnlessItIsACommandsOwn() throws {
    let names = try names(
      "pack-a.idx",
      "pack-b.pack",
      ".tmp-1-pack-c.idx",
      ".tmp-1-pack-d.pack",
      "tmp_pack_e",
      "tmp_idx_f",
      "g.idx",
      "h.pack",
      "pack-i.rev",
      ".idx",
      ".pack"
    )
    #expect(names.paths == [])
    #expect(files(names.indexesAlone) == ["pack-a.idx"])
    #expect(files(names.packsAlone) == ["h.pack", "pack-b.pack"])
  }

  @Test func knowsWhatAPartialCloneFetched() throws {
    #expect(try names("pack-a.promisor").isPartial)
  }

  @Test func aDatabaseWithoutPacksHasNone() throws {
    #expect(try PackNames(of: Array(scratch.path("none").utf8)).paths == [])
  }

  @Test func seesThatThereAreNewPacks() throws {
    let fixture = try GitFixture()
    try fixture.commitVersions(1)
    try fixture.git(["repack", "-q", "-d"])
    let store = ObjectStore(try fixture.location)
    #expect(!store.hasNewPacks)
    try fixture.commitVersions(1, seed: 2)
    #expect(!store.hasNewPacks)
    try fixture.git(["repack", "-q", "-d"])
    #expect(store.hasNewPacks)
    // One that cannot be read is not new for ever.
    try fixture.write(".git/objects/pack/pack-x.pack", "")
    try fixture.write(".git/objects/pack/pack-x.idx", "")
    #expect(!ObjectStore(try fixture.location).hasNewPacks)
  }
}
