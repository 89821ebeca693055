/* Knocks on a shoe that stands (taps.ts), and the length of gravity there (rest.ts). */
#include "hand.h"

enum { TAPS = 5, RINGING_us = 60000, BEFORE_us = 500000, GAP_LEAST_us = 120000, GAP_MOST_us = 700000, END_us = 1000000 };
enum { REST_SHIFT = 7, REST_FRAMES = 1 << REST_SHIFT };

INLINE int32_t since(int32_t time_us, int32_t before_us)
{
	return (uint32_t) time_us - before_us;
}

static void disturbed(TapDetector *taps, int32_t time_us)
{
	taps->taps = 0;
	taps->quietSince_us = time_us;
}

INLINE bool within(Vec a, int32_t most)
{
	return a.x <= most && a.x >= -most && a.y <= most && a.y >= -most && a.z <= most && a.z >= -most;
}

static void jolted(TapDetector *taps, const Frame *frame, int32_t jolt, int32_t time_us)
{
	const int32_t since_us = since(time_us, taps->last_us), quiet_us = since(time_us, taps->quietSince_us);
	const bool turns = !within((Vec) { frame->gx, frame->gy, frame->gz }, taps->turn);
	if (!turns && taps->taps > 0 && since_us < RINGING_us)
		return;
	const bool first = taps->taps == 0 || since_us > GAP_MOST_us;
	const bool apart = first ? quiet_us >= BEFORE_us : since_us >= GAP_LEAST_us && taps->taps < TAPS;
	if (turns || jolt < taps->knock || !apart) {
		disturbed(taps, time_us);
		return;
	}
	taps->taps = first ? 1 : taps->taps + 1;
	taps->last_us = taps->quietSince_us = time_us;
}

bool tap_detector_take(TapDetector *taps, FrameRing *ring, int32_t frames)
{
	const int32_t newest_us = ring->time_us[(ring->head - 1) & RING_MASK];
	const int32_t quiet = taps->quiet;
	int32_t counter = ring->head - (frames < RING_FRAMES ? frames : RING_FRAMES);
	Vec before = { taps->x, taps->y, taps->z };
	if (!taps->primed) {
		const Frame *first = frame_at(ring, counter++);
		before = (Vec) { first->ax, first->ay, first->az };
		taps->primed = true;
		disturbed(taps, newest_us);
	}
	for (; counter != ring->head; counter++) {
		const Frame *frame = frame_at(ring, counter);
		const Vec now = { frame->ax, frame->ay, frame->az }, step = minus(now, before);
		const int32_t jolt = magnitude(step.x) + magnitude(step.y) + magnitude(step.z);
		before = now;
		if (jolt > quiet)
			jolted(taps, frame, jolt, ring->time_us[counter & RING_MASK]);
	}
	taps->x = before.x;
	taps->y = before.y;
	taps->z = before.z;
	const int32_t quiet_us = since(newest_us, taps->quietSince_us);
	if (quiet_us >= 0 && quiet_us < END_us)
		return false;
	const bool complete = taps->taps == TAPS;
	disturbed(taps, since(newest_us, END_us));
	return complete;
}

int32_t rest_gravity_take(RestGravity *rest, FrameRing *ring, int32_t frames)
{
	for (int32_t counter = ring->head - frames; counter != ring->head; counter++) {
		const Frame *frame = frame_at(ring, counter);
		const Vec now = { frame->ax, frame->ay, frame->az }, first = { rest->x, rest->y, rest->z };
		if (!within((Vec) { frame->gx, frame->gy, frame->gz }, rest->gyroTolerance)) {
			rest->frames = 0;
		} else if (rest->frames == 0 || !within(minus(now, first), rest->accelTolerance)) {
			rest->x = rest->sumX = now.x;
			rest->y = rest->sumY = now.y;
			rest->z = rest->sumZ = now.z;
			rest->frames = 1;
		} else {
			rest->sumX += now.x;
			rest->sumY += now.y;
			rest->sumZ += now.z;
			if (++rest->frames == REST_FRAMES)
				return norm3(rest->sumX >> REST_SHIFT, rest->sumY >> REST_SHIFT, rest->sumZ >> REST_SHIFT);
		}
	}
	return -1;
}
