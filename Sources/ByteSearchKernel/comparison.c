#include <string.h>

#include "ByteSearchKernel.h"

// Whole blocks are compared by words in a loop that compilers turn into vectors; the place in the
// block that differs is then found word by word.
enum { BLOCK = 128 };

static inline uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

size_t byte_search_first_difference(const uint8_t *left, const uint8_t *right, size_t count) {
  size_t offset = 0;
  while (count - offset >= BLOCK) {
    uint64_t difference = 0;
    for (size_t index = 0; index < BLOCK; index += 8) {
      difference |= word_at(left + offset + index) ^ word_at(right + offset + index);
    }
    if (difference != 0) break;
    offset += BLOCK;
  }
  while (count - offset >= 8 && word_at(left + offset) == word_at(right + offset)) offset += 8;
  while (offset < count && left[offset] == right[offset]) offset++;
  return offset;
}
