/* Missing frames, as their times tell (gap.ts). */
#include "hand.h"

enum { GAP_us = 100000, TOGETHER = 8 };

void gap_find(Gap *gap, FrameRing *ring, int32_t start, int32_t frames)
{
	uint32_t before = ring->time_us[start & RING_MASK];
	gap->found = false;
	gap->length_us = 0;
	for (int32_t i = 0, next; i < frames; i = next) {
		next = i + TOGETHER < frames ? i + TOGETHER : frames;
		uint32_t time = ring->time_us[(start + next) & RING_MASK];
		if ((int32_t) (time - before) > GAP_us) {
			next = i + 1;
			time = ring->time_us[(start + next) & RING_MASK];
			const int32_t apart = time - before;
			if (apart > GAP_us) {
				gap->found = true;
				gap->at = i;
				gap->length_us = apart;
			}
		}
		before = time;
	}
}
