/* Forces at the end of the accelerometer's range, as the integration meets them. */
#ifndef CLIPPED_FORCE_H
#define CLIPPED_FORCE_H

#include "kernel.h"
#include "vec.h"

/* The frame `frame` of the stride, with the directions forward, right and up, Q15, that it is seen along. Taken from memory: it is rare. */
void take_clipped(ClippedForce *clipped, FrameRing *ring, int32_t from, int32_t frame, const Vec *f, const Vec *r, const Vec *u);

#endif
