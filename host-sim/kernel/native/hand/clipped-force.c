/* What an accelerometer at the end of its range hides, put back into the velocities and ways of a stride (clipped-force.ts). */
#include <string.h>
#include "hand.h"
#include "clipped-force.h"

enum { ENTRIES_MOST = 52, ENDS = 6, SWING = 6, ONE_Q10 = 1 << 10, AMOUNT_MOST = 32 << 10, SPAN_MOST = 64, ROUNDS = 2 };
enum { SMALL = 1 << 16, SHORT = 1 << 16, ALONG_MOST = 1 << 20, SPEED_SHIFT = 7, SPEED_MOST = 32767, SPEED_LEAST = -32768 };

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

/* One axis of the stride's frames, turned so that what is cut off is above zero. */
typedef struct {
	FrameRing *ring;
	int32_t from, axis, sign;
} Forces;

static int32_t force(const Forces *forces, int32_t i)
{
	return forces->sign * (&frame_at(forces->ring, forces->from + i)->ax)[forces->axis];
}

static int32_t slope(int32_t rise, int32_t level)
{
	return clamp(rise >> 1, 0, level >> 2);
}

INLINE Vec along(const ClippedForce *clipped, int32_t n)
{
	return (Vec) { clipped->alongF[n], clipped->alongR[n], clipped->alongU[n] };
}

INLINE Vec mul_shift3(Vec a, int32_t by)
{
	return (Vec) { mul_shift(a.x, by, 10), mul_shift(a.y, by, 10), mul_shift(a.z, by, 10) };
}

INLINE Vec sum_of(const ClippedForce *clipped, int end)
{
	return (Vec) { clipped->sumF[end], clipped->sumR[end], clipped->sumU[end] };
}

static void leave(ClippedForce *clipped, Vec velocity)
{
	clipped->leftF += velocity.x;
	clipped->leftR += velocity.y;
	clipped->leftU += velocity.z;
}

/* What the slopes beside its plateau tell of an entry: a swing's is left at once, an impact's is weighed with its end's. */
static void weigh(ClippedForce *clipped, FrameRing *ring, int32_t from, int32_t n)
{
	const int32_t level = clipped->limit.level, at = clipped->frame[n];
	const int end = clipped->end[n];
	const Forces forces = { ring, from, end % 3, end < 3 ? 1 : -1 };
	int32_t first = at, last = at, excess;
	while (last - first < SPAN_MOST && force(&forces, first - 1) >= level)
		first--;
	while (last - first < SPAN_MOST && force(&forces, last + 1) >= level)
		last++;
	const int32_t span = last - first + 2, before = force(&forces, first - 1), after = force(&forces, last + 1);
	const bool smooth = span - 1 > clipped->impactFrames;
	if (smooth) {
		const int32_t rise = slope(before - force(&forces, first - 3), level);
		const int32_t fall = slope(after - force(&forces, last + 3), level);
		const int32_t k = at - first + 1, rest = span - k;
		excess = (rise * k * rest * rest + fall * k * k * rest) / (span * span);
		if (excess > level)
			excess = level;
	} else {
		excess = clamp((2 * level - before - after) * span * 85 >> 10, level >> 6, 2 * level);
	}
	clipped->excess[n] = excess;
	const Vec step = mul_shift3(along(clipped, n), excess);
	if (smooth) {
		clipped->end[n] = SWING;
		leave(clipped, step);
	} else {
		clipped->sumF[end] += step.x;
		clipped->sumR[end] += step.y;
		clipped->sumU[end] += step.z;
	}
}

static int32_t share_Q10(int32_t value, int32_t length)
{
	return length > SHORT ? (value >> 6) * ONE_Q10 / (length >> 6) : value * ONE_Q10 / length;
}

