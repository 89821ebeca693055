/* What a stride tells beside its contacts and its length (metrics.ts, impact.ts, landing-turn.ts, foot-side.ts, vertical.ts). */
#include "hand.h"

enum { HAS_STRIKE = 1 << 11, HAS_EVERSION = 1 << 12, HAS_IMPACT = 1 << 13, HAS_CLEARANCE = 1 << 14, HAS_TURN = 1 << 15 };
enum { HAS_RISE = 1 << 16, CLIPPED = 1 << 7, IMPACT_CLIPPED = 1 << 17 };
enum { STRIKE_REARFOOT = 1, STRIKE_MIDFOOT, STRIKE_FOREFOOT };
enum { FOOT_UNKNOWN, FOOT_LEFT, FOOT_RIGHT };
enum { REARFOOT_ddeg = 80, FOREFOOT_ddeg = -16, STRIKE_MOST_ddeg = 600, STRAIGHT_ddeg = 400, TURN_MOST_ddeg = 3600 };
enum { LANDING_MOST_us = 1000000, LEVEL_LEAST = 8192, ONE = 32767 };
enum { DDEG_PER_RAD_Q8 = 146677, DPS_us_Q16 = 57295780, LONG = 40 };
enum { STRIDES_LEAST = 6, ROLL_LEAST_ddeg = 20, STRIDES_MOST = 128, ROLL_MOST_ddeg = 400 };
enum { LEFT_SHARE_Q8 = 10, LEFT_SHARE_UNSEEN_Q8 = 20, STAND_mm_s = 800, CLEARANCE_MOST_mm = 1500, RISE_MOST_mm = 800 };
enum { SPEED_SHIFT = 7 };

static int32_t time_at(FrameRing *ring, int32_t counter)
{
	return ring->time_us[counter & RING_MASK];
}

static int32_t since(int32_t time_us, int32_t before_us)
{
	return (uint32_t) time_us - before_us;
}

static Vec axis_of(const MedioLateralAxis *axis)
{
	return (Vec) { axis->x, axis->y, axis->z };
}

/* ---- the impact ---- */

static int32_t force_at(FrameRing *ring, int32_t counter)
{
	const Frame *frame = frame_at(ring, counter);
	return norm3(frame->ax, frame->ay, frame->az);
}

INLINE bool is_clipped(const Frame *a)
{
	return magnitude(a->ax) > INT16_END || magnitude(a->ay) > INT16_END || magnitude(a->az) > INT16_END;
}

static void measure_impact(Impact *impact, FrameRing *ring, int32_t from, int32_t contact, int32_t frames, int32_t step_us)
{
	const int32_t first = contact > impact->before ? contact - impact->before : 0;
	const int32_t last = contact + impact->after < frames ? contact + impact->after : frames;
	int32_t greatest = -1, peak = first, before = INT32_MAX, steepest = 0;
	bool clipped = false;
	for (int32_t i = first; i <= last; i++) {
		const Frame *frame = frame_at(ring, from + i);
		const Vec half = { frame->ax >> 1, frame->ay >> 1, frame->az >> 1 };
		const int32_t square = dot(half, half);
		clipped |= is_clipped(frame);
		if (square > greatest && (greatest >= 0 || square > before)) {
			greatest = square;
			peak = i;
		}
		before = square;
	}
	int32_t after = force_at(ring, from + peak);
	impact->clipped = clipped;
	impact->peak_mg = mul_shift(after, impact->countQ20, 20);
	for (int32_t i = peak - 1; i >= 0 && i >= peak - impact->rise; i--) {
		const int32_t force = force_at(ring, from + i);
		if (after - force > steepest)
			steepest = after - force;
		after = force;
	}
	impact->rate_mg_ms = mul_shift(steepest, impact->countQ20, 20) * 1000 / step_us;
}

/* ---- the height ---- */

static int32_t highest_mm(const Strapdown *way, int32_t frames)
{
	const int32_t pairs = frames >> 1, lean_f = way->leanForward, lean_r = way->leanRight;
	const InertialTrack *track = &way->track;
	const int16_t *forward = track->forwardSpeed, *right = track->rightSpeed, *up = track->upSpeed;
	const int32_t end = up[pairs] + ((forward[pairs] * lean_f + right[pairs] * lean_r) >> 15);
	const int32_t slope = end * 512 / pairs;
	int32_t drift = 0, before = 0, height = 0, most = 0;
	for (int32_t i = 2; i <= pairs; i += 2) {
		drift += slope;
		const int32_t speed = up[i] + ((forward[i] * lean_f + right[i] * lean_r) >> 15) - (drift >> 8);
		height += before + speed;
		if (height > most)
			most = height;
		before = speed;
	}
	return mul_shift(most << (SPEED_SHIFT - 3), way->wayQ28, 28);
}

