/* Written by `npm run native` from the TypeScript it names; change that instead. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/* firmware/sensors/scale.ts */
typedef struct {
	double accel_ug;
	double gyro_udps;
	double rate_Hz;
} FrameScale;

typedef struct FrameRing FrameRing;
typedef struct StrideQueue StrideQueue;
typedef struct Lsm6dsoFifo Lsm6dsoFifo;
typedef struct Icm42688pFifo Icm42688pFifo;
typedef struct MedioLateralAxis MedioLateralAxis;
typedef struct InertialTrack InertialTrack;
typedef struct ForceLimit ForceLimit;
typedef struct ClippedForce ClippedForce;
typedef struct Strapdown Strapdown;
typedef struct MotionGate MotionGate;
typedef struct PitchTrack PitchTrack;
typedef struct Stride Stride;
typedef struct Landings Landings;
typedef struct FootSide FootSide;
typedef struct Impact Impact;
typedef struct LandingTurn LandingTurn;
typedef struct VerticalTrack VerticalTrack;
typedef struct StrideMetrics StrideMetrics;
typedef struct Saturation Saturation;
typedef struct StandingFoot StandingFoot;
typedef struct Spin Spin;
typedef struct Footstep Footstep;
typedef struct Gap Gap;
typedef struct Integration Integration;
typedef struct MidStance MidStance;
typedef struct ContactFinder ContactFinder;
typedef struct StrideReporter StrideReporter;
typedef struct StrideDetector StrideDetector;
typedef struct Activity Activity;
typedef struct Row Row;
typedef struct FlatFoot FlatFoot;
typedef struct AccelDetector AccelDetector;
typedef struct Stillness Stillness;
typedef struct TapDetector TapDetector;
typedef struct RestGravity RestGravity;
typedef struct Kernel Kernel;

/* firmware/sensors/ring.ts */
struct FrameRing {
	/** Frames written since the start, modulo 2^30. */
	int32_t head;
	/** Frames the reader has taken, modulo 2^30. */
	int32_t tail;
	/** Frames that were overwritten before the reader took them. Saturates at 2^30 - 1. */
	int32_t overwritten;
	/** Raw counts of the part, interleaved: frame `f` stands at `(f & RING_MASK) * FRAME_AXES`, ax ay az gx gy gz. */
	int16_t axes[3072];
	/** Time of each frame: microseconds of the part's own clock, corrected to true length; low 32 bits. */
	int32_t time_us[512];
};

/* firmware/stepdetect/queue.ts */
struct StrideQueue {
	/** @range 0 PLACES-1 */
	int32_t first;
	/** @range 0 PLACES */
	int32_t count;
	int32_t records[138];
};

/* firmware/sensors/lsm6dso-fifo.ts */
struct Lsm6dsoFifo {
	/**
	 * Words dropped: wrong parity, unknown tag, half a frame, timestamp that went back. Start-up values do not count. Words held
	 * back for a timestamp are not counted. Saturates at 2^30 - 1.
	 */
	int32_t dropped;
	int32_t slotTicks;
	int32_t tick_q16;
	int32_t slot_q16;
	int32_t halfSlot_us;
	/** Words that make a frame. */
	int32_t wanted;
	/** The present slot: its TAG_CNT (-1 before the first), timestamp in ticks, time, and the words seen of it. */
	int32_t count;
	int32_t stamp;
	int32_t time_us;
	int32_t fraction_q16;
	int32_t has;
	int32_t ax;
	int32_t ay;
	int32_t az;
	int32_t gx;
	int32_t gy;
	int32_t gz;
	/** Slots to hold frames back at most, 0 when time is known. */
	int32_t hold;
	/** Sensors that have given no valid word since `start`. */
	int32_t settling;
	/** The first of two frames to be averaged. */
	int32_t pair;
	int32_t pax;
	int32_t pay;
	int32_t paz;
	int32_t pgx;
	int32_t pgy;
	int32_t pgz;
	bool averages;
};

