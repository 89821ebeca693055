/* What a standing foot tells: the mean force, the zero of the gyroscope and the length of gravity (standing.ts). */
#include "hand.h"

enum { BIAS_FRAMES = 256, BIAS_MARGIN = 20, GRAVITY_SHIFT = 6, GRAVITY_FRAMES = 1 << GRAVITY_SHIFT, GRAVITY_RESTS = 4 };
enum { SCALE_MOST_Q8 = 23 };

void standing_foot_mean_force(StandingFoot *foot, FrameRing *ring, int32_t middle)
{
	const int32_t half = foot->levelHalf, n = 2 * half + 1;
	Vec sum = { 0, 0, 0 };
	if ((middle & COUNTER_MASK) == foot->forceAt)
		return;
	foot->forceAt = middle & COUNTER_MASK;
	for (int32_t i = -half; i <= half; i++) {
		const Frame *frame = frame_at(ring, middle + i);
		sum = plus(sum, (Vec) { frame->ax, frame->ay, frame->az });
	}
	foot->forceX = sum.x / n;
	foot->forceY = sum.y / n;
	foot->forceZ = sum.z / n;
}

typedef struct {
	int32_t sum, least, greatest;
} Spread;

/* Of one value of the frames: 0 to 2 for force, 3 to 5 for rotation. */
static Spread spread_of(FrameRing *ring, int32_t first, int32_t frames, int value)
{
	Spread spread = { 0, INT16_MAX, INT16_MIN };
	for (int32_t i = 1; i <= frames; i++) {
		const int32_t read = (&frame_at(ring, first + i)->ax)[value];
		spread.sum += read;
		if (read < spread.least)
			spread.least = read;
		if (read > spread.greatest)
			spread.greatest = read;
	}
	return spread;
}

static void learn_bias(StandingFoot *foot, FrameRing *ring, int32_t first, Strapdown *way)
{
	for (int axis = 0; axis < 3; axis++) {
		const Spread turn = spread_of(ring, first, BIAS_FRAMES, axis + 3);
		if (turn.greatest - turn.least > foot->spreadMost)
			return;
		foot->bias[axis] = turn.sum * 16 / BIAS_FRAMES;
	}
	way->biasX = foot->bias[0];
	way->biasY = foot->bias[1];
	way->biasZ = foot->bias[2];
}

static void learn_gravity(StandingFoot *foot, FrameRing *ring, int32_t first)
{
	int32_t widest = 0;
	for (int axis = 0; axis < 3; axis++) {
		const Spread force = spread_of(ring, first, GRAVITY_FRAMES, axis);
		foot->force[axis] = force.sum;
		if (force.greatest - force.least > widest)
			widest = force.greatest - force.least;
	}
	for (int axis = 3; axis < 6; axis++) {
		const Spread turn = spread_of(ring, first, GRAVITY_FRAMES, axis);
		if (turn.greatest > foot->turnMost || turn.least < -foot->turnMost)
			return;
	}
	if (widest == 0 || widest > foot->forceSpreadMost)
		return;
	const int32_t gravity = norm3(foot->force[0], foot->force[1], foot->force[2]) >> (GRAVITY_SHIFT - 4);
	if (magnitude(gravity - foot->oneG16) > foot->oneG16 * SCALE_MOST_Q8 >> 8)
		return;
	if (foot->rests < GRAVITY_RESTS)
		foot->rests++;
	foot->gravity16 += (gravity - foot->gravity16) / foot->rests;
}

void standing_foot_learn_scale(StandingFoot *foot, FrameRing *ring, int32_t end, int32_t rested)
{
	if (rested >= GRAVITY_FRAMES + BIAS_MARGIN)
		learn_gravity(foot, ring, end - BIAS_MARGIN - GRAVITY_FRAMES);
}

void standing_foot_learn_zero(StandingFoot *foot, FrameRing *ring, int32_t end, int32_t rested, Strapdown *way)
{
	if (rested >= BIAS_FRAMES + BIAS_MARGIN)
		learn_bias(foot, ring, end - BIAS_MARGIN - BIAS_FRAMES, way);
}
