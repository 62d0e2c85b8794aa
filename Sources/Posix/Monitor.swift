internal import Glibc

/// A value that several threads share, and can wait on for a change.
///
/// Swift's `Mutex` has no condition to wait on; this is POSIX's mutex with its condition variable.
///
/// Invariant: both pointers are valid from `init` to `deinit`.
///
/// Sendable is unchecked because the compiler cannot see that every access to `state` holds `lock`.
@safe
package final class Monitor<State: Sendable>: @unchecked Sendable {
  private var state: State
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  /// Guards `state`.
  package init(_ state: State) {
    self.state = state
    unsafe lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    unsafe changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // SAFETY: both are freshly allocated, and live until `deinit`.
    unsafe pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    defer { unsafe pthread_condattr_destroy(&attributes) }
    // Setting the clock of the day must not make a wait longer or shorter.
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(changed, &attributes)
  }

  deinit {
    // SAFETY: nobody else has a reference any more, so nobody holds the lock or waits.
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(lock)
    unsafe changed.deallocate()
    unsafe lock.deallocate()
  }

  /// Calls `body` with the state, alone.
  package func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return try body(&state)
  }

  /// Calls `body` with the state, alone, again after each change until it returns a value.
  package func wait<Result>(until body: (inout State) -> Result?) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&state) { return result }
      // SAFETY: this thread holds the lock.
      unsafe pthread_cond_wait(changed, lock)
    }
  }

  /// Calls `body` with the state, alone, again after each change until it returns a value; `nil` if
  /// it has returned none for `milliseconds`.
  package func wait<Result>(
    atMost milliseconds: Int,
    until body: (inout State) -> Result?
  ) -> Result? {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    // A change that came before the wait wakes nobody: look first.
    if let result = body(&state) { return result }
    var deadline = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = deadline.tv_nsec + milliseconds % 1_000 * 1_000_000
    deadline.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    while true {
      // SAFETY: this thread holds the lock.
      let code = unsafe pthread_cond_timedwait(changed, lock, &deadline)
      if let result = body(&state) { return result }
      if code != 0 { return nil }
    }
  }

  /// Wakes every thread that waits.
  package func notifyAll() {
    unsafe pthread_cond_broadcast(changed)
  }

  /// Wakes one thread that waits.
  package func notifyOne() {
    unsafe pthread_cond_signal(changed)
  }
}
