/* FIFO words of the LSM6DSO into the ring: the usual order by a short way, all else word by word (lsm6dso-fifo.ts, ring.ts). */
#include "hand.h"

enum { WORD = 7, PAIR = 2 * WORD, FRACTION = 0xffff };
enum { GYROSCOPE = 1, ACCELEROMETER = 2, BOTH = 3, TAG_TIMESTAMP = 4 };
enum { NONE_HELD, HELD, DUE };
enum { INVALID_FROM = 0x7ffd, COUNT_SLOTS = 4 };

/* A gyroscope word's tag by TAG_CNT, parity included; those of a slot's other words are so much more. */
static const uint8_t gyro_tags[] = { 0x09, 0x0a, 0x0c, 0x0f };
enum { TO_ACCEL = (ACCELEROMETER - GYROSCOPE) << 3, TO_STAMP = (TAG_TIMESTAMP - GYROSCOPE) << 3 };

INLINE uint32_t u32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t) p[3] << 24;
}

INLINE int16_t i16(const uint8_t *p)
{
	return p[0] | p[1] << 8;
}

/* ---- the ring ---- */

static int32_t saturated(int32_t count, int32_t more)
{
	return count + more > COUNTER_MASK ? COUNTER_MASK : count + more;
}

/* `frames` were written behind the newest. */
static void wrote(FrameRing *ring, int32_t frames)
{
	ring->head = (ring->head + frames) & COUNTER_MASK;
	const int32_t over = ((ring->head - ring->tail) & COUNTER_MASK) - RING_FRAMES;
	if (over > 0) {
		ring->tail = (ring->tail + over) & COUNTER_MASK;
		ring->overwritten = saturated(ring->overwritten, over);
	}
}

static void push(FrameRing *ring, Frame frame, int32_t time_us)
{
	*frame_at(ring, ring->head) = frame;
	ring->time_us[ring->head & RING_MASK] = time_us;
	wrote(ring, 1);
}

/* ---- time ---- */

typedef struct {
	uint32_t us, fraction_q16;
} Time;

INLINE void next_slot(Time *time, uint32_t slot_q16)
{
	time->fraction_q16 += slot_q16;
	time->us += time->fraction_q16 >> 16;
	time->fraction_q16 &= FRACTION;
}

/* By whole ticks. */
static void move_time(Lsm6dsoFifo *fifo, int32_t ticks)
{
	const int64_t moved = (int64_t) ticks * fifo->tick_q16 + fifo->fraction_q16;
	fifo->stamp = (uint32_t) fifo->stamp + ticks;
	fifo->time_us = (uint32_t) fifo->time_us + (uint32_t) (moved >> 16);
	fifo->fraction_q16 = moved & FRACTION;
}

/* Is the timestamp that of the slot `slots` after the present one, to a tick? */
static bool is_expected(const Lsm6dsoFifo *fifo, const uint8_t *word, int32_t slots)
{
	const uint32_t late = u32(word + 1) - fifo->stamp - slots * fifo->slotTicks;
	return late + 1 <= 2;
}

/* ---- the short way ---- */

/* What stands in the present slot while words are taken as they are expected. */
typedef struct {
	const uint8_t *word;
	Time time;
	/* TAG_CNT of the slot whose words come next; whether it was entered by its timestamp. */
	uint32_t count;
	bool fresh, was_fresh;
	int32_t frames;
} Regular;

static Regular regular(const Lsm6dsoFifo *fifo, const uint8_t *word)
{
	const bool fresh = fifo->has == 0;
	return (Regular) { word, { fifo->time_us, fifo->fraction_q16 }, (fifo->count + !fresh) & 3, fresh, fresh, 0 };
}

static const uint8_t *took(Lsm6dsoFifo *fifo, const Regular *r, FrameRing *ring)
{
	fifo->count = (r->count - !r->fresh) & 3;
	fifo->time_us = r->time.us;
	fifo->fraction_q16 = r->time.fraction_q16;
	fifo->stamp = (uint32_t) fifo->stamp + (r->frames + r->fresh - r->was_fresh) * fifo->slotTicks;
	fifo->has = r->fresh ? 0 : fifo->wanted;
	wrote(ring, r->frames);
	return r->word;
}

