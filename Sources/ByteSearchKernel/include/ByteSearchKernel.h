#ifndef BYTE_SEARCH_KERNEL_H
#define BYTE_SEARCH_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The most lookups of each kind that one plan may hold.
#define BYTE_SEARCH_MAXIMUM_LOOKUPS 4

/// What the kernel looks at, compiled from a needle table by `NeedlePlan` in ByteSearch.
///
/// A lookup reads the byte at `offset` from a candidate's start and maps one of its nibbles to a set
/// of buckets, one bit each. A position is a candidate when one bucket is in every lookup's set.
/// Bytes of 0x80 and above are in no low lookup's set, so needles are ASCII.
typedef struct {
  uint8_t low_table[BYTE_SEARCH_MAXIMUM_LOOKUPS][16];
  uint8_t high_table[BYTE_SEARCH_MAXIMUM_LOOKUPS][16];
  uint8_t low_offset[BYTE_SEARCH_MAXIMUM_LOOKUPS];
  uint8_t high_offset[BYTE_SEARCH_MAXIMUM_LOOKUPS];
  uint8_t low_count;   // 1 to 4
  uint8_t high_count;  // 0 to 4
  // The buckets of each byte below 0x80, at the offsets 0 to `low_count` - 1.
  uint8_t byte_table[BYTE_SEARCH_MAXIMUM_LOOKUPS][128];
} byte_search_plan;

/// Whether this processor can run `byte_search_candidates`.
bool byte_search_is_supported(void);

/// Whether this processor can run `byte_search_wide_candidates`.
bool byte_search_wide_is_supported(void);

/// Finds the positions where a needle may start.
///
/// Reads `bytes[*position..<count]`, writes the offsets of candidates to `candidates` in ascending
/// order, returns how many, and moves `*position` to the first offset not yet decided: `count` when
/// all are. Stops early when fewer than 64 free places are left. `capacity` is at least 64.
/// Never reads outside `bytes[0..<count]`.
size_t byte_search_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity);

/// The first offset where `left` and `right` differ; `count` if they do not.
size_t byte_search_first_difference(const uint8_t *left, const uint8_t *right, size_t count);

/// The same one byte after the other, for any processor.
size_t byte_search_slow_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity);

/// The same with whole bytes looked up: hardly any false candidates, however many the needles.
size_t byte_search_wide_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity);

/// The sum of the 64-bit words of `bytes`: the cost of reading memory and no more, for benchmarks.
uint64_t byte_search_sum_of_words(const uint8_t *bytes, size_t count);

#endif
