#ifndef DELTA_SHIMS_H
#define DELTA_SHIMS_H

// Runs the instructions of git's deltas (gitformat-pack(5), "Deltified representation").

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How the instructions end.
typedef enum delta_shims_result {
  /// All of them have been run.
  DELTA_SHIMS_DONE,
  /// The delta ends inside one.
  DELTA_SHIMS_TRUNCATED,
  /// One is 0, which is kept for the future.
  DELTA_SHIMS_RESERVED,
  /// One copies bytes that the base does not have.
  DELTA_SHIMS_BEYOND_BASE,
  /// They make more than the object has.
  DELTA_SHIMS_TOO_LONG,
  /// There is no room for what they make.
  DELTA_SHIMS_NO_ROOM,
} delta_shims_result;

/// Bytes that are read.
typedef struct delta_shims_bytes {
  const uint8_t *start;
  size_t count;
} delta_shims_bytes;

/// Bytes that are written.
typedef struct delta_shims_output {
  uint8_t *start;
  /// All up to here may be written to, whatever is made.
  size_t capacity;
  /// The bytes made.
  size_t count;
} delta_shims_output;

/// Makes the object of `object_count` bytes that the instructions from `offset` on describe.
///
/// `made` is how many bytes of the object they describe.
delta_shims_result delta_shims_apply(
    delta_shims_bytes base, delta_shims_bytes delta, size_t offset, size_t object_count,
    delta_shims_output *output, size_t *made);

/// The same, but of each copy that is longer writes only `edge` bytes at its start and at its end;
/// but all that is among the object's first `head` bytes.
delta_shims_result delta_shims_outline(
    delta_shims_bytes base, delta_shims_bytes delta, size_t offset, size_t object_count,
    size_t head, size_t edge, delta_shims_output *output, size_t *made);

#endif
