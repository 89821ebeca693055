/* The medio-lateral axis: the principal axis of the moments of the rotation rate (alignment.ts). */
#include "hand.h"

enum { AXIS_ONE = 16384, POWER_ROUNDS = 12, POWER_APART = 8, MOMENT_LEAST = 64, MOMENT_FITS = 16383 };

INLINE int32_t apart(Vec a, Vec b)
{
	const Vec by = minus(a, b);
	return magnitude(by.x) + magnitude(by.y) + magnitude(by.z);
}

/* Rows of the symmetric matrix of the moments, as many bits as fit. */
typedef struct {
	Vec x, y, z;
} Moments;

/* The column of the largest moment: never square to the axis that is looked for. */
static Vec largest_column(const Moments *m)
{
	if (m->x.x >= m->y.y && m->x.x >= m->z.z)
		return m->x;
	return m->y.y >= m->z.z ? m->y : m->z;
}

bool medio_lateral_axis_update(MedioLateralAxis *axis)
{
	int32_t most = axis->xx > axis->yy ? axis->xx : axis->yy;
	int shift = 0;
	if (axis->zz > most)
		most = axis->zz;
	if (most < MOMENT_LEAST)
		return false;
	for (; most > MOMENT_FITS; most >>= 1)
		shift++;
	const int32_t xy = axis->xy >> shift, xz = axis->xz >> shift, yz = axis->yz >> shift;
	const Moments m = { { axis->xx >> shift, xy, xz }, { xy, axis->yy >> shift, yz }, { xz, yz, axis->zz >> shift } };
	const int down = most < 1024 ? 10 : most < 4096 ? 12 : 14;
	Vec now = { axis->x, axis->y, axis->z }, before;
	if (!now.x && !now.y && !now.z)
		now = largest_column(&m);
	int round = 0;
	do {
		const Vec next = { dot(m.x, now) >> down, dot(m.y, now) >> down, dot(m.z, now) >> down };
		const int32_t length = norm3(next.x, next.y, next.z);
		if (length == 0)
			return false;
		before = now;
		now = (Vec) { next.x * AXIS_ONE / length, next.y * AXIS_ONE / length, next.z * AXIS_ONE / length };
	} while (++round < POWER_ROUNDS && apart(now, before) > POWER_APART);
	axis->x = now.x;
	axis->y = now.y;
	axis->z = now.z;
	return true;
}
