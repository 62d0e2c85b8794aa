import Foundation
import TestSupport
import Testing

@testable import Sweeping

@Suite struct WorkAreaTests {
  private func names(_ scratch: Scratch) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path)
  }

  @Test func anAreaLeavesNothing() throws {
    let scratch = try Scratch()
    let area = try WorkArea(in: Array(scratch.path.utf8))
    #expect(try names(scratch).count == 2)
    area.remove()
    #expect(try names(scratch).isEmpty)
  }

  @Test func anAreaThatNobodyHoldsIsRemovedAndOneInUseIsNot() throws {
    let scratch = try Scratch()
    try scratch.write(".zleaks-sweep-abandoned.lock", "")
    try scratch.write(".zleaks-sweep-abandoned/1/x", "x")
    try scratch.write(".zleaks-sweep-unlocked/1/x", "x")
    let first = try WorkArea(in: Array(scratch.path.utf8))
    let second = try WorkArea(in: Array(scratch.path.utf8))
    let left = try names(scratch)
    #expect(!left.contains(".zleaks-sweep-abandoned"))
    #expect(left.contains(".zleaks-sweep-unlocked"))
    #expect(left.count == 5)
    first.remove()
    second.remove()
  }
}