static int32_t true_length(const StandingFoot *standing, int32_t length_mm)
{
	return (int64_t) length_mm * standing->oneG16 / standing->gravity16;
}

static void measure_height(VerticalTrack *vertical, const Strapdown *way, int32_t frames, const StandingFoot *standing,
	Stride *stride)
{
	const int32_t gravity = standing->gravity16, share = standing->rests > 0 ? LEFT_SHARE_Q8 : LEFT_SHARE_UNSEEN_Q8;
	const int32_t left = way->track.upV - (gravity - way->gravity16) * frames, most = (gravity * share >> 8) * frames;
	if (way->residual_mm_s >= STAND_mm_s || magnitude(left) >= most)
		return;
	vertical->rise_mm = true_length(standing, way->rise_mm);
	vertical->highest_mm = true_length(standing, highest_mm(way, frames));
	if (vertical->highest_mm > CLEARANCE_MOST_mm || magnitude(vertical->rise_mm) > RISE_MOST_mm)
		return;
	stride->clearanceMm = vertical->highest_mm;
	stride->riseMm = vertical->rise_mm;
	stride->valid |= HAS_CLEARANCE | HAS_RISE;
}

/* ---- the landing ---- */

static int32_t ddeg(int32_t angle)
{
	return mul_shift(angle, DDEG_PER_RAD_Q8, 23);
}

INLINE Vec turn_of(const Strapdown *way, int32_t pair)
{
	return (Vec) { way->turnX[pair], way->turnY[pair], way->turnZ[pair] };
}

/* `part` of the frame of contact lies before it, Q8. */
static void follow_landing(LandingTurn *landing, const Strapdown *way, int32_t contact, int32_t flat, int32_t part, int32_t step_us,
	Vec axis, Vec ahead)
{
	const int32_t every = flat - contact > LONG ? 2 : 1, last = flat >> 1, first = (contact + 1) >> 1;
	const int32_t left = first == last ? 256 - part : ((2 * first + 1 - contact) * 256 - part) >> 1;
	Vec sum = shifted(times(turn_of(way, first), left), 8);
	int32_t rolled = dot(sum, ahead) >> 14, before = rolled, fastest = 0, slowest = 0;
	int32_t most = rolled > 0 ? rolled : 0, least = rolled < 0 ? rolled : 0;
	for (int32_t i = first + 1, due = first + every; i <= last; i++) {
		sum = plus(sum, turn_of(way, i));
		if (i != due && i != last)
			continue;
		rolled = dot(sum, ahead) >> 14;
		if (rolled > most)
			most = rolled;
		if (rolled < least)
			least = rolled;
		if (i == last)
			break;
		const int32_t turned = rolled - before;
		if (turned > fastest)
			fastest = turned;
		if (turned < slowest)
			slowest = turned;
		before = rolled;
		due += every;
	}
	const int32_t per_step = DPS_us_Q16 / (every * step_us);
	landing->strike_ddeg = ddeg(-(dot(sum, axis) >> 14));
	landing->rolled_ddeg = ddeg(rolled);
	landing->right_ddeg = ddeg(most);
	landing->left_ddeg = ddeg(-least);
	landing->right_dps = mul_shift(fastest, per_step, 16);
	landing->left_dps = mul_shift(-slowest, per_step, 16);
}

static void learn_side(FootSide *side, const Strapdown *way, int32_t off, int32_t landing_ddeg, Vec ahead)
{
	int32_t rolled = 0;
	if (side->chosen != FOOT_UNKNOWN)
		return;
	for (int32_t i = 1; i <= off >> 1; i += 2)
		rolled += dot(turn_of(way, i), ahead) >> 14;
	side->sum += clamp(ddeg(2 * rolled) - landing_ddeg, -ROLL_MOST_ddeg, ROLL_MOST_ddeg);
	if (++side->strides < STRIDES_LEAST)
		return;
	if (magnitude(side->sum) >= ROLL_LEAST_ddeg * side->strides)
		side->foot = side->sum > 0 ? FOOT_RIGHT : FOOT_LEFT;
	if (side->strides >= STRIDES_MOST) {
		side->strides >>= 1;
		side->sum >>= 1;
	}
}