/* firmware/sensors/icm42688p-fifo.ts */
struct Icm42688pFifo {
	/** Packets dropped: damaged, of another kind, without values, the same twice. Saturates at 2^30 - 1. */
	int32_t dropped;
	/** Slots that have gone by since `start`, lost ones included, modulo 2^32. */
	int32_t slots;
	/** Nominal length of a slot as the timestamps count it. */
	int32_t steps;
	int32_t perStep;
	/** True length of a slot, 1/65536 us. */
	int32_t slot_q16;
	int32_t packetBytes;
	int32_t header;
	/** Time and timestamp of the last packet; no timestamp: -1. */
	int32_t time_us;
	int32_t fraction_q16;
	int32_t stamp;
	/** The next packet's place in time is not the slot after the last one's: lost, and for `start`, never known. */
	int32_t lost;
	int32_t fresh;
	/** Slots whose values the sensors' start spoils. */
	int32_t settling;
	/** The chip's time of the newest packet waiting, and how many wait with it, less those decoded since. */
	int32_t newest_us;
	int32_t waiting;
};

/* firmware/sensors/alignment.ts */
struct MedioLateralAxis {
	/** The axis, Q14, in sensor coordinates; (0, 0, 0) until enough rotation was seen. @range -16400 16400 */
	int32_t x;
	/** @range -16400 16400 */
	int32_t y;
	/** @range -16400 16400 */
	int32_t z;
	/** The moments. @range 0 1<<23 */
	int32_t xx;
	/** @range 0 1<<23 */
	int32_t yy;
	/** @range 0 1<<23 */
	int32_t zz;
	/** @range -8388608 1<<23 */
	int32_t xy;
	/** @range -8388608 1<<23 */
	int32_t xz;
	/** @range -8388608 1<<23 */
	int32_t yz;
};

/* firmware/stepdetect/inertial-track.ts */
struct InertialTrack {
	/** The directions as seen at the last frame, Q15. */
	int32_t forwardX;
	int32_t forwardY;
	int32_t forwardZ;
	int32_t rightX;
	int32_t rightY;
	int32_t rightZ;
	int32_t upX;
	int32_t upY;
	int32_t upZ;
	/** Velocity there and way, drift included. */
	int32_t forwardV;
	int32_t forwardWay;
	int32_t rightV;
	int32_t rightWay;
	int32_t upV;
	int32_t upWay;
	/** The pair `follow` goes on with; beyond the last one when all are followed. @range 0 RING_PAIRS */
	int32_t next;
	int32_t gravity16;
	/** Speed at each even frame, drift included, in 2^SPEED_SHIFT/16 counts x frame. */
	int16_t forwardSpeed[256];
	int16_t rightSpeed[256];
	int16_t upSpeed[256];
	/** What forward and up carry beyond Q15 until then. */
	uint8_t rest[6];
};

/* firmware/stepdetect/force-limit.ts */
struct ForceLimit {
	int32_t frames;
	/** Values from here on, and below its negative, are at the end of the range. Raw counts. */
	int32_t level;
	/** Below this along each axis nothing holds the foot. */
	int32_t fall;
	/** Smaller values are neither at the end of any range nor near it. */
	int32_t least;
	/** Highest value so far; how many were at its level, and near it. */
	int32_t highest;
	int32_t hits;
	int32_t near;
	/** One of them, or the first, reads the end of 16 bits. */
	bool clipped;
	/** The stride's frames at the end of the range, counted from its first, in order; and how many. */
	int16_t at[64];
};

/* firmware/stepdetect/clipped-force.ts */
struct ClippedForce {
	/** Frames and axes in which force was put back in the last stride. */
	int32_t restored;
	int32_t entries;
	int32_t impactFrames;
	/** Velocity left. */
	int32_t leftF;
	int32_t leftR;
	int32_t leftU;
	ForceLimit limit;
	int16_t frame[52];
	int8_t end[52];
	/** Forward, right and up along the clipped axis, Q14, and the excess that its slopes tell, counts: the velocity that the amount 1 adds. */
	int16_t alongF[52];
	int16_t alongR[52];
	int16_t alongU[52];
	uint16_t excess[52];
	/** Those velocities summed for each end, and the amounts. */
	int32_t sumF[6];
	int32_t sumR[6];
	int32_t sumU[6];
	int32_t amount[7];
};

