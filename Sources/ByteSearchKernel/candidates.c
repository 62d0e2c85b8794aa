// Finds where any of a few dozen short needles may start, at the speed of memory.
//
// The idea (Teddy, from Hyperscan; described in BurntSushi's aho-corasick notes): each needle belongs
// to one of eight buckets, one bit each. A 16-entry table maps the low nibble of a byte to the buckets
// that have a needle with such a byte at that place. `pshufb` does 32 such lookups at once; and-ing
// the results for the first few places of a needle leaves a bit only where one bucket agreed at all of
// them. What is left is checked exactly by the caller.
//
//     for each 64-byte block that has all its lookahead inside the buffer:
//       buckets = all ones
//       for each lookup: buckets &= table[nibble of the byte at (position + offset)]
//       for each position whose buckets are not empty: report it
//     copy the rest behind zeros and do the same there
//
// What makes it quick:
// 1. Low nibbles alone, at four places, decide almost everything for a handful of needles: 4 loads,
//    4 shuffles, 3 ands for 32 bytes. High nibbles cost two more operations each; the plan asks for
//    them only when the needles are many. `pshufb` gives 0 where bit 7 is set, so no masking is needed
//    for ASCII needles.
// 2. Unaligned loads at each offset instead of shifting one load: loads are cheaper than shuffles.
// 3. Two 32-byte halves are or-ed before one branch.
// 4. The numbers of lookups are compile-time constants in each instance, so that tables stay in
//    registers.
//
// Where the processor has AVX-512 VBMI, whole bytes are looked up instead: `vpermi2b` maps 64 bytes
// through a table of 128, so that a lookup tells 128 bytes apart, not 16, at the cost of one `pshufb`
// on half as many bytes. Dozens of needles then let hardly more through than six. Bytes of 0x80 and
// above are looked up as if they were below; the caller's exact check drops what that lets through.
//
// Figures and what was tried and lost: the page "Writing a hot loop" in the documentation.

#include "ByteSearchKernel.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi")))
#define INLINE __attribute__((always_inline)) static inline

enum { BLOCK = 64 };

/// The tables and the offsets of a plan, in registers.
typedef struct {
  __m256i low[BYTE_SEARCH_MAXIMUM_LOOKUPS], high[BYTE_SEARCH_MAXIMUM_LOOKUPS];
  size_t low_offset[BYTE_SEARCH_MAXIMUM_LOOKUPS], high_offset[BYTE_SEARCH_MAXIMUM_LOOKUPS];
} loaded_plan;

/// The buckets that are possible at each of the 32 positions from `at` on.
INLINE TARGET __m256i buckets_at(
    const uint8_t *at, const loaded_plan *plan, int low_count, int high_count) {
  __m256i buckets = _mm256_set1_epi8(-1);
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  for (int i = 0; i < low_count; i++) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(at + plan->low_offset[i]));
    buckets = _mm256_and_si256(buckets, _mm256_shuffle_epi8(plan->low[i], bytes));
  }
  for (int i = 0; i < high_count; i++) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(at + plan->high_offset[i]));
    __m256i index = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
    buckets = _mm256_and_si256(buckets, _mm256_shuffle_epi8(plan->high[i], index));
  }
  return buckets;
}

/// One bit for each of the 32 lanes that is not zero.
INLINE TARGET uint32_t nonzero_lanes(__m256i value) {
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(value, _mm256_setzero_si256()));
}

/// Whether one bucket has all the bytes from `at` on, not only their nibbles.
INLINE bool fits_bytes(const uint8_t *at, const byte_search_plan *plan, int place_count) {
  uint8_t buckets = 0xFF;
  for (int i = 0; i < place_count; i++) buckets &= plan->byte_table[i][at[i] & 0x7F];
  return buckets != 0;
}

