internal import Posix
internal import Synchronization

/// How much of mapped packs is in memory because their bytes were looked at, for all workers together.
///
/// The system brings in 64 KiB at a time, a block, so that a few bytes here and there make much more
/// resident than was looked at. When that is more than it may be, the regions that nobody has looked
/// at for longest are given back. To know them, workers tell again of what they look at after each
/// time that something was given back.
final class TouchedMemory: Sendable {
  private let state: Monitor<State>
  private let rounds = Atomic<Int>(0)

  private struct State: Sendable {
    /// The regions of each pack.
    var regions: [[Region]]
    /// The blocks in memory.
    var blockCount = 0
    var round = 0
  }

  private struct Region: Sendable {
    /// A bit for each block that is in memory.
    var blocks: UInt32 = 0
    /// The round in which a worker last told of a block.
    var round = 0
  }

  /// Bytes of a pack to give back.
  struct Stretch: Equatable {
    let pack: Int
    let range: Range<Int>
  }

  /// log2 of the size of a block: what Linux maps around a fault.
  static let blockShift = 16

  /// log2 of the size of a region: as many blocks as a word has bits.
  static let regionShift = 21

  private let maximumBlockCount: Int

  /// Starts with nothing in memory.
  ///
  /// - Parameters:
  ///   - packByteCounts: The sizes of the packs.
  ///   - maximumByteCount: How much of them may be in memory.
  init(packByteCounts: [Int], maximumByteCount: Int) {
    maximumBlockCount = max(maximumByteCount >> Self.blockShift, 1)
    state = Monitor(
      State(
        regions: packByteCounts.map { count in
          [Region](repeating: Region(), count: count >> Self.regionShift + 1)
        }
      )
    )
  }

  /// The number of times that something was given back; a worker that sees another number than before
  /// tells again of what it looks at.
  var round: Int { rounds.load(ordering: .relaxed) }

  /// The memory in use, in bytes.
  var byteCount: Int { state.withLock { $0.blockCount << Self.blockShift } }

  /// Notes that a worker looks at a block of a pack.
  ///
  /// - Returns: What is to be given back.
  func insert(block: Int, ofPack pack: Int) -> [Stretch] {
    state.withLock { state in
      let region = block >> (Self.regionShift - Self.blockShift)
      let bit: UInt32 = 1 << UInt32(block & 31)
      state.regions[pack][region].round = state.round
      guard state.regions[pack][region].blocks & bit == 0 else { return [] }
      state.regions[pack][region].blocks |= bit
      state.blockCount += 1
      guard state.blockCount > maximumBlockCount else { return [] }
      let spans = Self.removeOldest(&state, downTo: maximumBlockCount - maximumBlockCount / 10)
      state.round += 1
      rounds.store(state.round, ordering: .relaxed)
      return spans
    }
  }

  /// Takes out regions, the one first that nobody has told of for longest.
  private static func removeOldest(_ state: inout State, downTo blockCount: Int) -> [Stretch] {
    var used: [(round: Int, pack: Int, region: Int)] = []
    for (pack, regions) in state.regions.enumerated() {
      for (number, region) in regions.enumerated() where region.blocks != 0 {
        used.append((region.round, pack, number))
      }
    }
    used.sort { $0 < $1 }
    var spans: [Stretch] = []
    for (_, pack, region) in used where state.blockCount > blockCount {
      state.blockCount -= state.regions[pack][region].blocks.nonzeroBitCount
      state.regions[pack][region].blocks = 0
      let start = region << regionShift
      spans.append(Stretch(pack: pack, range: start..<start + 1 << regionShift))
    }
    return spans
  }
}

/// The blocks that one worker has told of in this round.
struct TouchedBlocks: Sendable {
  private var words: [UInt64] = []
  private var pack = 0
  private var round = 0

  /// Calls `body` with each block of a range of offsets that has not been told of yet.
  mutating func insert(
    _ range: Range<Int>,
    ofPack pack: Int,
    round: Int,
    _ body: (_ block: Int) -> Void
  ) {
    guard !range.isEmpty else { return }
    if round != self.round || pack != self.pack {
      for index in words.indices { words[index] = 0 }
      (self.pack, self.round) = (pack, round)
    }
    let shift = TouchedMemory.blockShift
    for block in range.lowerBound >> shift...(range.upperBound - 1) >> shift {
      let word = block >> 6
      if word >= words.count {
        words += [UInt64](repeating: 0, count: word + 1 - words.count)
      }
      let bit: UInt64 = 1 << UInt64(block & 63)
      if words[word] & bit != 0 { continue }
      words[word] |= bit
      body(block)
    }
  }
}