/* firmware/stepdetect/strapdown.ts */
struct Strapdown {
	/** Up where a run begins, Q15, sensor coordinates; (0, 0, 0) while unknown. @range -32800 32800 */
	int32_t upX;
	/** @range -32800 32800 */
	int32_t upY;
	/** @range -32800 32800 */
	int32_t upZ;
	/** Way of the last run (`begin` to `finish`): forward and to the right, mm. */
	int32_t forward_mm;
	int32_t right_mm;
	/** Height gained in it, mm. */
	int32_t rise_mm;
	/** Horizontal speed left at the end before de-drift, mm/s: near zero when both ends were instants of rest. */
	int32_t residual_mm_s;
	/** How far up leaned forward and to the right of what it began with, on the mean of the stride; Q15. */
	int32_t leanForward;
	int32_t leanRight;
	/** Zero-rate level of the gyroscope, 1/16 counts. */
	int32_t biasX;
	int32_t biasY;
	int32_t biasZ;
	/** Angle of one count over one microsecond, Q44 rad. */
	int32_t countAngleQ44;
	/** mm per count x us^2, Q56, and mm/s per 1/16 count x us, Q38. */
	int32_t wayQ56;
	int32_t speedQ38;
	/** One g in 1/16 counts. */
	int32_t gravity16;
	/** Millimetres per unit of a way in the last run, Q28. */
	int32_t wayQ28;
	/** Force at the end of the accelerometer's range; the owner looks for the frames (`force.limit.find`) before `begin`. */
	ClippedForce force;
	InertialTrack track;
	/** Rotation in it from the frame before to the frame after each even frame, where there are these; Q15 rad. */
	int16_t turnX[256];
	int16_t turnY[256];
	int16_t turnZ[256];
};

/* firmware/stepdetect/gate.ts */
struct MotionGate {
	/** Last quiet frame before the motion that began (counter of the ring). */
	int32_t start;
	/** Frame of least rotation of the last valley. */
	int32_t valleyAt;
	/** Rotation there, and the highest since the valley before: raw counts. */
	int32_t valleyRate;
	int32_t peakRate;
	/** Frames at rest before the motion that began; at most the ring's length. */
	int32_t restedFrames;
	int32_t window;
	int32_t half;
	int32_t restSum;
	int32_t leaveRestSum;
	int32_t quietSum;
	int32_t stirSum;
	int32_t turning;
	int32_t restFrames;
	int32_t stillFrames;
	int32_t quietAge;
	int32_t quietLead;
	/** @range 0 HISTORY-1 */
	int32_t slot;
	int32_t sum;
	int32_t state;
	/**
	 * Between these sums, and before this frame, nothing can happen: `judge` is asked only outside of them. This keeps the
	 * loop over the frames short. While moving, `high` is the highest.
	 */
	int32_t low;
	int32_t high;
	int32_t due;
	int32_t highest;
	int32_t lowest;
	int32_t quietAt;
	int32_t restAt;
	/** When the stride being made falls out of the ring. */
	int32_t lostAt;
	int32_t expected;
	/** In a valley: is it below the level of rest, and since which frame? At rest: the same frame. */
	bool resting;
	uint16_t history[16];
};

