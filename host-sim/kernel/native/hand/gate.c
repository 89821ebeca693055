/* Is the foot moving, and where are the moments of least motion (gate.ts); with the moments of the rotation rate (alignment.ts). */
#include "hand.h"

enum { EVENT_NONE, EVENT_START, EVENT_VALLEY, EVENT_REST, EVENT_STILL, EVENT_LOST };
enum { REST, MOVING, VALLEY };
enum { ENTER_Q8 = 77, LEAVE_Q8 = 333, AXIS_EVERY = 4, MEMORY = RING_FRAMES - 60, NEVER = -1 };
enum { MOMENT_SHIFT = 6, MOMENT_HALF = 1 << (MOMENT_SHIFT - 1), MOMENT_LIMIT = 1 << 22 };

INLINE int32_t counter(int32_t frame)
{
	return frame & COUNTER_MASK;
}

static int32_t enter_level(const MotionGate *gate)
{
	const int32_t level = gate->highest * ENTER_Q8 >> 8;
	return level > gate->restSum ? level : gate->restSum;
}

static void move(MotionGate *gate, int32_t highest)
{
	gate->state = MOVING;
	gate->highest = gate->high = highest;
	gate->low = enter_level(gate);
	gate->due = gate->lostAt;
}

static void tell(MotionGate *gate)
{
	gate->valleyRate = gate->lowest / gate->window;
	gate->peakRate = gate->highest / gate->window;
}

static int judge_valley(MotionGate *gate, int32_t f, int32_t sum)
{
	if (sum < gate->lowest) {
		gate->lowest = sum;
		gate->valleyAt = counter(f - gate->half);
	}
	if (sum < gate->restSum) {
		if (gate->resting && f == gate->due) {
			tell(gate);
			gate->state = REST;
			gate->low = -1;
			gate->high = gate->leaveRestSum;
			gate->due = counter(gate->restAt + gate->stillFrames);
			return EVENT_REST;
		}
		if (!gate->resting) {
			gate->resting = true;
			gate->restAt = f;
			gate->due = counter(f + gate->restFrames);
		}
		gate->low = gate->lowest;
		gate->high = gate->restSum - 1;
		return EVENT_NONE;
	}
	gate->resting = false;
	int32_t leave = enter_level(gate) * LEAVE_Q8 >> 8;
	if (gate->lowest < gate->restSum && leave > gate->stirSum)
		leave = gate->stirSum;
	gate->low = gate->lowest > gate->restSum ? gate->lowest : gate->restSum;
	gate->high = leave > gate->lowest * 2 ? leave : gate->lowest * 2;
	if (sum > gate->high) {
		tell(gate);
		move(gate, gate->highest);
		return EVENT_VALLEY;
	}
	const bool lost = f == gate->lostAt;
	gate->due = lost ? NEVER : gate->lostAt;
	return lost ? EVENT_LOST : EVENT_NONE;
}

static int judge_moving(MotionGate *gate, int32_t f, int32_t sum)
{
	if (sum >= gate->low) {
		gate->due = NEVER;
		return EVENT_LOST;
	}
	gate->state = VALLEY;
	gate->resting = false;
	gate->lowest = sum;
	gate->valleyAt = counter(f - gate->half);
	return judge_valley(gate, f, sum);
}

static int judge_rest(MotionGate *gate, int32_t f, int32_t sum)
{
	if (sum <= gate->high) {
		gate->due = NEVER;
		return EVENT_STILL;
	}
	const int32_t middle = counter(f - gate->half), quiet = counter(gate->quietAt - gate->half);
	const int32_t rested = counter(f - gate->restAt);
	gate->start = counter(middle - quiet) > gate->quietAge ? counter(middle - gate->quietLead) : quiet;
	gate->restedFrames = rested < RING_FRAMES ? rested : RING_FRAMES;
	gate->lostAt = counter(gate->start + MEMORY);
	move(gate, sum);
	return EVENT_START;
}

static void add_moments(MedioLateralAxis *axis, const Frame *frame)
{
	const int32_t x = (frame->gx + MOMENT_HALF) >> MOMENT_SHIFT, y = (frame->gy + MOMENT_HALF) >> MOMENT_SHIFT;
	const int32_t z = (frame->gz + MOMENT_HALF) >> MOMENT_SHIFT;
	axis->xx += x * x;
	axis->yy += y * y;
	axis->zz += z * z;
	axis->xy += x * y;
	axis->xz += x * z;
	axis->yz += y * z;
	if (axis->xx + axis->yy + axis->zz > MOMENT_LIMIT) {
		axis->xx >>= 1;
		axis->yy >>= 1;
		axis->zz >>= 1;
		axis->xy >>= 1;
		axis->xz >>= 1;
		axis->yz >>= 1;
	}
}

/* The rate of rotation, -3 to +13 %, without a root. */
INLINE int32_t rate_of(const Frame *frame)
{
	const int32_t x = magnitude(frame->gx), y = magnitude(frame->gy), z = magnitude(frame->gz);
	int32_t most = x > y ? x : y;
	if (z > most)
		most = z;
	return (5 * most + 3 * (x + y + z)) >> 3;
}

/* Frames up to the ring's end, what is due, and the newest. */
static int32_t frames_in_a_row(const MotionGate *gate, int32_t f, int32_t end)
{
	int32_t frames = counter(end - f);
	if (gate->due != NEVER && counter(gate->due - f) < frames)
		frames = counter(gate->due - f) + 1;
	const int32_t room = RING_FRAMES - (f & RING_MASK);
	return frames < room ? frames : room;
}

int32_t motion_gate_scan(MotionGate *gate, FrameRing *ring, MedioLateralAxis *axis)
{
	const int32_t end = ring->head, window = gate->window, quiet = gate->quietSum, turning = gate->turning;
	int32_t f = ring->tail, event = EVENT_NONE, slot = gate->slot, sum = gate->sum;
	if (f != gate->expected) {
		gate->lostAt = NEVER;
		move(gate, sum);
		event = EVENT_LOST;
	}
	while (f != end && event == EVENT_NONE) {
		const bool moving = gate->state == MOVING;
		/* A sum between these is nothing new. */
		int32_t high = gate->high, low = moving || gate->low > quiet ? gate->low : quiet;
		const Frame *frame = frame_at(ring, f), *const stop = frame + frames_in_a_row(gate, f, end);
		bool asks = false;
		for (; frame < stop; frame++, f++) {
			const int32_t rate = rate_of(frame);
			slot = slot ? slot - 1 : window - 1;
			sum += rate - gate->history[slot];
			gate->history[slot] = rate;
			if ((f & (AXIS_EVERY - 1)) == 0 && rate > turning)
				add_moments(axis, frame);
			if (sum >= low && sum <= high)
				continue;
			if (moving && sum > high) {
				high = sum;
				low = sum * ENTER_Q8 >> 8;
				if (low < gate->restSum)
					low = gate->restSum;
				continue;
			}
			if (sum < quiet)
				gate->quietAt = f;
			asks = moving || sum < gate->low || sum > gate->high;
			if (asks)
				break;
		}
		if (moving) {
			gate->highest = gate->high = high;
			gate->low = low;
		}
		const int32_t last = asks ? f : f - 1;
		f = counter(last + 1);
		if (!asks && counter(last) != gate->due)
			continue;
		event = gate->state == MOVING ? judge_moving(gate, counter(last), sum)
			: gate->state == VALLEY	  ? judge_valley(gate, counter(last), sum)
						  : judge_rest(gate, counter(last), sum);
	}
	ring->tail = gate->expected = f;
	gate->slot = slot;
	gate->sum = sum;
	return event;
}
