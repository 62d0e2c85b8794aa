import Glibc
import Posix
import Synchronization
import Testing

@testable import Walking

@Suite(.timeLimit(.minutes(10))) struct WalkQueueTests {
  private let root = DirectoryNode(root: Array("r".utf8), ignoreContext: nil)

  private func directories(_ names: String...) -> WalkItem {
    WalkItem(
      parent: root,
      kind: .directories,
      names: names.flatMap { Array($0.utf8) + [0] }
    )
  }

  /// What a piece of work is about, as text.
  private func text(_ work: WalkQueue.Work?) -> String? {
    switch work {
    case .directory(let node): String(decoding: node.path, as: UTF8.self)
    case .files(_, let names): "files " + String(decoding: names, as: UTF8.self)
    case .arguments(let paths):
      "arguments " + paths.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    case nil: nil
    }
  }

  @Test func firstItemsComeInTheirOrderAndLaterOnesFirst() {
    let queue = WalkQueue([
      WalkItem(parent: root, kind: .parentItself, names: []),
      WalkItem(parent: root, kind: .arguments, names: Array("a\0b\0".utf8)),
    ])
    #expect(text(queue.next(afterFinishing: false)) == "r")
    queue.push(directories("x", "y"))
    queue.push(WalkItem(parent: root, kind: .files, names: Array("f\0".utf8)))
    #expect(text(queue.next(afterFinishing: true)) == "files f\0")
    #expect(text(queue.next(afterFinishing: true)) == "r/y")
    #expect(text(queue.next(afterFinishing: true)) == "r/x")
    #expect(queue.hasBacklog)
    #expect(text(queue.next(afterFinishing: true)) == "arguments a b")
    #expect(!queue.hasBacklog)
    #expect(text(queue.next(afterFinishing: true)) == nil)
    #expect(text(queue.next(afterFinishing: false)) == nil)
  }

  @Test func nothingToDoIsTheEnd() {
    #expect(text(WalkQueue([]).next(afterFinishing: false)) == nil)
  }

  @Test func nobodyGetsWorkAfterAStop() {
    let queue = WalkQueue([directories("x", "y")])
    #expect(text(queue.next(afterFinishing: false)) == "r/y")
    queue.stop()
    #expect(text(queue.next(afterFinishing: true)) == nil)
    #expect(text(queue.next(afterFinishing: false)) == nil)
  }

  @Test func whoeverWaitsGetsWhatABusyWorkerAdds() throws {
    let queue = WalkQueue([directories("x")])
    #expect(text(queue.next(afterFinishing: false)) == "r/x")
    let other = Monitor<[String?]>([])
    let names = directories("y")
    try WorkerThread.detach { [self] in
      for isLater in [false, true] {
        let text = text(queue.next(afterFinishing: isLater))
        other.withLock { $0.append(text) }
        other.notifyAll()
      }
    }
    while !queue.hasWaitingWorker { _ = sched_yield() }
    queue.push(names)
    #expect(other.wait(until: { $0.isEmpty ? nil : $0 }) == ["r/y"])
    // The end of the walk for both: this worker takes nothing more.
    #expect(text(queue.next(afterFinishing: true)) == nil)
    #expect(other.wait(until: { $0.count < 2 ? nil : $0 }) == ["r/y", nil])
  }

  @Test func everyWorkerEndsAndEachPieceIsTakenOnce() throws {
    for round in 0..<200 {
      let queue = WalkQueue([directories("a", "b", "c")])
      let state = Monitor((taken: 0, running: 8))
      for _ in 0..<8 {
        try WorkerThread.detach { [self] in
          var isLater = false
          while case .directory(let node) = queue.next(afterFinishing: isLater) {
            isLater = true
            let taken = state.withLock { state in
              state.taken += 1
              return state.taken
            }
            if taken <= 20, node.path.count < 100 { queue.push(directories("d", "e")) }
          }
          state.withLock { $0.running -= 1 }
          state.notifyAll()
        }
      }
      let taken = state.wait(until: { $0.running == 0 ? $0.taken : nil })
      #expect(taken == 3 + 20 * 2, "round \(round)")
    }
  }
}
