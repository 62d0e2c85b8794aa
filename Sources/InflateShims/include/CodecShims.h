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

/// Decodes a gzip member at once, with the system's libdeflate.
///
/// `used` is how many bytes of input it took, `made` how many bytes came out.
/// Returns false if there is no libdeflate, if the member does not end within `input`, if it holds
/// more than `output_count` bytes, or if it is corrupt; what was written to `output` is nothing then.
bool codec_shims_whole_gzip(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, size_t *used,
    size_t *made);

#endif
