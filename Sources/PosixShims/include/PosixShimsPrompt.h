#ifndef POSIX_SHIMS_PROMPT_H
#define POSIX_SHIMS_PROMPT_H

// Asking for a secret on the terminal.

#include <stddef.h>
#include <stdint.h>

/// Writes `prompt` to the controlling terminal and reads a line from there without echoing it.
///
/// At most `capacity` bytes of the line are kept; `*count` says how many, without the line end. What
/// is typed beyond is taken from the terminal and forgotten. The terminal is as before when this
/// returns, and before any signal that asks the process to stop takes effect.
///
/// 0 for a line, which may be empty; 1 if there is no terminal, or it is another job's; -1 and
/// `errno`, which is EINTR after a signal.
int posix_shims_prompt(const char *prompt, uint8_t *buffer, size_t capacity, size_t *count);

#endif
