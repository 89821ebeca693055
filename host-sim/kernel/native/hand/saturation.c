/* A gyroscope at the end of its range: its plateaus, and the rotation they hide (saturation.ts). */
#include <string.h>
#include "hand.h"

enum { RANGE_SHIFT = 4, LEVEL_SHIFT = 6, SLOPE_SHIFT = 4, CEILING_SHIFT = 6, SPREAD_SHIFT = 3, HITS_LEAST = 3, HITS_MOST = 6 };
enum { ENDS = 6, SLOPE_FRAMES = 2, SPAN_MOST = 40 };

/* One axis of the stride's frames, turned so that what is looked at is above zero. */
typedef struct {
	FrameRing *ring;
	int32_t from, axis, sign;
} Rates;

INLINE int32_t rate(const Rates *rates, int32_t i)
{
	return rates->sign * (&frame_at(rates->ring, rates->from + i)->gx)[rates->axis];
}

static void doubt(Saturation *saturation, int end)
{
	if (saturation->hits[end] > 0)
		saturation->hits[end]--;
}

/* Is the extreme near the highest so far, and that near the end of some gyroscope's range? */
static bool reaches(Saturation *saturation, int end, int32_t extreme)
{
	const int32_t ceiling = saturation->ceiling[end];
	int32_t range = saturation->range;
	while (extreme > range + (range >> RANGE_SHIFT))
		range <<= 1;
	if (extreme > ceiling) {
		saturation->ceiling[end] = extreme;
		if (extreme - ceiling > ceiling >> CEILING_SHIFT)
			saturation->hits[end] = 0;
	}
	if (extreme >= range - (range >> RANGE_SHIFT) && extreme >= ceiling - (ceiling >> CEILING_SHIFT))
		return true;
	if (extreme >= ceiling - (ceiling >> SPREAD_SHIFT))
		doubt(saturation, end);
	return false;
}

static bool is_known(const Saturation *saturation)
{
	for (int end = 0; end < ENDS; end++)
		if (saturation->hits[end] >= HITS_LEAST)
			return true;
	return false;
}

static void measure(Saturation *saturation, const Rates *rates, int32_t frames, int32_t height, int end)
{
	const int32_t level = height - (height >> LEVEL_SHIFT), slope = height - (height >> SLOPE_SHIFT);
	int32_t count = 0, near = 0, run = 0, longest = 0;
	for (int32_t i = 0; i <= frames; i++) {
		const int32_t value = rate(rates, i);
		if (value < slope) {
			run = 0;
			continue;
		}
		near++;
		if (value >= level) {
			count++;
			if (++run > longest)
				longest = run;
		}
	}
	if (longest < saturation->plateau || near * 2 > count * 3) {
		doubt(saturation, end);
		return;
	}
	if (saturation->hits[end] < HITS_MOST)
		saturation->hits[end]++;
	if (is_known(saturation)) {
		saturation->level[end] = slope;
		saturation->found = true;
	}
}

static void judge(Saturation *saturation, FrameRing *ring, int32_t from, int32_t frames, int axis, int32_t most, int32_t least)
{
	if (most > INT16_END || least < -INT16_END)
		saturation->clipped = true;
	if (most > saturation->least && reaches(saturation, axis, most))
		measure(saturation, &(Rates) { ring, from, axis, 1 }, frames, most, axis);
	if (-least > saturation->least && reaches(saturation, axis + 3, -least))
		measure(saturation, &(Rates) { ring, from, axis, -1 }, frames, -least, axis + 3);
}

void saturation_find(Saturation *saturation, FrameRing *ring, int32_t from, PitchTrack *track)
{
	saturation->found = saturation->clipped = false;
	saturation->share = 0;
	memset(saturation->level, 0, sizeof(saturation->level));
	judge(saturation, ring, from, track->frames, 0, track->mostX, track->leastX);
	judge(saturation, ring, from, track->frames, 1, track->mostY, track->leastY);
	judge(saturation, ring, from, track->frames, 2, track->mostZ, track->leastZ);
}

/* How steeply the rate comes to that of the frame `i` from `beside` frames further on, per frame. */
static int32_t slope(const Rates *rates, int32_t i, int32_t beside, int32_t height)
{
	return clamp((rate(rates, i) - rate(rates, i + beside)) / SLOPE_FRAMES, 0, height >> 2);
}

/* A cubic with both slopes over each plateau. */
static void raise(const Saturation *saturation, const Rates *rates, int32_t frames, int32_t height, int32_t per_count,
	int16_t *turns)
{
	for (int32_t i = 1; i < frames;) {
		if (rate(rates, i) < height) {
			i++;
			continue;
		}
		const int32_t first = i;
		while (i < frames && rate(rates, i) >= height)
			i++;
		const int32_t span = i - first;
		if (span > SPAN_MOST)
			continue;
		const int32_t rise = slope(rates, first - 1, -SLOPE_FRAMES, height), fall = slope(rates, i, SLOPE_FRAMES, height);
		int32_t before = 0;
		for (int32_t k = 0; k <= span; k++) {
			int32_t hidden = 0;
			if (k < span) {
				const int32_t a = 2 * k + 1, b = 2 * span - a;
				const int32_t peak = (rise * a * b * b + fall * a * a * b) / (8 * span * span);
				const int32_t over = rate(rates, first + k) - height;
				hidden = clamp((peak * saturation->share >> 8) - over, 0, saturation->hiddenMost);
			}
			turns[(first + k) >> 1] += rates->sign * ((before + hidden) * per_count >> 14);
			before = hidden;
		}
	}
}

void saturation_put_back(Saturation *saturation, FrameRing *ring, int32_t from, int32_t frames, int32_t per_count,
	int16_t *turn_x, int16_t *turn_y, int16_t *turn_z)
{
	int16_t *const turns[] = { turn_x, turn_y, turn_z };
	for (int axis = 0; axis < 3; axis++) {
		const int32_t above = saturation->level[axis], below = saturation->level[axis + 3];
		if (above)
			raise(saturation, &(Rates) { ring, from, axis, 1 }, frames, above, per_count, turns[axis]);
		if (below)
			raise(saturation, &(Rates) { ring, from, axis, -1 }, frames, below, per_count, turns[axis]);
	}
}
