/* The instants of ground contact around a swing, from the pitch rate (contacts.ts). Positions are frames of the stride, Q8. */
#include "hand.h"

enum { CONTACT_SHARE_Q8 = 100 };

/* The frame from `from` to before `to` whose rate is lowest and below `*least`, which it becomes; `none` when there is none. */
static int32_t lowest(const int16_t *rate, int32_t from, int32_t to, int32_t *least, int32_t none)
{
	for (int32_t i = from; i < to; i++)
		if (rate[i] < *least) {
			*least = rate[i];
			none = i;
		}
	return none;
}

/* The first frame from `from` to before `to` at or below `level`; `to` when there is none. */
static int32_t first_below(const int16_t *rate, int32_t from, int32_t to, int32_t level)
{
	while (from < to && rate[from] > level)
		from++;
	return from;
}

/* The push-off: where the pitch rate is lowest before the swing. */
void contact_finder_find_push(ContactFinder *finder, PitchTrack *track, int32_t earliest, int32_t swing)
{
	int32_t least = 0;
	finder->pushFrom = earliest;
	finder->pushAt = lowest(track->rate, earliest, swing, &least, swing);
	finder->pushRate = least;
}

int32_t contact_finder_terminal(ContactFinder *finder, PitchTrack *track, int32_t swing, bool cut, int32_t release)
{
	const int16_t *rate = track->rate;
	const int32_t least = finder->pushRate, half = cut ? least - (least >> 3) : least * release >> 8;
	if (least > -finder->push)
		return swing << 8;
	int32_t at = cut ? first_below(rate, finder->pushFrom, swing, least - (least >> 4)) : finder->pushAt;
	for (; at < swing; at++)
		if (rate[at + 1] > half)
			return (at << 8) + (half - rate[at]) * 256 / (rate[at + 1] - rate[at]);
	return swing << 8;
}

int32_t contact_finder_initial(ContactFinder *finder, PitchTrack *track, int32_t end, int32_t latest)
{
	const int16_t *rate = track->rate;
	int32_t limit = end + finder->landingFrames, least = -finder->landing;
	if (limit > latest)
		limit = latest;
	if (limit > track->frames)
		limit = track->frames;
	const int32_t at = lowest(rate, end, limit, &least, -1);
	finder->slapped = least < -finder->slap;
	if (at < 0) {
		const int32_t over = end > 0 ? rate[end - 1] : 0, under = rate[end];
		return over > 0 && under < 0 ? ((end - 1) << 8) + (over << 8) / (over - under) : end << 8;
	}
	const int32_t level = least >> 1, i = first_below(rate, end, at, level);
	int32_t half = i << 8;
	if (i != end && i != at)
		half = ((i - 1) << 8) + ((rate[i - 1] - level) << 8) / (rate[i - 1] - rate[i]);
	return half + (((at << 8) - half) * CONTACT_SHARE_Q8 >> 8);
}
