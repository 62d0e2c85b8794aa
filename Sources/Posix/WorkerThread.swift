internal import Glibc

/// A thread of our own: blocking work does not run on Swift's cooperative pool, which does not grow.
package enum WorkerThread {
  /// Starts a thread that runs `body` and ends by itself.
  ///
  /// Who needs to know when it has ended lets `body` say so, through a `Monitor`.
  ///
  /// - Parameters:
  ///   - stackByteCount: The stack's size; the system's default is 8 MiB.
  ///   - body: What to run.
  /// - Throws: `pthread_create` with `EAGAIN` when the system has no thread to give.
  package static func detach(
    stackByteCount: Int = 1 << 20,
    _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackByteCount)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // SAFETY: the box is retained here and released by the thread, or below if there is none.
    let box = unsafe Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread,
      &attributes,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      },
      box.toOpaque()
    )
    guard code == 0 else {
      unsafe box.release()
      throw SystemError(call: "pthread_create", code: code)
    }
  }

  /// Carries a closure through a C pointer.
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
