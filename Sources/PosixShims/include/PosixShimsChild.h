#ifndef POSIX_SHIMS_CHILD_H
#define POSIX_SHIMS_CHILD_H

// Starting programs, and talking with them through pipes.

#include <stddef.h>
#include <stdint.h>

/// A program to start.
struct posix_shims_child {
  /// The program's path; it is not looked for in `PATH`.
  const char *program;
  /// The arguments, the program's name among them, each with a zero behind it, and how many.
  const uint8_t *arguments;
  size_t argument_count;
  /// The whole environment, each variable with a zero behind it, and how many.
  const uint8_t *environment;
  size_t environment_count;
  /// The directory to start in, or null for the caller's own.
  const char *directory;
  /// What becomes the standard streams; -1 stands for `/dev/null`, 0 for the caller's own input.
  int input, output, errors;
  /// A descriptor that it keeps under the same number, above the standard streams; -1 for none.
  int held;
  /// Whether it leads a process group of its own, which can be ended as a whole.
  int leads_group;
};

/// Starts a program with `SIGPIPE` and `SIGXFSZ` as they are by default and no signal blocked.
///
/// Its process number, or -1 and `errno`.
int posix_shims_spawn(const struct posix_shims_child *child);

/// Makes a pipe: where to read, where to write. Neither is a standard stream; programs started later
/// inherit neither. -1 and `errno` on failure.
int posix_shims_pipe(int *read_end, int *write_end);

/// Makes writing fail with EAGAIN where it would wait. -1 and `errno` on failure.
int posix_shims_do_not_wait(int descriptor);

/// Asks for room for `count` bytes in a pipe; that the system refuses does not matter.
void posix_shims_enlarge_pipe(int descriptor, int count);

/// Waits until `input` takes bytes or `output` or `errors` has some or has ended; negative ones are
/// left out. At most so many milliseconds, or for ever if negative.
///
/// The sum of 1, 2 and 4 for the three, 0 when the time is over, -1 and `errno` on failure.
int posix_shims_poll_child(int input, int output, int errors, int milliseconds);

/// Waits until a child that has not been waited for has ended (pidfd_open(2)), for at most so many
/// milliseconds, or for ever if negative; it may return before.
///
/// 0, or -1 and `errno` on failure.
int posix_shims_await_child(int process, int milliseconds);

/// write(2) that never raises SIGPIPE.
long posix_shims_write_quietly(int descriptor, const void *bytes, size_t count);

/// How many variables the environment has.
size_t posix_shims_environment_count(void);

/// The variable at `index`, as `NAME=value`.
const char *posix_shims_environment_at(size_t index);

#endif
