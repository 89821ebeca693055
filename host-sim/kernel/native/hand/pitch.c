/* The rotation about the medio-lateral axis over one stride: smoothed rate, lobes, extremes and angles (pitch.ts). */
#include "hand.h"

enum { BOX_HALF_MOST = 2, MOST_LOBES = 12, AXIS_APART = 160 };

static int32_t bias_about(const MedioLateralAxis *axis, const Strapdown *way)
{
	return (way->biasX * axis->x + way->biasY * axis->y + way->biasZ * axis->z) >> 18;
}

/* Was the stride followed before with the same, and not as far? */
static bool goes_on(const PitchTrack *track, int32_t from, int32_t frames, const MedioLateralAxis *axis, const Strapdown *way)
{
	const int32_t apart = magnitude(track->x - axis->x) + magnitude(track->y - axis->y) + magnitude(track->z - axis->z);
	return from == track->begun && frames > track->frames && track->bias == bias_about(axis, way) && apart <= AXIS_APART;
}

static void begin(PitchTrack *track, int32_t from, const MedioLateralAxis *axis, const Strapdown *way)
{
	track->begun = from;
	track->x = axis->x;
	track->y = axis->y;
	track->z = axis->z;
	track->bias = bias_about(axis, way);
	track->raw1 = track->raw2 = track->raw3 = track->raw4 = track->boxSum = 0;
	track->sumX = track->sumY = track->sumZ = track->net = 0;
	track->openFrom = -1;
	track->openAngle = track->below = track->lobes = 0;
	track->largest = track->largestEnd = track->deepest = track->deepestEnd = 0;
	track->mostX = track->mostY = track->mostZ = 0;
	track->leastX = track->leastY = track->leastZ = 0;
}

static void end_lobe(PitchTrack *track, int32_t from, int32_t to, int32_t angle)
{
	if (angle > track->largest) {
		track->largest = angle;
		track->largestEnd = to;
	}
	if (angle < track->lobe || track->lobes >= MOST_LOBES)
		return;
	track->lobeFrom[track->lobes] = from;
	track->lobeTo[track->lobes] = to;
	track->lobeAngle[track->lobes++] = angle;
}

typedef struct {
	int32_t sum, most, least;
} Axis;

INLINE void read(Axis *axis, int32_t rate)
{
	axis->sum += rate;
	if (rate > axis->most)
		axis->most = rate;
	else if (rate < axis->least)
		axis->least = rate;
}

/* Rates from `next` on; those before the first frame only fill the box. */
static void project(PitchTrack *track, FrameRing *ring, int32_t from, int32_t next)
{
	const int32_t reciprocal = track->reciprocalQ14, bias = track->bias, frames = track->frames;
	const int32_t ahead = from + track->half;
	const bool narrow = track->half < BOX_HALF_MOST;
	const Vec about = { track->x, track->y, track->z };
	int32_t raw1 = track->raw1, raw2 = track->raw2, raw3 = track->raw3, raw4 = track->raw4, sum = track->boxSum;
	Axis x = { track->sumX, track->mostX, track->leastX }, y = { track->sumY, track->mostY, track->leastY };
	Axis z = { track->sumZ, track->mostZ, track->leastZ };
	int32_t net = track->net, below = track->below, open = track->openFrom, angle = track->openAngle;
	for (int32_t i = next; i <= frames; i++) {
		const Frame *frame = frame_at(ring, ahead + i);
		const Vec turn = { frame->gx, frame->gy, frame->gz };
		read(&x, turn.x);
		read(&y, turn.y);
		read(&z, turn.z);
		const int32_t raw = dot(turn, about) >> 14;
		sum += raw;
		const int32_t rate = (sum * reciprocal >> 14) - bias;
		sum -= narrow ? raw2 : raw4;
		raw4 = raw3;
		raw3 = raw2;
		raw2 = raw1;
		raw1 = raw;
		if (i < 0)
			continue;
		track->rate[i] = rate;
		net += rate;
		if (rate > 0) {
			below = 0;
			if (open < 0) {
				open = i;
				angle = 0;
			}
			angle += rate;
			continue;
		}
		below = rate < 0 ? below + rate : 0;
		if (below < track->deepest) {
			track->deepest = below;
			track->deepestEnd = i;
		}
		if (open >= 0)
			end_lobe(track, open, i, angle);
		open = -1;
	}
	track->raw1 = raw1;
	track->raw2 = raw2;
	track->raw3 = raw3;
	track->raw4 = raw4;
	track->boxSum = sum;
	track->sumX = x.sum;
	track->sumY = y.sum;
	track->sumZ = z.sum;
	track->mostX = x.most;
	track->mostY = y.most;
	track->mostZ = z.most;
	track->leastX = x.least;
	track->leastY = y.least;
	track->leastZ = z.least;
	track->net = net;
	track->below = below;
	track->openFrom = open;
	track->openAngle = angle;
}

/* The angle about up, without the frames beside the stride. */
static int32_t turned_about(const PitchTrack *track, FrameRing *ring, int32_t from, const Strapdown *way)
{
	Vec sum = { track->sumX, track->sumY, track->sumZ };
	for (int32_t i = 1; i <= track->half; i++) {
		const Frame *before = frame_at(ring, from - i), *after = frame_at(ring, from + track->frames + i);
		sum = minus(sum, (Vec) { before->gx + after->gx, before->gy + after->gy, before->gz + after->gz });
	}
	return mul_shift(sum.x, way->upX, 15) + mul_shift(sum.y, way->upY, 15) + mul_shift(sum.z, way->upZ, 15);
}

/* The largest lobe and those comparable to it; one swing of those parted by a short dip. */
static void keep_swings(PitchTrack *track)
{
	const int32_t half = track->largest >> 1, least = half > track->swing ? half : track->swing;
	int32_t kept = 0;
	for (int32_t i = 0; i < track->lobes; i++) {
		const int32_t angle = track->lobeAngle[i], from = track->lobeFrom[i];
		if (angle != track->largest && angle <= least)
			continue;
		if (kept == 0 || from - track->to[kept - 1] >= track->dip)
			track->from[kept++] = from;
		track->to[kept - 1] = track->lobeTo[i];
	}
	track->swings = kept;
}

/* `most` frames of it; true when that is all. */
bool pitch_track_follow(PitchTrack *track, FrameRing *ring, int32_t from, int32_t to, MedioLateralAxis *axis, Strapdown *way,
	int32_t most)
{
	const int32_t frames = (to - from) & COUNTER_MASK;
	int32_t next = track->frames + 1, reach = track->frames + most;
	if (goes_on(track, from, frames, axis, way)) {
		track->lobes = track->endedLobes;
		track->largest = track->endedLargest;
		track->largestEnd = track->endedLargestEnd;
	} else {
		next = -2 * track->half;
		reach = most;
		begin(track, from, axis, way);
	}
	track->frames = reach < frames ? reach : frames;
	project(track, ring, from, next);
	track->endedLobes = track->lobes;
	track->endedLargest = track->largest;
	track->endedLargestEnd = track->largestEnd;
	if (track->openFrom >= 0)
		end_lobe(track, track->openFrom, track->frames, track->openAngle);
	keep_swings(track);
	track->turned = turned_about(track, ring, from, way);
	const int32_t upright = (track->x * way->upX + track->y * way->upY + track->z * way->upZ) >> 15;
	track->raised = track->net - mul_shift(track->turned, upright, 14);
	return track->frames == frames;
}
