/* The end of the accelerometer's range, jolts and falls (force-limit.ts), and what is cut off put back (clipped-force.ts). */
#include "hand.h"
#include "force.h"

enum { LEVEL_SHIFT = 6, HITS_LEAST = 6, HITS_SHARE = 3, NEAR_SHIFT = 3, HITS_MOST = 512, CLIPPED_FRAMES_MOST = 64 };
enum { ENTRIES_MOST = 52, ENDS = 6 };

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

void force_limit_find(ForceLimit *limit, FrameRing *ring, int32_t from, int32_t frames)
{
	const int32_t least = limit->least;
	const Frame *frame = frame_at(ring, from);
	limit->frames = 0;
	limit->clipped = largest((Vec) { frame->ax, frame->ay, frame->az }) > INT16_END;
	for (int32_t i = 1; i <= frames; i++) {
		frame = frame_at(ring, from + i);
		const Vec now = { frame->ax, frame->ay, frame->az };
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
	const Frame *frame = frame_at(ring, counter);
	return within((Vec) { frame->ax, frame->ay, frame->az }, limit->fall);
}

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
	const Frame *after = frame_at(ring, from + frames);
	for (int32_t i = frames - 1; i >= 0; i--) {
		const Frame *frame = frame_at(ring, from + i);
		const Vec jolt = { after->ax - frame->ax, after->ay - frame->ay, after->az - frame->az };
		if (!within(jolt, least - 1))
			return true;
		after = frame;
	}
	return false;
}

static void enter(ClippedForce *clipped, int32_t frame, int end, int32_t value, int32_t f, int32_t r, int32_t u)
{
	const int32_t n = clipped->entries, level = clipped->limit.level;
	if (n >= ENTRIES_MOST || magnitude(value) < level)
		return;
	const int sign = value < 0 ? -1 : 1;
	clipped->frame[n] = frame;
	clipped->end[n] = value < 0 ? end + 3 : end;
	clipped->alongF[n] = sign * f >> 1;
	clipped->alongR[n] = sign * r >> 1;
	clipped->alongU[n] = sign * u >> 1;
	clipped->entries = n + 1;
}

void take_clipped(ClippedForce *clipped, FrameRing *ring, int32_t from, int32_t frame, const Vec *f, const Vec *r, const Vec *u)
{
	const Frame *at = frame_at(ring, from + frame);
	enter(clipped, frame, 0, at->ax, f->x, r->x, u->x);
	enter(clipped, frame, 1, at->ay, f->y, r->y, u->y);
	enter(clipped, frame, 2, at->az, f->z, r->z, u->z);
}
