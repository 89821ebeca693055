/* What the foot turns by between the frames it is integrated at, and where its level speed comes to a halt (strapdown.ts). */
#include "hand.h"

typedef struct {
	int32_t before, rest;
} Axis;

/* The pair whose even frame reads `even`; `after` is the frame behind it. The remainder of the sum is carried on. */
INLINE int16_t turn(Axis *axis, int32_t even, int32_t after, int32_t bias, int32_t per_count)
{
	axis->rest += (4 * (axis->before + 2 * even + after) - bias) * per_count;
	axis->before = after;
	const int32_t turned = axis->rest >> 16;
	axis->rest &= 0xffff;
	return turned;
}

/* Rotation per pair of frames, Q15 rad; of the first and the last pair one half lies in the stride. */
void strapdown_turns(Strapdown *way, FrameRing *ring, int32_t from, int32_t frames, int32_t per_count)
{
	const int32_t pairs = frames >> 1, bias_x = way->biasX, bias_y = way->biasY, bias_z = way->biasZ;
	const Frame *odd = frame_at(ring, from + 1);
	Axis x = { odd->gx, 0 }, y = { odd->gy, 0 }, z = { odd->gz, 0 };
	for (int32_t i = 0; i <= pairs; i++) {
		const Frame *even = frame_at(ring, from + 2 * i);
		odd = frame_at(ring, from + 2 * i + (i < pairs ? 1 : -1));
		way->turnX[i] = turn(&x, even->gx, odd->gx, bias_x, per_count);
		way->turnY[i] = turn(&y, even->gy, odd->gy, bias_y, per_count);
		way->turnZ[i] = turn(&z, even->gz, odd->gz, bias_z, per_count);
	}
	way->turnX[0] >>= 1;
	way->turnY[0] >>= 1;
	way->turnZ[0] >>= 1;
	way->turnX[pairs] >>= 1;
	way->turnY[pairs] >>= 1;
	way->turnZ[pairs] >>= 1;
}

/* A drift that has grown linearly to `end` after so many steps, each value rounded towards zero: no division for each. */
typedef struct {
	int32_t whole, part, sign, value, rest;
} Drift;

static Drift drift_to(int32_t end, int32_t steps)
{
	const int32_t sign = end < 0 ? -1 : 1;
	return (Drift) { end / steps, end % steps * sign, sign, 0, 0 };
}

INLINE void grow(Drift *drift, int32_t steps)
{
	drift->value += drift->whole;
	drift->rest += drift->part;
	if (drift->rest >= steps) {
		drift->rest -= steps;
		drift->value += drift->sign;
	}
}

/* Frames, Q8, until the level speed less its drift is below a quarter of its greatest. */
int32_t strapdown_halt_at(Strapdown *way, int32_t frames)
{
	const int32_t pairs = frames >> 1;
	const int16_t *forward = way->track.forwardSpeed, *right = way->track.rightSpeed;
	Drift drift_f = drift_to(forward[pairs], pairs), drift_r = drift_to(right[pairs], pairs);
	int32_t greatest = 0, before = 0, halt = pairs << 9;
	for (int32_t i = 1; i <= pairs; i++) {
		grow(&drift_f, pairs);
		grow(&drift_r, pairs);
		const int32_t f = (forward[i] - drift_f.value) >> 1, r = (right[i] - drift_r.value) >> 1;
		const int32_t square = f * f + r * r;
		if (square > greatest) {
			greatest = square;
			halt = -1;
		} else if (halt < 0 && square < greatest >> 4) {
			const int32_t speed = square_root(square), over = square_root(before) - speed;
			const int32_t below = (square_root(greatest) >> 2) - speed;
			halt = (i << 9) - (over > 0 ? below * 512 / over : 0);
		}
		before = square;
	}
	return halt < 0 ? pairs << 9 : halt;
}
