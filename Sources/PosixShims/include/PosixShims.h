#ifndef POSIX_SHIMS_H
#define POSIX_SHIMS_H
#endif
