#define _GNU_SOURCE
#include "PosixShims.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

int posix_shims_open_at(int directory, const char *path, int flags) {
  int descriptor;
  do {
    descriptor = openat(directory, path, flags | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

int posix_shims_name_only_flag(void) { return O_PATH; }

int posix_shims_create(const char *path, int flags, unsigned mode) {
  int descriptor;
  do {
    descriptor = open(path, flags | O_CREAT | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

int posix_shims_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

long posix_shims_directory_entries(int directory, void *buffer, size_t count) {
  return syscall(SYS_getdents64, directory, buffer, count);
}

long posix_shims_seek_data(int descriptor, long offset) {
  return lseek(descriptor, offset, SEEK_DATA);
}

int posix_shims_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    int count = CPU_COUNT(&set);
    if (count > 0) return count;
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

uint64_t posix_shims_file_system_type(int descriptor) {
  struct statfs facts;
  return fstatfs(descriptor, &facts) == 0 ? (uint64_t)facts.f_type & 0xFFFFFFFF : 0;
}

int posix_shims_run(const uint8_t *packed, size_t count, long *peak) {
  char **arguments = calloc(count + 1, sizeof *arguments);
  if (arguments == NULL || count == 0) {
    free(arguments);
    errno = count == 0 ? EINVAL : ENOMEM;
    return -1;
  }
  for (size_t i = 0; i < count; i++) {
    // posix_spawn takes them as `char *` and does not write to them (POSIX, exec).
    arguments[i] = (char *)packed;
    packed += strlen((const char *)packed) + 1;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child;
  int error = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  free(arguments);
  if (error != 0) {
    errno = error;
    return -1;
  }
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) return -1;
  }
  *peak = usage.ru_maxrss * 1024;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static volatile sig_atomic_t caught_signal;

static void catch_signal(int signal_number) { caught_signal = signal_number; }

/// Whether the signal is ignored, or cannot be caught.
static int is_ignored(int signal_number) {
  struct sigaction action;
  return sigaction(signal_number, NULL, &action) != 0 || action.sa_handler == SIG_IGN;
}

void posix_shims_catch_interrupts(void) {
  // SA_RESETHAND: the second signal of a kind does what it does by default. No SA_RESTART: a read
  // that blocks, of standard input say, returns so that the signal can be seen.
  struct sigaction action = {.sa_handler = catch_signal, .sa_flags = (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  // Under nohup(1), the end of the terminal is not to stop anything.
  if (!is_ignored(SIGHUP)) sigaction(SIGHUP, &action, NULL);
}

void posix_shims_let_quit_end(void) {
  if (!is_ignored(SIGQUIT)) signal(SIGQUIT, SIG_DFL);
}

int posix_shims_caught_signal(void) { return caught_signal; }

void posix_shims_end_by_signal(int signal_number) {
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}