/* firmware/stepdetect/pitch.ts */
struct PitchTrack {
	/** Frames in the stride. @range 0 RING_FRAMES-1 */
	int32_t frames;
	/** @range 0 MOST_LOBES */
	int32_t swings;
	/** Sum of the pitch rate over all frames: the angle the foot came round by, counts x frames. */
	int32_t net;
	/** Angle turned about the up of the stride's start, counts x frames: positive to the left. */
	int32_t turned;
	/** Angle by which the toes came up between the first frame and the last, turning left out, counts x frames. */
	int32_t raised;
	/** Angle of the largest lobe, counts x frames, and its end. */
	int32_t largest;
	/** @range 0 RING_FRAMES */
	int32_t largestEnd;
	/** The same of the largest lobe of negative rate. */
	int32_t deepest;
	/** @range 0 RING_FRAMES */
	int32_t deepestEnd;
	/** Extremes of the raw rates along the sensor's axes, 0 or beyond; half a box beside the stride included. */
	int32_t mostX;
	int32_t mostY;
	int32_t mostZ;
	int32_t leastX;
	int32_t leastY;
	int32_t leastZ;
	/** What the frames are followed with: from which frame, about which axis, with which zero. */
	int32_t begun;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t bias;
	/** The newest rates before smoothing, and the sum of those that the next box has as well. */
	int32_t raw1;
	int32_t raw2;
	int32_t raw3;
	int32_t raw4;
	int32_t boxSum;
	/** Sums of all raw rates read: those of the frames and half a box beside them. */
	int32_t sumX;
	int32_t sumY;
	int32_t sumZ;
	/** First frame and angle of the lobe that has not ended, -1 when there is none; angle turned down since the last rate not below zero. */
	int32_t openFrom;
	int32_t openAngle;
	int32_t below;
	/** @range 0 MOST_LOBES */
	int32_t lobes;
	/** As they were before the open lobe was taken to end with the last frame. @range 0 MOST_LOBES */
	int32_t endedLobes;
	int32_t endedLargest;
	/** @range 0 RING_FRAMES */
	int32_t endedLargestEnd;
	int32_t half;
	int32_t reciprocalQ14;
	int32_t lobe;
	int32_t swing;
	int32_t dip;
	/** The accelerometer or gyroscope stood at the end of its range: found out by the detector. */
	bool clipped;
	/** Pitch rate of the frames, smoothed, raw gyroscope counts; entry 0 is the first frame of the stride. */
	int16_t rate[512];
	/** First frame and end (first frame after) of each swing, in order. @range 0 RING_FRAMES */
	int16_t from[12];
	/** @range 0 RING_FRAMES */
	int16_t to[12];
	/** Every lobe above `lobe`, in order. @range 0 RING_FRAMES */
	int16_t lobeFrom[12];
	/** @range 0 RING_FRAMES */
	int16_t lobeTo[12];
	int32_t lobeAngle[12];
};

/* firmware/stepdetect/stride.ts */
struct Stride {
	/** Strides reported since the start, this one included. */
	int32_t index;
	/** Initial contact, us. Always present. */
	int32_t icUs;
	/** Terminal contact that ends the contact begun at `icUs`, us. */
	int32_t tcUs;
	/** Foot-off before this contact (start of the swing that ends at `icUs`), us. */
	int32_t toUs;
	/** Mid-stance of the contact begun at `icUs`: the instant of least motion, us. */
	int32_t midstanceUs;
	/** Time from the initial contact before to this one, us; absent on the first stride after a rest. */
	int32_t strideTimeUs;
	/** Contact time, us. */
	int32_t contactUs;
	/** Horizontal length of the swing that ends at `icUs`, mid-stance to mid-stance, mm. */
	int32_t lengthMm;
	/** Mean speed over the stride, mm/s: length over the stride time, or over the time between the mid-stances. */
	int32_t speedMmS;
	/** GAIT_UNKNOWN, GAIT_WALK or GAIT_RUN. */
	int32_t gait;
	/** Time of a step, the feet taken as alike: half of the stride time, us. */
	int32_t stepTimeUs;
	/** Time neither foot is on the ground before this contact's end, the feet taken as alike, us; running only. */
	int32_t flightUs;
	/** Time the foot was in the air before `icUs`, us. */
	int32_t swingUs;
	/** Pitch of the foot at initial contact against the foot flat on the ground, 0.1 degree; toes up is positive. */
	int32_t strikeAngleDdeg;
	/** STRIKE_*. */
	int32_t strike;
	/** Rolling in after initial contact, 0.1 degree, 0 or more. */
	int32_t eversionDdeg;
	/** Its highest rate, degree/s. */
	int32_t eversionRateDps;
	/** Greatest specific force around initial contact, mg. */
	int32_t impactMg;
	/** Its steepest rise, mg/ms. */
	int32_t impactRateMgMs;
	/** Greatest height of the sensor over the ground it stood on, during the swing that ends at `icUs`, mm. */
	int32_t clearanceMm;
	/** Change of heading from the mid-stance before to `midstanceUs`, 0.1 degree; to the left is positive. */
	int32_t turnDdeg;
	/** Change of height from the mid-stance before to `midstanceUs`, mm; up is positive. */
	int32_t riseMm;
	/** HAS_*, CLIPPED and IMPACT_CLIPPED bits. */
	int32_t valid;
};

