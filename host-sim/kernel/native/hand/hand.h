/*
 * The kernel's passes as one would write them in C. They work on the kernel's own state (kernel.h), compute what the TypeScript
 * computes to the bit, and take its place in a program that counts (passes.ts): the measure for the translator.
 */
#ifndef HAND_H
#define HAND_H

#include "kernel.h"
#include "passes.h"
#include "vec.h"

enum { RING_FRAMES = 512, RING_MASK = RING_FRAMES - 1, COUNTER_MASK = 0x3fffffff, INT16_END = 32700 };

/* A frame as the ring holds it. */
typedef struct {
	int16_t ax, ay, az, gx, gy, gz;
} Frame;

INLINE Frame *frame_at(FrameRing *ring, int32_t counter)
{
	return (Frame *) ring->axes + (counter & RING_MASK);
}

INLINE int32_t mul_shift(int32_t a, int32_t b, int shift)
{
	return (int64_t) a * b >> shift;
}

INLINE int32_t magnitude(int32_t value)
{
	return value < 0 ? -value : value;
}

INLINE int32_t clamp(int32_t value, int32_t least, int32_t most)
{
	return value < least ? least : value > most ? most : value;
}

/* integer.c */
int32_t square_root(int32_t n);
int32_t norm3(int32_t x, int32_t y, int32_t z);

#endif
