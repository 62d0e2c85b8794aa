internal import Glibc

/// The clock of the day, which somebody may set.
package enum WallClock {
  /// The time since 1970-01-01T00:00:00Z, in seconds.
  package static var secondsSince1970: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
