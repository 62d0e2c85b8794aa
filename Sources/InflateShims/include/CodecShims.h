#ifndef CODEC_SHIMS_H
#define CODEC_SHIMS_H

// One function for every way in which a stream can be compressed. zlib is linked; liblzma, libzstd
// and libbz2 are loaded with dlopen(3) when a stream needs them: neither their headers nor the
// libraries themselves are needed to build or to start.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a stream is compressed.
typedef enum codec_shims_format {
  /// Deflate alone (RFC 1951), as in zip.
  CODEC_SHIMS_DEFLATE,
  /// Deflate in zlib's frame (RFC 1950), as in PDF.
  CODEC_SHIMS_ZLIB,
  /// Deflate in gzip's frame (RFC 1952), one member.
  CODEC_SHIMS_GZIP,
  /// xz, one stream.
  CODEC_SHIMS_XZ,
  /// LZMA with the header of a `.lzma` file in front.
  CODEC_SHIMS_LZMA,
  /// Zstandard (RFC 8878), one frame.
  CODEC_SHIMS_ZSTD,
  /// bzip2, one stream.
  CODEC_SHIMS_BZIP2,
} codec_shims_format;

/// What became of a call.
typedef enum codec_shims_result {
  /// The stream has ended, and its checksum is right.
  CODEC_SHIMS_DONE,
  /// All input is used up, or all room for output; the stream goes on.
  CODEC_SHIMS_MORE,
  /// The bytes are not such a stream, or their checksum is wrong.
  CODEC_SHIMS_CORRUPT,
  /// The stream asks for more memory than is allowed.
  CODEC_SHIMS_OVER_LIMIT,
  /// The system has no memory to give.
  CODEC_SHIMS_NO_MEMORY,
} codec_shims_result;

/// The state of one stream; not to be used by two threads at once.
typedef struct codec_shims_state codec_shims_state;

/// Whether the system has what the format needs.
bool codec_shims_is_present(codec_shims_format format);

/// Makes a state at the start of a stream; NULL if there is no memory or no library.
codec_shims_state *codec_shims_create(codec_shims_format format);

/// Frees a state.
void codec_shims_destroy(codec_shims_state *state);

/// Starts another stream; false if there is no memory.
bool codec_shims_restart(codec_shims_state *state);

/// Goes on with the stream: takes `input`, fills `output`.
///
/// `used` is how many bytes of input were taken, `made` how many bytes came out, whatever the result.
codec_shims_result codec_shims_continue(
    codec_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made);

/// What decodes whole streams at once, with the system's libdeflate: two to three times as fast.
///
/// Not to be used by two threads at once.
typedef struct codec_shims_whole_state codec_shims_whole_state;

/// What became of an attempt to decode a whole stream.
typedef enum codec_shims_whole_result {
  /// The stream has ended, and its checksum, if the format has one, is right.
  CODEC_SHIMS_WHOLE_DONE,
  /// There is not enough room for what the stream holds.
  CODEC_SHIMS_WHOLE_NO_ROOM,
  /// The stream does not end within the input, is corrupt, or is not of a format that can be.
  CODEC_SHIMS_WHOLE_FAILED,
} codec_shims_whole_result;

/// Makes a state; NULL if the system has no libdeflate, or no memory.
codec_shims_whole_state *codec_shims_whole_create(void);

/// Frees a state.
void codec_shims_whole_destroy(codec_shims_whole_state *state);

/// Decodes the stream that `input` starts with.
///
/// `used` is how many bytes of input it took, `made` how many bytes came out; both are 0 unless all
/// of it was decoded, and what was written to `output` is nothing then.
codec_shims_whole_result codec_shims_whole(
    codec_shims_whole_state *state, codec_shims_format format, const uint8_t *input,
    size_t input_count, uint8_t *output, size_t output_count, size_t *used, size_t *made);

/// The CRC-32 of zip and gzip, of what gave `crc` and `bytes` behind it; that of nothing is 0.
uint32_t codec_shims_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

#endif
