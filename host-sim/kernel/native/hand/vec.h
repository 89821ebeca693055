/* Vectors of three integers, as locals. */
#ifndef VEC_H
#define VEC_H

#include <stdint.h>

typedef struct {
	int32_t x, y, z;
} Vec;

/* -Os would call them. */
#define INLINE static inline __attribute__((always_inline))

INLINE Vec cross(Vec a, Vec b)
{
	return (Vec) { a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

INLINE int32_t dot(Vec a, Vec b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

INLINE Vec plus(Vec a, Vec b)
{
	return (Vec) { a.x + b.x, a.y + b.y, a.z + b.z };
}

INLINE Vec minus(Vec a, Vec b)
{
	return (Vec) { a.x - b.x, a.y - b.y, a.z - b.z };
}

INLINE Vec times(Vec a, int32_t by)
{
	return (Vec) { a.x * by, a.y * by, a.z * by };
}

INLINE Vec shifted(Vec a, int by)
{
	return (Vec) { a.x >> by, a.y >> by, a.z >> by };
}

#endif
