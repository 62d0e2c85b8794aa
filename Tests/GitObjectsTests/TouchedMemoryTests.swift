import Testing

@testable import GitObjects

@Suite struct TouchedMemoryTests {
  @Test func countsEachBlockOnce() {
    var touched = TouchedMemory()
    touched.insert(5..<5)
    #expect(touched.byteCount == 0)
    touched.insert(0..<1)
    touched.insert(100..<65_536)
    #expect(touched.byteCount == 65_536)
    touched.insert(65_535..<65_537)
    #expect(touched.byteCount == 2 * 65_536)
    touched.insert(100 * 65_536..<200 * 65_536)
    #expect(touched.byteCount == 102 * 65_536)
    touched.removeAll()
    #expect(touched.byteCount == 0)
    touched.insert(0..<1)
    #expect(touched.byteCount == 65_536)
  }
}

@Suite struct PositionSetTests {
  @Test func holdsWhatWasAdded() {
    var set = PositionSet()
    #expect(!set.contains(0))
    for position in [0, 63, 64, 1_000, 63] { set.insert(position) }
    #expect(set.count == 4)
    #expect((0..<2_000).filter(set.contains) == [0, 63, 64, 1_000])
  }
}
