import Glibc
import Testing

@testable import Posix

@Suite struct ProcessTests {
  @Test func environmentIsReadByteForByte() async {
    await #expect(processExitsWith: .success) {
      #expect(unsafe putenv(strdup("ZLEAKS_TEST_VALUE=a\u{1}=b")) == 0)
      #expect(unsafe putenv(strdup("ZLEAKS_TEST_EMPTY=")) == 0)
      #expect(Process.environmentBytes("ZLEAKS_TEST_VALUE") == [0x61, 1, 0x3D, 0x62])
      #expect(Process.environment("ZLEAKS_TEST_VALUE") == "a\u{1}=b")
      #expect(Process.environmentBytes("ZLEAKS_TEST_EMPTY") == [])
      #expect(Process.environmentBytes("ZLEAKS_TEST_MISSING") == nil)
      #expect(Process.environment("ZLEAKS_TEST_MISSING") == nil)
    }
  }

  @Test func saysWhatTheSystemSays() {
    #expect(Process.identifier == Int(getpid()))
    #expect(Process.effectiveUser == geteuid())
    #expect(Process.processorCount >= 1)
    #expect(Process.peakResidentByteCount > 1 << 20)
    let start = Process.monotonicSeconds
    #expect(Process.monotonicSeconds >= start)
    #expect(Process.processorSeconds > 0)
  }

  @Test func exitEndsWithTheCode() async {
    await #expect(processExitsWith: .exitCode(3)) { Process.exit(3) }
  }

  @Test func firstInterruptIsNotedAndTheSecondEnds() async {
    await #expect(processExitsWith: .success) {
      #expect(Interrupt.caught == nil)
      unblockSignals()
      Interrupt.catchFirst()
      raise(SIGINT)
      #expect(Interrupt.caught == SIGINT)
    }
    await #expect(processExitsWith: .signal(SIGTERM)) {
      unblockSignals()
      Interrupt.catchFirst()
      raise(SIGTERM)
      raise(SIGTERM)
    }
    await #expect(processExitsWith: .signal(SIGINT)) {
      unblockSignals()
      Interrupt.catchFirst()
      raise(SIGINT)
      Interrupt.end(by: SIGINT)
    }
  }
}

/// Lets signals reach this thread, which belongs to a pool that keeps them away.
private func unblockSignals() {
  var signals = sigset_t()
  unsafe sigfillset(&signals)
  unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}
