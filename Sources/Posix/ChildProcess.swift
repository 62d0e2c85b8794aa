internal import Glibc
internal import PosixShims

/// A program run to its end.
package struct ChildProcess: Sendable {
  /// The exit status, or 128 and the number of the signal that ended it, as shells count.
  package let status: Int32

  /// The most memory that it has had resident, in bytes.
  package let peakResidentByteCount: Int

  /// Runs a program with nothing on its standard input and its output thrown away.
  ///
  /// - Parameter arguments: The program, looked for in `PATH` if it has no `/`, and its arguments.
  /// - Returns: How it ended.
  /// - Throws: Why it could not be started.
  package static func run(_ arguments: [String]) throws(SystemError) -> ChildProcess {
    // Each argument with a zero behind it, in one piece of memory.
    let packed: [UInt8] = arguments.reduce(into: []) { $0 += Array($1.utf8) + [0] }
    var peak = 0
    // SAFETY: `packed` holds `arguments.count` strings, each with a zero behind it.
    let status = unsafe packed.withUnsafeBufferPointer { packed in
      unsafe posix_shims_run(packed.baseAddress, arguments.count, &peak)
    }
    guard status >= 0 else { throw SystemError("posix_spawnp") }
    return ChildProcess(status: status, peakResidentByteCount: peak)
  }
}