static void measure_landing(StrideMetrics *metrics, FrameRing *ring, int32_t start, int32_t contact, int32_t frames,
	int32_t step_us, MedioLateralAxis *axis, const Strapdown *way, Stride *stride, bool whole)
{
	LandingTurn *landing = &metrics->landing;
	FootSide *side = &metrics->side;
	const Vec ahead = { metrics->x >> 1, metrics->y >> 1, metrics->z >> 1 };
	const int32_t to_flat = frames - contact;
	if (to_flat < 1 || to_flat * step_us > LANDING_MOST_us)
		return;
	const int32_t part = (int32_t) ((uint32_t) since(stride->icUs, time_at(ring, start + contact)) << 8) / step_us;
	follow_landing(landing, way, contact, frames, part > 255 ? 255 : part, step_us, axis_of(axis), ahead);
	if (whole && magnitude(stride->turnDdeg) < STRAIGHT_ddeg)
		learn_side(side, way, since(stride->toUs, time_at(ring, start)) / step_us, landing->rolled_ddeg, ahead);
	if (side->foot != FOOT_UNKNOWN) {
		const bool right = side->foot == FOOT_RIGHT;
		stride->eversionDdeg = right ? landing->left_ddeg : landing->right_ddeg;
		stride->eversionRateDps = right ? landing->left_dps : landing->right_dps;
		stride->valid |= HAS_EVERSION;
	}
	const int32_t angle = landing->strike_ddeg;
	if (magnitude(angle) > STRIKE_MOST_ddeg)
		return;
	stride->strikeAngleDdeg = angle;
	stride->strike = angle > REARFOOT_ddeg ? STRIKE_REARFOOT : angle < FOREFOOT_ddeg ? STRIKE_FOREFOOT : STRIKE_MIDFOOT;
	stride->valid |= HAS_STRIKE;
}

/* ---- all of it ---- */

/* The foot's forward direction at the end of the way, level and square to the axis. */
static bool point_ahead(StrideMetrics *metrics, const Strapdown *way, MedioLateralAxis *axis)
{
	const Vec up = { way->upX, way->upY, way->upZ }, ahead = shifted(cross(up, axis_of(axis)), 14);
	const int32_t length = norm3(ahead.x, ahead.y, ahead.z);
	if (length < LEVEL_LEAST)
		return false;
	metrics->x = ahead.x * ONE / length;
	metrics->y = ahead.y * ONE / length;
	metrics->z = ahead.z * ONE / length;
	return true;
}

void stride_metrics_measure(StrideMetrics *metrics, FrameRing *ring, int32_t start, PitchTrack *pitch, MedioLateralAxis *axis,
	Strapdown *way, StandingFoot *standing, Stride *stride, bool whole, bool swung)
{
	const int32_t frames = pitch->frames, step_us = since(time_at(ring, start + frames), time_at(ring, start)) / frames;
	if (metrics->followed && magnitude(metrics->turned_ddeg) <= TURN_MOST_ddeg) {
		stride->turnDdeg = metrics->turned_ddeg;
		stride->valid |= HAS_TURN;
	}
	metrics->turned_ddeg = 0;
	metrics->followed = true;
	if (step_us <= 0)
		return;
	int32_t contact = frames;
	while (contact > 0 && since(time_at(ring, start + contact), stride->icUs) > 0)
		contact--;
	Impact *impact = &metrics->impact;
	measure_impact(impact, ring, start, contact, frames, step_us);
	stride->impactMg = impact->peak_mg;
	stride->impactRateMgMs = impact->rate_mg_ms;
	stride->valid |= HAS_IMPACT | (impact->clipped ? IMPACT_CLIPPED : 0);
	if (whole && !(stride->valid & CLIPPED))
		measure_height(&metrics->vertical, way, frames, standing, stride);
	if (swung && point_ahead(metrics, way, axis))
		measure_landing(metrics, ring, start, contact, frames, step_us, axis, way, stride, whole);
}

/* Direction of (x, y) in 0.1 degree: an odd polynomial of degree 5 for the arc tangent. */
static int32_t atan2_ddeg(int32_t y, int32_t x)
{
	const int32_t ax = magnitude(x), ay = magnitude(y), most = ax > ay ? ax : ay, least = ax > ay ? ay : ax;
	if (most == 0)
		return 0;
	const int32_t t = least * 16384 / most, square = t * t >> 14;
	int32_t angle = ((36499 + (square * ((square * 2909 >> 14) - 10586) >> 14)) * t + (1 << 19)) >> 20;
	if (ay > ax)
		angle = 900 - angle;
	if (x < 0)
		angle = 1800 - angle;
	return y < 0 ? -angle : angle;
}

void stride_metrics_follow(StrideMetrics *metrics, Strapdown *way, MedioLateralAxis *axis)
{
	const InertialTrack *track = &way->track;
	if (!point_ahead(metrics, way, axis)) {
		metrics->followed = false;
		return;
	}
	const Vec now = { metrics->x, metrics->y, metrics->z };
	const int32_t ahead = dot(now, (Vec) { track->forwardX, track->forwardY, track->forwardZ }) >> 15;
	const int32_t right = dot(now, (Vec) { track->rightX, track->rightY, track->rightZ }) >> 15;
	metrics->turned_ddeg += atan2_ddeg(-right, ahead);
}
