#ifndef POSIX_SHIMS_H
#define POSIX_SHIMS_H

// What the C library has and Swift's Glibc module does not show: it is compiled without _GNU_SOURCE,
// and it cannot import variadic functions.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "PosixShimsChild.h"
#include "PosixShimsPrompt.h"

/// openat(2) without a mode; retried when a signal interrupts it. -1 and `errno` on failure.
int posix_shims_open_at(int directory, const char *path, int flags);

/// The flag of open(2) that names a file without opening it: O_PATH.
int posix_shims_name_only_flag(void);

/// open(2) that creates a file of `mode`; retried when a signal interrupts it.
int posix_shims_create(const char *path, int flags, unsigned mode);

/// flock(2), exclusive and without waiting: 0, or -1 and `errno`.
int posix_shims_lock(int descriptor);

/// getdents64(2): fills `buffer` with directory entries. The bytes filled, 0 at the end, -1 on failure.
long posix_shims_directory_entries(int directory, void *buffer, size_t count);

/// lseek(2) with SEEK_DATA: the offset of the next byte that is not in a hole, or -1 and `errno`.
long posix_shims_seek_data(int descriptor, long offset);

/// The processors that this process may run on, at least 1.
int posix_shims_processor_count(void);

/// The magic number of the file system that holds `descriptor` (statfs(2)), or 0 if it has none.
uint64_t posix_shims_file_system_type(int descriptor);

/// Counts SIGINT, SIGTERM and, unless it is ignored, SIGHUP from now on instead of ending; a second one
/// ends the process as usual.
void posix_shims_catch_interrupts(void);

/// Makes SIGQUIT end the process, unless it is ignored.
void posix_shims_let_quit_end(void);

/// The first signal caught so far, or 0.
int posix_shims_caught_signal(void);

/// Runs a program to its end, with `/dev/null` for its standard streams.
///
/// `packed` holds the program's name and its arguments, `count` in all, each with a zero behind it.
/// The exit status, 128 and the signal's number, or -1 and `errno` if it could not be started;
/// `*peak` is the most memory that it had resident, in bytes.
int posix_shims_run(const uint8_t *packed, size_t count, long *peak);

/// Ends this process by `signal`, as if nobody had caught it.
void posix_shims_end_by_signal(int signal);

#endif