/* firmware/stepdetect/landings.ts */
struct Landings {
	int32_t count;
	int32_t lastIcUs;
	StrideQueue *queue;
	bool isPending;
	bool hasLastIc;
	/** The landing that waits for its terminal contact; as `land` has left it. */
	Stride pending;
};

/* firmware/stepdetect/foot-side.ts */
struct FootSide {
	/** FOOT_LEFT, FOOT_RIGHT, or FOOT_UNKNOWN until enough strides agree. A setting goes before it. */
	int32_t foot;
	int32_t chosen;
	int32_t sum;
	int32_t strides;
};

/* firmware/stepdetect/impact.ts */
struct Impact {
	/** Greatest specific force, mg, and its steepest rise from one frame to the next, mg/ms. */
	int32_t peak_mg;
	int32_t rate_mg_ms;
	int32_t before;
	int32_t after;
	int32_t rise;
	/** mg per count, Q20. */
	int32_t countQ20;
	/** The accelerometer was at the end of its range: the impact was harder. */
	bool clipped;
};

/* firmware/stepdetect/landing-turn.ts */
struct LandingTurn {
	/** Pitch at contact against the flat foot, 0.1 degree; toes up is positive. */
	int32_t strike_ddeg;
	/** Roll from contact to the flat foot, 0.1 degree; right edge down is positive. */
	int32_t rolled_ddeg;
	/** Furthest roll from contact on, right edge down and left edge down; 0.1 degree, 0 or more. */
	int32_t right_ddeg;
	int32_t left_ddeg;
	/** Fastest roll to either side, degree/s, 0 or more. */
	int32_t right_dps;
	int32_t left_dps;
};

/* firmware/stepdetect/vertical.ts */
struct VerticalTrack {
	/** Greatest height during the stride and height at its end, above its start; mm. */
	int32_t highest_mm;
	int32_t rise_mm;
};

/* firmware/stepdetect/metrics.ts */
struct StrideMetrics {
	/** Turn since the last stride, and whether all of it was seen. */
	int32_t turned_ddeg;
	/** Forward along the foot at the end of the way, Q15; result of `along`. */
	int32_t x;
	int32_t y;
	int32_t z;
	bool followed;
	VerticalTrack vertical;
	/** Which foot the shoe is on. */
	FootSide side;
	LandingTurn landing;
	Impact impact;
};

/* firmware/stepdetect/saturation.ts */
struct Saturation {
	/** How much of what the slopes tell is put back, Q8: 0 to 256. */
	int32_t share;
	int32_t range;
	int32_t least;
	int32_t plateau;
	int32_t hiddenMost;
	/** A frame of the stride reads the end of 16 bits. */
	bool clipped;
	/** The stride has frames at the end of the range. */
	bool found;
	/** Where the plateaus of this stride begin, above zero for x, y, z, then below; 0 where there is none. Raw counts. */
	uint16_t level[6];
	/** Highest values so far, above zero for x, y, z, then below; and the strides that had a plateau there. */
	uint16_t ceiling[6];
	uint8_t hits[6];
};

/* firmware/stepdetect/standing.ts */
struct StandingFoot {
	/** Length of gravity as this accelerometer shows it, 1/16 counts; as it should read while `rests` is 0. */
	int32_t gravity16;
	/** Rests it was learned from, up to a limit. */
	int32_t rests;
	int32_t oneG16;
	int32_t turnMost;
	int32_t forceSpreadMost;
	int32_t levelHalf;
	int32_t spreadMost;
	/** Up while the foot stood flat, Q15. @range -32800 32800 */
	int32_t flatX;
	/** @range -32800 32800 */
	int32_t flatY;
	/** @range -32800 32800 */
	int32_t flatZ;
	/** Mean specific force, raw counts, around which frame (-1: none yet): result of `meanForce`. */
	int32_t forceAt;
	int32_t forceX;
	int32_t forceY;
	int32_t forceZ;
	bool knowsFlat;
	bool flatInGait;
	int32_t bias[3];
	int32_t force[3];
};

