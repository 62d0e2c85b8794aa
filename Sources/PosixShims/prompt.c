#define _GNU_SOURCE
#include "PosixShims.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// The signals that would leave the terminal without echo if nobody put it back first.
static const int watched_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};
#define WATCHED_COUNT (sizeof watched_signals / sizeof *watched_signals)

static volatile sig_atomic_t noted_signal;
static int note_pipe[2] = {-1, -1};

// Any thread may get the signal, so the one that waits is woken through a pipe.
static void note_signal(int signal_number) {
  int saved = errno;
  noted_signal = signal_number;
  char byte = 0;
  // A full pipe wakes as well.
  if (write(note_pipe[1], &byte, 1) < 0) { }
  errno = saved;
}

static int write_all(int descriptor, const char *text) {
  size_t length = strlen(text);
  while (length > 0) {
    ssize_t written = write(descriptor, text, length);
    if (written > 0) {
      text += written;
      length -= (size_t)written;
    } else if (errno != EINTR || noted_signal != 0) {
      return -1;
    }
  }
  return 0;
}

// Reads up to the end of a line. 0, or -1 and `errno`, EINTR once a signal was noted.
static int read_line(int terminal, uint8_t *buffer, size_t capacity, size_t *count) {
  *count = 0;
  for (;;) {
    struct pollfd requests[2] = {
      {.fd = terminal, .events = POLLIN}, {.fd = note_pipe[0], .events = POLLIN}};
    int ready = poll(requests, 2, -1);
    if (noted_signal != 0) {
      errno = EINTR;
      return -1;
    }
    if (ready < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    if (requests[0].revents == 0) continue;
    uint8_t piece[256];
    ssize_t read_count = read(terminal, piece, sizeof piece);
    if (read_count < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return -1;
    }
    if (read_count == 0) return 0;
    for (ssize_t i = 0; i < read_count; i++) {
      if (piece[i] == '\n' || piece[i] == '\r') {
        explicit_bzero(piece, sizeof piece);
        return 0;
      }
      if (*count < capacity) buffer[(*count)++] = piece[i];
    }
    explicit_bzero(piece, sizeof piece);
  }
}

// Asks once. As `posix_shims_prompt`, but a noted signal has not taken effect yet.
static int ask(int terminal, const char *prompt, uint8_t *buffer, size_t capacity, size_t *count) {
  struct termios before;
  if (tcgetattr(terminal, &before) != 0) return errno == ENOTTY ? 1 : -1;
  struct termios silent = before;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
  silent.c_lflag |= ICANON | ISIG;
  struct sigaction note = {.sa_handler = note_signal};
  struct sigaction old[WATCHED_COUNT];
  sigfillset(&note.sa_mask);
  noted_signal = 0;
  for (size_t i = 0; i < WATCHED_COUNT; i++) {
    sigaction(watched_signals[i], NULL, &old[i]);
    // What the parent has decided to ignore, as nohup(1) does, stays ignored.
    if (old[i].sa_handler != SIG_IGN) sigaction(watched_signals[i], &note, NULL);
  }
  // Flushed: what was typed before the question is no answer to it, and was echoed.
  int result = tcsetattr(terminal, TCSAFLUSH, &silent);
  if (result == 0) result = write_all(terminal, prompt);
  if (result == 0) result = read_line(terminal, buffer, capacity, count);
  int error = errno;
  // Flushed: the rest of what was pasted must not reach the shell.
  while (tcsetattr(terminal, TCSAFLUSH, &before) != 0 && errno == EINTR) { }
  // The line end was not echoed either.
  if (write(terminal, "\n", 1) < 0) { }
  for (size_t i = 0; i < WATCHED_COUNT; i++) sigaction(watched_signals[i], &old[i], NULL);
  errno = noted_signal != 0 ? EINTR : error;
  return noted_signal != 0 ? -1 : result;
}

int posix_shims_prompt(const char *prompt, uint8_t *buffer, size_t capacity, size_t *count) {
  *count = 0;
  int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) return 1;
  int result = 1;
  // A job in the background would be stopped if it asked.
  if (tcgetpgrp(terminal) == getpgrp()) {
    if (pipe2(note_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
      result = -1;
    } else {
      for (;;) {
        result = ask(terminal, prompt, buffer, capacity, count);
        int signal_number = noted_signal;
        if (result >= 0 || errno != EINTR || signal_number == 0) break;
        explicit_bzero(buffer, capacity);
        *count = 0;
        raise(signal_number);
        errno = EINTR;
        // Stopped and continued, it asks again; anything else that is survived ends the question.
        if (signal_number != SIGTSTP && signal_number != SIGTTIN && signal_number != SIGTTOU) break;
      }
      int error = errno;
      close(note_pipe[0]);
      close(note_pipe[1]);
      note_pipe[0] = note_pipe[1] = -1;
      errno = error;
    }
  }
  int error = errno;
  close(terminal);
  errno = error;
  return result;
}