static bool take_stamp(const Lsm6dsoFifo *fifo, Regular *r, uint32_t slot_q16)
{
	if (r->fresh || r->word[0] != gyro_tags[r->count] + TO_STAMP || !is_expected(fifo, r->word, r->frames + 1 - r->was_fresh))
		return false;
	next_slot(&r->time, slot_q16);
	r->fresh = true;
	r->word += WORD;
	return true;
}

/* Pairs of words into the frames from `slot` on, up to the ring's end. */
static void take_run(Regular *r, const uint8_t *end, uint32_t slot_q16, FrameRing *ring, int32_t slot)
{
	const uint8_t *p = r->word, *room = p + (RING_FRAMES - slot) * PAIR, *const last = (room < end ? room : end) - PAIR;
	Frame *frame = (Frame *) ring->axes + slot;
	int32_t *time_us = ring->time_us + slot;
	Time time = r->time;
	uint32_t count = r->count;
	bool fresh = r->fresh;
	for (; p <= last; p += PAIR, frame++) {
		const int tag = gyro_tags[count];
		if (p[0] != tag || p[WORD] != tag + TO_ACCEL)
			break;
		if (!fresh)
			next_slot(&time, slot_q16);
		fresh = false;
		frame->ax = i16(p + WORD + 1);
		frame->ay = i16(p + WORD + 3);
		frame->az = i16(p + WORD + 5);
		frame->gx = i16(p + 1);
		frame->gy = i16(p + 3);
		frame->gz = i16(p + 5);
		*time_us++ = time.us;
		count = (count + 1) & 3;
	}
	r->frames += (p - r->word) / PAIR;
	r->word = p;
	r->time = time;
	r->count = count;
	r->fresh = fresh;
}

static const uint8_t *take_pairs(Lsm6dsoFifo *fifo, const uint8_t *word, const uint8_t *end, FrameRing *ring)
{
	const uint32_t slot_q16 = fifo->slot_q16;
	Regular r = regular(fifo, word);
	int32_t slot;
	do {
		slot = (ring->head + r.frames) & RING_MASK;
		take_run(&r, end, slot_q16, ring, slot);
	} while (r.word < end && (take_stamp(fifo, &r, slot_q16) || (slot && !((ring->head + r.frames) & RING_MASK))));
	return took(fifo, &r, ring);
}

/* ---- word by word ---- */

static void drop(Lsm6dsoFifo *fifo, int32_t words)
{
	fifo->dropped = saturated(fifo->dropped, words);
}

static void drop_half(Lsm6dsoFifo *fifo)
{
	if (!fifo->settling && fifo->has && fifo->has != fifo->wanted)
		drop(fifo, 1);
	fifo->has = 0;
}

static void leave_slots(Lsm6dsoFifo *fifo, int32_t slots)
{
	drop_half(fifo);
	if (fifo->pair == HELD && slots == 1) {
		fifo->pair = DUE;
	} else if (fifo->pair != NONE_HELD) {
		drop(fifo, 2);
		fifo->pair = NONE_HELD;
	}
	Time time = { fifo->time_us, fifo->fraction_q16 };
	for (int32_t i = 0; i < slots; i++)
		next_slot(&time, fifo->slot_q16);
	fifo->time_us = time.us;
	fifo->fraction_q16 = time.fraction_q16;
	fifo->stamp = (uint32_t) fifo->stamp + slots * fifo->slotTicks;
	fifo->hold = fifo->hold > slots ? fifo->hold - slots : 0;
}

static void take_timestamp(Lsm6dsoFifo *fifo, uint32_t stamp)
{
	const int32_t late = stamp - fifo->stamp, half = fifo->slotTicks >> 1;
	if (late >= half) {
		if (!fifo->hold) {
			drop_half(fifo);
			if (fifo->pair != NONE_HELD)
				drop(fifo, 2);
			fifo->pair = NONE_HELD;
		}
		move_time(fifo, late);
	} else if (late <= -half) {
		fifo->stamp = stamp;
		if (!fifo->hold)
			drop(fifo, 1);
	} else if (late > 1 || late < -1) {
		move_time(fifo, late > 1 ? 1 : -1);
	}
	if (fifo->hold)
		fifo->has = fifo->hold = 0;
}

