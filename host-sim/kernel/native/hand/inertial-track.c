/*
 * Forward, right and up as the turning foot sees them, and the force along each integrated twice: the loop over the pairs of frames
 * (inertial-track.ts).
 */
#include "hand.h"
#include "clipped-force.h"

enum { CARRY_BITS = 8, DIRECTION_MOST = 65535, LOOK_EVERY = 8, SIXTH_Q16 = 10923, VELOCITY_MOST = 1 << 22 };
enum { SPEED_SHIFT = 7, SPEED_MOST = 32767, SPEED_LEAST = -32768 };

/* A direction fixed in the world, Q15, with what is carried on, Q23. */
typedef struct {
	Vec d, carry;
} Direction;

INLINE Direction direction(int32_t x, int32_t y, int32_t z, const uint8_t rest[3])
{
	const Vec d = { x, y, z };
	return (Direction) { d, plus(times(d, 1 << CARRY_BITS), (Vec) { rest[0], rest[1], rest[2] }) };
}

/* To the fourth order: v is the rotation w less its third order, wide w with half of it added. */
INLINE void turn(Direction *a, Vec v, Vec wide)
{
	const Vec first = shifted(cross(a->d, v), 7);
	a->carry = plus(a->carry, plus(first, shifted(cross(shifted(first, 9), wide), 7)));
	a->d = shifted(a->carry, CARRY_BITS);
}

INLINE bool is_beyond(Vec a)
{
	return magnitude(a.x) > DIRECTION_MOST || magnitude(a.y) > DIRECTION_MOST || magnitude(a.z) > DIRECTION_MOST;
}

typedef struct {
	int32_t velocity;
	uint32_t way;
} Motion;

/* The trapezoid rule; speeds are kept in 16 bits. */
INLINE int16_t advance(Motion *m, int32_t by)
{
	const int32_t faster = m->velocity + by;
	m->way += (m->velocity + faster) >> 4;
	m->velocity = faster;
	return clamp(faster >> SPEED_SHIFT, SPEED_LEAST, SPEED_MOST);
}

INLINE Vec force_of(const Frame *frame)
{
	return (Vec) { frame->ax, frame->ay, frame->az };
}

/* `most` pairs of it, from where it was left. */
bool inertial_track_follow(InertialTrack *track, FrameRing *ring, int32_t from, int32_t frames, Strapdown *way, int32_t most)
{
	const int32_t gravity = 2 * track->gravity16, pairs = frames >> 1, first = track->next;
	const int32_t last = first + most <= pairs ? first + most - 1 : pairs;
	uint8_t *rest = track->rest;
	Direction f = direction(track->forwardX, track->forwardY, track->forwardZ, rest);
	Direction u = direction(track->upX, track->upY, track->upZ, rest + 3);
	Vec r, before = force_of(frame_at(ring, from + 2 * first));
	Motion forward = { track->forwardV, track->forwardWay }, right = { track->rightV, track->rightWay };
	Motion up = { track->upV, track->upWay };
	ClippedForce *clipped = &way->force;
	const int16_t *clip = clipped->limit.at, *const clips_end = clip + clipped->limit.frames;
	while (clip < clips_end && *clip <= 2 * first)
		clip++;
	for (int32_t i = first; i <= last; i++) {
		const Vec w = { way->turnX[i], way->turnY[i], way->turnZ[i] };
		const int32_t share = ((w.x * w.x >> 15) + (w.y * w.y >> 15) + (w.z * w.z >> 15)) * SIXTH_Q16 >> 16;
		const Vec v = minus(w, shifted(times(w, share), 15)), wide = plus(w, shifted(minus(w, v), 1));
		turn(&f, v, wide);
		turn(&u, v, wide);
		if (i % LOOK_EVERY == 0 && (is_beyond(f.d) || is_beyond(u.d)))
			return false;
		r = shifted(cross(f.d, u.d), 15);
		if (i == pairs)
			break;
		/* As the middle of the pair sees it: the frames beside it turned by half of the pair's rotation. */
		const Vec middle = force_of(frame_at(ring, from + 2 * i + 1)), after = force_of(frame_at(ring, from + 2 * i + 2));
		const Vec turned = shifted(cross(w, minus(after, before)), 16);
		const Vec sum = plus(plus(before, times(middle, 2)), plus(after, turned));
		const Vec a = shifted(plus(sum, (Vec) { 2, 2, 2 }), 2);
		before = after;
		for (; clip < clips_end && *clip <= 2 * i + 2; clip++)
			take_clipped(clipped, ring, from, *clip, &f.d, &r, &u.d);
		track->forwardSpeed[i + 1] = advance(&forward, dot(f.d, a) >> 10);
		track->rightSpeed[i + 1] = advance(&right, dot(r, a) >> 10);
		track->upSpeed[i + 1] = advance(&up, (dot(u.d, a) >> 10) - gravity);
	}
	track->forwardX = f.d.x;
	track->forwardY = f.d.y;
	track->forwardZ = f.d.z;
	track->rightX = r.x;
	track->rightY = r.y;
	track->rightZ = r.z;
	track->upX = u.d.x;
	track->upY = u.d.y;
	track->upZ = u.d.z;
	rest[0] = f.carry.x;
	rest[1] = f.carry.y;
	rest[2] = f.carry.z;
	rest[3] = u.carry.x;
	rest[4] = u.carry.y;
	rest[5] = u.carry.z;
	const int32_t held = last == pairs ? VELOCITY_MOST : INT32_MAX;
	track->forwardV = clamp(forward.velocity, -held, held);
	track->forwardWay = forward.way;
	track->rightV = clamp(right.velocity, -held, held);
	track->rightWay = right.way;
	track->upV = clamp(up.velocity, -held, held);
	track->upWay = up.way;
	track->next = last + 1;
	return true;
}
