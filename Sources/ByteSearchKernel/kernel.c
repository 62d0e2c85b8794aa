#include "ByteSearchKernel.h"
