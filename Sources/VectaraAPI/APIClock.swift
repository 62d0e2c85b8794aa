internal import Posix

/// The time, waiting and chance, so that tests need not wait for any of them.
package struct APIClock: Sendable {
  /// The time since some fixed moment, in seconds; never goes back.
  package var now: @Sendable () -> Double

  /// Waits for so many seconds, or less if the question says to stop.
  package var sleep: @Sendable (_ seconds: Double, _ shouldStop: () -> Bool) -> Void

  /// A number from 0 to 1, the latter excluded, by chance.
  package var chance: @Sendable () -> Double

  /// Makes a clock of its parts.
  package init(
    now: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (_ seconds: Double, _ shouldStop: () -> Bool) -> Void,
    chance: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.chance = chance
  }

  /// The machine's own clock.
  package static let system = APIClock(
    now: { Process.monotonicSeconds },
    sleep: { seconds, shouldStop in
      let end = Process.monotonicSeconds + seconds
      let nothing = Monitor(())
      while !shouldStop() {
        let rest = end - Process.monotonicSeconds
        guard rest > 0 else { return }
        // Short enough for an interrupt to be felt at once.
        let _: Void? = nothing.wait(atMost: Int(min(rest, 0.05) * 1_000) + 1) { _ in nil }
      }
    },
    chance: { Double.random(in: 0..<1) }
  )
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
