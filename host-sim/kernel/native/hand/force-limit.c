/* The end of the accelerometer's range, free falls and jolts (force-limit.ts). */
#include "hand.h"

enum { LEVEL_SHIFT = 6, HITS_LEAST = 6, HITS_SHARE = 3, NEAR_SHIFT = 3, HITS_MOST = 512, CLIPPED_FRAMES_MOST = 64 };

static void at_the_end(ForceLimit *limit, int32_t i, int32_t value)
{
	const bool record = value > limit->highest;
	if (value > INT16_END)
		limit->clipped = true;
	if (record) {
		if (value - limit->highest > limit->highest >> LEVEL_SHIFT)
			limit->hits = limit->near = limit->frames = 0;
		limit->highest = value;
		limit->level = value - (value >> LEVEL_SHIFT);
	}
	if (value >= limit->level) {
		limit->hits += !record;
		if (limit->frames < CLIPPED_FRAMES_MOST)
			limit->at[limit->frames++] = i;
	} else if (value >= limit->highest - (limit->highest >> NEAR_SHIFT))
		limit->near++;
}

INLINE int32_t largest(Vec a)
{
	const int32_t x = magnitude(a.x), y = magnitude(a.y), z = magnitude(a.z), most = x > y ? x : y;
	return most > z ? most : z;
}

INLINE bool within(Vec a, int32_t most)
{
	return a.x <= most && a.x >= -most && a.y <= most && a.y >= -most && a.z <= most && a.z >= -most;
}

INLINE Vec force_of(const Frame *frame)
{
	return (Vec) { frame->ax, frame->ay, frame->az };
}

void force_limit_find(ForceLimit *limit, FrameRing *ring, int32_t from, int32_t frames)
{
	const int32_t least = limit->least;
	limit->frames = 0;
	limit->clipped = largest(force_of(frame_at(ring, from))) > INT16_END;
	for (int32_t i = 1; i <= frames; i++) {
		const Vec now = force_of(frame_at(ring, from + i));
		if (!within(now, least))
			at_the_end(limit, i, largest(now));
	}
	if (limit->hits + limit->near > HITS_MOST) {
		limit->hits >>= 1;
		limit->near >>= 1;
	}
	const bool is_end = limit->hits >= HITS_LEAST && limit->hits * HITS_SHARE >= limit->near;
	if (!is_end && limit->highest < INT16_END)
		limit->frames = 0;
}

static bool is_fall(const ForceLimit *limit, FrameRing *ring, int32_t counter)
{
	return within(force_of(frame_at(ring, counter)), limit->fall);
}

/* Free fall for more than `most` frames in a row: one of them is a multiple of so many. */
bool force_limit_falls(ForceLimit *limit, FrameRing *ring, int32_t from, int32_t frames, int32_t most)
{
	for (int32_t i = most + 1; i <= frames; i += most + 1) {
		int32_t first = i, last = i;
		if (!is_fall(limit, ring, from + i))
			continue;
		while (first > 1 && is_fall(limit, ring, from + first - 1))
			first--;
		while (last < frames && is_fall(limit, ring, from + last + 1))
			last++;
		if (last - first >= most)
			return true;
	}
	return false;
}

bool force_limit_jolts(ForceLimit *limit, FrameRing *ring, int32_t from, int32_t frames, int32_t least)
{
	(void) limit;
	Vec after = force_of(frame_at(ring, from + frames));
	for (int32_t i = frames - 1; i >= 0; i--) {
		const Vec now = force_of(frame_at(ring, from + i));
		if (!within(minus(after, now), least - 1))
			return true;
		after = now;
	}
	return false;
}
