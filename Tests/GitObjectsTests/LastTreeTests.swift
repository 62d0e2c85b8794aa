import Testing

@testable import GitObjects

@Suite struct LastTreeTests {
  @Test func countsWhatIsEqualAtTheEnd() {
    for count in 0...40 {
      let left = (0..<count).map { UInt8($0 & 3) }
      let longer = [9, 9, 9] + left
      for limit in 0...count {
        #expect(
          ByteComparison.commonSuffix(left.span, longer.span, atMost: limit) == limit
        )
      }
      for place in 0..<count {
        var right = longer
        right[place + 3] ^= 1
        #expect(
          ByteComparison.commonSuffix(left.span, right.span, atMost: count) == count - place - 1
        )
      }
    }
  }

  @Test func movesWhatIsBehindAChange() {
    var tree = LastTree()
    let first: [UInt8] = [1, 1, 2, 2, 3, 3]
    tree.replace(
      upTo: 0,
      with: LastTree.Change(entries: [0, 2, 4], items: [0, 4]),
      first.span,
      0..<6
    )
    let second: [UInt8] = [1, 1, 5, 5, 5, 6, 3, 3]
    tree.replace(
      upTo: 4,
      with: LastTree.Change(entries: [2, 5], items: [5]),
      second.span,
      2..<6
    )
    #expect(tree.bytes == second)
    #expect(tree.entries == [0, 2, 5, 6])
    #expect(tree.items == [0, 5, 6])
    #expect(tree.entry(at: 4) == 1 && tree.entry(at: 8) == 4)
    #expect(tree.start(4) == 8)
  }
}