/* A sensor's word in the present slot; false when its filter has not settled. */
static bool admit(Lsm6dsoFifo *fifo, int32_t sensor, int16_t x)
{
	if (fifo->settling & sensor) {
		if (x >= INVALID_FROM)
			return false;
		fifo->settling &= ~sensor;
	}
	if (fifo->has & sensor)
		leave_slots(fifo, COUNT_SLOTS);
	fifo->has |= sensor;
	return true;
}

/* Full scale stays full scale. */
static int16_t mean(int32_t a, int32_t b)
{
	if (a == INT16_MAX || b == INT16_MAX)
		return INT16_MAX;
	if (a == INT16_MIN || b == INT16_MIN)
		return INT16_MIN;
	return (a + b) >> 1;
}

static void finish_frame(Lsm6dsoFifo *fifo, FrameRing *ring)
{
	if (!fifo->averages) {
		push(ring, (Frame) { fifo->ax, fifo->ay, fifo->az, fifo->gx, fifo->gy, fifo->gz }, fifo->time_us);
	} else if (fifo->pair == DUE) {
		const Frame both = { mean(fifo->pax, fifo->ax), mean(fifo->pay, fifo->ay), mean(fifo->paz, fifo->az),
			mean(fifo->pgx, fifo->gx), mean(fifo->pgy, fifo->gy), mean(fifo->pgz, fifo->gz) };
		push(ring, both, (uint32_t) fifo->time_us - fifo->halfSlot_us);
		fifo->pair = NONE_HELD;
	} else {
		fifo->pax = fifo->ax;
		fifo->pay = fifo->ay;
		fifo->paz = fifo->az;
		fifo->pgx = fifo->gx;
		fifo->pgy = fifo->gy;
		fifo->pgz = fifo->gz;
		fifo->pair = HELD;
	}
}

static void take_word(Lsm6dsoFifo *fifo, const uint8_t *word, FrameRing *ring)
{
	const int tag = word[0], sensor = tag >> 3, count = tag >> 1 & 3;
	int ones = tag ^ tag >> 4;
	ones ^= ones >> 2;
	ones ^= ones >> 1;
	if (ones & 1) {
		drop(fifo, 1);
		return;
	}
	if (count != fifo->count) {
		if (fifo->count >= 0)
			leave_slots(fifo, (count - fifo->count) & 3);
		fifo->count = count;
	}
	if (sensor == TAG_TIMESTAMP) {
		take_timestamp(fifo, u32(word + 1));
		return;
	}
	if (sensor != ACCELEROMETER && (sensor != GYROSCOPE || !(fifo->wanted & GYROSCOPE))) {
		drop(fifo, 1);
		return;
	}
	const int16_t x = i16(word + 1), y = i16(word + 3), z = i16(word + 5);
	if (!admit(fifo, sensor, x))
		return;
	if (sensor == GYROSCOPE) {
		fifo->gx = x;
		fifo->gy = y;
		fifo->gz = z;
	} else {
		fifo->ax = x;
		fifo->ay = y;
		fifo->az = z;
	}
	if (fifo->has == fifo->wanted && !fifo->hold)
		finish_frame(fifo, ring);
}

static bool is_regular(const Lsm6dsoFifo *fifo)
{
	return fifo->wanted == BOTH && !fifo->hold && !fifo->settling && fifo->count >= 0 && !fifo->averages
		&& (fifo->has == BOTH || fifo->has == 0);
}

int32_t lsm6dso_fifo_decode(Lsm6dsoFifo *fifo, uint8_t *bytes, int32_t words, FrameRing *ring)
{
	const uint8_t *const end = bytes + words * WORD;
	const int32_t head = ring->head;
	for (const uint8_t *word = bytes; word < end; word += WORD) {
		if (is_regular(fifo)) {
			word = take_pairs(fifo, word, end, ring);
			if (word == end)
				break;
		}
		take_word(fifo, word, ring);
	}
	return (ring->head - head) & COUNTER_MASK;
}
