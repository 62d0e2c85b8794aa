import Decoding
import TestSupport
import Testing

@Suite struct TarReaderTests {
  private let zeros = [UInt8](repeating: 0, count: 1_024)

  @Test func whatFollowsTheEndIsReadIfItIsAnArchive() {
    let bytes = MadeContainers.tar([("a", [1])]) + MadeContainers.tar([("b", [2])])
    let read = RecordedEntries(bytes, as: .tar)
    #expect(read.entries.map(\.bytes) == [[1], [2]])
    #expect(read.faults == [])
  }

  @Test func whatFollowsTheEndAndIsNoArchiveIsNoFault() {
    let rest = [UInt8](repeating: UInt8(ascii: "x"), count: 600)
    let read = RecordedEntries(MadeContainers.tar([("a", [1])]) + rest, as: .tar)
    #expect(read.entries.map(\.bytes) == [[1]])
    #expect(read.faults == [])
  }

  @Test func whatIsNoHeaderAmongEntriesIsAFault() {
    let rest = [UInt8](repeating: UInt8(ascii: "x"), count: 600)
    let read = RecordedEntries(MadeContainers.tarEntry("a", [1]) + rest, as: .tar)
    #expect(read.entries.map(\.bytes) == [[1]])
    #expect(read.faults == [.corrupt])
  }

  @Test func linksAndDirectoriesHaveNoContent() {
    let types: [Character] = ["1", "2", "3", "4", "5", "6"]
    let links = types.flatMap { MadeContainers.tarEntry("x", [], type: $0, byteCount: 512) }
    let read = RecordedEntries(links + MadeContainers.tar([("a", [1])]), as: .tar)
    #expect(read.entries.map(\.name) == [ContainerSamples.given("a")])
    #expect(read.faults == [])
  }

  @Test func recordsThatAreTooLongArePassedOver() {
    let record = [UInt8](repeating: 0x31, count: (1 << 20) + 1)
    let bytes = MadeContainers.tarEntry("x", record, type: "x") + MadeContainers.tar([("a", [1])])
    #expect(RecordedEntries(bytes, as: .tar).entries.map(\.name) == [ContainerSamples.given("a")])
  }
}
