#include "PosixShims.h"
