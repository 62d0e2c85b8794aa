import ScanModel
import Testing

@testable import GitObjects

@Suite struct TagTargetsTests {
  private func name(_ number: Int) -> ObjectID {
    let bytes = (0..<20).map { UInt8(truncatingIfNeeded: number >> (8 * min($0, 7))) }
    return ObjectID(bytes.span, format: .sha1)
  }

  @Test func followsAHundredThousandTagsOfTags() {
    let depth = 100_000
    var tags: [ObjectID: ObjectID] = [:]
    for number in 0..<depth { tags[name(number)] = name(number + 1) }
    let targets = TagTargets(tags)
    for number in [0, 1, depth / 2, depth] {
      #expect(targets.target(of: name(number)) == name(depth))
    }
    #expect(targets.target(of: name(depth + 1)) == name(depth + 1))
  }

  @Test func endsWhereTagsTagThemselves() {
    let cycle = [name(1): name(2), name(2): name(1), name(3): name(1), name(4): name(4)]
    let targets = TagTargets(cycle)
    for number in 1...3 {
      #expect([name(1), name(2)].contains(targets.target(of: name(number))))
    }
    #expect(targets.target(of: name(4)) == name(4))
  }
}
