internal import Glibc

extension Process {
  /// The time by the system's clock, in seconds since 1970-01-01T00:00:00Z.
  package static var wallClockSeconds: Int { time(nil) }
}