/// Searches whole blocks from `start` while all they look at ends by `count`.
INLINE TARGET size_t search_blocks(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity, int low_count, int high_count) {
  loaded_plan loaded;
  size_t lookahead = 0;
  for (int i = 0; i < low_count; i++) {
    const __m128i table = _mm_loadu_si128((const __m128i *)plan->low_table[i]);
    loaded.low[i] = _mm256_broadcastsi128_si256(table);
    loaded.low_offset[i] = plan->low_offset[i];
    if (loaded.low_offset[i] > lookahead) lookahead = loaded.low_offset[i];
  }
  for (int i = 0; i < high_count; i++) {
    const __m128i table = _mm_loadu_si128((const __m128i *)plan->high_table[i]);
    loaded.high[i] = _mm256_broadcastsi128_si256(table);
    loaded.high_offset[i] = plan->high_offset[i];
    if (loaded.high_offset[i] > lookahead) lookahead = loaded.high_offset[i];
  }
  size_t found = 0;
  size_t at = *position;
  // No underflow: the caller gives at least one block and its lookahead.
  const size_t last = count - BLOCK - lookahead;
  while (at <= last && capacity - found >= BLOCK) {
    __m256i first = buckets_at(bytes + at, &loaded, low_count, high_count);
    __m256i second = buckets_at(bytes + at + 32, &loaded, low_count, high_count);
    __m256i either = _mm256_or_si256(first, second);
    if (__builtin_expect(!_mm256_testz_si256(either, either), 0)) {
      uint64_t lanes = (uint64_t)nonzero_lanes(second) << 32 | nonzero_lanes(first);
      while (lanes != 0) {
        const size_t candidate = at + (size_t)__builtin_ctzll(lanes);
        lanes &= lanes - 1;
        if (fits_bytes(bytes + candidate, plan, low_count)) candidates[found++] = candidate;
      }
    }
    at += BLOCK;
  }
  *position = at;
  return found;
}

typedef size_t (*block_search)(
    const uint8_t *, size_t, size_t *, const byte_search_plan *, size_t *, size_t);

#define INSTANCE(LOW, HIGH)                                                                  \
  TARGET static size_t search_##LOW##_##HIGH(                                                \
      const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,    \
      size_t *candidates, size_t capacity) {                                                 \
    return search_blocks(bytes, count, position, plan, candidates, capacity, LOW, HIGH);     \
  }
#define INSTANCES(LOW) \
  INSTANCE(LOW, 0) INSTANCE(LOW, 1) INSTANCE(LOW, 2) INSTANCE(LOW, 3) INSTANCE(LOW, 4)
INSTANCES(1) INSTANCES(2) INSTANCES(3) INSTANCES(4)

#define ROW(LOW) \
  { search_##LOW##_0, search_##LOW##_1, search_##LOW##_2, search_##LOW##_3, search_##LOW##_4 }
static const block_search searches[4][5] = {ROW(1), ROW(2), ROW(3), ROW(4)};

bool byte_search_is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

#define WIDE_TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi")))

/// Searches whole blocks as `search_blocks` does, with `place_count` lookups of whole bytes.
INLINE WIDE_TARGET size_t search_wide_blocks(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity, int place_count) {
  __m512i below_64[BYTE_SEARCH_MAXIMUM_LOOKUPS], from_64[BYTE_SEARCH_MAXIMUM_LOOKUPS];
  for (int i = 0; i < place_count; i++) {
    below_64[i] = _mm512_loadu_si512(plan->byte_table[i]);
    from_64[i] = _mm512_loadu_si512(plan->byte_table[i] + 64);
  }
  size_t found = 0;
  size_t at = *position;
  const size_t last = count - BLOCK - (size_t)(place_count - 1);
  while (at <= last && capacity - found >= BLOCK) {
    __m512i buckets = _mm512_set1_epi8(-1);
    for (int i = 0; i < place_count; i++) {
      const __m512i places = _mm512_loadu_si512(bytes + at + i);
      buckets = _mm512_and_si512(
          buckets, _mm512_permutex2var_epi8(below_64[i], places, from_64[i]));
    }
    uint64_t lanes = _mm512_test_epi8_mask(buckets, buckets);
    while (__builtin_expect(lanes != 0, 0)) {
      candidates[found++] = at + (size_t)__builtin_ctzll(lanes);
      lanes &= lanes - 1;
    }
    at += BLOCK;
  }
  *position = at;
  return found;
}

#define WIDE_INSTANCE(COUNT)                                                                 \
  WIDE_TARGET static size_t search_wide_##COUNT(                                             \
      const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,    \
      size_t *candidates, size_t capacity) {                                                 \
    return search_wide_blocks(bytes, count, position, plan, candidates, capacity, COUNT);    \
  }