/* firmware/stepdetect/spin.ts */
struct Spin {
	/** First and last frame of the spin: result of `find`. */
	int32_t from;
	int32_t to;
	int32_t spin;
	int32_t swing;
	int32_t lifted;
	int32_t pivot;
	int32_t halfTurn;
	int32_t window;
};

/* firmware/stepdetect/footstep.ts */
struct Footstep {
	int32_t perDps;
	int32_t perDeg;
	int32_t jolt;
	int32_t fallFrames;
	int32_t spunFrames;
	int32_t landingFrames;
	MotionGate *gate;
	PitchTrack *track;
	Strapdown *way;
	StandingFoot *standing;
	/** Was it refused, by the last `isStep`, for what integration gave alone? Then the way is lost, whatever it was. */
	bool isLost;
	Spin spin;
};

/* firmware/stepdetect/gap.ts */
struct Gap {
	/** The last frame before the last gap, counted from the first of the stride. */
	int32_t at;
	/** Time from that frame to the next, us. */
	int32_t length_us;
	bool found;
};

/* firmware/stepdetect/integration.ts */
struct Integration {
	/** Up where it began, Q15. @range -32800 32800 */
	int32_t upX;
	/** @range -32800 32800 */
	int32_t upY;
	/** @range -32800 32800 */
	int32_t upZ;
	int32_t run;
	/** Velocity left at the end of the first run. */
	int32_t forwardV;
	int32_t rightV;
	int32_t upV;
};

/* firmware/stepdetect/mid-stance.ts */
struct MidStance {
	int32_t perDps;
	int32_t landedFrames;
	int32_t landedAngle;
	int32_t raisedAngle;
	int32_t slapFrames;
	int32_t aloftAngle;
	MotionGate *gate;
	PitchTrack *track;
	Strapdown *way;
	StandingFoot *standing;
	Footstep *footstep;
};

/* firmware/stepdetect/contacts.ts */
struct ContactFinder {
	/** The push-off: where it was looked for from, its frame and rate. @range 0 512 */
	int32_t pushFrom;
	/** @range 0 512 */
	int32_t pushAt;
	int32_t pushRate;
	int32_t push;
	int32_t landing;
	int32_t slap;
	int32_t landingFrames;
	/** Did the sole slap down after the last `initial` contact? A heel strike does, a forefoot strike or soft step does not. */
	bool slapped;
};

/* firmware/stepdetect/reporter.ts */
struct StrideReporter {
	MedioLateralAxis *axis;
	Strapdown *way;
	PitchTrack *track;
	Footstep *footstep;
	Saturation *saturation;
	StandingFoot *standing;
	StrideMetrics *metrics;
	Landings *landings;
	Gap *gap;
	/** Angle of the swing of the stride before, counts x frames. */
	int32_t usual;
	ContactFinder contacts;
};

/* firmware/stepdetect/detector.ts */
struct StrideDetector {
	int32_t perDps;
	/** mm the sensor rolls forward per count (summed over both ends of a stride) and us, Q50. */
	int32_t rollQ50;
	/** Where the stride now being made began, when `open`. */
	int32_t start;
	/** Rotation there, raw counts. */
	int32_t startRate;
	int32_t votes;
	/** Of the stride being worked on: does the foot rest at its end, how long is it, and is it made backwards? */
	int32_t stage;
	int32_t length_mm;
	bool open;
	/** Did the foot stand still before it? */
	bool fromRest;
	bool resting;
	bool backwards;
	Gap gap;
	Integration integration;
	/** How the sensor lies in the shoe: the medio-lateral axis, in sensor coordinates. */
	MedioLateralAxis axis;
	MidStance midStance;
	Saturation saturation;
	StrideReporter reporter;
	Footstep footstep;
	StandingFoot standing;
	StrideMetrics metrics;
	Landings landings;
	MotionGate gate;
	PitchTrack track;
	Strapdown way;
};

