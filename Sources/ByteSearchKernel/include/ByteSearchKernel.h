#ifndef BYTE_SEARCH_KERNEL_H
#define BYTE_SEARCH_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The most places of a needle, from its start, that a kernel looks at.
#define BYTE_SEARCH_PLACES 4

/// What the kernels look at, compiled from a needle table by `NeedlePlan` in ByteSearch.
///
/// A lookup maps bits of the byte at one place to a set of eight buckets, one bit each. A position is
/// possible when one bucket is in every lookup's set. Bytes of 0x80 and above are in no set of the low
/// bits, so needles are ASCII.
typedef struct {
  /// The buckets of each value of the low four bits, one row for each slot.
  uint8_t low_table[BYTE_SEARCH_PLACES][16];
  /// The buckets of each value of the bits 3 to 6; looked at in the first `middle_count` slots.
  uint8_t middle_table[BYTE_SEARCH_PLACES][16];
  /// The place that each slot looks at: the places 0 to `place_count` - 1 in some order.
  uint8_t slot_place[BYTE_SEARCH_PLACES];
  uint8_t place_count;   // 3 or 4
  uint8_t middle_count;  // 0 to `place_count`
  /// Whether so few positions are possible that a branch for them is nearly always guessed rightly.
  bool expects_few;
  /// The buckets of each byte below 0x80, by place.
  uint8_t byte_table[BYTE_SEARCH_PLACES][128];
  /// The needles that have each byte, by place, one bit for each or for a few that share it; all of
  /// them at a place that not every needle has.
  uint64_t needle_table[BYTE_SEARCH_PLACES][256];
} byte_search_plan;

/// The ways to find candidates.
typedef enum {
  /// Whole bytes looked up, with AVX-512 VBMI.
  BYTE_SEARCH_WIDE,
  /// Halves of bytes looked up, with AVX2 or NEON.
  BYTE_SEARCH_VECTOR,
  /// Pairs of bytes looked up, one after the other, on any processor.
  BYTE_SEARCH_PORTABLE,
} byte_search_kernel;

/// Whether this processor can run that kernel.
bool byte_search_is_supported(byte_search_kernel kernel);

/// The number of bytes in the table of pairs of the portable kernel.
#define BYTE_SEARCH_PAIRS (1 << 16)

/// Finds the positions where a needle may start: where the first places of one fit, or of several
/// that share a bit of the needle table.
///
/// Reads `bytes[*position..<count]`, writes the offsets of candidates to `candidates` in ascending
/// order, returns how many, and moves `*position` to the first offset not yet decided: `count` when
/// all are. Stops early when the list of `capacity` places, at least one, is full. Never reads outside
/// `bytes[0..<count]`.
///
/// `pairs` is for the portable kernel alone. Its entry for the byte `a` followed by `b`, at the index
/// `a | b << 8`, has the bit `place_count - 2 - i` where a needle has `a` at its place `i`, and `b` at
/// the next; `i` is below `place_count - 1`.
size_t byte_search_candidates(
    byte_search_kernel kernel, const uint8_t *bytes, size_t count, size_t *position,
    const byte_search_plan *plan, const uint8_t *pairs, size_t *candidates, size_t capacity);

/// The first offset where `left` and `right` differ; `count` if they do not.
size_t byte_search_first_difference(const uint8_t *left, const uint8_t *right, size_t count);

/// The sum of the 64-bit words of `bytes`: the cost of reading memory and no more, for benchmarks.
uint64_t byte_search_sum_of_words(const uint8_t *bytes, size_t count);

#endif