/* How much of this velocity takes away most of what is left, Q10. */
static int32_t wanted(const ClippedForce *clipped, Vec velocity)
{
	const int32_t length = norm3(velocity.x, velocity.y, velocity.z);
	if (length < 16)
		return 0;
	const int32_t sum = mul_shift(clipped->leftF, share_Q10(velocity.x, length), 10)
		+ mul_shift(clipped->leftR, share_Q10(velocity.y, length), 10)
		+ mul_shift(clipped->leftU, share_Q10(velocity.z, length), 10);
	if (length > SMALL)
		return -((int32_t) ((uint32_t) sum << 4) / (length >> 6));
	return -(clamp(sum, -ALONG_MOST, ALONG_MOST) * ONE_Q10 / length);
}

static void solve_alike(ClippedForce *clipped)
{
	Vec all = { 0, 0, 0 };
	for (int end = 0; end < ENDS; end++)
		all = plus(all, sum_of(clipped, end));
	const int32_t amount = clamp(wanted(clipped, all), 0, AMOUNT_MOST);
	for (int end = 0; end < ENDS; end++)
		clipped->amount[end] = amount;
	clipped->amount[SWING] = ONE_Q10;
	leave(clipped, mul_shift3(all, amount));
}

static void solve(ClippedForce *clipped, int end)
{
	const Vec velocity = sum_of(clipped, end);
	const int32_t before = clipped->amount[end], amount = clamp(before + wanted(clipped, velocity), 0, AMOUNT_MOST);
	clipped->amount[end] = amount;
	leave(clipped, mul_shift3(velocity, amount - before));
}

static void add_speed(int16_t *speed, int32_t from, int32_t to, int32_t velocity)
{
	for (int32_t i = from; i < to; i++)
		speed[i] = clamp(speed[i] + (velocity >> SPEED_SHIFT), SPEED_LEAST, SPEED_MOST);
}

static int32_t farther(int32_t way, int32_t velocity, int32_t frames)
{
	return (uint32_t) way + mul_shift(velocity, frames, 4);
}

/* Velocity that is put back at a frame goes on to the end. */
static void add(const ClippedForce *clipped, InertialTrack *track, int32_t frames)
{
	Vec sum = { 0, 0, 0 };
	for (int32_t n = 0; n < clipped->entries; n++) {
		const Vec velocity = mul_shift3(along(clipped, n), clipped->excess[n]);
		sum = plus(sum, mul_shift3(velocity, clipped->amount[clipped->end[n]]));
		const int32_t at = clipped->frame[n], to = n + 1 < clipped->entries ? clipped->frame[n + 1] : frames + 1;
		add_speed(track->forwardSpeed, (at + 1) >> 1, (to + 1) >> 1, sum.x);
		add_speed(track->rightSpeed, (at + 1) >> 1, (to + 1) >> 1, sum.y);
		add_speed(track->upSpeed, (at + 1) >> 1, (to + 1) >> 1, sum.z);
		track->forwardWay = farther(track->forwardWay, sum.x, to - at);
		track->rightWay = farther(track->rightWay, sum.y, to - at);
		track->upWay = farther(track->upWay, sum.z, to - at);
	}
	track->forwardV += sum.x;
	track->rightV += sum.y;
	track->upV += sum.z;
}

void clipped_force_restore(ClippedForce *clipped, InertialTrack *track, FrameRing *ring, int32_t from, int32_t frames)
{
	if (clipped->entries == 0)
		return;
	clipped->leftF = track->forwardV;
	clipped->leftR = track->rightV;
	clipped->leftU = track->upV;
	memset(clipped->sumF, 0, sizeof(clipped->sumF));
	memset(clipped->sumR, 0, sizeof(clipped->sumR));
	memset(clipped->sumU, 0, sizeof(clipped->sumU));
	for (int32_t n = 0; n < clipped->entries; n++)
		weigh(clipped, ring, from, n);
	solve_alike(clipped);
	for (int round = 0; round < ROUNDS; round++)
		for (int end = 0; end < ENDS; end++)
			solve(clipped, end);
	add(clipped, track, frames);
	clipped->restored = clipped->entries;
}