/* firmware/stepdetect/activity.ts */
struct Activity {
	/** The last burst `scan` stopped for: its peak's time (low 32 bits) and frame, counted from the start. */
	int32_t time_us;
	int32_t frame;
	/** When the burst began to ebb away. */
	int32_t over_us;
	/** Mean activity at its peak and at the quietest after it, counts. */
	int32_t peak;
	int32_t rest;
	/** The acceleration of the quiet foot after it: the direction of gravity in the sensor, counts. */
	int32_t restX;
	int32_t restY;
	int32_t restZ;
	/** log2 of the activity before to that after, Q8. */
	int32_t contrastQ8;
	/** Frames the search for bursts is behind the last frame. */
	int32_t lag;
	/** Frame up to which bursts have been looked for. */
	int32_t searched;
	int32_t window;
	int32_t apart;
	int32_t before;
	int32_t beforeLead;
	int32_t around;
	int32_t afterFrom;
	int32_t afterTo;
	int32_t hard;
	int32_t restless;
	int32_t instantFrom;
	int32_t instantTo;
	int32_t swingFrames;
	int32_t gravity;
	int32_t floorSum;
	int32_t noise;
	int32_t sum;
	int32_t count;
	int32_t known;
	int32_t ax;
	int32_t ay;
	int32_t az;
	int32_t last_us;
	/** Frames were missing since the last call of `scan`. */
	bool broken;
	/** Activity of each frame, and its sliding sum (at the middle of the window). */
	int32_t shaken[64];
	int32_t sums[64];
};

/* firmware/stepdetect/row.ts */
struct Row {
	StrideQueue *queue;
	int32_t count;
	int32_t swingLeast;
	int32_t length;
	int32_t swing;
	int32_t crowded;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t norm;
	Stride out;
	int32_t icUs[3];
	int32_t strideTimeUs[3];
};

/* firmware/stepdetect/flat-foot.ts */
struct FlatFoot {
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t norm;
};

/* firmware/stepdetect/accel-detector.ts */
struct AccelDetector {
	int32_t hard;
	int32_t standing;
	int32_t stepSwing;
	int32_t nearLeast;
	int32_t nearMost;
	int32_t nearMostHard;
	int32_t nearFirst;
	int32_t nearFirstHard;
	int32_t forget;
	int32_t rivalFrom;
	int32_t rivalTo;
	int32_t rivalFar;
	/** @range 0 PENDING */
	int32_t pending;
	/** Best score of the landings, faded; 0 while none is known. */
	int32_t best;
	/** Stride time in frames, Q4; 0 while not known. */
	int32_t timeQ4;
	int32_t lastFrame;
	int32_t lastIcUs;
	/** Frames of rest so far, as many as need be known. */
	int32_t restFrames;
	/** The burst judged last. */
	int32_t beforeScore;
	int32_t beforeContrast;
	int32_t beforeFrame;
	bool hasLast;
	/** Frames pass unseen. */
	bool isAsleep;
	FlatFoot flatFoot;
	Row row;
	Activity activity;
	/** Bursts not yet judged, oldest first: score and contrast (Q8), strength, activity after, frame, time. */
	int16_t scores[9];
	int16_t contrasts[9];
	int32_t peaks[9];
	int32_t rests[9];
	int32_t frames[9];
	int32_t times_us[9];
	int16_t restX[9];
	int16_t restY[9];
	int16_t restZ[9];
};

/* firmware/sensors/stillness.ts */
struct Stillness {
	int32_t tolerance;
	int32_t gravity;
	int32_t gravityTolerance;
};

/* firmware/sensors/taps.ts */
struct TapDetector {
	int32_t knock;
	int32_t quiet;
	int32_t turn;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t taps;
	int32_t last_us;
	/** Nothing moved since this instant but for knocks. */
	int32_t quietSince_us;
	bool primed;
};

