#define _GNU_SOURCE
#include "PosixShimsChild.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// The strings of `packed` as a list with a null at its end, or null if there is no memory.
static char **unpack(const uint8_t *packed, size_t count) {
  char **list = calloc(count + 1, sizeof *list);
  for (size_t i = 0; list != NULL && i < count; i++) {
    // posix_spawn takes them as `char *` and does not write to them (POSIX, exec).
    list[i] = (char *)packed;
    packed += strlen((const char *)packed) + 1;
  }
  return list;
}

/// Makes `source` the child's stream `target`; -1 stands for `/dev/null`.
static int add_stream(posix_spawn_file_actions_t *actions, int source, int target) {
  if (source < 0) {
    return posix_spawn_file_actions_addopen(actions, target, "/dev/null", O_RDWR, 0);
  }
  // A stream that stays what it is keeps its descriptor.
  return source == target ? 0 : posix_spawn_file_actions_adddup2(actions, source, target);
}

static int spawn(const struct posix_shims_child *child, char **arguments, char **environment,
                 pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigset_t write_signals, none;
  sigemptyset(&none);
  sigemptyset(&write_signals);
  sigaddset(&write_signals, SIGPIPE);
  sigaddset(&write_signals, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &write_signals);
  posix_spawnattr_setsigmask(&attributes, &none);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (child->leads_group) flags |= POSIX_SPAWN_SETPGROUP;
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, flags);
  error = add_stream(&actions, child->input, 0);
  if (error == 0) error = add_stream(&actions, child->output, 1);
  if (error == 0) error = add_stream(&actions, child->errors, 2);
  // A descriptor that is copied onto itself is no longer closed at the start of the program.
  if (error == 0 && child->held > 2) {
    error = posix_spawn_file_actions_adddup2(&actions, child->held, child->held);
  }
  if (error == 0 && child->directory != NULL) {
    error = posix_spawn_file_actions_addchdir_np(&actions, child->directory);
  }
  if (error == 0) {
    error = posix_spawn(process, child->program, &actions, &attributes, arguments, environment);
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int posix_shims_spawn(const struct posix_shims_child *child) {
  char **arguments = unpack(child->arguments, child->argument_count);
  char **environment = unpack(child->environment, child->environment_count);
  pid_t process = -1;
  int error = arguments == NULL || environment == NULL
                  ? ENOMEM
                  : spawn(child, arguments, environment, &process);
  free(arguments);
  free(environment);
  if (error == 0) return process;
  errno = error;
  return -1;
}

/// The descriptor, or a copy of it above the standard streams.
static int above_standard_streams(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(descriptor);
  errno = error;
  return copy;
}

int posix_shims_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  // A program started without standard streams has 0 to 2 free; as ends of a pipe they would
  // overwrite each other in the child.
  int first = above_standard_streams(ends[0]);
  int second = above_standard_streams(ends[1]);
  if (first < 0 || second < 0) {
    int error = errno;
    if (first >= 0) close(first);
    if (second >= 0) close(second);
    errno = error;
    return -1;
  }
  *read_end = first;
  *write_end = second;
  return 0;
}

int posix_shims_do_not_wait(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

void posix_shims_enlarge_pipe(int descriptor, int count) {
  fcntl(descriptor, F_SETPIPE_SZ, count);
}

int posix_shims_poll_child(int input, int output, int errors, int milliseconds) {
  struct pollfd requests[3] = {
      {.fd = input, .events = POLLOUT},
      {.fd = output, .events = POLLIN},
      {.fd = errors, .events = POLLIN},
  };
  if (poll(requests, 3, milliseconds) < 0) return -1;
  int ready = 0;
  for (int i = 0; i < 3; i++) {
    if (requests[i].revents != 0) ready |= 1 << i;
  }
  return ready;
}

int posix_shims_await_child(int process, int milliseconds) {
  int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
  // Linux before 5.3, or no descriptor to be had: look again soon.
  if (descriptor < 0) {
    return poll(NULL, 0, milliseconds >= 0 && milliseconds < 1 ? milliseconds : 1) < 0 ? -1 : 0;
  }
  struct pollfd request = {.fd = descriptor, .events = POLLIN};
  int ready = poll(&request, 1, milliseconds);
  int error = errno;
  close(descriptor);
  errno = error;
  return ready < 0 ? -1 : 0;
}

long posix_shims_write_quietly(int descriptor, const void *bytes, size_t count) {
  sigset_t pipe_signal, before, pending;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  sigpending(&pending);
  int was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  long written = write(descriptor, bytes, count);
  int error = errno;
  if (written < 0 && error == EPIPE && !was_pending) {
    // The signal that this write raised waits for this thread: take it away.
    struct timespec no_time = {0};
    sigtimedwait(&pipe_signal, NULL, &no_time);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return written;
}

size_t posix_shims_environment_count(void) {
  size_t count = 0;
  while (environ != NULL && environ[count] != NULL) count++;
  return count;
}

const char *posix_shims_environment_at(size_t index) { return environ[index]; }