WIDE_INSTANCE(1) WIDE_INSTANCE(2) WIDE_INSTANCE(3) WIDE_INSTANCE(4)

static const block_search wide_searches[4] = {
    search_wide_1, search_wide_2, search_wide_3, search_wide_4};

bool byte_search_wide_is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("bmi");
}

/// Searches whole blocks with `search`, and then the rest.
static size_t search_all(
    block_search search, const uint8_t *bytes, size_t count, size_t *position,
    const byte_search_plan *plan, size_t *candidates, size_t capacity) {
  // Offsets are below 16 (the plan's promise), so 16 bytes of lookahead are always enough.
  const size_t margin = BLOCK + 16;
  size_t found = 0;
  if (count >= margin && *position <= count - margin) {
    found = search(bytes, count, position, plan, candidates, capacity);
    if (capacity - found < BLOCK) return found;
  }
  // The rest, fewer than `margin` bytes, followed by zeros: at most two blocks.
  uint8_t rest[2 * BLOCK + 16] = {0};
  while (*position < count && capacity - found >= BLOCK) {
    const size_t rest_count = count - *position;
    const size_t copied = rest_count < sizeof rest ? rest_count : sizeof rest;
    memcpy(rest, bytes + *position, copied);
    memset(rest + copied, 0, sizeof rest - copied);
    size_t rest_position = 0;
    const size_t rest_found =
        search(rest, BLOCK + 16, &rest_position, plan, candidates + found, BLOCK);
    for (size_t i = 0; i < rest_found; i++) {
      const size_t offset = candidates[found + i] + *position;
      if (offset >= count) return *position = count, found + i;
      candidates[found + i] = offset;
    }
    found += rest_found;
    *position = rest_count > BLOCK ? *position + BLOCK : count;
  }
  return found;
}

size_t byte_search_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity) {
  if (plan->low_count < 1 || plan->low_count > 4 || plan->high_count > 4) {
    *position = count;
    return 0;
  }
  const block_search search = searches[plan->low_count - 1][plan->high_count];
  return search_all(search, bytes, count, position, plan, candidates, capacity);
}

size_t byte_search_wide_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity) {
  if (plan->low_count < 1 || plan->low_count > 4) {
    *position = count;
    return 0;
  }
  const block_search search = wide_searches[plan->low_count - 1];
  return search_all(search, bytes, count, position, plan, candidates, capacity);
}

#else

bool byte_search_is_supported(void) { return false; }
bool byte_search_wide_is_supported(void) { return false; }

size_t byte_search_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity) {
  (void)bytes, (void)plan, (void)candidates, (void)capacity;
  *position = count;
  return 0;
}

size_t byte_search_wide_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity) {
  return byte_search_candidates(bytes, count, position, plan, candidates, capacity);
}

#endif

size_t byte_search_slow_candidates(
    const uint8_t *bytes, size_t count, size_t *position, const byte_search_plan *plan,
    size_t *candidates, size_t capacity) {
  const size_t place_count = plan->low_count;
  if (place_count < 1 || place_count > BYTE_SEARCH_MAXIMUM_LOOKUPS || count < place_count) {
    *position = count;
    return 0;
  }
  size_t found = 0;
  size_t at = *position;
  for (; at <= count - place_count && found < capacity; at++) {
    uint8_t buckets = plan->byte_table[0][bytes[at] & 0x7F];
    for (size_t i = 1; i < place_count; i++) {
      buckets &= plan->byte_table[i][bytes[at + i] & 0x7F];
    }
    candidates[found] = at;
    found += buckets != 0;
  }
  *position = at > count - place_count ? count : at;
  return found;
}

uint64_t byte_search_sum_of_words(const uint8_t *bytes, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i + 8 <= count; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    sum += word;
  }
  return sum;
}
