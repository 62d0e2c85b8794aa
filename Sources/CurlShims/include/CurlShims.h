#ifndef CURL_SHIMS_H
#define CURL_SHIMS_H

// libcurl behind three functions. It is loaded with dlopen(3) when the first request is made:
// neither
// its header nor its library is needed to build, nor to run what makes no request.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What became of a request.
typedef enum curl_shims_result {
  /// An answer came, whole.
  CURL_SHIMS_DONE,
  /// Neither libcurl.so.4 nor libcurl-gnutls.so.4 can be loaded.
  CURL_SHIMS_NO_LIBRARY,
  /// libcurl refuses the option whose number is in `code`.
  CURL_SHIMS_REFUSED_OPTION,
  /// libcurl failed; `code` is its error number.
  CURL_SHIMS_FAILED,
  /// `should_stop` said so.
  CURL_SHIMS_STOPPED,
  /// The answer's head is larger than `maximum_head`.
  CURL_SHIMS_LARGE_HEAD,
  /// The answer's body is larger than `maximum_body`.
  CURL_SHIMS_LARGE_BODY,
  /// Plain http was to leave this machine.
  CURL_SHIMS_NOT_LOOPBACK,
  /// The system has no memory to give.
  CURL_SHIMS_NO_MEMORY,
} curl_shims_result;

/// Bytes received. Memory that held them is cleared before it is freed.
typedef struct curl_shims_bytes {
  uint8_t *start;
  size_t count, capacity;
} curl_shims_bytes;

/// A request and what came of it. Every pointer must last as long as the call.
typedef struct curl_shims_exchange {
  /// C strings. `method` is sent as it stands.
  const char *url, *method;
  /// `Name: value` lines, each with a zero behind it, and how many.
  uint8_t *headers;
  size_t header_count;
  /// The body, if `has_body`.
  const uint8_t *body;
  size_t body_count;
  bool has_body;
  /// The file of certificate authorities to trust instead of the system's, or NULL.
  const char *authorities;
  /// The most time for all of it, and for the connection, in milliseconds; at least 1.
  long milliseconds, connect_milliseconds;
  /// The most bytes of the answer's head and (decoded) body that are taken.
  size_t maximum_head, maximum_body;
  /// Whether the scheme is http: then only addresses of this machine are connected to.
  bool is_plain;
  /// Whether the proxies that the environment names are passed by.
  bool is_direct;
  /// Asked about once a second, or more often, whether to give up.
  bool (*should_stop)(void *context);
  void *context;

  /// The answer's status.
  long status;
  /// The error number, as `curl_shims_result` says.
  int code;
  /// The status of a proxy that was asked for a tunnel, or 0.
  long proxy_status;
  /// Whether a connection was made.
  bool was_connected;
  /// The last head received, and the body.
  curl_shims_bytes received_head, received_body;
  /// All bytes of heads so far, those of interim answers too.
  size_t head_total;
  /// What a callback that made libcurl stop has found.
  curl_shims_result stopped_by;
  /// libcurl's own words on a failure; a C string.
  char message[256];
} curl_shims_exchange;

/// Makes a request and waits for the answer.
///
/// Connections are kept for the next request of the same thread, and closed when the thread ends.
curl_shims_result curl_shims_perform(curl_shims_exchange *exchange);

/// Frees what was received.
void curl_shims_release(curl_shims_exchange *exchange);

/// Overwrites memory that held a secret, also if nobody reads it again.
void curl_shims_wipe(void *bytes, size_t count);

#endif
