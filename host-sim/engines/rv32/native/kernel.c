/*
 * The physical limit: what the same work per sample costs in C. FIFO words to the ring, the gate's rate of rotation, its
 * sliding mean and the moments of the axis, as in lsm6dso-fifo.ts, gate.ts and alignment.ts, written by hand.
 */
#include "footfall.h"

enum { WORD = 7, WORDS = 64, RING = 512, WINDOW = 12, BLOCKS = 200, FRAMES_PER_STAMP = 8 };
enum { TURNING = 857, QUIET = 2057, LEAVE = 5570 };

static int16_t axes[RING * 6];
static int32_t times[RING];
static uint32_t head, dropped, quietAt, events;
static int32_t stamp, time_us = 0, fraction_q16, history[WINDOW], slot, sum;
static int32_t xx, yy, zz, xy, xz, yz;
static int16_t gyro[3], accel[3];
static int count = -1, has;

static void frame(void)
{
	int16_t *to = axes + (head & (RING - 1)) * 6;
	for (int i = 0; i < 3; i++) {
		to[i] = accel[i];
		to[i + 3] = gyro[i];
	}
	times[head & (RING - 1)] = time_us;
	head++;
}

__attribute__((noinline))
static void decode(const uint8_t *bytes, int words)
{
	for (const uint8_t *p = bytes; p < bytes + words * WORD; p += WORD) {
		int tag = p[0], ones = tag ^ tag >> 4;
		ones ^= ones >> 2;
		ones ^= ones >> 1;
		if (ones & 1) {
			dropped++;
			continue;
		}
		int now = tag >> 1 & 3;
		if (now != count) {
			int32_t next = fraction_q16 + 192 * (25 << 16);
			time_us += next >> 16;
			fraction_q16 = next & 0xffff;
			stamp += 192;
			has = 0;
			count = now;
		}
		if (tag >> 3 == 4) {
			int32_t late = (int32_t) (p[1] | p[2] << 8 | p[3] << 16 | (uint32_t) p[4] << 24) - stamp;
			if (late > 1 || late < -1)
				stamp += late;
			continue;
		}
		int16_t *to = tag >> 3 == 1 ? gyro : accel;
		for (int i = 0; i < 3; i++)
			to[i] = p[1 + 2 * i] | p[2 + 2 * i] << 8;
		has |= tag >> 3;
		if (has == 3)
			frame();
	}
}

__attribute__((noinline))
static void scan(uint32_t from)
{
	for (; from != head; from++) {
		const int16_t *g = axes + (from & (RING - 1)) * 6 + 3;
		int32_t x = g[0] < 0 ? -g[0] : g[0], y = g[1] < 0 ? -g[1] : g[1], z = g[2] < 0 ? -g[2] : g[2];
		int32_t most = x > y ? x : y;
		if (z > most)
			most = z;
		int32_t rate = (5 * most + 3 * (x + y + z)) >> 3;
		sum += rate - history[slot];
		history[slot] = rate;
		if (++slot == WINDOW)
			slot = 0;
		if ((from & 3) == 0 && rate > TURNING) {
			x = (g[0] + 32) >> 6;
			y = (g[1] + 32) >> 6;
			z = (g[2] + 32) >> 6;
			xx += x * x;
			yy += y * y;
			zz += z * z;
			xy += x * y;
			xz += x * z;
			yz += y * z;
			if (xx + yy + zz > 1 << 25) {
				xx >>= 1;
				yy >>= 1;
				zz >>= 1;
				xy >>= 1;
				xz >>= 1;
				yz >>= 1;
			}
		}
		if (sum < QUIET)
			quietAt = from;
		if (sum > LEAVE)
			events++;
	}
}

/* A FIFO block as the part fills it, of pseudo-random motion. */
static void fill(uint8_t *bytes)
{
	static uint32_t seed = 12345, ticks;
	static int next, n;
	for (uint8_t *p = bytes; p < bytes + WORDS * WORD; p += WORD) {
		int sensor = next;
		if (next == 0) {
			n++;
			ticks += 192;
			sensor = (n % FRAMES_PER_STAMP) ? 1 : 4;
		}
		next = sensor == 4 ? 1 : sensor == 1 ? 2 : 0;
		int tag = sensor << 3 | (n & 3) << 1;
		p[0] = tag | (__builtin_popcount(tag) & 1);
		for (int i = 1; i < WORD; i++) {
			seed = seed * 1103515245u + 12345u;
			p[i] = i & 1 ? seed >> 16 : (seed >> 20 & 31) - 16;
		}
		if (sensor == 4)
			memcpy(p + 1, &ticks, sizeof(ticks));
	}
}

void benchKernel(void)
{
	static uint8_t bytes[WORDS * WORD];
	uint32_t decoding = 0, scanning = 0;
	for (int block = 0; block < BLOCKS; block++) {
		uint32_t first = head, from;
		fill(bytes);
		from = workDone(NULL);
		decode(bytes, WORDS);
		decoding += workDone(NULL) - from;
		from = workDone(NULL);
		scan(first);
		scanning += workDone(NULL) - from;
	}
	printf("{\"frames\":%u,\"decoding\":%u,\"scanning\":%u,\"events\":%u}\n", (unsigned) head, (unsigned) decoding,
		(unsigned) scanning, (unsigned) (events + dropped + quietAt));
}