/* firmware/sensors/rest.ts */
struct RestGravity {
	int32_t accelTolerance;
	int32_t gyroTolerance;
	int32_t frames;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t sumX;
	int32_t sumY;
	int32_t sumZ;
};

/* firmware/kernel/kernel.ts */
struct Kernel {
	/** Frames of the last block while they are not followed to the end, else 0. */
	int32_t left;
	int32_t gravity;
	int32_t effort;
	/** The part is an ICM-42688-P, else one of the LSM6DSO family. */
	bool isIcm42688p;
	bool hasGyroscope;
	bool moving;
	Stillness stillness;
	RestGravity rest;
	TapDetector taps;
	Icm42688pFifo icm42688p;
	Lsm6dsoFifo lsm6dso;
	StrideQueue queue;
	/** Counts while the gyroscope is off. */
	AccelDetector counter;
	StrideDetector detector;
	FrameRing ring;
};

/**
 * @param scale units of the frames
 * @param accelOnlyScale the same while the gyroscope is off
 * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
 * @param effort how much of a stride a call works on (setup.ts)
 * @range scale.rate_Hz 100 220
 * @range accelOnlyScale.rate_Hz 25 60
 * @range sensorHeight_mm 0 150
 * @range effort 1 EFFORT_MOST
 */
void Kernel_construct(Kernel *self, const FrameScale *scale, const FrameScale *accelOnlyScale, int32_t sensorHeight_mm, int32_t effort);

/**
 * As `Lsm6dsoFifo.start`.
 * @range slotTicks 96 768
 * @range tick_q16 1300000 2100000
 */
void Kernel_startLsm6dso(Kernel *self, int32_t slotTicks, int32_t tick_q16, bool averages, int32_t now_us);

/**
 * As `Lsm6dsoFifo.startAccelOnly`.
 * @range slotTicks 96 768
 * @range tick_q16 1300000 2100000
 */
void Kernel_startLsm6dsoAccelOnly(Kernel *self, int32_t slotTicks, int32_t tick_q16, int32_t now_us);

/**
 * As `Icm42688pFifo.start`.
 * @range slot_us 4000 22000
 * @range settling 0 100
 */
void Kernel_startIcm42688p(Kernel *self, int32_t slot_us, bool both, int32_t settling);

/**
 * As `Icm42688pFifo.expect`.
 * @range waiting 0 2080
 * @range slot_q16 200000000 1600000000
 */
void Kernel_expectIcm42688p(Kernel *self, int32_t newest_us, int32_t waiting, int32_t slot_q16);

/** FIFO words or packets were lost before the next ones. */
void Kernel_resync(Kernel *self);

/** The frames to come do not follow those so far: what was begun is given up. How the sensor lies stays known. */
void Kernel_interrupt(Kernel *self);

/**
 * As `StrideDetector.setFoot`.
 * @range foot 0 2
 */
void Kernel_setFoot(Kernel *self, int32_t foot);

/** Does the runner move? Then what knocks is no gesture. Not at first. */
void Kernel_setMoving(Kernel *self, bool moving);

/**
 * Takes the first `units` FIFO words or packets of `block`, and follows their frames, as far as `effort` goes: when it tells TOLD_LEFT it
 * is to be called again, with no units. A block that comes before has all of it done at once: the ring would lose frames. Most
 * blocks bring nothing else: the rest is told when it is asked for, as each value that crosses from an interpreter costs as much as a few frames.
 * @returns frames that came of the block; when there is more, ~(frames + TOLD_*)
 * @length block 448
 * @range units 0 64
 */
int32_t Kernel_take(Kernel *self, uint8_t block[448], int32_t units);

/**
 * Fills `report` with what is to be known now, REPORT_FIELDS values by place (REPORT_*).
 * @length report 6
 */
void Kernel_tell(Kernel *self, int32_t report[6]);

/**
 * Moves the oldest finished stride into `record` (its values as `strideOf` reads them); false when there is none.
 * @length record 23
 */
bool Kernel_next(Kernel *self, int32_t record[23]);

#endif
