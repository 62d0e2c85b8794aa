#ifndef INFLATE_SHIMS_H
#define INFLATE_SHIMS_H

// zlib, and libdeflate where the system has it, behind two functions. libdeflate is loaded with
// dlopen(3): its header is not needed to build, nor its library to run.

#include "CodecShims.h"
#include "DeltaShims.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The state of one worker's inflating; not to be used by two threads at once.
typedef struct inflate_shims_state inflate_shims_state;

/// What became of a call.
typedef enum inflate_shims_result {
  /// The stream has ended, and its checksum is right.
  INFLATE_SHIMS_DONE,
  /// All input is used up, or all room for output; the stream goes on.
  INFLATE_SHIMS_MORE,
  /// The bytes are not a zlib stream, or their checksum is wrong.
  INFLATE_SHIMS_CORRUPT,
  /// The system has no memory to give.
  INFLATE_SHIMS_NO_MEMORY,
} inflate_shims_result;

/// Whether libdeflate could be loaded.
bool inflate_shims_has_libdeflate(void);

/// Makes a state, or NULL if there is no memory.
inflate_shims_state *inflate_shims_create(bool uses_libdeflate);

/// Frees a state.
void inflate_shims_destroy(inflate_shims_state *state);

/// Inflates a whole stream into exactly `output_count` bytes.
///
/// `used` is how many bytes of input the stream took, `made` how many bytes came out.
/// INFLATE_SHIMS_MORE says that the input ends before the stream does, or that the stream holds
/// more than `output_count` bytes; then `made` tells which.
inflate_shims_result inflate_shims_whole(
    inflate_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made);

/// Asks for the cache lines of memory that is soon read; does nothing else, whatever the address.
static inline void inflate_shims_prefetch(const uint8_t *start, size_t count) {
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch(start + i);
}

/// Starts a stream that is inflated in pieces.
inflate_shims_result inflate_shims_start(inflate_shims_state *state);

/// Goes on with the stream that was started: takes `input`, fills `output`.
inflate_shims_result inflate_shims_continue(
    inflate_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made);

#endif
