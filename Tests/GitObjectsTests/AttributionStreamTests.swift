import Testing

@testable import GitObjects

@Suite struct AttributionStreamTests {
  private func item(_ number: UInt32) -> TreeItem { TreeItem(item: number, name: 0) }

  @Test func keepsOneRunForTreesThatFollowEachOther() {
    var stream = TreeStream(maximumRunCount: 10)
    let isKept1 = stream.replace(0..<0, with: [item(1), item(2), item(3)])
    #expect(isKept1)
    stream.endTree(7)
    let isKept2 = stream.replace(0..<3, with: [item(1), item(4), item(3)])
    #expect(isKept2)
    stream.endTree(8)
    let isKept3 = stream.replace(1..<2, with: [])
    #expect(isKept3)
    stream.endTree(9)
    stream.finish()
    #expect(stream.trees == [7, 8, 9])
    #expect(
      stream.runs == [
        ItemRun(item: item(1), start: 0, end: 3), ItemRun(item: item(2), start: 0, end: 1),
        ItemRun(item: item(3), start: 0, end: 3), ItemRun(item: item(4), start: 1, end: 2),
      ]
    )
    #expect(!stream.isTruncated)
  }

  @Test func keepsNoMoreRunsThanItMay() {
    var stream = TreeStream(maximumRunCount: 3)
    let isKept4 = stream.replace(0..<0, with: [item(1), item(2)])
    #expect(isKept4)
    stream.endTree(7)
    let isKept5 = stream.replace(1..<2, with: [item(3), item(4)])
    #expect(!isKept5)
    #expect(stream.itemCount == 0)
    #expect(stream.isTruncated)
    let isKept6 = stream.replace(0..<0, with: [item(5)])
    #expect(isKept6)
    stream.endTree(8)
    stream.finish()
    #expect(
      stream.runs == [
        ItemRun(item: item(1), start: 0, end: 1), ItemRun(item: item(2), start: 0, end: 1),
        ItemRun(item: item(5), start: 1, end: 2),
      ]
    )
  }
}
