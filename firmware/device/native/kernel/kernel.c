/* Written by `npm run native` from the TypeScript it names; change that instead. */
#include "its.h"
#include "kernel.h"

/* firmware/kernel/report.ts */
enum { TOLD_STRIDES = 4096 }; /* 0x1000 */
enum { TOLD_TAPPED = 8192 }; /* 0x2000 */
enum { TOLD_LEFT = 16384 }; /* 0x4000 */
enum { REPORT_NEWEST = 0 };
enum { REPORT_GRAVITY = 1 };
enum { REPORT_DROPPED = 2 };
enum { REPORT_OVERWRITTEN = 3 };
enum { REPORT_FOOT = 4 };
enum { REPORT_SLOTS = 5 };
/* firmware/sensors/alignment.ts */
enum { AXIS_ONE = 16384 };
enum { MOMENT_SHIFT = 6 };
enum { MOMENT_HALF = 32 }; /* 1 << (MOMENT_SHIFT - 1) */
enum { MOMENT_LIMIT = 4194304 }; /* 1 << 22 */
enum { POWER_ROUNDS = 12 };
enum { POWER_APART = 8 };
/* firmware/sensors/icm42688p-fifo.ts */
enum { INVALID = -32768 };
enum { LEAST_VALID = -32766 };
enum { STAMP_MASK = 65535 }; /* 0xffff */
enum { STAMP_STEP_15ths_us = 256 };
enum { STAMPS = 65536 }; /* 65_536 */
enum { STEP_SHIFT = 21 };
enum { JITTER_STEPS = 2 };
/* firmware/sensors/icm42688p-registers.ts */
enum { PACKET_BYTES = 16 };
enum { ACCEL_PACKET_BYTES = 8 };
enum { HEADER_EMPTY = 128 }; /* 0x80 */
enum { HEADER_BOTH = 104 }; /* 0x68 */
enum { HEADER_ACCEL = 64 }; /* 0x40 */
/* firmware/sensors/integer.ts */
enum { SHORT = 65536 }; /* 1 << 16 */
/* firmware/sensors/lsm6dso-fifo.ts */
enum { HAS_GYROSCOPE = 1 };
enum { HAS_ACCELEROMETER = 2 };
enum { HAS_BOTH = 3 };
enum { PAIR_HELD = 1 };
enum { PAIR_DUE = 2 };
enum { INVALID_FROM = 32765 }; /* 0x7ffd */
enum { HOLD_SLOTS = 32 };
enum { PAIR_TAGS_0 = 2321 }; /* 0x0911 */
enum { PAIR_TAGS_1 = 2578 }; /* 0x0a12 */
enum { PAIR_TAGS_2 = 3092 }; /* 0x0c14 */
enum { PAIR_TAGS_3 = 3863 }; /* 0x0f17 */
enum { FROM_EVEN = 771 }; /* 0x303 */
enum { FROM_ODD = 1542 }; /* 0x606 */
enum { STAMP_TAG = 16 }; /* (TAG_TIMESTAMP - TAG_ACCELEROMETER) << 3 */
enum { PAIR_BYTES = 14 }; /* 2 * FIFO_WORD_BYTES */
enum { COUNT_SLOTS = 4 };
enum { MOST_TICKS = 67108864 }; /* 1 << 26 */
/* firmware/sensors/lsm6dso-registers.ts */
enum { FIFO_WORD_BYTES = 7 };
enum { TAG_GYROSCOPE = 1 }; /* 0x01 */
enum { TAG_ACCELEROMETER = 2 }; /* 0x02 */
enum { TAG_TIMESTAMP = 4 }; /* 0x04 */
/* firmware/sensors/rest.ts */
enum { REST_SHIFT = 7 };
enum { REST_FRAMES = 128 }; /* 1 << REST_SHIFT */
enum { REST_ACCEL_ug = 60000 }; /* 60_000 */
enum { REST_GYRO_udps = 5000000 }; /* 5_000_000 */
/* firmware/sensors/ring.ts */
enum { RING_FRAMES = 512 };
enum { RING_MASK = 511 }; /* RING_FRAMES - 1 */
enum { FRAME_AXES = 6 };
enum { COUNTER_MASK = 1073741823 }; /* 0x3fffffff */
/* firmware/sensors/stillness.ts */
enum { STILL_mg = 25 };
enum { UPRIGHT_mg = 90 };
enum { RING_AXES = 3072 }; /* RING_FRAMES * FRAME_AXES */
/* firmware/sensors/taps.ts */
enum { TAPS = 5 };
enum { KNOCK_ug = 1500000 }; /* 1_500_000 */
enum { QUIET_ug = 300000 }; /* 300_000 */
enum { TURN_udps = 60000000 }; /* 60_000_000 */
enum { RINGING_us = 60000 }; /* 60_000 */
enum { BEFORE_us = 500000 }; /* 500_000 */
enum { GAP_LEAST_us = 120000 }; /* 120_000 */
enum { taps_GAP_MOST_us = 700000 }; /* 700_000 */
enum { END_us = 1000000 }; /* 1_000_000 */
/* firmware/stepdetect/accel-detector.ts */
enum { STRENGTH_Q8 = 179 };
enum { STANDS_Q8 = 1000 };
enum { FIRST_Q8 = 1075 };
enum { FIRST_HARD_Q8 = 589 };
enum { WORSE_Q8 = 550 };
enum { LEAST_Q8 = 350 };
enum { WORSE_IN_RHYTHM_Q8 = 850 };
enum { RHYTHM_LEAST_Q8 = 205 };
enum { RHYTHM_MOST_Q8 = 320 };
enum { RHYTHM_BONUS_Q8 = 400 };
enum { UNLIKE_Q8 = 300 };
enum { STEP_SWING_mg = 100 };
enum { FADE_Q8 = 128 };
enum { FADE_REFUSED_Q8 = 38 };
enum { NEAR_SHARE_Q8 = 164 };
enum { NEAR_LEAST_ms = 330 };
enum { NEAR_MOST_ms = 700 };
enum { NEAR_MOST_HARD_ms = 560 };
enum { NEAR_FIRST_ms = 600 };
enum { NEAR_FIRST_HARD_ms = 400 };
enum { accel_detector_STRIDE_MOST_us = 2000000 }; /* 2_000_000 */
enum { FORGET_ms = 3000 };
enum { RIVAL_FROM_ms = 180 };
enum { RIVAL_TO_ms = 360 };
enum { RIVAL_Q8 = 450 };
enum { RIVAL_LEAST_Q8 = 850 };
enum { RIVAL_FAR_ms = 600 };
enum { RIVAL_FAR_LEAST_Q8 = 1150 };
enum { STANDS_mg = 220 };
enum { FLAT_us = 15000 }; /* 15_000 */
enum { PENDING = 9 };
/* firmware/stepdetect/activity.ts */
enum { activity_WINDOW_ms = 100 };
enum { APART_ms = 80 };
enum { activity_BEFORE_ms = 200 };
enum { BEFORE_LEAD_ms = 160 };
enum { AROUND_ms = 160 };
enum { AFTER_FROM_ms = 50 };
enum { AFTER_TO_ms = 300 };
enum { HARD_mg = 4500 };
enum { RESTLESS_mg = 600 };
enum { INSTANT_FRAMES = 3 };
enum { INSTANT_FROM_ms = 60 };
enum { INSTANT_TO_ms = 210 };
enum { EBB_Q8 = 205 };
enum { FLOOR_mg = 150 };
enum { NOISE_mg = 30 };
enum { SWING_ms = 600 };
enum { activity_GAP_us = 100000 }; /* 100_000 */
enum { HISTORY = 64 };
enum { HISTORY_MASK = 63 }; /* HISTORY - 1 */
/* firmware/stepdetect/clipped-force.ts */
enum { ENTRIES_MOST = 52 };
enum { ENDS = 6 };
enum { SWING = 6 };
enum { ALL = 1024 }; /* 1 << 10 */
enum { IMPACT_ms = 22 };
enum { clipped_force_SPAN_MOST = 64 };
enum { ROUNDS = 2 };
enum { AMOUNT_MOST = 32768 }; /* 32 << 10 */
enum { SMALL = 65536 }; /* 1 << 16 */
enum { ALONG_MOST = 1048576 }; /* 1 << 20 */
/* firmware/stepdetect/contacts.ts */
enum { PUSH_dps = 20 };
enum { RELEASE_WALK_Q8 = 180 };
enum { RELEASE_RUN_Q8 = 128 };
enum { LANDING_dps = 15 };
enum { SLAP_dps = 100 };
enum { CONTACT_SHARE_Q8 = 100 };
enum { contacts_LANDING_ms = 150 };
/* firmware/stepdetect/detector.ts */
enum { DURATION_LEAST_us = 200000 };
enum { VOTES_MOST = 6 };
enum { UNSTEADY_dps = 100 };
enum { LEVEL_dps = 35 };
enum { SCAN = 0 };
enum { FOLLOW = 1 };
enum { WEIGH = 2 };
enum { BEGIN = 3 };
enum { INTEGRATE = 4 };
enum { JUDGE = 5 };
enum { FOLLOW_ANEW = 6 };
enum { FOLLOW_TURNED = 7 };
enum { TELL = 8 };
enum { LEARN = 9 };
enum { START = 10 };
enum { LEARNING = 64 };
/* firmware/stepdetect/flat-foot.ts */
enum { flat_foot_LIKE_Q10 = 870 };
/* firmware/stepdetect/foot-side.ts */
enum { STRIDES_LEAST = 6 };
enum { ROLL_LEAST_ddeg = 20 };
enum { STRIDES_MOST = 128 };
enum { ROLL_MOST_ddeg = 400 };
enum { foot_side_EVERY = 2 };
enum { foot_side_DDEG_PER_RAD_Q8 = 146677 };
/* firmware/stepdetect/footstep.ts */
enum { LENGTH_LEAST_mm = 110 };
enum { CLOSING_LEAST_mm = 30 };
enum { SPIN_LEAST_mm = 40 };
enum { SPIN_LONG_mm = 250 };
enum { SHUFFLE_LEAST_mm = 200 };
enum { LIFTED_mm = 70 };
enum { SPIN_LIFTED_mm = 12 };
enum { SET_DOWN_JOLTS = 2 };
enum { PEAK_LEAST_dps = 50 };
enum { GENTLE_dps = 250 };
enum { GENTLE_SHARE_Q8 = 28 };
enum { START_SHARE_Q8 = 41 };
enum { SPRING_SHARE_Q8 = 90 };
enum { GENTLE_mm_s = 1700 };
enum { SHORT_mm_s = 900 };
enum { SPEED_MOST_mm_s = 5000 };
enum { SHORT_mm = 200 };
enum { STEEP_Q3 = 7 };
enum { BRISK_dps = 400 };
enum { GENTLE_RAISED_deg = 20 };
enum { footstep_RAISED_deg = 75 };
enum { ATTITUDE_COS_Q8 = 222 };
enum { GENTLE_COS_Q8 = 232 };
enum { SHORT_COS_Q8 = 248 };
enum { footstep_FIRM_dps = 25 };
enum { STILL_dps = 8 };
enum { footstep_STILL_SHARE_Q8 = 13 };
enum { SPUN_ms = 150 };
enum { FAST_dps = 650 };
enum { FALL_ms = 180 };
enum { footstep_LANDING_ms = 100 };
enum { LANDING_JOLTS = 6 };
/* firmware/stepdetect/force-limit.ts */
enum { LEAST_mg = 7500 };
enum { force_limit_LEVEL_SHIFT = 6 };
enum { force_limit_HITS_LEAST = 6 };
enum { HITS_SHARE = 3 };
enum { NEAR_SHIFT = 3 };
enum { force_limit_HITS_MOST = 512 };
enum { force_limit_INT16_END = 32700 };
enum { FALL_mg = 300 };
enum { CLIPPED_FRAMES_MOST = 64 };
/* firmware/stepdetect/gap.ts */
enum { gap_GAP_us = 100000 };
enum { TOGETHER = 8 };
/* firmware/stepdetect/gate.ts */
enum { GATE_NONE = 0 };
enum { GATE_START = 1 };
enum { GATE_VALLEY = 2 };
enum { GATE_REST = 3 };
enum { GATE_STILL = 4 };
enum { GATE_LOST = 5 };
enum { REST = 0 };
enum { MOVING = 1 };
enum { VALLEY = 2 };
enum { gate_WINDOW_ms = 60 };
enum { REST_dps = 25 };
enum { QUIET_dps = 12 };
enum { STIR_dps = 120 };
enum { TURNING_dps = 60 };
enum { REST_ms = 300 };
enum { STILL_ms = 1200 };
enum { QUIET_AGE_ms = 500 };
enum { QUIET_LEAD_ms = 200 };
enum { ENTER_Q8 = 77 };
enum { LEAVE_Q8 = 333 };
enum { AXIS_EVERY = 3 };
enum { MEMORY = 452 }; /* RING_FRAMES - 60 */
enum { NEVER = -1 };
/* firmware/stepdetect/impact.ts */
enum { impact_BEFORE_ms = 25 };
enum { AFTER_ms = 75 };
enum { RISE_ms = 15 };
enum { CLIP = 32700 };
/* firmware/stepdetect/inertial-track.ts */
enum { RING_PAIRS = 256 }; /* RING_FRAMES >> 1 */
enum { CARRY_BITS = 8 };
enum { DIRECTION_MOST = 65535 };
enum { SIXTH_Q16 = 10923 };
enum { VELOCITY_MOST = 4194304 }; /* 1 << 22 */
enum { SPEED_SHIFT = 7 };
enum { SPEED_MOST = 32767 };
enum { SPEED_LEAST = -32768 };
/* firmware/stepdetect/integration.ts */
enum { TRIAL_SHARE_Q8 = 128 };
enum { AS_IT_IS = 0 };
enum { TRIAL = 1 };
enum { LAST = 2 };
/* firmware/stepdetect/landing-turn.ts */
enum { landing_turn_DDEG_PER_RAD_Q8 = 146677 };
enum { DPS_us_Q16 = 57295780 };
enum { landing_turn_EVERY = 1 };
enum { EVERY_LONG = 2 };
enum { LONG = 40 };
/* firmware/stepdetect/landings.ts */
enum { CONTACT_LEAST_us = 40000 };
enum { FOOT_OFF_MOST_us = 2500000 };
enum { CONTACT_MOST_us = 1600000 };
enum { landings_STRIDE_MOST_us = 3000000 };
enum { STRIDE_LEAST_us = 300000 };
enum { NO_LENGTH_mm = -1 };
/* firmware/stepdetect/metrics.ts */
enum { REARFOOT_ddeg = 80 };
enum { FOREFOOT_ddeg = -16 };
enum { STRIKE_MOST_ddeg = 600 };
enum { LANDING_MOST_us = 1000000 };
enum { STRAIGHT_ddeg = 400 };
enum { TURN_MOST_ddeg = 3600 };
enum { LEVEL_LEAST = 8192 };
/* firmware/stepdetect/mid-stance.ts */
enum { VOTE_LEAST_mm = 250 };
enum { FIRM_LENGTH_mm = 600 };
enum { FIRM_SHARE_Q8 = 77 };
enum { mid_stance_STILL_SHARE_Q8 = 51 };
enum { BRISK_SHARE_Q8 = 128 };
enum { DEEP_dps = 20 };
enum { DEEP_SHARE = 20 };
enum { AIR_mm_s = 500 };
enum { AIR_LONGEST_us = 1200000 };
enum { STAND_dps = 25 };
enum { mid_stance_STAND_mm_s = 800 };
enum { FIRST_mm_s = 250 };
enum { STAND_LONGEST_us = 2200000 };
enum { mid_stance_FIRM_dps = 25 };
enum { FIRM_LEVEL_Q8 = 26 };
enum { LANDED_ms = 30 };
enum { LANDED_deg = 12 };
enum { mid_stance_RAISED_deg = 12 };
enum { SLAP_ms = 65 };
enum { ALOFT_deg = 45 };
/* firmware/stepdetect/pitch.ts */
enum { BOX_ms = 12 };
enum { BOX_HALF_MOST = 2 };
enum { LOBE_deg = 6 };
enum { pitch_SWING_deg = 15 };
enum { DIP_ms = 200 };
enum { MOST_LOBES = 12 };
enum { AXIS_APART = 160 };
/* firmware/stepdetect/queue.ts */
enum { PLACES = 6 };
/* firmware/stepdetect/reporter.ts */
enum { SOFT_LENGTH_mm = 1000 };
enum { SOFT_APART_us = 75000 };
enum { FORE_APART_us = 20000 };
enum { HALT_us = 17000 };
enum { SPLIT_LEAST_us = 450000 };
enum { FLAT_SWING_us = 300000 };
enum { SEEN_FRAMES = 3 };
enum { reporter_GAP_MOST_us = 300000 };
/* firmware/stepdetect/row.ts */
enum { ROW = 4 };
enum { HELD = 3 }; /* ROW - 1 */
enum { row_LIKE_Q10 = 818 };
enum { LIKE_HARD_Q10 = 614 };
enum { SWING_mg = 230 };
enum { CROWDED_MOST = 1 };
/* firmware/stepdetect/saturation.ts */
enum { LEAST_RANGE_dps = 250 };
enum { RANGE_SHIFT = 4 };
enum { saturation_LEVEL_SHIFT = 6 };
enum { SLOPE_SHIFT = 4 };
enum { PLATEAU_ms = 24 };
enum { CEILING_SHIFT = 6 };
enum { saturation_HITS_LEAST = 3 };
enum { saturation_HITS_MOST = 6 };
enum { SPREAD_SHIFT = 3 };
enum { SLOPE_FRAMES = 2 };
enum { saturation_SPAN_MOST = 40 };
enum { HIDDEN_MOST_dps = 1000 };
enum { saturation_INT16_END = 32700 };
/* firmware/stepdetect/setup.ts */
enum { FOOT_UNKNOWN = 0 };
enum { FOOT_LEFT = 1 };
enum { FOOT_RIGHT = 2 };
enum { EFFORT_MOST = 1048576 }; /* 1 << 20 */
/* firmware/stepdetect/spin.ts */
enum { SPIN_deg = 45 };
enum { spin_SWING_deg = 15 };
enum { BEYOND_mm = 30 };
enum { LIFTED_deg = 28 };
enum { PIVOT_deg = 15 };
enum { spin_WINDOW_ms = 60 };
enum { OFF_Q8 = 128 };
enum { ON_Q8 = 102 };
/* firmware/stepdetect/standing.ts */
enum { LEVEL_HALF_ms = 30 };
enum { LEVEL_SHARE_Q8 = 26 };
enum { BIAS_FRAMES = 256 };
enum { BIAS_MARGIN = 20 };
enum { BIAS_SPREAD_dps = 6 };
enum { FLAT_SHARE = 4 };
enum { ANEW_COS_Q8 = 196 };
enum { GRAVITY_FRAMES = 64 }; /* 1 << GRAVITY_SHIFT */
enum { GRAVITY_TURN_dps = 25 };
enum { GRAVITY_SPREAD_mg = 100 };
enum { GRAVITY_RESTS = 4 };
enum { SCALE_MOST_Q8 = 23 };
/* firmware/stepdetect/strapdown.ts */
enum { ONE = 32767 };
enum { TILT_MOST = 9000 };
enum { WAY_MOST_mm = 30000 };
enum { RUN_ON = 0 };
enum { RUN_THROUGH = 1 };
enum { RUN_LOST = 2 };
/* firmware/stepdetect/stride.ts */
enum { GAIT_UNKNOWN = 0 };
enum { GAIT_WALK = 1 };
enum { GAIT_RUN = 2 };
enum { STRIKE_REARFOOT = 1 };
enum { STRIKE_MIDFOOT = 2 };
enum { STRIKE_FOREFOOT = 3 };
enum { HAS_TC = 1 };
enum { HAS_TO = 2 };
enum { HAS_MIDSTANCE = 4 };
enum { HAS_STRIDE_TIME = 8 };
enum { HAS_CONTACT = 16 };
enum { CLIPPED = 128 };
enum { HAS_STEP_TIME = 256 };
enum { HAS_FLIGHT = 512 };
enum { HAS_SWING = 1024 };
enum { HAS_STRIKE = 2048 };
enum { HAS_EVERSION = 4096 };
enum { HAS_IMPACT = 8192 };
enum { HAS_TURN = 32768 };
enum { IMPACT_CLIPPED = 131072 };
/* firmware/stepdetect/stride-record.ts */
enum { STRIDE_FIELDS = 23 };
/* firmware/stepdetect/times.ts */
enum { SWING_MOST_us = 2500000 };
/* firmware/stepdetect/vertical.ts */
enum { LEFT_SHARE_Q8 = 10 };
enum { LEFT_SHARE_UNSEEN_Q8 = 20 };
enum { vertical_STAND_mm_s = 800 };
enum { CLEARANCE_MOST_mm = 1500 };
enum { RISE_MOST_mm = 800 };
#line 15 "firmware/sensors/ring.ts"
static void FrameRing_construct(FrameRing *self) {
#line 66 "firmware/sensors/ring.ts"
}
#line 12 "firmware/stepdetect/queue.ts"
static void StrideQueue_construct(StrideQueue *self) {
#line 66 "firmware/stepdetect/queue.ts"
}
#line 60 "firmware/sensors/lsm6dso-fifo.ts"
static void Lsm6dsoFifo_construct(Lsm6dsoFifo *self) {
#line 67 "firmware/sensors/lsm6dso-fifo.ts"
	self->slotTicks = 192;
	self->tick_q16 = 1638400;
	self->slot_q16 = 314572800;



	self->wanted = HAS_BOTH;


	self->count = -1;
#line 89 "firmware/sensors/lsm6dso-fifo.ts"
	self->hold = HOLD_SLOTS;

	self->settling = HAS_BOTH;
#line 406 "firmware/sensors/lsm6dso-fifo.ts"
}
#line 43 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_construct(Icm42688pFifo *self) {
#line 50 "firmware/sensors/icm42688p-fifo.ts"
	self->steps = 293;


	self->slot_q16 = 327680000;
	self->packetBytes = PACKET_BYTES;
	self->header = HEADER_BOTH;




	self->stamp = -1;

	self->lost = 1;
	self->fresh = 1;
#line 254 "firmware/sensors/icm42688p-fifo.ts"
}
#line 35 "firmware/sensors/alignment.ts"
static void MedioLateralAxis_construct(MedioLateralAxis *self) {
#line 161 "firmware/sensors/alignment.ts"
}
#line 13 "firmware/stepdetect/gap.ts"
static void Gap_construct(Gap *self) {
#line 47 "firmware/stepdetect/gap.ts"
}
#line 24 "firmware/stepdetect/integration.ts"
static void Integration_construct(Integration *self) {
#line 117 "firmware/stepdetect/integration.ts"
}
#line 42 "firmware/stepdetect/stride.ts"
static void Stride_construct(Stride *self) {
#line 89 "firmware/stepdetect/stride.ts"
}
#line 43 "firmware/stepdetect/landings.ts"
/** @param queue where finished strides go */
static void Landings_construct(Landings *self, StrideQueue *queue) {
#line 37 "firmware/stepdetect/landings.ts"
	Stride_construct(&self->pending);
#line 44 "firmware/stepdetect/landings.ts"
	self->queue = queue; }
#line 26 "firmware/sensors/scale.ts"
/** Counts of the accelerometer at a specific force. */
static int32_t forceCounts(int32_t mg, const FrameScale *scale) {
	return its_round((double)(mg * 1000) / scale->accel_ug);
}
#line 66 "firmware/stepdetect/inertial-track.ts"
/** @param gravity16 one g in 1/16 counts */
static void InertialTrack_construct(InertialTrack *self, int32_t gravity16) { self->gravity16 = gravity16; }
#line 51 "firmware/stepdetect/force-limit.ts"
static void ForceLimit_construct(ForceLimit *self, const FrameScale *scale) {
	self->highest = its_min(force_limit_INT16_END, forceCounts(LEAST_mg, scale));
	self->level = self->highest;
	self->least = self->highest - (self->highest >> NEAR_SHIFT);
	self->fall = forceCounts(FALL_mg, scale);
}
#line 11 "firmware/sensors/scale.ts"
/** Frames in a time. */
static int32_t framesOf(int32_t ms, const FrameScale *scale) {
	return its_round((double)(ms) * scale->rate_Hz / 1000.0);
}
#line 66 "firmware/stepdetect/clipped-force.ts"
static void ClippedForce_construct(ClippedForce *self, const FrameScale *scale) {
	ForceLimit_construct(&self->limit, scale);
	self->impactFrames = framesOf(IMPACT_ms, scale);
}
#line 73 "firmware/stepdetect/strapdown.ts"
static void Strapdown_construct(Strapdown *self, const FrameScale *scale) {
	self->countAngleQ44 = its_round(scale->gyro_udps * 0.3070415690984566);
	self->wayQ56 = its_round(scale->accel_ug * 9.80665e-15 * 72057594037927940.0);
	self->speedQ38 = its_round(scale->accel_ug * 168.4769641332736);
	self->gravity16 = forceCounts(16000, scale);
	InertialTrack_construct(&self->track, self->gravity16);
	ClippedForce_construct(&self->force, scale);
}
#line 16 "firmware/sensors/scale.ts"
/** Counts of the gyroscope at a rate of rotation. */
static int32_t rateCounts(int32_t dps, const FrameScale *scale) {
	return its_round((double)(dps * 1000000) / scale->gyro_udps);
}
#line 111 "firmware/stepdetect/gate.ts"
static void MotionGate_construct(MotionGate *self, const FrameScale *scale) {
#line 98 "firmware/stepdetect/gate.ts"
	self->low = -1;

	self->due = NEVER;
#line 108 "firmware/stepdetect/gate.ts"
	self->lostAt = NEVER;



	self->window = its_min(15, its_max(4, framesOf(gate_WINDOW_ms, scale)));
	self->half = self->window >> 1;
	self->restSum = rateCounts(REST_dps * self->window, scale);
	self->leaveRestSum = (self->restSum * LEAVE_Q8) >> 8;
	self->quietSum = rateCounts(QUIET_dps * self->window, scale);
	self->stirSum = rateCounts(STIR_dps * self->window, scale);
	self->turning = rateCounts(TURNING_dps, scale);
	self->restFrames = framesOf(REST_ms, scale);
	self->stillFrames = framesOf(STILL_ms, scale);
	self->quietAge = framesOf(QUIET_AGE_ms, scale);
	self->quietLead = framesOf(QUIET_LEAD_ms, scale);
	self->high = self->leaveRestSum;
}
#line 21 "firmware/sensors/scale.ts"
/** Sum of the gyroscope's counts over the frames in which the foot turns by an angle. */
static int32_t angleCounts(int32_t deg, const FrameScale *scale) {
	return its_round((double)(deg * 1000000) * scale->rate_Hz / scale->gyro_udps);
}
#line 110 "firmware/stepdetect/pitch.ts"
static void PitchTrack_construct(PitchTrack *self, const FrameScale *scale) {
#line 73 "firmware/stepdetect/pitch.ts"
	self->begun = -1;
#line 89 "firmware/stepdetect/pitch.ts"
	self->openFrom = -1;
#line 111 "firmware/stepdetect/pitch.ts"
	const int32_t half = framesOf(BOX_ms, scale);
	self->half = half < BOX_HALF_MOST ? half : BOX_HALF_MOST;
	self->reciprocalQ14 = its_round(16384.0 / (double)(2 * self->half + 1));
	self->lobe = angleCounts(LOBE_deg, scale);
	self->swing = angleCounts(pitch_SWING_deg, scale);
	self->dip = framesOf(DIP_ms, scale);
}
#line 71 "firmware/stepdetect/standing.ts"
static void StandingFoot_construct(StandingFoot *self, const FrameScale *scale) {
#line 66 "firmware/stepdetect/standing.ts"
	self->forceAt = -1;





	self->oneG16 = forceCounts(16000, scale);
	self->gravity16 = self->oneG16;
	self->turnMost = rateCounts(GRAVITY_TURN_dps, scale);
	self->forceSpreadMost = forceCounts(GRAVITY_SPREAD_mg, scale);
	self->levelHalf = its_max(2, framesOf(LEVEL_HALF_ms, scale));
	self->spreadMost = rateCounts(BIAS_SPREAD_dps, scale);
}
#line 29 "firmware/stepdetect/foot-side.ts"
static void FootSide_construct(FootSide *self) {
#line 81 "firmware/stepdetect/foot-side.ts"
}
#line 25 "firmware/stepdetect/landing-turn.ts"
static void LandingTurn_construct(LandingTurn *self) {
#line 101 "firmware/stepdetect/landing-turn.ts"
}
#line 29 "firmware/stepdetect/vertical.ts"
static void VerticalTrack_construct(VerticalTrack *self) {
#line 49 "firmware/stepdetect/vertical.ts"
}
#line 39 "firmware/stepdetect/impact.ts"
static void Impact_construct(Impact *self, const FrameScale *scale) {
	self->before = its_max(1, framesOf(impact_BEFORE_ms, scale));
	self->after = its_max(1, framesOf(AFTER_ms, scale));
	self->rise = its_max(1, framesOf(RISE_ms, scale));
	self->countQ20 = its_round(scale->accel_ug / 1000.0 * 1048576.0);
}
#line 69 "firmware/stepdetect/metrics.ts"
static void StrideMetrics_construct(StrideMetrics *self, const FrameScale *scale) {
#line 57 "firmware/stepdetect/metrics.ts"
	FootSide_construct(&self->side);

	LandingTurn_construct(&self->landing);
	VerticalTrack_construct(&self->vertical);


	self->followed = true;
#line 70 "firmware/stepdetect/metrics.ts"
	Impact_construct(&self->impact, scale);
}
#line 44 "firmware/stepdetect/spin.ts"
static void Spin_construct(Spin *self, const FrameScale *scale) {
	self->spin = angleCounts(SPIN_deg, scale);
	self->swing = angleCounts(spin_SWING_deg, scale);
	self->lifted = angleCounts(LIFTED_deg, scale);
	self->pivot = angleCounts(PIVOT_deg, scale);
	self->halfTurn = angleCounts(180, scale);
	self->window = framesOf(spin_WINDOW_ms, scale);
}
#line 131 "firmware/stepdetect/footstep.ts"
/** @param gate,track,way,standing what is known of the movement */
static void Footstep_construct(Footstep *self, const FrameScale *scale, MotionGate *gate, PitchTrack *track, Strapdown *way, StandingFoot *standing) {

	self->gate = gate;
	self->track = track;
	self->way = way;
	self->standing = standing;

	Spin_construct(&self->spin, scale);
	self->perDps = rateCounts(1, scale);
	self->perDeg = angleCounts(1, scale);
	self->jolt = its_round(40000000.0 / scale->accel_ug / scale->rate_Hz);
	self->spunFrames = framesOf(SPUN_ms, scale);
	self->landingFrames = framesOf(footstep_LANDING_ms, scale);
	self->fallFrames = framesOf(FALL_ms, scale);
}
#line 65 "firmware/stepdetect/saturation.ts"
static void Saturation_construct(Saturation *self, const FrameScale *scale) {
	self->range = rateCounts(LEAST_RANGE_dps, scale);
	self->least = self->range - (self->range >> RANGE_SHIFT);
	self->plateau = framesOf(PLATEAU_ms, scale);
	self->hiddenMost = rateCounts(HIDDEN_MOST_dps, scale);
}
#line 65 "firmware/stepdetect/mid-stance.ts"
/** @param gate,track,way,standing,footstep what is known of the stride that would end here */
static void MidStance_construct(MidStance *self, const FrameScale *scale, MotionGate *gate, PitchTrack *track, Strapdown *way, StandingFoot *standing, Footstep *footstep) {

	self->gate = gate;
	self->track = track;
	self->way = way;
	self->standing = standing;
	self->footstep = footstep;

	self->perDps = rateCounts(1, scale);
	self->landedFrames = framesOf(LANDED_ms, scale);
	self->landedAngle = angleCounts(LANDED_deg, scale);
	self->raisedAngle = angleCounts(mid_stance_RAISED_deg, scale);
	self->aloftAngle = angleCounts(ALOFT_deg, scale);
	self->slapFrames = framesOf(SLAP_ms, scale);
}
#line 40 "firmware/stepdetect/contacts.ts"
static void ContactFinder_construct(ContactFinder *self, const FrameScale *scale) {
	self->push = rateCounts(PUSH_dps, scale);
	self->landing = rateCounts(LANDING_dps, scale);
	self->slap = rateCounts(SLAP_dps, scale);
	self->landingFrames = framesOf(contacts_LANDING_ms, scale);
}
#line 56 "firmware/stepdetect/reporter.ts"
/** Looks at what the detector has found out about a stretch, and gives its strides to `landings`. */
static void StrideReporter_construct(StrideReporter *self, const FrameScale *scale, MedioLateralAxis *axis, Strapdown *way, PitchTrack *track, Footstep *footstep, Saturation *saturation, StandingFoot *standing, StrideMetrics *metrics, Landings *landings, Gap *gap) {
#line 69 "firmware/stepdetect/reporter.ts"
	ContactFinder_construct(&self->contacts, scale);
	self->axis = axis;
	self->way = way;
	self->track = track;
	self->footstep = footstep;
	self->saturation = saturation;
	self->standing = standing;
	self->metrics = metrics;
	self->landings = landings;
	self->gap = gap;
}
#line 97 "firmware/stepdetect/detector.ts"
/**
 * @param queue where finished strides go
 * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
 * @noinline
 */
ITS_NOINLINE static void StrideDetector_construct(StrideDetector *self, const FrameScale *scale, StrideQueue *queue, int32_t sensorHeight_mm) {
#line 64 "firmware/stepdetect/detector.ts"
	MedioLateralAxis_construct(&self->axis);
#line 73 "firmware/stepdetect/detector.ts"
	Gap_construct(&self->gap);
	Integration_construct(&self->integration);
#line 103 "firmware/stepdetect/detector.ts"
	Landings_construct(&self->landings, queue);
	Strapdown_construct(&self->way, scale);
	MotionGate_construct(&self->gate, scale);
	PitchTrack_construct(&self->track, scale);
	StandingFoot_construct(&self->standing, scale);
	StrideMetrics_construct(&self->metrics, scale);
	Footstep_construct(&self->footstep, scale, &self->gate, &self->track, &self->way, &self->standing);
	Saturation_construct(&self->saturation, scale);
	MidStance_construct(&self->midStance, scale, &self->gate, &self->track, &self->way, &self->standing, &self->footstep);
	StrideReporter_construct(&self->reporter, scale, &self->axis, &self->way, &self->track, &self->footstep, &self->saturation, &self->standing, &self->metrics, &self->landings, &self->gap);
#line 124 "firmware/stepdetect/detector.ts"
	self->perDps = rateCounts(1, scale);
	self->rollQ50 = its_round(scale->gyro_udps * (double)(sensorHeight_mm) * 9.825330211150611);
}
#line 12 "firmware/stepdetect/flat-foot.ts"
static void FlatFoot_construct(FlatFoot *self) {
#line 31 "firmware/stepdetect/flat-foot.ts"
}
#line 123 "firmware/stepdetect/activity.ts"
/** @param scale at most ACCEL_ONLY_MOST_Hz frames a second */
static void Activity_construct(Activity *self, const FrameScale *scale) {
	self->window = framesOf(activity_WINDOW_ms, scale) | 1;
	self->apart = framesOf(APART_ms, scale);
	self->before = framesOf(activity_BEFORE_ms, scale);
	self->beforeLead = framesOf(BEFORE_LEAD_ms, scale);
	self->around = framesOf(AROUND_ms, scale);
	self->afterFrom = framesOf(AFTER_FROM_ms, scale);
	self->afterTo = framesOf(AFTER_TO_ms, scale);
	self->hard = forceCounts(HARD_mg, scale);
	self->restless = forceCounts(RESTLESS_mg, scale);
	self->instantFrom = framesOf(INSTANT_FROM_ms, scale);
	self->instantTo = framesOf(INSTANT_TO_ms, scale);
	self->swingFrames = framesOf(SWING_ms, scale);
	self->lag = self->afterTo + (self->window >> 1);
	self->gravity = forceCounts(1000, scale);
	self->floorSum = forceCounts(FLOOR_mg * self->window, scale);
	self->noise = forceCounts(NOISE_mg, scale);
}
#line 48 "firmware/stepdetect/row.ts"
static void Row_construct(Row *self, StrideQueue *queue, const FrameScale *scale) {
#line 35 "firmware/stepdetect/row.ts"
	Stride_construct(&self->out);
#line 49 "firmware/stepdetect/row.ts"
	self->queue = queue;
	self->swingLeast = forceCounts(SWING_mg, scale);
}
#line 142 "firmware/stepdetect/accel-detector.ts"
/** @param queue where finished strides go */
static void AccelDetector_construct(AccelDetector *self, const FrameScale *scale, StrideQueue *queue) {
#line 98 "firmware/stepdetect/accel-detector.ts"
	FlatFoot_construct(&self->flatFoot);
#line 144 "firmware/stepdetect/accel-detector.ts"
	Activity_construct(&self->activity, scale);
	Row_construct(&self->row, queue, scale);
	self->hard = forceCounts(HARD_mg, scale);
	self->standing = forceCounts(STANDS_mg, scale);
	self->stepSwing = forceCounts(STEP_SWING_mg, scale);
	self->nearLeast = framesOf(NEAR_LEAST_ms, scale);
	self->nearMost = framesOf(NEAR_MOST_ms, scale);
	self->nearMostHard = framesOf(NEAR_MOST_HARD_ms, scale);
	self->nearFirst = framesOf(NEAR_FIRST_ms, scale);
	self->nearFirstHard = framesOf(NEAR_FIRST_HARD_ms, scale);
	self->forget = framesOf(FORGET_ms, scale);
	self->rivalFrom = framesOf(RIVAL_FROM_ms, scale);
	self->rivalTo = framesOf(RIVAL_TO_ms, scale);
	self->rivalFar = framesOf(RIVAL_FAR_ms, scale);
}
#line 30 "firmware/sensors/stillness.ts"
static void Stillness_construct(Stillness *self, const FrameScale *scale) {
	self->tolerance = forceCounts(STILL_mg, scale);
	self->gravity = forceCounts(1000, scale);
	self->gravityTolerance = forceCounts(UPRIGHT_mg, scale);
}
#line 46 "firmware/sensors/taps.ts"
static void TapDetector_construct(TapDetector *self, const FrameScale *scale) {
	self->knock = its_truncate(1500000.0 / scale->accel_ug);
	self->quiet = its_truncate(300000.0 / scale->accel_ug);
	self->turn = its_truncate(60000000.0 / scale->gyro_udps);
}
#line 30 "firmware/sensors/rest.ts"
static void RestGravity_construct(RestGravity *self, const FrameScale *scale) {
	self->accelTolerance = its_truncate(60000.0 / scale->accel_ug);
	self->gyroTolerance = its_truncate(5000000.0 / scale->gyro_udps);
}
#line 52 "firmware/kernel/kernel.ts"
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
void Kernel_construct(Kernel *self, const FrameScale *scale, const FrameScale *accelOnlyScale, int32_t sensorHeight_mm, int32_t effort) { *self = (Kernel){0}; its_given_real(scale->accel_ug, 30.0, 1500.0); its_given_real(scale->gyro_udps, 3000.0, 150000.0); its_given_real(scale->rate_Hz, 100.0, 220.0); its_given_real(accelOnlyScale->accel_ug, 30.0, 1500.0); its_given_real(accelOnlyScale->gyro_udps, 3000.0, 150000.0); its_given_real(accelOnlyScale->rate_Hz, 25.0, 60.0); its_given(sensorHeight_mm, 0, 150); its_given(effort, 1, 1048576);
#line 34 "firmware/kernel/kernel.ts"
	FrameRing_construct(&self->ring);
	StrideQueue_construct(&self->queue);
	Lsm6dsoFifo_construct(&self->lsm6dso);
	Icm42688pFifo_construct(&self->icm42688p);
#line 46 "firmware/kernel/kernel.ts"
	self->hasGyroscope = true;



	self->gravity = -1;
#line 66 "firmware/kernel/kernel.ts"
	self->effort = effort;

	StrideDetector_construct(&self->detector, scale, &self->queue, sensorHeight_mm);
	AccelDetector_construct(&self->counter, accelOnlyScale, &self->queue);
	Stillness_construct(&self->stillness, scale);
	TapDetector_construct(&self->taps, scale);
	RestGravity_construct(&self->rest, scale);
}
#line 19 "firmware/sensors/integer.ts"
/** Length of the vector (x, y, z), each within +-2^20, to better than 0.1 % and one unit. */
static int32_t norm3(int32_t x, int32_t y, int32_t z) {
	const int32_t a = its_fit(x < 0 ? -(int64_t)x : (int64_t)x);
	const int32_t b = its_fit(y < 0 ? -(int64_t)y : (int64_t)y);
	const int32_t c = its_fit(z < 0 ? -(int64_t)z : (int64_t)z);
	int32_t most = a > b ? a : b;
	if (c > most) { most = c; }
	int32_t shift = 0;
	while (most > 26000) {
		most >>= 1;
		shift++;
	}
	/** @range 0 26000 */
	const int32_t u = its_within((int64_t)its_sar(a, shift), 0, 26000);
	/** @range 0 26000 */
	const int32_t v = its_within((int64_t)its_sar(b, shift), 0, 26000);
	/** @range 0 26000 */
	const int32_t w = its_within((int64_t)its_sar(c, shift), 0, 26000);
	// 5/8 of the largest and 3/8 of the sum are -3 to +13 % off; two steps of Newton's rule leave 2 at most, too much (docs/XS.md).
	const int32_t square = u * u + v * v + w * w;
	int32_t root = its_sar(its_i32(5u * (uint32_t)most + 3u * ((uint32_t)u + (uint32_t)v + (uint32_t)w)), 3);
	root = its_sar(its_i32((uint32_t)root + (uint32_t)its_div32(square, root)), 1);
	root = its_sar(its_i32((uint32_t)root + (uint32_t)its_div32(square, root)), 1);
	while (its_mul(root, root) > square) { root = its_fit((int64_t)root - 1); }
	return its_shl(root, shift);
}
#line 36 "firmware/sensors/stillness.ts"
/** Is the shoe at rest in the newest `frames` frames of the ring, and was in the one before them? */
static bool Stillness_holds(Stillness *self, FrameRing *ring, int32_t frames) {
	if (frames >= RING_FRAMES) { return false; }
	int16_t *const axes = ring->axes;
	const int32_t tolerance = self->tolerance;
	const int32_t newest = ((ring->head - 1) & RING_MASK) * FRAME_AXES;
	int32_t at = ((ring->head - frames - 1) & RING_MASK) * FRAME_AXES;
	const int32_t x = axes[at];
	const int32_t y = axes[at + 1];
	const int32_t z = axes[at + 2];
	const int32_t off = its_fit((int64_t)norm3(x, y, z) - self->gravity);
	if (off > self->gravityTolerance || off < -self->gravityTolerance) { return false; }
	const int32_t leastX = x - tolerance;
	const int32_t leastY = y - tolerance;
	const int32_t leastZ = z - tolerance;
	const int32_t mostX = x + tolerance;
	const int32_t mostY = y + tolerance;
	const int32_t mostZ = z + tolerance;
	while (at != newest) {
		at += FRAME_AXES;
		if (at == RING_AXES) { at = 0; }
		int32_t value = axes[its_index((int64_t)at, 3072)];
		if (value < leastX || value > mostX) { return false; }
		value = axes[its_index((int64_t)(at + 1), 3072)];
		if (value < leastY || value > mostY) { return false; }
		value = axes[its_index((int64_t)(at + 2), 3072)];
		if (value < leastZ || value > mostZ) { return false; }
	}
	return true;
}
#line 155 "firmware/stepdetect/activity.ts"
/** After `pass`: goes back in the ring, to as many frames of rest as what follows can depend on. */
static void Activity_goBack(Activity *self, FrameRing *ring) {
	self->known = 0;
	self->count = (self->count - HISTORY) & COUNTER_MASK;
	ring->tail = (ring->tail - HISTORY) & COUNTER_MASK;
}
#line 194 "firmware/stepdetect/accel-detector.ts"
static void AccelDetector_wakeUp(AccelDetector *self, FrameRing *ring) {
	if (self->isAsleep) { Activity_goBack(&self->activity, ring); }
	self->isAsleep = false;
	self->restFrames = 0;
}
#line 57 "firmware/sensors/ring.ts"
/** Frames waiting for the reader. */
static int32_t FrameRing_waiting(FrameRing *self) {
	return (self->head - self->tail) & COUNTER_MASK;
}
#line 149 "firmware/stepdetect/activity.ts"
/** Lets the frames that wait in the ring pass unseen: the foot rests in them, and has for `HISTORY` frames before. */
static void Activity_pass(Activity *self, FrameRing *ring) {
	self->count = (self->count + FrameRing_waiting(ring)) & COUNTER_MASK;
	ring->tail = ring->head;
}
#line 250 "firmware/stepdetect/accel-detector.ts"
static int32_t AccelDetector_since(AccelDetector *self, int32_t frame) {
	return (frame - self->lastFrame) & COUNTER_MASK;
}
#line 179 "firmware/stepdetect/accel-detector.ts"
/** Nothing that rests is looked at once all before it is judged and the last landing forgotten. Returns whether that is so. */
static bool AccelDetector_sleeps(AccelDetector *self, FrameRing *ring) {
	if (self->isAsleep) {
		Activity_pass(&self->activity, ring);
		return true;
	}
	const int32_t rested = self->restFrames;
	if (rested < HISTORY) { self->restFrames = rested + FrameRing_waiting(ring); }
	const bool isKnown = self->hasLast && AccelDetector_since(self, self->activity.searched) < self->forget;
	if (rested < HISTORY || self->pending > 0 || isKnown) { return false; }
	self->isAsleep = true;
	Activity_pass(&self->activity, ring);
	return true;
}
#line 303 "firmware/stepdetect/activity.ts"
static int32_t Activity_mean(Activity *self, int32_t from, int32_t frames) {
	int32_t *const shaken = self->shaken;
	int32_t sum = 0;
	for (int32_t k = 0; k < frames; k++) { sum = its_fit((int64_t)sum + shaken[(from + k) & HISTORY_MASK]); }
	return sum / frames;
}
#line 266 "firmware/stepdetect/activity.ts"
/** The frame of the quietest instant after the burst at `i`, whose activity becomes `rest`. */
static int32_t Activity_quietInstant(Activity *self, int32_t i) {
	int32_t *const shaken = self->shaken;
	const int32_t from = i + self->instantFrom;
	const int32_t end = i + self->instantTo;
	int32_t least = COUNTER_MASK;
	int32_t quiet = from;
	for (int32_t k = from; k <= end; k++) {
		const int32_t after_ = its_fit((int64_t)shaken[(k - 1) & HISTORY_MASK] + shaken[k & HISTORY_MASK] + shaken[(k + 1) & HISTORY_MASK]);

		if (after_ < least) {
			least = after_;
			quiet = k;
		}
	}
	self->rest = least / INSTANT_FRAMES;
	return quiet;
}
#line 55 "firmware/stepdetect/activity.ts"
/** Logarithm to the base of 2 of `n` >= 1, Q8; linear between the powers, at most 0.09 too low. */
static int32_t log2Q8(int32_t n) {
	int32_t octave = 0;
	int32_t rest = n;
	while (rest >= 65536) {
		rest >>= 8;
		octave += 8;
	}
	while (rest >= 512) {
		rest >>= 1;
		octave++;
	}
	while (rest < 256) {
		rest = its_shl(rest, 1);
		octave = its_fit((int64_t)octave - 1);
	}
	return its_fit((int64_t)its_shl(its_i32((uint32_t)octave + 8u), 8) + (rest - 256));
}
#line 285 "firmware/stepdetect/activity.ts"
/** The acceleration of the quiet foot around the ring's place `quiet`. */
static void Activity_atRest(Activity *self, int16_t *axes, int32_t quiet) {
	const int32_t window = self->window;
	const int32_t half = window >> 1;
	int32_t x = 0;
	int32_t y = 0;
	int32_t z = 0;
	for (int32_t k = its_fit((int64_t)quiet - half); k <= (int64_t)quiet + half; k = its_fit((int64_t)k + 1)) {
		const int32_t at = (k & RING_MASK) * FRAME_AXES;
		x = its_fit((int64_t)x + axes[at]);
		y = its_fit((int64_t)y + axes[at + 1]);
		z = its_fit((int64_t)z + axes[at + 2]);
	}
	self->restX = x / window;
	self->restY = y / window;
	self->restZ = z / window;
}
#line 229 "firmware/stepdetect/activity.ts"
/**
 * Is there the peak of a burst at frame `i`?
 * @param shift from the frames of the history, which all came one after the other, to their places in the ring
 */
static bool Activity_judge(Activity *self, FrameRing *ring, int32_t i, int32_t shift) {
	int32_t *const sums = self->sums;
	const int32_t peak = sums[i & HISTORY_MASK];
	if (peak <= self->floorSum || peak < sums[(i + 1) & HISTORY_MASK]) { return false; }
	for (int32_t k = self->apart; k > 0; k--) {
		if (peak <= sums[(i - k) & HISTORY_MASK] || peak < sums[(i + k) & HISTORY_MASK]) { return false; }
	}
	const int32_t window = self->window;
	const int32_t ebb = its_sar(its_i32((uint32_t)peak * (uint32_t)EBB_Q8), 8);
	int32_t least = peak;
	int32_t quiet = i;
	int32_t over = 1;
	while (over < self->afterTo && sums[(i + over) & HISTORY_MASK] > ebb) { over++; }
	for (int32_t k = self->afterFrom; k <= self->afterTo; k++) {
		const int32_t after_ = sums[(i + k) & HISTORY_MASK];
		if (after_ < least) {
			least = after_;
			quiet = i + k;
		}
	}
	const int32_t before = Activity_mean(self, i - self->beforeLead, self->before) + Activity_mean(self, i - (self->around >> 1), self->around);

	self->frame = i;
	self->time_us = ring->time_us[(i + shift) & RING_MASK];
	self->over_us = ring->time_us[(i + over + shift) & RING_MASK];
	self->peak = peak / window;
	self->rest = least / window;
	if (self->peak >= self->hard && self->rest >= self->restless) { quiet = Activity_quietInstant(self, i); }
	self->contrastQ8 = its_fit((int64_t)log2Q8(before + self->noise) - log2Q8(self->rest + self->noise));
	Activity_atRest(self, ring->axes, its_fit((int64_t)quiet + shift));
	return true;
}
#line 162 "firmware/stepdetect/activity.ts"
/** Takes frames from the ring up to the next burst. Returns false when the ring is empty. */
static bool Activity_scan(Activity *self, FrameRing *ring) {
	int16_t *const axes = ring->axes;
	int32_t *const shaken = self->shaken;
	int32_t *const sums = self->sums;
	const int32_t window = self->window;
	const int32_t half = window >> 1;
	const int32_t gravity = self->gravity;
	const int32_t end = ring->head;
	int32_t f = ring->tail;
	int32_t ax = self->ax;
	int32_t ay = self->ay;
	int32_t az = self->az;
	int32_t last_us = self->last_us;
	int32_t sum = self->sum;
	int32_t n = self->count;
	bool found = false;
	while (f != end && !found) {
		const int32_t slot = f & RING_MASK;
		const int32_t at = slot * FRAME_AXES;
		const int32_t x = axes[at];
		const int32_t y = axes[at + 1];
		const int32_t z = axes[at + 2];
		const int32_t time_us = ring->time_us[slot];
		f = (f + 1) & COUNTER_MASK;
		const int32_t step_us = its_i32((uint32_t)time_us - (uint32_t)last_us);
		if (step_us > activity_GAP_us || step_us <= 0) {
			self->known = 0;
			self->broken = true;
		}
		int32_t off = its_fit((int64_t)norm3(x, y, z) - gravity);
		if (off < 0) { off = its_fit(-(int64_t)off); }
		const int32_t dx = x > ax ? x - ax : ax - x;
		const int32_t dy = y > ay ? y - ay : ay - y;
		const int32_t dz = z > az ? z - az : az - z;
		const int32_t activity = self->known == 0 ? 0 : its_sar(off, 1) + dx + dy + dz;
		n = (n + 1) & COUNTER_MASK;
		sum = its_fit((int64_t)sum + activity);
		if (self->known >= window) { sum = its_fit((int64_t)sum - shaken[(n - window) & HISTORY_MASK]); } else
		if (self->known == 0) { sum = 0; }
		shaken[n & HISTORY_MASK] = activity;
		sums[(n - half) & HISTORY_MASK] = sum;
		ax = x;
		ay = y;
		az = z;
		last_us = time_us;
		if (self->known < HISTORY) { self->known++; }
		if (self->known == HISTORY) {
			found = Activity_judge(self, ring, (n - self->lag) & COUNTER_MASK, (slot - n) & RING_MASK); }
	}
	ring->tail = f;
	self->ax = ax;
	self->ay = ay;
	self->az = az;
	self->last_us = last_us;
	self->sum = sum;
	self->count = n;
	self->searched = (n - self->lag) & COUNTER_MASK;
	return found;
}
#line 53 "firmware/stepdetect/row.ts"
/** The next landing does not belong to those so far. */
static void Row_end(Row *self) {
	self->length = 0;
	self->crowded = 0;
}
#line 254 "firmware/stepdetect/accel-detector.ts"
static void AccelDetector_forgetLandings(AccelDetector *self) {
	self->best = 0;
	self->timeQ4 = 0;
	self->hasLast = false;
}
#line 208 "firmware/stepdetect/accel-detector.ts"
/** @noinline */
ITS_NOINLINE static void AccelDetector_restart(AccelDetector *self) {
	self->activity.broken = false;
	self->pending = 0;
	Row_end(&self->row);
	AccelDetector_forgetLandings(self);
}
#line 342 "firmware/stepdetect/accel-detector.ts"
static void AccelDetector_dropFirst(AccelDetector *self) {
	self->beforeScore = self->scores[0];
	self->beforeContrast = self->contrasts[0];
	self->beforeFrame = self->frames[0];
	its_copy_int16(self->scores, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int16(self->contrasts, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int32(self->peaks, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int32(self->rests, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int32(self->frames, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int16(self->restX, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int16(self->restY, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int16(self->restZ, its_index(0, 10), its_index(1, 10), 9, 9);
	its_copy_int32(self->times_us, its_index(0, 10), its_index(1, 10), 9, 9);
	self->pending = its_within((int64_t)(self->pending - 1), 0, 9);
}
#line 26 "firmware/stepdetect/flat-foot.ts"
/** May a foot that feels (x, y, z) be flat? True while nothing is known. */
static bool FlatFoot_isLike(FlatFoot *self, int32_t x, int32_t y, int32_t z) {
	const int32_t scale = its_mul_shift_guarded(norm3(x, y, z), self->norm, 10);
	return scale == 0 || its_div((int64_t)x * self->x + (int64_t)y * self->y + (int64_t)z * self->z, scale) >= flat_foot_LIKE_Q10;
}
#line 216 "firmware/stepdetect/accel-detector.ts"
static void AccelDetector_note(AccelDetector *self) {
	Activity *const activity = &self->activity;
	if (self->pending == PENDING) { AccelDetector_dropFirst(self); }
	const int32_t i = self->pending;
	self->pending = its_within((int64_t)(i + 1), 0, 9);
	const bool isFlat = FlatFoot_isLike(&self->flatFoot, activity->restX, activity->restY, activity->restZ);
	const int32_t score = its_fit((int64_t)activity->contrastQ8 + its_sar(its_i32((uint32_t)STRENGTH_Q8 * (uint32_t)log2Q8(activity->peak)), 8));
	self->scores[its_index((int64_t)i, 9)] = its_int16(its_wrap(isFlat ? (int64_t)score : (int64_t)score - UNLIKE_Q8));
	self->contrasts[i] = its_int16(activity->contrastQ8);
	self->peaks[i] = activity->peak;
	self->rests[i] = activity->rest;
	self->restX[i] = its_int16(activity->restX);
	self->restY[i] = its_int16(activity->restY);
	self->restZ[i] = its_int16(activity->restZ);
	self->frames[i] = activity->frame;
	self->times_us[i] = activity->rest < self->standing ? its_i32((uint32_t)activity->over_us + (uint32_t)FLAT_us) : activity->time_us;
}
#line 260 "firmware/stepdetect/accel-detector.ts"
/** Frames around the oldest burst in which there is no other landing. */
static int32_t AccelDetector_near(AccelDetector *self) {
	if (self->timeQ4 == 0) { return self->peaks[0] < self->hard ? self->nearFirst : self->nearFirstHard; }
	const int32_t near = its_sar(its_i32((uint32_t)self->timeQ4 * (uint32_t)NEAR_SHARE_Q8), 12);
	const int32_t most = self->peaks[0] < self->hard ? self->nearMost : self->nearMostHard;
	return near < self->nearLeast ? self->nearLeast : near > most ? most : near;
}
#line 286 "firmware/stepdetect/accel-detector.ts"
/** Does the oldest burst come a stride time after the last landing? */
static bool AccelDetector_isInRhythm(AccelDetector *self) {
	if (!self->hasLast || self->timeQ4 == 0) { return false; }
	const int32_t shareQ8 = its_div32(its_shl(AccelDetector_since(self, self->frames[0]), 12), self->timeQ4);
	return shareQ8 >= RHYTHM_LEAST_Q8 && shareQ8 <= RHYTHM_MOST_Q8;
}
#line 268 "firmware/stepdetect/accel-detector.ts"
static bool AccelDetector_hasBetter(AccelDetector *self, int32_t near) {
	const int32_t frame = self->frames[0];
	const int32_t score = self->scores[0] + (AccelDetector_isInRhythm(self) ? RHYTHM_BONUS_Q8 : 0);
	for (int32_t i = 1; i < self->pending; i++) {
		if (((self->frames[i] - frame) & COUNTER_MASK) >= near) { return false; }
		if (self->scores[i] > score) { return true; }
	}
	return false;
}

static bool AccelDetector_isLanding(AccelDetector *self) {
	const int32_t contrast = self->contrasts[0];
	if (self->best == 0) { return contrast >= (self->peaks[0] < self->hard ? FIRST_Q8 : FIRST_HARD_Q8); }
	if (contrast >= STANDS_Q8) { return true; }
	const int32_t worse = AccelDetector_isInRhythm(self) ? WORSE_IN_RHYTHM_Q8 : WORSE_Q8;
	return contrast >= LEAST_Q8 && self->scores[0] >= self->best - worse;
}
#line 13 "firmware/stepdetect/swing.ts"
/**
 * Mean over the `frames` frames before the ring's place `end`, counts; a frame adds `most` at most, so that it is told how long
 * the foot swung, not how hard it hit.
 * @param x,y,z acceleration of the standing foot, counts
 */
static int32_t swingAcross(int16_t *axes, int32_t end, int32_t frames, int32_t x, int32_t y, int32_t z, int32_t most) {
#line 27 "firmware/stepdetect/swing.ts"
	const int32_t length = norm3(x, y, z);
	const int32_t ux = its_div32(its_shl(x, 10), length);
	const int32_t uy = its_div32(its_shl(y, 10), length);
	const int32_t uz = its_div32(its_shl(z, 10), length);
	// Two directions across it, Q10: one perpendicular to the sensor's axis that is furthest from it, and one to both.
	const int32_t ax = its_abs(ux);
	const int32_t ay = its_abs(uy);
	const int32_t az = its_abs(uz);
	const bool isX = ax <= ay && ax <= az;
	const bool isY = !isX && ay <= az;
	int32_t px = isX ? 0 : isY ? -uz : uy;
	int32_t py = isX ? uz : isY ? 0 : -ux;
	int32_t pz = isX ? -uy : isY ? ux : 0;
	const int32_t across = norm3(px, py, pz);
	px = its_div32(its_shl(px, 10), across);
	py = its_div32(its_shl(py, 10), across);
	pz = its_div32(its_shl(pz, 10), across);
	const int32_t qx = its_sar(its_wrap(its_sub(its_mul(uy, pz), its_mul(uz, py))), 10);
	const int32_t qy = its_sar(its_wrap(its_sub(its_mul(uz, px), its_mul(ux, pz))), 10);
	const int32_t qz = its_sar(its_wrap(its_sub(its_mul(ux, py), its_mul(uy, px))), 10);
	int32_t sum = 0;
	for (int32_t k = end - frames; k < end; k++) {
		const int32_t at = (k & RING_MASK) * FRAME_AXES;
		const int32_t vx = axes[at];
		const int32_t vy = axes[at + 1];
		const int32_t vz = axes[at + 2];
		int32_t p = its_sar(its_i32((uint32_t)px * (uint32_t)vx + (uint32_t)py * (uint32_t)vy + (uint32_t)pz * (uint32_t)vz), 10);
		int32_t q = its_sar(its_i32((uint32_t)qx * (uint32_t)vx + (uint32_t)qy * (uint32_t)vy + (uint32_t)qz * (uint32_t)vz), 10);
		if (p < 0) { p = -p; }
		if (q < 0) { q = -q; }
		// The length of (p, q) to 7 %.
		const int32_t size = p > q ? p + ((q * 3) >> 3) : q + ((p * 3) >> 3);
		sum = its_fit((int64_t)sum + (size < most ? size : most));
	}
	return sum / frames;
}
#line 223 "firmware/stepdetect/activity.ts"
/** The swing (`swingAcross`) before frame `frame`, after which the foot rests at (x, y, z); all as noted of a burst. */
static int32_t Activity_swing(Activity *self, FrameRing *ring, int32_t frame, int32_t x, int32_t y, int32_t z) {
	const int32_t place = ring->tail - 1 - ((self->count - frame) & COUNTER_MASK);
	return swingAcross(ring->axes, place, self->swingFrames, x, y, z, self->gravity);
}
#line 293 "firmware/stepdetect/accel-detector.ts"
static int32_t AccelDetector_swing(AccelDetector *self, FrameRing *ring) {
	return Activity_swing(&self->activity, ring, self->frames[0], self->restX[0], self->restY[0], self->restZ[0]);
}
#line 337 "firmware/stepdetect/accel-detector.ts"
static bool AccelDetector_isRival(AccelDetector *self, int32_t distance, int32_t contrast) {
	if (distance < self->rivalFrom || distance > self->rivalFar) { return false; }
	return contrast >= (distance <= self->rivalTo ? RIVAL_LEAST_Q8 : RIVAL_FAR_LEAST_Q8);
}
#line 324 "firmware/stepdetect/accel-detector.ts"
/** Is there a burst before or after the oldest, too far for the same landing and too near for another, that looks like one? */
static bool AccelDetector_hasRival(AccelDetector *self) {
	const int32_t frame = self->frames[0];
	const int32_t score = self->scores[0] - RIVAL_Q8;
	const int32_t before = (frame - self->beforeFrame) & COUNTER_MASK;
	if (self->beforeScore >= score && AccelDetector_isRival(self, before, self->beforeContrast)) { return true; }
	for (int32_t i = 1; i < self->pending; i++) {
		const int32_t after_ = (self->frames[i] - frame) & COUNTER_MASK;
		if (self->scores[i] >= score && AccelDetector_isRival(self, after_, self->contrasts[i])) { return true; }
	}
	return false;
}
#line 97 "firmware/stepdetect/row.ts"
static bool Row_isLike(Row *self, int32_t x, int32_t y, int32_t z, int32_t norm, bool hard) {
	const int32_t scale = its_sar(its_wrap(its_mul(norm, self->norm)), 10);
	if (scale == 0) { return false; }
	return its_div((int64_t)(x * self->x) + y * self->y + z * self->z, scale) >= (hard ? LIKE_HARD_Q10 : row_LIKE_Q10);
}

static void Row_hold(Row *self, int32_t ic, int32_t strideTime) {
	if (self->length >= HELD) {
		its_copy_int32(self->icUs, its_index(0, 4), its_index(1, 4), 3, 3);
		its_copy_int32(self->strideTimeUs, its_index(0, 4), its_index(1, 4), 3, 3);
		self->length = 2;
	}
	self->icUs[self->length] = ic;
	self->strideTimeUs[self->length] = strideTime;
	self->length++;
}
#line 68 "firmware/stepdetect/queue.ts"
/** The place behind `place`. */
static int32_t after(int32_t place) {
	return place + 1 < PLACES ? place + 1 : 0;
}
#line 24 "firmware/stepdetect/queue.ts"
/** Appends a copy; the oldest gives way when nobody has taken 6. */
static void StrideQueue_push(StrideQueue *self, Stride *stride) {
	int32_t *const records = self->records;
	const int32_t place = self->first + self->count;
	const int32_t at = (place < PLACES ? place : place - PLACES) * STRIDE_FIELDS;
	records[at] = stride->index;
	records[at + 1] = stride->icUs;
	records[at + 2] = stride->tcUs;
	records[at + 3] = stride->toUs;
	records[at + 4] = stride->midstanceUs;
	records[at + 5] = stride->strideTimeUs;
	records[at + 6] = stride->contactUs;
	records[at + 7] = stride->lengthMm;
	records[at + 8] = stride->speedMmS;
	records[at + 9] = stride->gait;
	records[at + 10] = stride->valid;
	records[at + 11] = stride->stepTimeUs;
	records[at + 12] = stride->flightUs;
	records[at + 13] = stride->swingUs;
	records[at + 14] = stride->strikeAngleDdeg;
	records[at + 15] = stride->strike;
	records[at + 16] = stride->eversionDdeg;
	records[at + 17] = stride->eversionRateDps;
	records[at + 18] = stride->impactMg;
	records[at + 19] = stride->impactRateMgMs;
	records[at + 20] = stride->clearanceMm;
	records[at + 21] = stride->turnDdeg;
	records[at + 22] = stride->riseMm;
	if (self->count < PLACES) { self->count++; } else {
		self->first = after(self->first); }
}
#line 118 "firmware/stepdetect/row.ts"
/** @noinline */
ITS_NOINLINE static void Row_push(Row *self, int32_t ic, int32_t strideTime) {
	Stride *const out = &self->out;
	self->count = (self->count + 1) & COUNTER_MASK;
	out->index = self->count;
	out->icUs = ic;
	out->strideTimeUs = strideTime;
	out->gait = GAIT_UNKNOWN;
	out->valid = strideTime > 0 ? HAS_STRIDE_TIME : 0;
	StrideQueue_push(self->queue, out);
}
#line 114 "firmware/stepdetect/row.ts"
static void Row_release(Row *self) {
	for (int32_t i = 0; i < HELD; i++) { Row_push(self, self->icUs[i], self->strideTimeUs[i]); }
}
#line 59 "firmware/stepdetect/row.ts"
/**
 * Takes a landing.
 * @param ic its instant, us
 * @param strideTime time since the landing before, us; 0 when not known
 * @param x,y,z acceleration of the quiet foot after it, counts
 * @param swing as `Activity.swing` gives it
 * @param hard a landing as a runner's
 * @param rival something else near it looked like a landing, too
 */
static void Row_add(Row *self, int32_t ic, int32_t strideTime, int32_t x, int32_t y, int32_t z, int32_t swing, bool hard, bool rival) {
#line 78 "firmware/stepdetect/row.ts"
	const int32_t norm = norm3(x, y, z);
	if (self->length > 0 && !Row_isLike(self, x, y, z, norm, hard)) { Row_end(self); }
	self->x = x;
	self->y = y;
	self->z = z;
	self->norm = norm;
	self->swing = self->length == 0 ? swing : (self->swing * 3 + swing) >> 2;
	self->crowded = ((self->crowded << 1) | (rival ? 1 : 0)) & 7;
	const int32_t crowd = (self->crowded & 1) + ((self->crowded >> 1) & 1) + (self->crowded >> 2);
	const bool isRow = self->length >= HELD && self->swing >= self->swingLeast && crowd <= CROWDED_MOST;
	if (!isRow) {
		Row_hold(self, ic, strideTime);
		return;
	}
	if (self->length == HELD) { Row_release(self); }
	self->length = ROW;
	Row_push(self, ic, strideTime);
}
#line 18 "firmware/stepdetect/flat-foot.ts"
/** (x, y, z), counts, is what a flat foot feels. */
static void FlatFoot_learn(FlatFoot *self, int32_t x, int32_t y, int32_t z) {
	self->x = x;
	self->y = y;
	self->z = z;
	self->norm = norm3(x, y, z);
}
#line 297 "firmware/stepdetect/accel-detector.ts"
/** @noinline */
ITS_NOINLINE static void AccelDetector_land(AccelDetector *self, int32_t swing) {
	const int32_t score = self->scores[0];
	const int32_t frame = self->frames[0];
	const int32_t ic = self->times_us[0];
	int32_t time_us = 0;
	if (self->hasLast) {
		const int32_t since_us = its_i32((uint32_t)ic - (uint32_t)self->lastIcUs);
		if (since_us < accel_detector_STRIDE_MOST_us) {
			time_us = since_us;
			const int32_t timeQ4 = its_shl(AccelDetector_since(self, frame), 4);
			self->timeQ4 = its_fit(self->timeQ4 == 0 ? (int64_t)timeQ4 : (int64_t)self->timeQ4 + its_sar(its_i32(((uint32_t)timeQ4 - (uint32_t)self->timeQ4) * 77u), 8));
		}
	}
	if (time_us == 0) { Row_end(&self->row); }
	const bool hard = self->peaks[0] >= self->hard;
	const int32_t x = self->restX[0];
	const int32_t y = self->restY[0];
	const int32_t z = self->restZ[0];
	Row_add(&self->row, ic, time_us, x, y, z, swing, hard, AccelDetector_hasRival(self));
	if (score >= self->best || self->rests[0] < self->standing) { FlatFoot_learn(&self->flatFoot, x, y, z); }
	self->best = score > self->best - FADE_Q8 ? score : self->best - FADE_Q8;
	self->lastFrame = frame;
	self->lastIcUs = ic;
	self->hasLast = true;
}
#line 234 "firmware/stepdetect/accel-detector.ts"
/** Judges the bursts whose surroundings are known, all bursts up to frame `searched` having been noted. */
static void AccelDetector_judge(AccelDetector *self, FrameRing *ring, int32_t searched) {
	while (self->pending > 0) {
		const int32_t frame = self->frames[0];
		if (self->hasLast && AccelDetector_since(self, frame) > self->forget) { AccelDetector_forgetLandings(self); }
		const int32_t near = AccelDetector_near(self);
		if (((searched - frame) & COUNTER_MASK) < near) { return; }
		if (!(self->hasLast && AccelDetector_since(self, frame) < near) && !AccelDetector_hasBetter(self, near)) {
			const int32_t swing = AccelDetector_isLanding(self) ? AccelDetector_swing(self, ring) : 0;
			if (swing >= self->stepSwing) { AccelDetector_land(self, swing); } else
			if (self->best > 0) { self->best -= FADE_REFUSED_Q8; }
		}
		AccelDetector_dropFirst(self);
	}
}
#line 160 "firmware/stepdetect/accel-detector.ts"
/**
 * Takes every frame that waits in the ring.
 * @param still the shoe is at rest in all of them, and was in the frame before (`Stillness`)
 */
static void AccelDetector_process(AccelDetector *self, FrameRing *ring, bool still) {
	if (!still) { AccelDetector_wakeUp(self, ring); } else
	if (AccelDetector_sleeps(self, ring)) { return; }
	Activity *const activity = &self->activity;
	bool found = Activity_scan(activity, ring);
	while (found) {
		if (activity->broken) { AccelDetector_restart(self); }
		AccelDetector_note(self);
		AccelDetector_judge(self, ring, activity->searched);
		found = Activity_scan(activity, ring);
	}
	if (activity->broken) { AccelDetector_restart(self); }
	AccelDetector_judge(self, ring, activity->searched);
}
#line 218 "firmware/stepdetect/detector.ts"
/** The valley as the end of a stride. Integration goes by pairs of frames (inertial-track.ts): one sooner where their number is odd. */
static int32_t StrideDetector_end(StrideDetector *self) {
	const int32_t lowest = self->gate.valleyAt;
	return (lowest - ((lowest - self->start) & 1)) & COUNTER_MASK;
}
#line 307 "firmware/stepdetect/strapdown.ts"
/** The frames of a run that has begun. */
static int32_t framesBetween(int32_t from, int32_t to) {
	return (to - from) & RING_MASK & -2;
}
#line 99 "firmware/stepdetect/force-limit.ts"
/** How many of the frames at the end of the range come before `frame`. @range returns 0 CLIPPED_FRAMES_MOST */
static int32_t ForceLimit_before(ForceLimit *self, int32_t frame) {
	/** @range 0 CLIPPED_FRAMES_MOST */
	int32_t n = 0;
	while (n < self->frames && self->at[n] < frame) { n++; }
	return n;
}
#line 295 "firmware/stepdetect/inertial-track.ts"
static bool isBeyond(int32_t x, int32_t y, int32_t z) {
	return x > DIRECTION_MOST || x < -65535 || y > DIRECTION_MOST || y < -65535 || z > DIRECTION_MOST || z < -65535;
#line 304 "firmware/stepdetect/inertial-track.ts"
}
#line 126 "firmware/stepdetect/clipped-force.ts"
static void ClippedForce_enter(ClippedForce *self, int32_t frame, int32_t end, int32_t forward, int32_t right, int32_t up) {
	const int32_t n = self->entries;
	if (n >= ENTRIES_MOST) { return; }
	self->frame[n] = frame;
	self->end[n] = end;
	const bool negative = end >= 3;
	self->alongF[n] = its_int16(its_sar(negative ? -forward : forward, 1));
	self->alongR[n] = its_int16(its_sar(negative ? -right : right, 1));
	self->alongU[n] = its_int16(its_sar(negative ? -up : up, 1));
	self->entries = n + 1;
}
#line 77 "firmware/stepdetect/clipped-force.ts"
/**
 * Takes the frame at the limit that is `frame` frames after `from`, and the directions forward, right and up, Q15, as the middle of
 * its pair sees them.
 */
static void ClippedForce_take(ClippedForce *self, FrameRing *ring, int32_t from, int32_t frame, int32_t fx, int32_t fy, int32_t fz, int32_t rx, int32_t ry, int32_t rz, int32_t ux, int32_t uy, int32_t uz) {
#line 95 "firmware/stepdetect/clipped-force.ts"
	int16_t *const axes = ring->axes;
	const int32_t at = ((from + frame) & RING_MASK) * FRAME_AXES;
	const int32_t ax = axes[at];
	const int32_t ay = axes[at + 1];
	const int32_t az = axes[at + 2];
	const int32_t level = self->limit.level;
	if (ax >= level) { ClippedForce_enter(self, frame, 0, fx, rx, ux); } else
	if (ax <= -level) { ClippedForce_enter(self, frame, 3, fx, rx, ux); }
	if (ay >= level) { ClippedForce_enter(self, frame, 1, fy, ry, uy); } else
	if (ay <= -level) { ClippedForce_enter(self, frame, 4, fy, ry, uy); }
	if (az >= level) { ClippedForce_enter(self, frame, 2, fz, rz, uz); } else
	if (az <= -level) { ClippedForce_enter(self, frame, 5, fz, rz, uz); }
}
#line 285 "firmware/stepdetect/inertial-track.ts"
/** A speed in 16 bits. */
static int32_t inSpeed(int32_t speed) {
	return speed > SPEED_MOST ? SPEED_MOST : speed < SPEED_LEAST ? SPEED_LEAST : speed;
}

/** @noinline */
ITS_NOINLINE static int32_t held(int32_t velocity) {
	return velocity > VELOCITY_MOST ? VELOCITY_MOST : velocity < -4194304 ? -4194304 : velocity;
}
#line 104 "firmware/stepdetect/inertial-track.ts"
/**
 * Turns forward and up along the `frames` frames after `from`, an even number, and integrates the specific force along them and along
 * right: `most` pairs of it at most, to be called until `next` is beyond the last. One loop for the three: reading a frame is what costs.
 * @param way the rotations of the pairs (`turnX`), and what takes the directions at frames at the end of the accelerometer's
 *     range (`force`)
 * @returns false when the rotation is beyond what can be followed; nothing of it may be used then
 */
static bool InertialTrack_follow(InertialTrack *self, FrameRing *ring, int32_t from, int32_t frames, Strapdown *way, int32_t most) {
	int16_t *const axes = ring->axes;
	int16_t *const turnX = way->turnX;
	int16_t *const turnY = way->turnY;
	int16_t *const turnZ = way->turnZ;
	int16_t *const forwardSpeed = self->forwardSpeed;
	int16_t *const rightSpeed = self->rightSpeed;
	int16_t *const upSpeed = self->upSpeed;
	const int32_t gravity = 2 * self->gravity16;
	const int32_t pairs = frames >> 1;
	const int32_t first = self->next;
	/** @range 0 RING_PAIRS-1 */
	const int32_t last = its_within((int64_t)(first + most <= pairs ? first + most - 1 : pairs), 0, 255);
	uint8_t *const rest = self->rest;
	int32_t slot = (from + 2 * first) & RING_MASK;
	int32_t at = slot * FRAME_AXES;
	int32_t ax = axes[at];
	int32_t ay = axes[at + 1];
	int32_t az = axes[at + 2];
	int32_t fx = self->forwardX;
	int32_t fy = self->forwardY;
	int32_t fz = self->forwardZ;
	int32_t rx = 0;
	int32_t ry = 0;
	int32_t rz = 0;
	int32_t ux = self->upX;
	int32_t uy = self->upY;
	int32_t uz = self->upZ;
	int32_t carryFX = its_shl(fx, CARRY_BITS) | rest[0];
	int32_t carryFY = its_shl(fy, CARRY_BITS) | rest[1];
	int32_t carryFZ = its_shl(fz, CARRY_BITS) | rest[2];
	int32_t carryUX = its_shl(ux, CARRY_BITS) | rest[3];
	int32_t carryUY = its_shl(uy, CARRY_BITS) | rest[4];
	int32_t carryUZ = its_shl(uz, CARRY_BITS) | rest[5];
	int32_t forwardV = self->forwardV;
	int32_t forwardWay = self->forwardWay;
	int32_t rightV = self->rightV;
	int32_t rightWay = self->rightWay;
	int32_t upV = self->upV;
	int32_t upWay = self->upWay;
	ClippedForce *const clipped = &way->force;
	ForceLimit *const limit = &clipped->limit;
	int32_t clips = ForceLimit_before(limit, 2 * first + 1);
	/** The pair with the next frame at the limit. */
	int32_t clippedAt = clips < limit->frames ? its_sar(limit->at[clips] - 1, 1) : RING_PAIRS;
	int32_t wx;
	int32_t wy;
	int32_t wz;
	int32_t wideX;
	int32_t wideY;
	int32_t wideZ;
	int32_t vx;
	int32_t vy;
	int32_t vz;
	int32_t qx;
	int32_t qy;
	int32_t qz;
	int32_t share;
	int32_t faster;
	int32_t forward;
	int32_t right;
	int32_t up;
	// Ways wrap, where a force at the end of its range lasts for the whole ring: then they are garbage in either language.
	for (int32_t i = first; i <= last; i++) {
		wx = turnX[i];
		wy = turnY[i];
		wz = turnZ[i];
		// v' = v + v x w (1 - a^2 / 6) + (v x w) x w (1 - a^2 / 12) / 2, a the length of w: a direction fixed in the world, seen from
		// the turning sensor.
		share = its_sar((its_sar(wx * wx, 15) + its_sar(wy * wy, 15) + its_sar(wz * wz, 15)) * SIXTH_Q16, 16);
		vx = wx - its_sar(wx * share, 15);
		vy = wy - its_sar(wy * share, 15);
		vz = wz - its_sar(wz * share, 15);
		qx = its_sar(its_i32((uint32_t)fy * (uint32_t)vz - (uint32_t)fz * (uint32_t)vy), 7);
		qy = its_sar(its_i32((uint32_t)fz * (uint32_t)vx - (uint32_t)fx * (uint32_t)vz), 7);
		qz = its_sar(its_i32((uint32_t)fx * (uint32_t)vy - (uint32_t)fy * (uint32_t)vx), 7);
		// w (1 + a^2 / 12)
		wideX = wx + its_sar(wx - vx, 1);
		wideY = wy + its_sar(wy - vy, 1);
		wideZ = wz + its_sar(wz - vz, 1);
		carryFX = its_fit((int64_t)carryFX + (qx + its_sar(its_i32((uint32_t)its_sar(qy, 9) * (uint32_t)wideZ - (uint32_t)its_sar(qz, 9) * (uint32_t)wideY), 7)));
		carryFY = its_fit((int64_t)carryFY + (qy + its_sar(its_i32((uint32_t)its_sar(qz, 9) * (uint32_t)wideX - (uint32_t)its_sar(qx, 9) * (uint32_t)wideZ), 7)));
		carryFZ = its_fit((int64_t)carryFZ + (qz + its_sar(its_i32((uint32_t)its_sar(qx, 9) * (uint32_t)wideY - (uint32_t)its_sar(qy, 9) * (uint32_t)wideX), 7)));
		fx = its_sar(carryFX, CARRY_BITS);
		fy = its_sar(carryFY, CARRY_BITS);
		fz = its_sar(carryFZ, CARRY_BITS);
		qx = its_sar(its_i32((uint32_t)uy * (uint32_t)vz - (uint32_t)uz * (uint32_t)vy), 7);
		qy = its_sar(its_i32((uint32_t)uz * (uint32_t)vx - (uint32_t)ux * (uint32_t)vz), 7);
		qz = its_sar(its_i32((uint32_t)ux * (uint32_t)vy - (uint32_t)uy * (uint32_t)vx), 7);
		carryUX = its_fit((int64_t)carryUX + (qx + its_sar(its_i32((uint32_t)its_sar(qy, 9) * (uint32_t)wideZ - (uint32_t)its_sar(qz, 9) * (uint32_t)wideY), 7)));
		carryUY = its_fit((int64_t)carryUY + (qy + its_sar(its_i32((uint32_t)its_sar(qz, 9) * (uint32_t)wideX - (uint32_t)its_sar(qx, 9) * (uint32_t)wideZ), 7)));
		carryUZ = its_fit((int64_t)carryUZ + (qz + its_sar(its_i32((uint32_t)its_sar(qx, 9) * (uint32_t)wideY - (uint32_t)its_sar(qy, 9) * (uint32_t)wideX), 7)));
		ux = its_sar(carryUX, CARRY_BITS);
		uy = its_sar(carryUY, CARRY_BITS);
		uz = its_sar(carryUZ, CARRY_BITS);
		if ((i & 7) == 0 && (isBeyond(fx, fy, fz) || isBeyond(ux, uy, uz))) { return false; }
		rx = its_sar(its_i32((uint32_t)fy * (uint32_t)uz - (uint32_t)fz * (uint32_t)uy), 15);
		ry = its_sar(its_i32((uint32_t)fz * (uint32_t)ux - (uint32_t)fx * (uint32_t)uz), 15);
		rz = its_sar(its_i32((uint32_t)fx * (uint32_t)uy - (uint32_t)fy * (uint32_t)ux), 15);
		if (i == pairs) { break; }
		// The frames beside the middle as it sees them: half of the pair's rotation from it, to the first order.
		slot = (slot + 1) & RING_MASK;
		at = slot * FRAME_AXES;
		vx = ax + 2 * axes[at];
		vy = ay + 2 * axes[at + 1];
		vz = az + 2 * axes[at + 2];
		slot = (slot + 1) & RING_MASK;
		at = slot * FRAME_AXES;
		qx = ax;
		qy = ay;
		qz = az;
		ax = axes[at];
		ay = axes[at + 1];
		az = axes[at + 2];
		qx = ax - qx;
		qy = ay - qy;
		qz = az - qz;
		vx = its_sar(vx + ax + its_sar(its_i32((uint32_t)wy * (uint32_t)qz - (uint32_t)wz * (uint32_t)qy), 16) + 2, 2);
		vy = its_sar(vy + ay + its_sar(its_i32((uint32_t)wz * (uint32_t)qx - (uint32_t)wx * (uint32_t)qz), 16) + 2, 2);
		vz = its_sar(vz + az + its_sar(its_i32((uint32_t)wx * (uint32_t)qy - (uint32_t)wy * (uint32_t)qx), 16) + 2, 2);
		while (clippedAt == i) {
			ClippedForce_take(clipped, ring, from, limit->at[its_index((int64_t)clips, 64)], fx, fy, fz, rx, ry, rz, ux, uy, uz);
			clips++;
			clippedAt = clips < limit->frames ? its_sar(limit->at[clips] - 1, 1) : RING_PAIRS;
		}
		faster = its_fit((int64_t)forwardV + its_sar(its_i32((uint32_t)fx * (uint32_t)vx + (uint32_t)fy * (uint32_t)vy + (uint32_t)fz * (uint32_t)vz), 10));
		forwardWay = its_i32((uint32_t)forwardWay + (uint32_t)its_sar(its_i32((uint32_t)forwardV + (uint32_t)faster), 4));
		forwardV = faster;
		forward = its_sar(faster, SPEED_SHIFT);
		faster = its_fit((int64_t)rightV + its_sar(its_i32((uint32_t)rx * (uint32_t)vx + (uint32_t)ry * (uint32_t)vy + (uint32_t)rz * (uint32_t)vz), 10));
		rightWay = its_i32((uint32_t)rightWay + (uint32_t)its_sar(its_i32((uint32_t)rightV + (uint32_t)faster), 4));
		rightV = faster;
		right = its_sar(faster, SPEED_SHIFT);
		faster = its_fit((int64_t)upV + its_sar(its_i32((uint32_t)ux * (uint32_t)vx + (uint32_t)uy * (uint32_t)vy + (uint32_t)uz * (uint32_t)vz), 10) - gravity);
		upWay = its_i32((uint32_t)upWay + (uint32_t)its_sar(its_i32((uint32_t)upV + (uint32_t)faster), 4));
		upV = faster;
		up = its_sar(faster, SPEED_SHIFT);
		// One look for the three at what is beyond 16 bits: hardly any foot is so fast.
		if (its_shr((forward - SPEED_LEAST) | (right - SPEED_LEAST) | (up - SPEED_LEAST), 16) != 0u) {
			forward = inSpeed(forward);
			right = inSpeed(right);
			up = inSpeed(up);
		}
		forwardSpeed[its_index((int64_t)(i + 1), 256)] = its_int16(forward);
		rightSpeed[i + 1] = its_int16(right);
		upSpeed[i + 1] = its_int16(up);
	}
	self->upX = ux;
	self->upY = uy;
	self->upZ = uz;
	self->forwardX = fx;
	self->forwardY = fy;
	self->forwardZ = fz;
	self->rightX = rx;
	self->rightY = ry;
	self->rightZ = rz;
	rest[0] = its_uint8(carryFX);
	rest[1] = its_uint8(carryFY);
	rest[2] = its_uint8(carryFZ);
	rest[3] = its_uint8(carryUX);
	rest[4] = its_uint8(carryUY);
	rest[5] = its_uint8(carryUZ);
	const bool through = last == pairs;
	self->forwardV = through ? held(forwardV) : forwardV;
	self->forwardWay = forwardWay;
	self->rightV = through ? held(rightV) : rightV;
	self->rightWay = rightWay;
	self->upV = through ? held(upV) : upV;
	self->upWay = upWay;
	self->next = last + 1;
	return true;
}
#line 150 "firmware/stepdetect/strapdown.ts"
/**
 * Goes on with a run, for `most` pairs of frames at most: 1 to RING_PAIRS.
 * @returns RUN_ON, RUN_THROUGH at its end, or RUN_LOST when the rotation is beyond what can be followed
 */
static int32_t Strapdown_follow(Strapdown *self, FrameRing *ring, int32_t from, int32_t to, int32_t most) {
	const int32_t frames = framesBetween(from, to);
	InertialTrack *const track = &self->track;
	if (!InertialTrack_follow(track, ring, from, frames, self, most)) { return RUN_LOST; }
	return track->next > (frames >> 1) ? RUN_THROUGH : RUN_ON;
}
#line 256 "firmware/stepdetect/clipped-force.ts"
static int32_t force(FrameRing *ring, int32_t frame, int32_t axis, bool negative) {
	const int32_t value = ring->axes[its_index((int64_t)((frame & RING_MASK) * FRAME_AXES + axis), 3072)];
	return negative ? -value : value;
}

/** Rise over two frames, per frame; none when it falls, and no steeper than a quarter of the range. @noinline */
ITS_NOINLINE static int32_t slope(int32_t rise, int32_t level) {
	const int32_t each = its_sar(rise, 1);
	return each < 0 ? 0 : each > its_sar(level, 2) ? its_sar(level, 2) : each;
}
#line 138 "firmware/stepdetect/clipped-force.ts"
/** Turns the steps of an entry into the velocity that the excess its slopes tell would add. */
static void ClippedForce_weigh(ClippedForce *self, FrameRing *ring, int32_t from, int32_t n) {
	const int32_t level = self->limit.level;
	const int32_t end = self->end[n];
	const bool negative = end >= 3;
	const int32_t axis = negative ? end - 3 : end;
	const int32_t at = from + self->frame[n];
	// Frames before and after it that are at the end as well.
	int32_t k = 0;
	int32_t rest = 0;
	while (k < clipped_force_SPAN_MOST && force(ring, at - k - 1, axis, negative) >= level) { k++; }
	while ((int64_t)k + rest < clipped_force_SPAN_MOST && force(ring, its_fit((int64_t)at + rest + 1), axis, negative) >= level) { rest = its_fit((int64_t)rest + 1); }
	// Counted from the frame before them, and to the one behind.
	k++;
	rest = its_fit((int64_t)rest + 1);
	const int32_t span = its_fit((int64_t)k + rest);
	const int32_t before = force(ring, at - k, axis, negative);
	const int32_t after_ = force(ring, its_fit((int64_t)at + rest), axis, negative);
	const bool smooth = (int64_t)span - 1 > self->impactFrames;
	int32_t excess;
	if (smooth) {
		const int32_t rise = slope(before - force(ring, at - k - 2, axis, negative), level);
		const int32_t fall = slope(after_ - force(ring, its_fit((int64_t)at + rest + 2), axis, negative), level);
		excess = its_div(its_add(its_mul((int64_t)(rise * k) * rest, rest), its_mul(fall * k * k, rest)), its_mul(span, span));
		if (excess > level) { excess = level; }
	} else {
		excess = its_sar(its_wrap(its_mul((int64_t)(2 * level - before - after_) * span, 85)), 10);
		if (excess > 2 * level) { excess = 2 * level; }
		if (excess < its_sar(level, 6)) { excess = its_sar(level, 6); }
	}
	self->excess[n] = its_uint16(excess);
	const int32_t stepF = its_mul_shift(self->alongF[n], excess, 10);
	const int32_t stepR = its_mul_shift(self->alongR[n], excess, 10);
	const int32_t stepU = its_mul_shift(self->alongU[n], excess, 10);
	if (smooth) {
		self->end[n] = SWING;
		self->leftF = its_fit((int64_t)self->leftF + stepF);
		self->leftR = its_fit((int64_t)self->leftR + stepR);
		self->leftU = its_fit((int64_t)self->leftU + stepU);
	} else {
		self->sumF[its_index((int64_t)end, 6)] = its_fit((int64_t)self->sumF[its_index((int64_t)end, 6)] + stepF);
		self->sumR[end] = its_fit((int64_t)self->sumR[end] + stepR);
		self->sumU[end] = its_fit((int64_t)self->sumU[end] + stepU);
	}
}
#line 49 "firmware/sensors/integer.ts"
/** value / length, Q10, for a component of a vector of that length: 1 to 2^26. Good to 0.2 %. */
static int32_t shareQ10(int32_t value, int32_t length) {
	return length > SHORT ? its_shl(its_sar(value, 6), 10) / (length >> 6) : its_shl(value, 10) / length;
}
#line 213 "firmware/stepdetect/clipped-force.ts"
/** How much of this velocity takes away most of what is left, Q10. */
static int32_t ClippedForce_wanted(ClippedForce *self, int32_t forward, int32_t right, int32_t up) {
	const int32_t length = norm3(forward, right, up);
	if (length < 16) { return 0; }
	const int32_t along = its_fit((int64_t)its_mul_shift_guarded(self->leftF, shareQ10(forward, length), 10) + its_mul_shift_guarded(self->leftR, shareQ10(right, length), 10) + its_mul_shift_guarded(self->leftU, shareQ10(up, length), 10));



	if (length > SMALL) { return -(its_shl(along, 4) / (length >> 6)); }
	const int32_t held_ = along > ALONG_MOST ? ALONG_MOST : along < -1048576 ? -1048576 : along;
	return -(its_shl(held_, 10) / length);
}

static void ClippedForce_spend(ClippedForce *self, int32_t amount, int32_t forward, int32_t right, int32_t up) {
	self->leftF = its_fit((int64_t)self->leftF + its_mul_shift(forward, amount, 10));
	self->leftR = its_fit((int64_t)self->leftR + its_mul_shift(right, amount, 10));
	self->leftU = its_fit((int64_t)self->leftU + its_mul_shift(up, amount, 10));
}
#line 184 "firmware/stepdetect/clipped-force.ts"
/** One amount for all impacts. */
static void ClippedForce_solveAlike(ClippedForce *self) {
	int32_t forward = 0;
	int32_t right = 0;
	int32_t up = 0;
	for (int32_t end = 0; end < ENDS; end++) {
		forward = its_fit((int64_t)forward + self->sumF[end]);
		right = its_fit((int64_t)right + self->sumR[end]);
		up = its_fit((int64_t)up + self->sumU[end]);
		self->amount[end] = 0;
	}
	int32_t amount = ClippedForce_wanted(self, forward, right, up);
	if (amount < 0) { amount = 0; }
	if (amount > AMOUNT_MOST) { amount = AMOUNT_MOST; }
	its_fill_int32(self->amount, 7, amount);
	self->amount[SWING] = ALL;
	ClippedForce_spend(self, amount, forward, right, up);
}

/** The amount of one end that leaves least velocity, the others as they are. */
static void ClippedForce_solve(ClippedForce *self, int32_t end, int32_t forward, int32_t right, int32_t up) {
	const int32_t before = self->amount[end];
	int32_t amount = before + ClippedForce_wanted(self, forward, right, up);
	if (amount < 0) { amount = 0; }
	if (amount > AMOUNT_MOST) { amount = AMOUNT_MOST; }
	self->amount[end] = amount;
	ClippedForce_spend(self, amount - before, forward, right, up);
}
#line 69 "firmware/stepdetect/inertial-track.ts"
/** Adds to the speeds from frame `first` to before frame `end`. */
static void InertialTrack_addSpeed(InertialTrack *self, int32_t first, int32_t end, int32_t forward, int32_t right, int32_t up) {
	const int32_t to = its_sar(end + 1, 1);
	for (int32_t i = its_sar(first + 1, 1); i < to; i++) {
		self->forwardSpeed[its_index((int64_t)i, 256)] = inSpeed(self->forwardSpeed[its_index((int64_t)i, 256)] + forward);
		self->rightSpeed[i] = inSpeed(self->rightSpeed[i] + right);
		self->upSpeed[i] = inSpeed(self->upSpeed[i] + up);
	}
}
#line 232 "firmware/stepdetect/clipped-force.ts"
static void ClippedForce_add(ClippedForce *self, InertialTrack *track, int32_t frames) {
	const int32_t entries = self->entries;
	int32_t forward = 0;
	int32_t right = 0;
	int32_t up = 0;
	for (int32_t n = 0; n < entries; n++) {
		const int32_t amount = self->amount[self->end[n]];
		const int32_t excess = self->excess[n];
		forward = its_fit((int64_t)forward + its_mul_shift(its_mul_shift(self->alongF[n], excess, 10), amount, 10));
		right = its_fit((int64_t)right + its_mul_shift(its_mul_shift(self->alongR[n], excess, 10), amount, 10));
		up = its_fit((int64_t)up + its_mul_shift(its_mul_shift(self->alongU[n], excess, 10), amount, 10));
		const int32_t at = self->frame[n];
		const int32_t to = n + 1 < entries ? self->frame[n + 1] : frames + 1;
		if (to > at) { InertialTrack_addSpeed(track, at, to, its_sar(forward, SPEED_SHIFT), its_sar(right, SPEED_SHIFT), its_sar(up, SPEED_SHIFT)); }
		track->forwardWay = its_i32((uint32_t)track->forwardWay + (uint32_t)its_mul_shift(forward, to - at, 4));
		track->rightWay = its_i32((uint32_t)track->rightWay + (uint32_t)its_mul_shift(right, to - at, 4));
		track->upWay = its_i32((uint32_t)track->upWay + (uint32_t)its_mul_shift(up, to - at, 4));
	}
	track->forwardV = its_fit((int64_t)track->forwardV + forward);
	track->rightV = its_fit((int64_t)track->rightV + right);
	track->upV = its_fit((int64_t)track->upV + up);
}
#line 109 "firmware/stepdetect/clipped-force.ts"
/** Puts back what the frames taken hide, into the track of the `frames` frames after `from`. */
static void ClippedForce_restore(ClippedForce *self, InertialTrack *track, FrameRing *ring, int32_t from, int32_t frames) {
	if (self->entries == 0) { return; }
	self->leftF = track->forwardV;
	self->leftR = track->rightV;
	self->leftU = track->upV;
	its_fill_int32(self->sumF, 6, 0);
	its_fill_int32(self->sumR, 6, 0);
	its_fill_int32(self->sumU, 6, 0);
	for (int32_t n = 0; n < self->entries; n++) { ClippedForce_weigh(self, ring, from, n); }
	ClippedForce_solveAlike(self);
	for (int32_t round = 0; round < ROUNDS; round++) {
		for (int32_t end = 0; end < ENDS; end++) { ClippedForce_solve(self, end, self->sumF[end], self->sumR[end], self->sumU[end]); } }
	ClippedForce_add(self, track, frames);
	self->restored = self->entries;
}
#line 312 "firmware/stepdetect/strapdown.ts"
/** Time from frame to frame in the `frames` frames after `from`, us. */
static int32_t stepOf(FrameRing *ring, int32_t from, int32_t frames) {
	const int32_t span_us = its_i32((uint32_t)ring->time_us[(from + frames) & RING_MASK] - (uint32_t)ring->time_us[from & RING_MASK]);
	return its_div32(span_us, frames);
}

/** Way less the linear drift of its velocity, mm. */
static int32_t wayLeft(int32_t way, int32_t velocity, int32_t frames, int32_t wayQ28) {
	const int32_t way_mm = its_mul_shift_guarded(its_i32((uint32_t)way - (uint32_t)its_sar(its_i32((uint32_t)its_sar(velocity, 1) * (uint32_t)frames), 4)), wayQ28, 28);
	return way_mm > WAY_MOST_mm ? WAY_MOST_mm : way_mm < -30000 ? -30000 : way_mm;
}

/** @noinline */
ITS_NOINLINE static int32_t tilt(int32_t velocity, int32_t gained) {
	const int32_t lean = its_mul_div(velocity, 8, gained);
	return lean > TILT_MOST ? TILT_MOST : lean < -9000 ? -9000 : lean;
}
#line 101 "firmware/stepdetect/strapdown.ts"
/** Sets up to the direction of a specific force at rest, raw counts. */
static void Strapdown_level(Strapdown *self, int32_t ax, int32_t ay, int32_t az) {
	const int32_t length = norm3(ax, ay, az);
	if (length == 0) { return; }
	self->upX = its_within((int64_t)its_mul_div(ax, ONE, length), -32800, 32800);
	self->upY = its_within((int64_t)its_mul_div(ay, ONE, length), -32800, 32800);
	self->upZ = its_within((int64_t)its_mul_div(az, ONE, length), -32800, 32800);
}
#line 161 "firmware/stepdetect/strapdown.ts"
/** Ends a run that is through: puts back what the end of the accelerometer's range hides, and carries `up` on to the end. */
static void Strapdown_finish(Strapdown *self, FrameRing *ring, int32_t from, int32_t to) {
	const int32_t frames = framesBetween(from, to);
	InertialTrack *const track = &self->track;
	ClippedForce_restore(&self->force, track, ring, from, frames);
	const int32_t step_us = stepOf(ring, from, frames);
	const int32_t wayQ28 = its_mul_shift_wide_guarded(its_mul(step_us, step_us), self->wayQ56, 28);
	const int32_t speedQ28 = its_mul_shift(step_us, self->speedQ38, 10);
	const int32_t forwardV = track->forwardV;
	const int32_t rightV = track->rightV;
	self->wayQ28 = wayQ28;
	self->forward_mm = wayLeft(track->forwardWay, forwardV, frames, wayQ28);
	self->right_mm = wayLeft(track->rightWay, rightV, frames, wayQ28);
	self->residual_mm_s = norm3(its_mul_shift_guarded(forwardV, speedQ28, 28), its_mul_shift_guarded(rightV, speedQ28, 28), 0);
	// True up leans towards the velocity gained by (velocity gained) / (g x time).
	const int32_t gained = (self->gravity16 * frames) >> 12;
	const int32_t leanF = tilt(forwardV, gained);
	const int32_t leanR = tilt(rightV, gained);
	self->leanForward = leanF;
	self->leanRight = leanR;
	self->rise_mm = wayLeft(track->upWay, track->upV, frames, wayQ28) + its_sar(self->forward_mm * leanF + self->right_mm * leanR, 15);


	Strapdown_level(self, track->upX + its_sar(its_i32((uint32_t)track->forwardX * (uint32_t)leanF + (uint32_t)track->rightX * (uint32_t)leanR), 15), track->upY + its_sar(its_i32((uint32_t)track->forwardY * (uint32_t)leanF + (uint32_t)track->rightY * (uint32_t)leanR), 15), track->upZ + its_sar(its_i32((uint32_t)track->forwardZ * (uint32_t)leanF + (uint32_t)track->rightZ * (uint32_t)leanR), 15));




}
#line 100 "firmware/stepdetect/integration.ts"
/** The share at which the velocity left at the end is least, by that of the first run and of the trial; Q8, 0 to 256. */
static int32_t Integration_leastShare_Q8(Integration *self, Strapdown *way) {
	const int32_t forward = self->forwardV;
	const int32_t right = self->rightV;
	const int32_t up = self->upV;
	const int32_t byF = its_fit((int64_t)way->track.forwardV - forward);
	const int32_t byR = its_fit((int64_t)way->track.rightV - right);
	const int32_t byU = its_fit((int64_t)way->track.upV - up);
	const int32_t change = norm3(byF, byR, byU);
	if (change < 16) { return 0; }
	const int32_t along = its_fit((int64_t)its_mul_shift_guarded(forward, shareQ10(byF, change), 10) + its_mul_shift_guarded(right, shareQ10(byR, change), 10) + its_mul_shift_guarded(up, shareQ10(byU, change), 10));



	const int32_t share = its_fit(-(int64_t)its_mul_div(along, TRIAL_SHARE_Q8, change));
	return share < 0 ? 0 : share > 256 ? 256 : share;
}
#line 87 "firmware/stepdetect/strapdown.ts"
/** Goes back to an earlier up, Q15. */
static void Strapdown_resume(Strapdown *self, int32_t upX, int32_t upY, int32_t upZ) {
	self->upX = upX;
	self->upY = upY;
	self->upZ = upZ;
}
#line 253 "firmware/stepdetect/strapdown.ts"
/**
 * The rotations of the pairs, from middle to middle: the rates of both and twice that of the frame between, by the trapezoid rule,
 * remainders carried on.
 */
static void Strapdown_turns(Strapdown *self, FrameRing *ring, int32_t from, int32_t frames, int32_t perCountQ28) {
	int16_t *const axes = ring->axes;
	int16_t *const turnX = self->turnX;
	int16_t *const turnY = self->turnY;
	int16_t *const turnZ = self->turnZ;
	// Sums of four rates less four times the zero, which is in 1/16 counts.
	const int32_t perSumQ28 = 4 * perCountQ28;
	const int32_t zeroX = its_fit((int64_t)self->biasX * perCountQ28);
	const int32_t zeroY = its_fit((int64_t)self->biasY * perCountQ28);
	const int32_t zeroZ = its_fit((int64_t)self->biasZ * perCountQ28);
	const int32_t pairs = frames >> 1;
	// Before the first frame is as after it, and after the last as before it: there half of the pair counts.
	int32_t at = ((from + 1) & RING_MASK) * FRAME_AXES;
	int32_t beforeX = axes[at + 3];
	int32_t beforeY = axes[at + 4];
	int32_t beforeZ = axes[at + 5];
	int32_t sumX;
	int32_t sumY;
	int32_t sumZ;
	int32_t restX = 0;
	int32_t restY = 0;
	int32_t restZ = 0;
	for (int32_t i = 0; i <= pairs; i++) {
		at = ((from + 2 * i) & RING_MASK) * FRAME_AXES;
		sumX = beforeX + 2 * axes[at + 3];
		sumY = beforeY + 2 * axes[at + 4];
		sumZ = beforeZ + 2 * axes[at + 5];
		at = ((from + 2 * i + (i < pairs ? 1 : -1)) & RING_MASK) * FRAME_AXES;
		beforeX = axes[at + 3];
		beforeY = axes[at + 4];
		beforeZ = axes[at + 5];
		restX = its_fit((int64_t)restX + ((int64_t)(sumX + beforeX) * perSumQ28 - zeroX));
		restY = its_fit((int64_t)restY + ((int64_t)(sumY + beforeY) * perSumQ28 - zeroY));
		restZ = its_fit((int64_t)restZ + ((int64_t)(sumZ + beforeZ) * perSumQ28 - zeroZ));
		turnX[i] = its_sar(restX, 16);
		turnY[i] = its_sar(restY, 16);
		turnZ[i] = its_sar(restZ, 16);
		restX &= 65535;
		restY &= 65535;
		restZ &= 65535;
	}
	turnX[0] = its_sar(turnX[0], 1);
	turnY[0] = its_sar(turnY[0], 1);
	turnZ[0] = its_sar(turnZ[0], 1);
	turnX[pairs] = its_sar(turnX[pairs], 1);
	turnY[pairs] = its_sar(turnY[pairs], 1);
	turnZ[pairs] = its_sar(turnZ[pairs], 1);
}
#line 165 "firmware/stepdetect/saturation.ts"
/** How steeply a value rises to that of the frame `at`, from `beside` frames further on; per frame. */
static int32_t Saturation_slope(Saturation *self, FrameRing *ring, int32_t at, int32_t axis, int32_t sign, int32_t beside, int32_t height) {
#line 174 "firmware/stepdetect/saturation.ts"
	int16_t *const axes = ring->axes;
	const int32_t rise = sign * (axes[(at & RING_MASK) * FRAME_AXES + axis] - axes[((at + beside) & RING_MASK) * FRAME_AXES + axis]);


	const int32_t each = rise / SLOPE_FRAMES;
	return each < 0 ? 0 : each > its_sar(height, 2) ? its_sar(height, 2) : each;
}
#line 122 "firmware/stepdetect/saturation.ts"
/** One axis and sign: its frames beyond `level`. */
static void Saturation_raise(Saturation *self, FrameRing *ring, int32_t from, int32_t frames, int32_t axis, int32_t level, int32_t perCountQ28, int16_t *turns) {
#line 132 "firmware/stepdetect/saturation.ts"
	int16_t *const axes = ring->axes;
	const int32_t sign = level > 0 ? 1 : -1;
	const int32_t height = sign * level;
	int32_t i = 1;
	while (i < frames) {
		if (sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis] < height) {
			i++;
			continue;
		}
		const int32_t first = i;
		while (i < frames && sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis] >= height) { i++; }
		const int32_t span = i - first;
		if (span > saturation_SPAN_MOST) { continue; }
		const int32_t rise = Saturation_slope(self, ring, from + first - 1, axis, sign, -2, height);
		const int32_t fall = Saturation_slope(self, ring, from + i, axis, sign, SLOPE_FRAMES, height);
		int32_t before = 0;
		for (int32_t k = 0; k <= span; k++) {
			int32_t hidden = 0;
			if (k < span) {
				const int32_t a = 2 * k + 1;
				const int32_t b = 2 * span - a;
				const int32_t peak = (rise * a * b * b + fall * a * a * b) / (8 * span * span);
				const int32_t value = sign * axes[((from + first + k) & RING_MASK) * FRAME_AXES + axis];
				hidden = its_sar(its_i32((uint32_t)peak * (uint32_t)self->share), 8) - (value - height);
				if (hidden < 0) { hidden = 0; }
				if (hidden > self->hiddenMost) { hidden = self->hiddenMost; }
			}
			turns[its_index((int64_t)((first + k) >> 1), 256)] = its_int16(turns[its_index((int64_t)((first + k) >> 1), 256)] + sign * its_sar(its_i32(((uint32_t)before + (uint32_t)hidden) * (uint32_t)perCountQ28), 14));
			before = hidden;
		}
	}
}
#line 100 "firmware/stepdetect/saturation.ts"
/**
 * Adds `share` of what the plateaus hide to the rotation of the pairs in the `frames` frames after `from`, Q15 rad.
 * @param perCountQ28 rotation of one count over one frame, Q28 rad
 */
static void Saturation_putBack(Saturation *self, FrameRing *ring, int32_t from, int32_t frames, int32_t perCountQ28, int16_t *turnX, int16_t *turnY, int16_t *turnZ) {
#line 113 "firmware/stepdetect/saturation.ts"
	for (int32_t axis = 0; axis < 3; axis++) {
		int16_t *const turns = axis == 0 ? turnX : axis == 1 ? turnY : turnZ;
		if (self->level[axis] != 0) {
			Saturation_raise(self, ring, from, frames, axis + 3, self->level[axis], perCountQ28, turns); }
		if (self->level[axis + 3] != 0) {
			Saturation_raise(self, ring, from, frames, axis + 3, -self->level[axis + 3], perCountQ28, turns); }
	}
}
#line 89 "firmware/stepdetect/inertial-track.ts"
/** Begins at the first frame, where forward (fx, fy, fz) and up (ux, uy, uz) are as given, Q15. */
static void InertialTrack_begin(InertialTrack *self, int32_t fx, int32_t fy, int32_t fz, int32_t ux, int32_t uy, int32_t uz) {
	self->forwardX = fx;
	self->forwardY = fy;
	self->forwardZ = fz;
	self->upX = ux;
	self->upY = uy;
	self->upZ = uz;
	its_fill_uint8(self->rest, 6, 0);
	self->upV = 0; self->rightV = 0; self->forwardV = 0;
	self->upWay = 0; self->rightWay = 0; self->forwardWay = 0;
	self->forwardSpeed[0] = 0; self->rightSpeed[0] = 0; self->upSpeed[0] = 0;
	self->next = 0;
}
#line 71 "firmware/stepdetect/clipped-force.ts"
/** A new stride is followed. */
static void ClippedForce_begin(ClippedForce *self) {
	self->entries = 0;
	self->restored = 0;
}
#line 110 "firmware/stepdetect/strapdown.ts"
/**
 * Begins a run: the integration of the frames from `from` to `to` (counters of the ring, both included, an even number apart; else the
 * last is left out), starting at `up`. `follow` does it piece by piece, `finish` makes a way of it.
 * @param axisX,axisY,axisZ the medio-lateral axis, Q14, pointing right: forward is level and square to it
 * @param saturation frames of a saturated gyroscope axis, and what to add to them
 * @returns false when there are no two frames, or the axis stands upright
 */
static bool Strapdown_begin(Strapdown *self, FrameRing *ring, int32_t from, int32_t to, int32_t axisX, int32_t axisY, int32_t axisZ, Saturation *saturation) {
#line 126 "firmware/stepdetect/strapdown.ts"
	const int32_t frames = (to - from) & COUNTER_MASK & -2;
	if (frames < 2 || frames >= RING_FRAMES) { return false; }
	const int32_t ux = self->upX;
	const int32_t uy = self->upY;
	const int32_t uz = self->upZ;
	int32_t fx = its_sar(uy * axisZ - uz * axisY, 14);
	int32_t fy = its_sar(uz * axisX - ux * axisZ, 14);
	int32_t fz = its_sar(ux * axisY - uy * axisX, 14);
	const int32_t level = norm3(fx, fy, fz);
	const int32_t step_us = stepOf(ring, from, frames);
	if (level < 8192 || step_us <= 0 || step_us > 40000) { return false; }
	fx = its_mul_div(fx, ONE, level);
	fy = its_mul_div(fy, ONE, level);
	fz = its_mul_div(fz, ONE, level);
	const int32_t perCountQ28 = its_mul_shift(self->countAngleQ44, step_us, 16);
	Strapdown_turns(self, ring, from, frames, perCountQ28);
	if (saturation->share != 0) {
		Saturation_putBack(saturation, ring, from, frames, perCountQ28, self->turnX, self->turnY, self->turnZ);
	}
	InertialTrack_begin(&self->track, fx, fy, fz, ux, uy, uz);
	ClippedForce_begin(&self->force);
	return true;
}
#line 65 "firmware/stepdetect/integration.ts"
/**
 * Goes on with it, for `most` pairs of frames at most.
 * @returns RUN_ON when that was not all; RUN_THROUGH when `way` has what came of it; RUN_LOST when nothing did
 */
static int32_t Integration_goOn(Integration *self, FrameRing *ring, int32_t from, int32_t to, MedioLateralAxis *axis, Strapdown *way, Saturation *saturation, int32_t most) {
#line 78 "firmware/stepdetect/integration.ts"
	const int32_t state = Strapdown_follow(way, ring, from, to, most < RING_PAIRS ? most : RING_PAIRS);
	if (state == RUN_ON) { return RUN_ON; }
	if (state == RUN_THROUGH) { Strapdown_finish(way, ring, from, to); }
	InertialTrack *const track = &way->track;
	if (self->run == AS_IT_IS) {
		if (state == RUN_LOST || !saturation->found) { return state; }
		self->forwardV = track->forwardV;
		self->rightV = track->rightV;
		self->upV = track->upV;
		saturation->share = TRIAL_SHARE_Q8;
		self->run = TRIAL;
	} else if (self->run == TRIAL) {
		saturation->share = state == RUN_LOST ? 0 : Integration_leastShare_Q8(self, way);
		self->run = LAST;
	} else {
		return state;
	}
	Strapdown_resume(way, self->upX, self->upY, self->upZ);
	Strapdown_begin(way, ring, from, to, axis->x, axis->y, axis->z, saturation);
	return RUN_ON;
}
#line 53 "firmware/stepdetect/landings.ts"
/** Does a landing at `ic` follow another within the time of a stride: is it amid gait? */
static bool Landings_follows(Landings *self, int32_t ic) {
	return self->hasLastIc && its_i32((uint32_t)ic - (uint32_t)self->lastIcUs) < landings_STRIDE_MOST_us;
}
#line 114 "firmware/stepdetect/landings.ts"
/** The next landing does not follow the last. */
static void Landings_interrupt(Landings *self) {
	self->hasLastIc = false;
}
#line 148 "firmware/stepdetect/pitch.ts"
/** Was there a lobe large enough for a step? */
static bool PitchTrack_hasSwing(PitchTrack *self) {
	return self->largest >= self->lobe;
}
#line 47 "firmware/stepdetect/contacts.ts"
/**
 * Looks for the push-off: the heel is turned up (negative pitch rate) until the toes leave the ground.
 * @param earliest frame it cannot come before
 * @param swing first frame of the swing
 */
static void ContactFinder_findPush(ContactFinder *self, PitchTrack *track, int32_t earliest, int32_t swing) {
	int16_t *const rate = track->rate;
	int32_t value;
	int32_t least = 0;
	int32_t at = swing;
	for (int32_t i = earliest; i < swing; i++) {
		value = rate[i];
		if (value < least) {
			least = value;
			at = i;
		}
	}
	self->pushFrom = earliest;
	self->pushAt = at;
	self->pushRate = least;
}
#line 118 "firmware/stepdetect/contacts.ts"
/** First frame from `from` to before `to` at or below `level`; `to` when there is none. */
static int32_t firstBelow(int16_t *rate, int32_t from, int32_t to, int32_t level) {
	int32_t i = from;
	while (i < to && rate[i] > level) { i++; }
	return i;
}
#line 69 "firmware/stepdetect/contacts.ts"
/**
 * Terminal contact, after `findPush`: the foot, free then, is swept forward. The instant is where the rate has come back to a share
 * of the push-off minimum. (Falbriard et al. 2018 compare such features: the minimum itself is early, the zero crossing late.)
 * @param swing first frame of the swing
 * @param cut the gyroscope ended below the push-off: its minimum is a plateau, and leaving that is what can be seen
 * @param releaseQ8 RELEASE_WALK_Q8 or RELEASE_RUN_Q8
 */
static int32_t ContactFinder_terminal(ContactFinder *self, PitchTrack *track, int32_t swing, bool cut, int32_t releaseQ8) {
	int16_t *const rate = track->rate;
	const int32_t least = self->pushRate;
	if (least > -self->push) { return swing << 8; }
	const int32_t half = cut ? least - its_sar(least, 3) : its_sar(least * releaseQ8, 8);
	const int32_t at = cut ? firstBelow(rate, self->pushFrom, swing, least - its_sar(least, 4)) : self->pushAt;
	for (int32_t i = at; i < swing; i++) {
		const int32_t next = rate[i + 1];
		if (next > half) { return (i << 8) + its_div32(its_shl(half - rate[i], 8), next - rate[i]); }
	}
	return swing << 8;
}
#line 225 "firmware/stepdetect/reporter.ts"
/** Time of a position in frames, Q8, after `start`. */
static int32_t StrideReporter_timeAt(StrideReporter *self, FrameRing *ring, int32_t start, int32_t position) {
	const int32_t frame = (start + its_sar(position, 8)) & COUNTER_MASK;
	const int32_t time = ring->time_us[frame & RING_MASK];
	const int32_t part = position & 255;
	if (part == 0) { return time; }
	const int32_t step = its_i32((uint32_t)ring->time_us[(frame + 1) & RING_MASK] - (uint32_t)time);
	return its_i32((uint32_t)time + (uint32_t)its_sar(its_i32((uint32_t)step * (uint32_t)part), 8));
}
#line 46 "firmware/stepdetect/landings.ts"
/** Would a foot-off at `tc` end a contact shorter than the swing before it: is there a flight phase? */
static bool Landings_runs(Landings *self, int32_t tc) {
	Stride *const pending = &self->pending;
	if (!self->isPending || (pending->valid & HAS_TO) == 0) { return false; }
	return its_i32((uint32_t)tc - (uint32_t)pending->icUs) < its_i32((uint32_t)pending->icUs - (uint32_t)pending->toUs);
}
#line 168 "firmware/stepdetect/reporter.ts"
/** The foot-off between the frames `earliest` and `swing`, us. */
static int32_t StrideReporter_footOff(StrideReporter *self, FrameRing *ring, int32_t start, int32_t earliest, int32_t swing) {
	const bool cut = self->saturation->found;
	ContactFinder *const contacts = &self->contacts;
	ContactFinder_findPush(contacts, self->track, earliest, swing);
	const int32_t tc = StrideReporter_timeAt(self, ring, start, ContactFinder_terminal(contacts, self->track, swing, cut, RELEASE_WALK_Q8));
	if (!Landings_runs(self->landings, tc)) { return tc; }
	return StrideReporter_timeAt(self, ring, start, ContactFinder_terminal(contacts, self->track, swing, cut, RELEASE_RUN_Q8));
}
#line 125 "firmware/stepdetect/contacts.ts"
/** Where the rate falls through `level` between the frames `from` and `to`, Q8; `to` when it does not. */
static int32_t crossing(int16_t *rate, int32_t from, int32_t to, int32_t level) {
	int32_t i = from;
	while (i < to && rate[i] > level) { i++; }
	if (i == from || i == to) { return i << 8; }
	const int32_t over = rate[its_index((int64_t)(i - 1), 512)] - level;
	const int32_t fall = rate[i - 1] - rate[i];
	return ((i - 1) << 8) + its_div32(its_shl(over, 8), fall);
}
#line 89 "firmware/stepdetect/contacts.ts"
/**
 * Initial contact: after the swing the foot turns back towards the ground; contact lies between the instant its pitch
 * rate crosses zero (the foot still in the air) and the fastest turn down (the sole slapping flat), two thirds of the way.
 * @param end first frame after the swing
 * @param latest frame the landing cannot come after
 */
static int32_t ContactFinder_initial(ContactFinder *self, PitchTrack *track, int32_t end, int32_t latest) {
	int16_t *const rate = track->rate;
	const int32_t over = end > 0 ? rate[end - 1] : 0;
	const int32_t under = rate[end];
	const int32_t zero = over > 0 && under < 0 ? its_shl(end - 1, 8) + (over << 8) / (over - under) : end << 8;
	int32_t limit = end + self->landingFrames;
	if (limit > latest) { limit = latest; }
	if (limit > track->frames) { limit = track->frames; }
	int32_t least = -self->landing;
	int32_t at = -1;
	for (int32_t i = end; i < limit; i++) {
		if (rate[i] < least) {
			least = rate[i];
			at = i;
		}
	}
	self->slapped = least < -self->slap;
	if (at < 0) { return zero; }
	const int32_t half = crossing(rate, end, at, its_sar(least, 1));
	return half + its_sar(((at << 8) - half) * CONTACT_SHARE_Q8, 8);
}
#line 1 "firmware/sensors/integer.ts"
/**
 * Integer helpers of the detector's kernel, in integer TypeScript (docs/INTEGER-TYPESCRIPT.md): exact in Node and XS alike.
 */

/** Floor of the square root of `n`, 0 to 2^31 - 1; 0 for negative `n`. @range returns 0 46341 */
static int32_t isqrt(int32_t n) {
	if (n <= 0) { return 0; }
	// Newton's rule comes down to the root from the first power of two above it.
	int32_t root = 1;
	for (int32_t rest = n; rest > 0; rest >>= 2) { root <<= 1; }
	int32_t next = (root + n / root) >> 1;
	while (next < root) {
		root = next;
		next = its_sar(its_i32((uint32_t)root + (uint32_t)its_div32(n, root)), 1);
	}
	return its_within((int64_t)root, 0, 46341);
}
#line 196 "firmware/stepdetect/strapdown.ts"
/**
 * Where the foot comes to a halt in the last run over `frames` frames: its level speed, drift taken out, falls below a
 * quarter of its greatest. Frames, Q8.
 */
static int32_t Strapdown_haltAt(Strapdown *self, int32_t frames) {
	int16_t *const forwardSpeed = self->track.forwardSpeed;
	int16_t *const rightSpeed = self->track.rightSpeed;
	const int32_t pairs = frames >> 1;
	// The drift of pair i is (that of the last x i / pairs) | 0: from pair to pair its whole part and its remainder go on.
	const int32_t endF = forwardSpeed[pairs];
	const int32_t endR = rightSpeed[pairs];
	const int32_t signF = endF < 0 ? -1 : 1;
	const int32_t signR = endR < 0 ? -1 : 1;
	const int32_t wholeF = its_div32(endF, pairs);
	const int32_t wholeR = its_div32(endR, pairs);
	const int32_t partF = (endF - wholeF * pairs) * signF;
	const int32_t partR = (endR - wholeR * pairs) * signR;
	int32_t driftF = 0;
	int32_t driftR = 0;
	int32_t restF = 0;
	int32_t restR = 0;
	int32_t forward;
	int32_t right;
	int32_t square;
	int32_t greatest = 0;
	int32_t before = 0;
	int32_t halt = pairs << 9;
	for (int32_t i = 1; i <= pairs; i++) {
		driftF += wholeF;
		restF += partF;
		if (restF >= pairs) {
			restF -= pairs;
			driftF += signF;
		}
		driftR += wholeR;
		restR += partR;
		if (restR >= pairs) {
			restR -= pairs;
			driftR += signR;
		}
		forward = its_sar(forwardSpeed[i] - driftF, 1);
		right = its_sar(rightSpeed[i] - driftR, 1);
		square = its_fit((int64_t)forward * forward + (int64_t)right * right);
		if (square > greatest) {
			greatest = square;
			halt = -1;
		} else if (halt < 0 && square < (greatest >> 4)) {
			const int32_t speed = isqrt(square);
			const int32_t over = isqrt(before) - speed;
			const int32_t short_ = (isqrt(greatest) >> 2) - speed;
			halt = (i << 9) - (over > 0 ? its_shl(short_, 9) / over : 0);
		}
		before = square;
	}
	return halt < 0 ? pairs << 9 : halt;
}
#line 178 "firmware/stepdetect/reporter.ts"
/** The landing of a step without a slap, us: where the foot halts, when the pitch rate tells something else. */
static int32_t StrideReporter_softLanding(StrideReporter *self, FrameRing *ring, int32_t start, int32_t landing, bool long_) {
	const int32_t halt = its_i32((uint32_t)StrideReporter_timeAt(self, ring, start, Strapdown_haltAt(self->way, self->track->frames)) + (uint32_t)HALT_us);
	const int32_t apart = its_i32((uint32_t)landing - (uint32_t)halt);
	if (apart > (long_ ? FORE_APART_us : SOFT_APART_us) || apart < -75000) { return halt; }
	// Set down without a slap: turning and travelling seldom end together, halfway then.
	if (!self->contacts.slapped && apart < 0) { return its_i32((uint32_t)landing - (uint32_t)its_sar(apart, 1)); }
	return landing;
}
#line 161 "firmware/stepdetect/reporter.ts"
/** Was there a push-off between the frames `earliest` and `swing`, none of them missing? */
static bool StrideReporter_sawFootOff(StrideReporter *self, int32_t earliest, int32_t swing) {
	if (swing <= earliest + SEEN_FRAMES) { return false; }
	Gap *const gap = self->gap;
	return !gap->found || gap->at < earliest || gap->at > swing + SEEN_FRAMES;
}
#line 100 "firmware/stepdetect/landings.ts"
/** The foot-off `tc` ends the contact that waits for it. */
static void Landings_leave(Landings *self, int32_t tc) {
	Stride *const pending = &self->pending;
	const int32_t contact = its_i32((uint32_t)tc - (uint32_t)pending->icUs);
	if (contact <= CONTACT_LEAST_us || contact >= FOOT_OFF_MOST_us) { return; }
	pending->tcUs = tc;
	pending->valid |= HAS_TC;
	if (contact >= CONTACT_MOST_us) { return; }
	pending->contactUs = contact;
	pending->valid |= HAS_CONTACT;
	// A flight phase: the foot is on the ground for less than half of the stride.
	if ((pending->valid & HAS_TO) != 0) { pending->gait = Landings_runs(self, tc) ? GAIT_RUN : GAIT_WALK; }
}
#line 20 "firmware/stepdetect/times.ts"
/**
 * Sets step, swing and flight time of a stride whose contacts are known, and their bits.
 *
 * One foot cannot see the other. The step is half of the stride: the feet are taken as alike. So is the flight: from one
 * foot-off to the next of the same foot there are two flights and one contact of the other foot, as long as this one's, in
 * the time this foot swings.
 */
static void deriveTimes(Stride *stride) {
	if ((stride->valid & HAS_STRIDE_TIME) != 0) {
		stride->stepTimeUs = its_sar(stride->strideTimeUs, 1);
		stride->valid |= HAS_STEP_TIME;
	}
	if ((stride->valid & HAS_TO) == 0) { return; }
	const int32_t swing = its_i32((uint32_t)stride->icUs - (uint32_t)stride->toUs);
	if (swing <= 0 || swing > SWING_MOST_us) { return; }
	stride->swingUs = swing;
	stride->valid |= HAS_SWING;
	if ((stride->valid & HAS_CONTACT) == 0 || stride->gait != GAIT_RUN) { return; }
	stride->flightUs = its_sar(swing - stride->contactUs, 1);
	stride->valid |= HAS_FLIGHT;
}
#line 119 "firmware/stepdetect/landings.ts"
/** Hands the landing that waits for its terminal contact out as it is. */
static void Landings_release(Landings *self) {
	if (!self->isPending) { return; }
	self->isPending = false;
	self->count = (self->count + 1) & COUNTER_MASK;
	self->pending.index = self->count;
	deriveTimes(&self->pending);
	StrideQueue_push(self->queue, &self->pending);
}
#line 58 "firmware/stepdetect/landings.ts"
/**
 * A swing from the terminal contact `tc` to the initial contact `ic`: ends the contact before, and begins the next.
 * Instants in us of the ring's clock; length (or NO_LENGTH_mm) and duration are those of the way from mid-stance to mid-stance.
 * @param footOffSeen is `tc` measured? A foot set down flat or spun round is not seen to leave the ground.
 */
static void Landings_land(Landings *self, int32_t tc, int32_t ic, int32_t midstance, int32_t length_mm, int32_t duration_us, bool clipped, bool footOffSeen) {
#line 72 "firmware/stepdetect/landings.ts"
	Stride *const pending = &self->pending;
	if (self->isPending) {
		if (footOffSeen) { Landings_leave(self, tc); }
		Landings_release(self);
	}
	pending->icUs = ic;
	pending->toUs = tc;
	pending->midstanceUs = midstance;
	const bool measured = length_mm != NO_LENGTH_mm;
	const int32_t length = measured ? length_mm : 0;
	pending->lengthMm = length;
	pending->gait = GAIT_UNKNOWN;
	pending->valid = (footOffSeen ? HAS_TO : 0) | HAS_MIDSTANCE | (measured ? 96 : 0);
	if (clipped) { pending->valid |= CLIPPED; }
	// From landing to landing where both are known: the instant of least rotation wanders over a long stance.
	int32_t time_us = duration_us;
	const int32_t strideTime = its_i32((uint32_t)ic - (uint32_t)self->lastIcUs);
	if (self->hasLastIc && strideTime > 0 && strideTime < landings_STRIDE_MOST_us) {
		pending->strideTimeUs = strideTime;
		pending->valid |= HAS_STRIDE_TIME;
		if (strideTime > STRIDE_LEAST_us) { time_us = strideTime; }
	}
	pending->speedMmS = its_mul_div(length, 1000, time_us / 1000);
	self->lastIcUs = ic;
	self->hasLastIc = true;
	self->isPending = true;
}
#line 128 "firmware/stepdetect/metrics.ts"
/** The turn since the stride reported before, small shifts of the foot in between included. */
static void StrideMetrics_takeTurn(StrideMetrics *self, Stride *stride) {
	const int32_t turned = self->turned_ddeg;
	if (self->followed && turned <= TURN_MOST_ddeg && turned >= -3600) {
		stride->turnDdeg = turned;
		stride->valid |= HAS_TURN;
	}
	self->turned_ddeg = 0;
	self->followed = true;
}
#line 99 "firmware/stepdetect/impact.ts"
static bool isClipped(int32_t x, int32_t y, int32_t z) {
	return x > CLIP || x < -32700 || y > CLIP || y < -32700 || z > CLIP || z < -32700;
}
#line 92 "firmware/stepdetect/impact.ts"
/** @noinline */
ITS_NOINLINE static int32_t Impact_force(Impact *self, FrameRing *ring, int32_t frame) {
	const int32_t at = (frame & RING_MASK) * FRAME_AXES;
	return norm3(ring->axes[at], ring->axes[at + 1], ring->axes[at + 2]);
}
#line 46 "firmware/stepdetect/impact.ts"
/**
 * Looks around the frame `contact` of the `frames` + 1 frames from `from`.
 * @param step_us time from one frame to the next, above 0
 */
static void Impact_measure(Impact *self, FrameRing *ring, int32_t from, int32_t contact, int32_t frames, int32_t step_us) {
	int16_t *const axes = ring->axes;
	const int32_t first = contact > self->before ? contact - self->before : 0;
	const int32_t last = contact + self->after < frames ? contact + self->after : frames;
	int32_t greatest = -1;
	int32_t peak = first;
	bool clipped = false;
	int32_t before = 2147483647;
	int32_t at;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t square;
	for (int32_t i = first; i <= last; i++) {
		at = ((from + i) & RING_MASK) * FRAME_AXES;
		// Halves: the sum of three squares stays within 31 bits.
		x = its_sar(axes[at], 1);
		y = its_sar(axes[at + 1], 1);
		z = its_sar(axes[at + 2], 1);
		square = x * x + y * y + z * z;
		// No axis alone is at its end below this.
		if (square >= 267322500 && isClipped(axes[at], axes[at + 1], axes[at + 2])) { clipped = true; }
		// What falls from the start on is the end of the swing's braking, not the impact.
		if (square > greatest && (greatest >= 0 || square > before)) {
			greatest = square;
			peak = i;
		}
		before = square;
	}
	self->clipped = clipped;
	int32_t after_ = Impact_force(self, ring, from + peak);
	self->peak_mg = its_mul_shift(after_, self->countQ20, 20);
	int32_t steepest = 0;
	const int32_t start = peak > self->rise ? peak - self->rise : 0;
	for (int32_t i = peak - 1; i >= start; i--) {
		const int32_t force_ = Impact_force(self, ring, from + i);
		if ((int64_t)after_ - force_ > steepest) { steepest = its_fit((int64_t)after_ - force_); }
		after_ = force_;
	}
	self->rate_mg_ms = its_mul_div(its_mul_shift(steepest, self->countQ20, 20), 1000, step_us);
}
#line 139 "firmware/stepdetect/metrics.ts"
static void StrideMetrics_measureImpact(StrideMetrics *self, FrameRing *ring, int32_t start, int32_t contact, int32_t frames, int32_t step_us, Stride *stride) {
#line 147 "firmware/stepdetect/metrics.ts"
	Impact *const impact = &self->impact;
	Impact_measure(impact, ring, start, contact, frames, step_us);
	stride->impactMg = impact->peak_mg;
	stride->impactRateMgMs = impact->rate_mg_ms;
	stride->valid |= HAS_IMPACT;
	if (impact->clipped) { stride->valid |= IMPACT_CLIPPED; }
}
#line 146 "firmware/stepdetect/standing.ts"
/** A length integrated from this accelerometer, put right by the length of gravity it shows. */
static int32_t StandingFoot_trueLength(StandingFoot *self, int32_t length_mm) {
	return its_mul_div(length_mm, self->oneG16, self->gravity16);
}
#line 51 "firmware/stepdetect/vertical.ts"
/**
 * The greatest height in the last `Strapdown.run` over `frames` frames, mm. Every second pair of frames is enough: the height of a foot
 * changes slowly, and the impact comes after its greatest.
 */
static int32_t highest(Strapdown *way, int32_t frames) {
	const int32_t pairs = frames >> 1;
	int16_t *const forwardSpeed = way->track.forwardSpeed;
	int16_t *const rightSpeed = way->track.rightSpeed;
	int16_t *const upSpeed = way->track.upSpeed;
	const int32_t leanF = way->leanForward;
	const int32_t leanR = way->leanRight;
	const int32_t end = upSpeed[pairs] + its_sar(forwardSpeed[pairs] * leanF + rightSpeed[pairs] * leanR, 15);
	// The drift of four frames, Q8.
	const int32_t slope_ = its_div32(its_shl(end, 9), pairs);
	int32_t drift = 0;
	int32_t before = 0;
	int32_t height = 0;
	int32_t most = 0;
	for (int32_t i = 2; i <= pairs; i += 2) {
		drift = its_fit((int64_t)drift + slope_);
		const int32_t speed = upSpeed[i] + its_sar(forwardSpeed[i] * leanF + rightSpeed[i] * leanR, 15) - its_sar(drift, 8);
		height = height + (before + speed);
		if (height > most) { most = height; }
		before = speed;
	}
	// Twice the mean speed over four frames, in 2^SPEED_SHIFT / 16 counts x frame.
	return its_mul_shift_guarded(its_shl(most, 4), way->wayQ28, 28);
}
#line 34 "firmware/stepdetect/vertical.ts"
/**
 * Takes the heights of the last `Strapdown.run` over `frames` frames.
 * @returns false when they cannot be believed
 */
static bool VerticalTrack_measure(VerticalTrack *self, Strapdown *way, int32_t frames, StandingFoot *standing) {
	const int32_t gravity = standing->gravity16;
	const int32_t left = its_fit((int64_t)way->track.upV - ((int64_t)gravity - way->gravity16) * frames);
	const int32_t share = standing->rests > 0 ? LEFT_SHARE_Q8 : LEFT_SHARE_UNSEEN_Q8;
	const int32_t most = its_fit((int64_t)its_sar(its_i32((uint32_t)gravity * (uint32_t)share), 8) * frames);
	if (way->residual_mm_s >= vertical_STAND_mm_s || left >= most || left <= -most) { return false; }
	self->rise_mm = StandingFoot_trueLength(standing, way->rise_mm);
	self->highest_mm = StandingFoot_trueLength(standing, highest(way, frames));
	const int32_t rise = self->rise_mm;
	return self->highest_mm <= CLEARANCE_MOST_mm && rise <= RISE_MOST_mm && rise >= -800;
}
#line 205 "firmware/stepdetect/metrics.ts"
static void StrideMetrics_measureHeight(StrideMetrics *self, Strapdown *way, int32_t frames, StandingFoot *standing, Stride *stride) {
	VerticalTrack *const vertical = &self->vertical;
	if (!VerticalTrack_measure(vertical, way, frames, standing)) { return; }
	stride->clearanceMm = vertical->highest_mm;
	stride->riseMm = vertical->rise_mm;
	stride->valid |= 81920;
}

/** Sets the foot's forward direction where `up` (Q15) is up: level, square to the medio-lateral axis. */
static bool StrideMetrics_along(StrideMetrics *self, int32_t ux, int32_t uy, int32_t uz, MedioLateralAxis *axis) {
	const int32_t x = its_sar(uy * axis->z - uz * axis->y, 14);
	const int32_t y = its_sar(uz * axis->x - ux * axis->z, 14);
	const int32_t z = its_sar(ux * axis->y - uy * axis->x, 14);
	const int32_t length = norm3(x, y, z);
	if (length < LEVEL_LEAST) { return false; }
	self->x = its_mul_div(x, 32767, length);
	self->y = its_mul_div(y, 32767, length);
	self->z = its_mul_div(z, 32767, length);
	return true;
}
#line 37 "firmware/stepdetect/landing-turn.ts"
/**
 * Follows the rotation of the last `Strapdown.run`.
 * @param contact,flat frames of the way: the last before the contact, and that of the flat foot, one later at least
 * @param part how far contact lies behind its frame, Q8 of a frame
 * @param step_us time from one frame to the next
 * @param mx,my,mz medio-lateral axis pointing right, Q14
 * @param fx,fy,fz long axis pointing forward, Q14
 */
static void LandingTurn_follow(LandingTurn *self, Strapdown *way, int32_t contact, int32_t flat, int32_t part, int32_t step_us, int32_t mx, int32_t my, int32_t mz, int32_t fx, int32_t fy, int32_t fz) {
#line 58 "firmware/stepdetect/landing-turn.ts"
	int16_t *const turnX = way->turnX;
	int16_t *const turnY = way->turnY;
	int16_t *const turnZ = way->turnZ;
	// Of all the pairs only sums; the roll is looked at every second when the foot takes long.
	const int32_t every = flat - contact > LONG ? EVERY_LONG : landing_turn_EVERY;
	const int32_t last = flat >> 1;
	const int32_t first = (contact + 1) >> 1;
	// Of the pair in which contact lies, what is left of it; the last ends with its middle.
	const int32_t left = its_fit(first == last ? (int64_t)256 - part : (int64_t)its_sar(its_i32((2u * (uint32_t)first + 1u - (uint32_t)contact) * 256u - (uint32_t)part), 1));
	int32_t sumX = its_sar(its_i32((uint32_t)turnX[its_index((int64_t)first, 256)] * (uint32_t)left), 8);
	int32_t sumY = its_sar(its_i32((uint32_t)turnY[first] * (uint32_t)left), 8);
	int32_t sumZ = its_sar(its_i32((uint32_t)turnZ[first] * (uint32_t)left), 8);
	int32_t rolled = its_sar(its_i32((uint32_t)sumX * (uint32_t)fx + (uint32_t)sumY * (uint32_t)fy + (uint32_t)sumZ * (uint32_t)fz), 14);
	int32_t most = rolled > 0 ? rolled : 0;
	int32_t least = rolled < 0 ? rolled : 0;
	int32_t fastest = 0;
	int32_t slowest = 0;
	int32_t due = first + every;
	int32_t before = rolled;
	for (int32_t i = first + 1; i <= last; i++) {
		sumX += turnX[i];
		sumY += turnY[i];
		sumZ += turnZ[i];
		if (i != due && i != last) { continue; }
		rolled = its_sar(its_i32((uint32_t)sumX * (uint32_t)fx + (uint32_t)sumY * (uint32_t)fy + (uint32_t)sumZ * (uint32_t)fz), 14);
		if (rolled > most) { most = rolled; }
		if (rolled < least) { least = rolled; }
		if (i != due || i == last) { break; }
		const int32_t turned = rolled - before;
		if (turned > fastest) { fastest = turned; }
		if (turned < slowest) { slowest = turned; }
		before = rolled;
		due += every;
	}
	const int32_t pitched = its_sar(its_i32((uint32_t)sumX * (uint32_t)mx + (uint32_t)sumY * (uint32_t)my + (uint32_t)sumZ * (uint32_t)mz), 14);
	self->strike_ddeg = its_mul_shift(-pitched, landing_turn_DDEG_PER_RAD_Q8, 23);
	self->rolled_ddeg = its_mul_shift(rolled, landing_turn_DDEG_PER_RAD_Q8, 23);
	self->right_ddeg = its_mul_shift(most, landing_turn_DDEG_PER_RAD_Q8, 23);
	self->left_ddeg = its_mul_shift(-least, landing_turn_DDEG_PER_RAD_Q8, 23);
	const int32_t perStepQ16 = (int32_t)((int64_t)DPS_us_Q16 / ((int64_t)every * step_us));
	self->right_dps = its_mul_shift(fastest, perStepQ16, 16);
	self->left_dps = its_mul_shift(-slowest, perStepQ16, 16);
}
#line 72 "firmware/stepdetect/foot-side.ts"
static void FootSide_judge(FootSide *self) {
	if (self->strides < STRIDES_LEAST) { return; }
	const int32_t least = its_fit((int64_t)ROLL_LEAST_ddeg * self->strides);
	if (self->sum >= least) { self->foot = FOOT_RIGHT; } else
	if (self->sum <= -least) { self->foot = FOOT_LEFT; }
	if (self->strides < STRIDES_MOST) { return; }
	self->strides >>= 1;
	self->sum = its_sar(self->sum, 1);
}
#line 51 "firmware/stepdetect/foot-side.ts"
/**
 * Takes one stride, after `Strapdown.run`.
 * @param off frame of the way at which the foot leaves the ground; it is flat at the first
 * @param landing_ddeg roll from contact to the flat foot, 0.1 degree, right edge down positive
 * @param fx,fy,fz long axis pointing forward, Q14
 * @noinline
 */
ITS_NOINLINE static void FootSide_learn(FootSide *self, Strapdown *way, int32_t off, int32_t landing_ddeg, int32_t fx, int32_t fy, int32_t fz) {
	if (self->chosen != FOOT_UNKNOWN) { return; }
	int16_t *const turnX = way->turnX;
	int16_t *const turnY = way->turnY;
	int16_t *const turnZ = way->turnZ;
	int32_t rolled = 0;
	for (int32_t i = 1; i <= its_sar(off, 1); i += foot_side_EVERY) {
		rolled = its_fit((int64_t)rolled + its_sar(its_i32((uint32_t)turnX[its_index((int64_t)i, 256)] * (uint32_t)fx + (uint32_t)turnY[its_index((int64_t)i, 256)] * (uint32_t)fy + (uint32_t)turnZ[its_index((int64_t)i, 256)] * (uint32_t)fz), 14)); }
	const int32_t roll = its_mul_shift_wide((int64_t)rolled * foot_side_EVERY, foot_side_DDEG_PER_RAD_Q8, 23) - landing_ddeg;
	self->sum = its_fit((int64_t)self->sum + (roll > ROLL_MOST_ddeg ? ROLL_MOST_ddeg : roll < -400 ? -400 : roll));
	self->strides = its_fit((int64_t)self->strides + 1);
	FootSide_judge(self);
}
#line 155 "firmware/stepdetect/metrics.ts"
static void StrideMetrics_measureLanding(StrideMetrics *self, FrameRing *ring, int32_t start, int32_t contact, int32_t frames, int32_t step_us, MedioLateralAxis *axis, Strapdown *way, Stride *stride, bool whole) {
#line 166 "firmware/stepdetect/metrics.ts"
	LandingTurn *const landing = &self->landing;
	FootSide *const side = &self->side;
	const int32_t toFlat = frames - contact;
	if (toFlat < 1 || (int64_t)toFlat * step_us > LANDING_MOST_us) { return; }
	const int32_t part = its_shl(its_i32((uint32_t)stride->icUs - (uint32_t)ring->time_us[(start + contact) & RING_MASK]), 8) / step_us;
	const int32_t fx = its_sar(self->x, 1);
	const int32_t fy = its_sar(self->y, 1);
	const int32_t fz = its_sar(self->z, 1);
	LandingTurn_follow(landing, way, contact, frames, part > 255 ? 255 : part, step_us, axis->x, axis->y, axis->z, fx, fy, fz);
#line 187 "firmware/stepdetect/metrics.ts"
	const int32_t off = its_i32((uint32_t)stride->toUs - (uint32_t)ring->time_us[start & RING_MASK]) / step_us;
	const int32_t turned = stride->turnDdeg;
	if (whole && turned < STRAIGHT_ddeg && turned > -400) {
		FootSide_learn(side, way, off, landing->rolled_ddeg, fx, fy, fz); }
	if (side->foot != FOOT_UNKNOWN) {
		const bool right = side->foot == FOOT_RIGHT;
		stride->eversionDdeg = right ? landing->left_ddeg : landing->right_ddeg;
		stride->eversionRateDps = right ? landing->left_dps : landing->right_dps;
		stride->valid |= HAS_EVERSION;
	}
	const int32_t angle = landing->strike_ddeg;
	if (angle > STRIKE_MOST_ddeg || angle < -600) { return; }
	stride->strikeAngleDdeg = angle;
	stride->strike = angle > REARFOOT_ddeg ? STRIKE_REARFOOT : angle < FOREFOOT_ddeg ? STRIKE_FOREFOOT : STRIKE_MIDFOOT;

	stride->valid |= HAS_STRIKE;
}
#line 97 "firmware/stepdetect/metrics.ts"
/**
 * Measures the landing at the end of a way, after `follow`.
 * @param start first frame of the way (counter of the ring); `track` holds its frames
 * @param stride gets the values; its `icUs` and `toUs` are set
 * @param whole whether the way is of this one stride
 * @param swung whether the foot turned in it, about an axis whose sign is known
 */
static void StrideMetrics_measure(StrideMetrics *self, FrameRing *ring, int32_t start, PitchTrack *track, MedioLateralAxis *axis, Strapdown *way, StandingFoot *standing, Stride *stride, bool whole, bool swung) {
#line 115 "firmware/stepdetect/metrics.ts"
	int32_t *const times = ring->time_us;
	const int32_t frames = track->frames;
	const int32_t step_us = its_div32(its_i32((uint32_t)times[(start + frames) & RING_MASK] - (uint32_t)times[start & RING_MASK]), frames);
	StrideMetrics_takeTurn(self, stride);
	if (step_us <= 0) { return; }
	int32_t contact = frames;
	while (contact > 0 && its_i32((uint32_t)times[(start + contact) & RING_MASK] - (uint32_t)stride->icUs) > 0) { contact--; }
	StrideMetrics_measureImpact(self, ring, start, contact, frames, step_us, stride);
	if (whole && (stride->valid & CLIPPED) == 0) { StrideMetrics_measureHeight(self, way, frames, standing, stride); }
	if (swung && StrideMetrics_along(self, way->upX, way->upY, way->upZ, axis)) {
		StrideMetrics_measureLanding(self, ring, start, contact, frames, step_us, axis, way, stride, whole); }
}
#line 211 "firmware/stepdetect/reporter.ts"
static void StrideReporter_measure(StrideReporter *self, FrameRing *ring, int32_t start, bool whole, bool swung) {
	StrideMetrics_measure(self->metrics, ring, start, self->track, self->axis, self->way, self->standing, &self->landings->pending, whole, swung);
#line 223 "firmware/stepdetect/reporter.ts"
}
#line 124 "firmware/stepdetect/reporter.ts"
/** Gives the swings of the stretch to `landings`. */
static void StrideReporter_tell(StrideReporter *self, FrameRing *ring, int32_t start, int32_t length_mm, int32_t duration_us, bool signKnown) {
#line 132 "firmware/stepdetect/reporter.ts"
	PitchTrack *const track = self->track;
	const bool measured = length_mm != NO_LENGTH_mm;
	int32_t swings = track->swings;
	int32_t first = 0;
	if (swings > 1 && duration_us < SPLIT_LEAST_us * swings) {
		// Too fast for several steps: the one that ends in the largest lobe.
		while (first < swings - 1 && track->to[first] < track->largestEnd) { first++; }
		swings = 1;
	}
	const int32_t share_mm = measured ? its_div32(length_mm, swings) : NO_LENGTH_mm;
	const int32_t share_us = its_div32(duration_us, swings);
	int32_t earliest = 0;
	for (int32_t i = first; i < first + swings; i++) {
		const int32_t end = track->to[its_index((int64_t)i, 12)];
		const bool isLast = i == first + swings - 1;
		const int32_t latest = isLast ? track->frames : track->from[its_index((int64_t)(i + 1), 12)];
		const int32_t tc = StrideReporter_footOff(self, ring, start, earliest, track->from[i]);
		const int32_t landing = StrideReporter_timeAt(self, ring, start, ContactFinder_initial(&self->contacts, track, end, latest));
		const bool soft = measured && swings == 1 && (length_mm < SOFT_LENGTH_mm || !self->contacts.slapped);
		const int32_t ic = soft ? StrideReporter_softLanding(self, ring, start, landing, length_mm >= SOFT_LENGTH_mm) : landing;
		const int32_t middle = isLast ? track->frames : (end + latest) >> 1;
		const int32_t middle_us = StrideReporter_timeAt(self, ring, start, middle << 8);
		const bool seen = measured || StrideReporter_sawFootOff(self, earliest, track->from[i]);
		Landings_land(self->landings, tc, ic, middle_us, share_mm, share_us, measured && track->clipped, seen);
		if (isLast && measured) { StrideReporter_measure(self, ring, start, swings == 1, signKnown); }
		earliest = end;
	}
}
#line 110 "firmware/stepdetect/reporter.ts"
/**
 * Reports the swings between the frames `start` and `at`, whose way cannot be told, when they are like that of the stride
 * before, and follow upon it.
 */
static void StrideReporter_bridge(StrideReporter *self, FrameRing *ring, int32_t start, int32_t at) {
	PitchTrack *const track = self->track;
	const int32_t to_us = ring->time_us[at & RING_MASK];
	const int32_t duration_us = its_i32((uint32_t)to_us - (uint32_t)ring->time_us[start & RING_MASK]);
	const bool amidGait = Landings_follows(self->landings, to_us);
	if (self->gap->length_us > reporter_GAP_MOST_us) { Landings_interrupt(self->landings); }
	if (amidGait && PitchTrack_hasSwing(track) && track->largest > (self->usual >> 1)) {
		StrideReporter_tell(self, ring, start, NO_LENGTH_mm, duration_us, false); }
}
#line 216 "firmware/stepdetect/standing.ts"
static void StandingFoot_meanForce(StandingFoot *self, FrameRing *ring, int32_t middle) {
	// The end of one stride is asked for again and again.
	const int32_t frame = middle & COUNTER_MASK;
	if (frame == self->forceAt) { return; }
	self->forceAt = frame;
	int16_t *const axes = ring->axes;
	const int32_t half = self->levelHalf;
	int32_t x = 0;
	int32_t y = 0;
	int32_t z = 0;
	for (int32_t i = -half; i <= half; i++) {
		const int32_t at = ((middle + i) & RING_MASK) * FRAME_AXES;
		x += axes[at];
		y = y + axes[at + 1];
		z = z + axes[at + 2];
	}
	const int32_t n = 2 * half + 1;
	self->forceX = x / n;
	self->forceY = y / n;
	self->forceZ = z / n;
}
#line 80 "firmware/stepdetect/standing.ts"
/** Takes up from the mean specific force around the frame `at`. */
static void StandingFoot_level(StandingFoot *self, FrameRing *ring, int32_t at, Strapdown *way) {
	StandingFoot_meanForce(self, ring, at);
	Strapdown_level(way, self->forceX, self->forceY, self->forceZ);
}
#line 131 "firmware/stepdetect/standing.ts"
/** Is the mean specific force around the frame `at` within `share`/256 of 1 g? */
static bool StandingFoot_isGravity(StandingFoot *self, FrameRing *ring, int32_t at, int32_t share) {
	StandingFoot_meanForce(self, ring, at);
	const int32_t gravity = its_sar(self->gravity16, 4);
	const int32_t off = its_fit((int64_t)norm3(self->forceX, self->forceY, self->forceZ) - gravity);
	const int32_t most = its_sar(its_i32((uint32_t)gravity * (uint32_t)share), 8);
	return off < most && off > -most;
}
#line 86 "firmware/stepdetect/standing.ts"
/**
 * As `level`, but only when that force is as long as gravity; else up stays what it was.
 * @returns whether it was
 */
static bool StandingFoot_levelIfGravity(StandingFoot *self, FrameRing *ring, int32_t at, Strapdown *way) {
	if (!StandingFoot_isGravity(self, ring, at, LEVEL_SHARE_Q8)) { return false; }
	Strapdown_level(way, self->forceX, self->forceY, self->forceZ);
	const int32_t rests = self->flatInGait ? FLAT_SHARE : 1;
	self->flatInGait = true;
	self->flatX = its_within((int64_t)(self->flatX + (way->upX - self->flatX) / rests), -32800, 32800);
	self->flatY = its_within((int64_t)(self->flatY + (way->upY - self->flatY) / rests), -32800, 32800);
	self->flatZ = its_within((int64_t)(self->flatZ + (way->upZ - self->flatZ) / rests), -32800, 32800);
	self->knowsFlat = true;
	return true;
}

/**
 * Takes up from how the foot lay when it last stood flat: it lies so in every mid-stance, but for the slope of the ground.
 * That is less than what is left of an attitude carried through a stride whose rotation or force was cut off.
 */
static void StandingFoot_levelAsFlat(StandingFoot *self, Strapdown *way) {
	if (self->knowsFlat) { Strapdown_level(way, self->flatX, self->flatY, self->flatZ); }
}
#line 92 "firmware/stepdetect/metrics.ts"
/** The heading was lost: frames are missing. */
static void StrideMetrics_lose(StrideMetrics *self) {
	self->followed = false;
}
#line 296 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_enterLevel(MotionGate *self) {
	const int32_t level = its_sar(its_i32((uint32_t)self->highest * (uint32_t)ENTER_Q8), 8);
	return level > self->restSum ? level : self->restSum;
}
#line 288 "firmware/stepdetect/gate.ts"
static void MotionGate_move(MotionGate *self, int32_t highest_) {
	self->state = MOVING;
	self->highest = highest_;
	self->high = highest_;
	self->low = MotionGate_enterLevel(self);
	self->due = self->lostAt;
}
#line 208 "firmware/stepdetect/gate.ts"
/** The last valley counts as a mid-stance: the next stride is measured from it. */
static void MotionGate_accept(MotionGate *self) {
	self->lostAt = (self->expected + MEMORY) & COUNTER_MASK;
	MotionGate_move(self, self->sum);
}
#line 224 "firmware/stepdetect/detector.ts"
/** The valley ends what was open, and the next stride begins at the frame `at`; none does while the foot rests. */
static void StrideDetector_accept(StrideDetector *self, int32_t at) {
	self->stage = SCAN;
	self->open = !self->resting;
	if (self->resting) { return; }
	self->start = at;
	self->fromRest = false;
	self->startRate = self->gate.valleyRate;
	MotionGate_accept(&self->gate);
}
#line 371 "firmware/stepdetect/detector.ts"
/**
 * Ends a stride whose way cannot be told: frames are missing in it, or it did not begin on the ground. Amid gait its swings
 * count all the same, without a length.
 */
static void StrideDetector_bridge(StrideDetector *self, FrameRing *ring, int32_t at) {
	StandingFoot *const standing = &self->standing;
	if (self->votes > 0) { StrideReporter_bridge(&self->reporter, ring, self->start, at); }
	StandingFoot_level(standing, ring, at, &self->way);
	if (!StandingFoot_levelIfGravity(standing, ring, at, &self->way)) { StandingFoot_levelAsFlat(standing, &self->way); }
	StrideMetrics_lose(&self->metrics);
	StrideDetector_accept(self, at);
}
#line 299 "firmware/stepdetect/detector.ts"
/** Integrates. Where that begins anew (integration.ts), all of `most` is said to be used up. */
static int32_t StrideDetector_integrate(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at, int32_t most) {
	Strapdown *const way = &self->way;
	const int32_t before = way->track.next;
	const int32_t pairs = its_sar(its_i32((uint32_t)most + 1u), 1);
	const int32_t state = Integration_goOn(&self->integration, ring, start, at, &self->axis, way, &self->saturation, pairs);
	if (state == RUN_LOST) { StrideDetector_bridge(self, ring, at); } else
	if (state == RUN_THROUGH) { self->stage = JUDGE; }
	const int32_t after_ = way->track.next;
	return after_ > before ? 2 * (after_ - before) : 2 * pairs;
}
#line 184 "firmware/stepdetect/standing.ts"
/** @noinline */
ITS_NOINLINE static void StandingFoot_learnGravity(StandingFoot *self, FrameRing *ring, int32_t first) {
	int16_t *const axes = ring->axes;
	const int32_t turnMost = self->turnMost;
	int32_t spread = 0;
	for (int32_t axis = 0; axis < FRAME_AXES; axis++) {
		int32_t sum = 0;
		int32_t least = 32767;
		int32_t greatest = -32768;
		for (int32_t i = 1; i <= GRAVITY_FRAMES; i++) {
			const int32_t value = axes[((first + i) & RING_MASK) * FRAME_AXES + axis];
			sum += value;
			if (value < least) { least = value; }
			if (value > greatest) { greatest = value; }
		}
		if (axis >= 3) {
			if (greatest > turnMost || least < -turnMost) { return; }
			continue;
		}
		self->force[axis] = sum;
		if (greatest - least > spread) { spread = greatest - least; }
	}
	if (spread == 0 || spread > self->forceSpreadMost) { return; }
	int32_t *const force_ = self->force;
	const int32_t gravity16 = its_sar(norm3(force_[0], force_[1], force_[2]), 2);
	const int32_t off = gravity16 - self->oneG16;
	const int32_t most = (self->oneG16 * SCALE_MOST_Q8) >> 8;
	if (off > most || off < -most) { return; }
	if (self->rests < GRAVITY_RESTS) { self->rests++; }
	self->gravity16 = its_fit((int64_t)self->gravity16 + (int32_t)(((int64_t)gravity16 - self->gravity16) / (int64_t)self->rests));
}
#line 151 "firmware/stepdetect/standing.ts"
/**
 * Takes the scale of the accelerometer from the rest that ended at the frame `end`, when it was still for a third of a second.
 * @param rested frames of rest before `end`
 */
static void StandingFoot_learnScale(StandingFoot *self, FrameRing *ring, int32_t end, int32_t rested) {
	if (rested >= 84) { StandingFoot_learnGravity(self, ring, end - BIAS_MARGIN - GRAVITY_FRAMES); }
}
#line 164 "firmware/stepdetect/standing.ts"
static void StandingFoot_learnBias(StandingFoot *self, FrameRing *ring, int32_t first, Strapdown *way) {
	int16_t *const axes = ring->axes;
	for (int32_t axis = 3; axis < FRAME_AXES; axis++) {
		int32_t sum = 0;
		int32_t least = 32767;
		int32_t greatest = -32768;
		for (int32_t i = 1; i <= BIAS_FRAMES; i++) {
			const int32_t value = axes[((first + i) & RING_MASK) * FRAME_AXES + axis];
			sum += value;
			if (value < least) { least = value; }
			if (value > greatest) { greatest = value; }
		}
		if (greatest - least > self->spreadMost) { return; }
		self->bias[axis - 3] = sum * 16 / BIAS_FRAMES;
	}
	way->biasX = self->bias[0];
	way->biasY = self->bias[1];
	way->biasZ = self->bias[2];
}
#line 159 "firmware/stepdetect/standing.ts"
/** The same of the zero-rate level of the gyroscope: from more than a second, as a foot that stands still turns all the same. */
static void StandingFoot_learnZero(StandingFoot *self, FrameRing *ring, int32_t end, int32_t rested, Strapdown *way) {
	if (rested >= 276) { StandingFoot_learnBias(self, ring, end - BIAS_MARGIN - BIAS_FRAMES, way); }
}
#line 86 "firmware/stepdetect/metrics.ts"
/** The foot begins to move from rest: from here on the heading can be followed again. */
static void StrideMetrics_start(StrideMetrics *self) {
	if (!self->followed) { self->turned_ddeg = 0; }
	self->followed = true;
}
#line 140 "firmware/stepdetect/standing.ts"
/** Is the force `isGravity` last looked at within an angle of the direction (upX, upY, upZ), Q15, whose cosine is given, Q8? */
static bool StandingFoot_isUpright(StandingFoot *self, int32_t upX, int32_t upY, int32_t upZ, int32_t cosineQ8) {
	const int32_t along = its_sar(its_i32((uint32_t)self->forceX * (uint32_t)upX + (uint32_t)self->forceY * (uint32_t)upY + (uint32_t)self->forceZ * (uint32_t)upZ), 15);
	return along > its_sar(its_i32((uint32_t)norm3(self->forceX, self->forceY, self->forceZ) * (uint32_t)cosineQ8), 8);
}
#line 119 "firmware/stepdetect/standing.ts"
/**
 * Does the foot that stood for `rested` frames until the frame `end` lie otherwise in the sensor's axes than it lay in gait, by
 * more than any slope? Then the sensor was put into the shoe anew. What is known of the flat foot is forgotten.
 */
static bool StandingFoot_liesAnew(StandingFoot *self, FrameRing *ring, int32_t end, int32_t rested) {
	if (!self->knowsFlat || rested < GRAVITY_FRAMES) { return false; }
	if (!StandingFoot_isGravity(self, ring, end - BIAS_MARGIN, LEVEL_SHARE_Q8)) { return false; }
	const bool anew = !StandingFoot_isUpright(self, self->flatX, self->flatY, self->flatZ, ANEW_COS_Q8);
	if (anew) { self->flatInGait = false; self->knowsFlat = false; }
	return anew;
}
#line 147 "firmware/sensors/alignment.ts"
/** Forgets everything. */
static void MedioLateralAxis_reset(MedioLateralAxis *self) {
	self->z = 0; self->y = 0; self->x = 0;
	self->yz = 0; self->xz = 0; self->xy = 0; self->zz = 0; self->yy = 0; self->xx = 0;
}
#line 194 "firmware/stepdetect/detector.ts"
/** The sensor lies in the shoe in another way than before. */
static void StrideDetector_forgetAxis(StrideDetector *self) {
	MedioLateralAxis_reset(&self->axis);
	self->votes = 0;
}
#line 110 "firmware/stepdetect/standing.ts"
/** Before any mid-stance was seen, the foot lies flat as it stands now. */
static void StandingFoot_standsAs(StandingFoot *self, Strapdown *way) {
	if (self->flatInGait) { return; }
	self->flatX = way->upX;
	self->flatY = way->upY;
	self->flatZ = way->upZ;
	self->knowsFlat = true;
}
#line 181 "firmware/stepdetect/detector.ts"
static void StrideDetector_begin(StrideDetector *self, FrameRing *ring) {
	self->stage = SCAN;
	StrideMetrics_start(&self->metrics);
	const int32_t start = self->gate.start;
	if (StandingFoot_liesAnew(&self->standing, ring, start, self->gate.restedFrames)) { StrideDetector_forgetAxis(self); }
	StandingFoot_level(&self->standing, ring, start, &self->way);
	StandingFoot_standsAs(&self->standing, &self->way);
	self->start = start;
	self->open = true;
	self->fromRest = true;
	self->startRate = 0;
}
#line 167 "firmware/stepdetect/detector.ts"
/** The foot leaves rest, in two steps. @returns what that took, as `work` */
static int32_t StrideDetector_leaveRest(StrideDetector *self, FrameRing *ring) {
	const int32_t start = self->gate.start;
	const int32_t restedFrames = self->gate.restedFrames;
	if (self->stage == LEARN) {
		StandingFoot_learnScale(&self->standing, ring, start, restedFrames);
		self->stage = START;
	} else {
		StandingFoot_learnZero(&self->standing, ring, start, restedFrames, &self->way);
		StrideDetector_begin(self, ring);
	}
	return LEARNING;
}
#line 437 "firmware/stepdetect/detector.ts"
/** Time between two frames of the ring. */
static int32_t timeBetween_us(FrameRing *ring, int32_t start, int32_t at) {
	return its_i32((uint32_t)ring->time_us[at & RING_MASK] - (uint32_t)ring->time_us[start & RING_MASK]);
}
#line 82 "firmware/stepdetect/mid-stance.ts"
/**
 * Has the foot only just stopped swinging, and does it still hang with its toes up? Then the sole has yet to come down:
 * a slow foot nearly stands still there, and speed cannot tell.
 * @param signed the sign of the axis is known
 */
static bool MidStance_toesUp(MidStance *self, bool signed_) {
	PitchTrack *const track = self->track;
	const int32_t raised = track->raised;
	if (signed_ || track->largest > -(int64_t)track->deepest) {
		return raised > self->raisedAngle && track->frames - track->largestEnd < self->slapFrames; }
	return raised < -self->raisedAngle && track->frames - track->deepestEnd < self->slapFrames;
}
#line 120 "firmware/stepdetect/force-limit.ts"
/** Does one axis change by `least` or more from a frame to the next among the `frames` frames after `from`? It mostly does near their end. */
static bool ForceLimit_jolts(ForceLimit *self, FrameRing *ring, int32_t from, int32_t frames, int32_t least) {
	int16_t *const axes = ring->axes;
	int32_t at = ((from + frames) & RING_MASK) * FRAME_AXES;
	int32_t x = axes[at];
	int32_t y = axes[at + 1];
	int32_t z = axes[at + 2];
	for (int32_t i = frames - 1; i >= 0; i--) {
		at = ((from + i) & RING_MASK) * FRAME_AXES;
		x -= axes[at];
		y = y - axes[at + 1];
		z = z - axes[at + 2];
		if (x >= least || x <= -least || y >= least || y <= -least || z >= least || z <= -least) { return true; }
		x = axes[at];
		y = axes[at + 1];
		z = axes[at + 2];
	}
	return false;
}
#line 231 "firmware/stepdetect/footstep.ts"
/** Was there the jolt of a runner's landing shortly before the frame `at`? */
static bool Footstep_cameDown(Footstep *self, FrameRing *ring, int32_t at) {
	const int32_t frames = self->landingFrames;
	return ForceLimit_jolts(&self->way->force.limit, ring, at - frames, frames, LANDING_JOLTS * self->jolt);
}
#line 141 "firmware/stepdetect/mid-stance.ts"
/**
 * Has the foot swung and come down? While a runner's heel comes down after the forefoot the swing seems to go on; then the jolt of the
 * landing tells.
 */
static bool MidStance_landed(MidStance *self, FrameRing *ring, int32_t at) {
	PitchTrack *const track = self->track;
	if (track->largest < self->landedAngle) { return false; }
	return track->frames - track->largestEnd > self->landedFrames || Footstep_cameDown(self->footstep, ring, at);
}
#line 95 "firmware/stepdetect/mid-stance.ts"
/** With the sign known: does the foot turn on, its swing not over? Needs no integration, which spares most of them. */
static bool MidStance_midSwing(MidStance *self, FrameRing *ring, int32_t at, int32_t duration_us, bool signed_) {
	if (!signed_ || duration_us >= STAND_LONGEST_us || MidStance_landed(self, ring, at)) { return false; }
	return self->gate->valleyRate >= STAND_dps * self->perDps;
}
#line 235 "firmware/stepdetect/detector.ts"
/** The valley is no mid-stance: the stride goes on. A foot that rests has ended it all the same. */
static void StrideDetector_refuse(StrideDetector *self) {
	self->stage = SCAN;
	if (self->resting) { self->open = false; }
}
#line 20 "firmware/stepdetect/gap.ts"
/**
 * Looks for frames more than 100 ms apart among the `frames` + 1 frames from `start`. Time does not go back, so it is enough to look
 * at every few of them where those are near each other.
 */
static void Gap_find(Gap *self, FrameRing *ring, int32_t start, int32_t frames) {
	int32_t *const times = ring->time_us;
	int32_t before = times[start & RING_MASK];
	int32_t i = 0;
	self->found = false;
	self->length_us = 0;
	while (i < frames) {
		int32_t next = i + TOGETHER < frames ? i + TOGETHER : frames;
		int32_t time = times[(start + next) & RING_MASK];
		if (its_i32((uint32_t)time - (uint32_t)before) > gap_GAP_us) {
			next = i + 1;
			time = times[(start + next) & RING_MASK];
			const int32_t apart = its_i32((uint32_t)time - (uint32_t)before);
			if (apart > gap_GAP_us) {
				self->found = true;
				self->at = i;
				self->length_us = apart;
			}
		}
		before = time;
		i = next;
	}
}
#line 198 "firmware/stepdetect/saturation.ts"
static void Saturation_doubt(Saturation *self, int32_t end) {
	if (self->hits[end] > 0) { self->hits[end] = its_uint8(self->hits[end] - 1); }
}
#line 182 "firmware/stepdetect/saturation.ts"
/** Is this extreme near the highest so far, and that near the end of some gyroscope's range? */
static bool Saturation_reaches(Saturation *self, int32_t end, int32_t extreme) {
	int32_t range = self->range;
	while (extreme > range + (range >> RANGE_SHIFT)) { range <<= 1; }
	const bool isEnd = extreme >= range - (range >> RANGE_SHIFT);
	const int32_t ceiling = self->ceiling[end];
	if (extreme > ceiling) {
		self->ceiling[end] = extreme;
		if (extreme - ceiling > (ceiling >> CEILING_SHIFT)) { self->hits[end] = 0; }
	}
	if (isEnd && extreme >= ceiling - (ceiling >> CEILING_SHIFT)) { return true; }
	// Nearly as high and not there: more like the peaks of a motion than the end of a range.
	if (extreme >= ceiling - (ceiling >> SPREAD_SHIFT)) { Saturation_doubt(self, end); }
	return false;
}
#line 243 "firmware/stepdetect/saturation.ts"
/** A part ends alike on all axes: one end that is known makes the others. */
static bool Saturation_isKnown(Saturation *self) {
	for (int32_t end = 0; end < 6; end++) { if (self->hits[end] >= saturation_HITS_LEAST) { return true; } }
	return false;
}
#line 202 "firmware/stepdetect/saturation.ts"
/** Counts the frames of one axis near its `extreme`; keeps its level when they are a plateau and the range is known. */
static void Saturation_measure(Saturation *self, FrameRing *ring, int32_t from, int32_t frames, int32_t axis, int32_t extreme, int32_t end) {
#line 211 "firmware/stepdetect/saturation.ts"
	int16_t *const axes = ring->axes;
	const int32_t sign = extreme > 0 ? 1 : -1;
	const int32_t height = sign * extreme;
	const int32_t level = height - its_sar(height, saturation_LEVEL_SHIFT);
	const int32_t slope_ = height - its_sar(height, SLOPE_SHIFT);
	int32_t count = 0;
	int32_t near = 0;
	int32_t run = 0;
	int32_t longest = 0;
	for (int32_t i = 0; i <= frames; i++) {
		const int32_t value = sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis];
		if (value < slope_) {
			run = 0;
			continue;
		}
		near++;
		if (value >= level) {
			count++;
			run++;
			if (run > longest) { longest = run; }
		}
	}
	if (longest < self->plateau || near * 2 > count * 3) {
		Saturation_doubt(self, end);
		return;
	}
	if (self->hits[end] < saturation_HITS_MOST) { self->hits[end] = its_uint8(self->hits[end] + 1); }
	if (!Saturation_isKnown(self)) { return; }
	self->level[end] = its_uint16(slope_);
	self->found = true;
}
#line 84 "firmware/stepdetect/saturation.ts"
/** One axis, by its extremes in the stride. */
static void Saturation_judge(Saturation *self, FrameRing *ring, int32_t from, int32_t frames, int32_t axis, int32_t greatest, int32_t least) {
#line 93 "firmware/stepdetect/saturation.ts"
	if (greatest > saturation_INT16_END || least < -32700) { self->clipped = true; }
	if (greatest > self->least && Saturation_reaches(self, axis, greatest)) {
		Saturation_measure(self, ring, from, frames, axis + 3, greatest, axis); }
	if (least < -self->least && Saturation_reaches(self, axis + 3, -least)) {
		Saturation_measure(self, ring, from, frames, axis + 3, least, axis + 3); }
}
#line 72 "firmware/stepdetect/saturation.ts"
/** Looks for plateaus in the frames from `from` that `track` has followed. */
static void Saturation_find(Saturation *self, FrameRing *ring, int32_t from, PitchTrack *track) {
	const int32_t frames = track->frames;
	self->found = false;
	self->clipped = false;
	self->share = 0;
	its_fill_uint16(self->level, 6, 0);
	Saturation_judge(self, ring, from, frames, 0, track->mostX, track->leastX);
	Saturation_judge(self, ring, from, frames, 1, track->mostY, track->leastY);
	Saturation_judge(self, ring, from, frames, 2, track->mostZ, track->leastZ);
}
#line 175 "firmware/stepdetect/force-limit.ts"
/** The greatest power of two that is `n` at most; `n` is 1 or more. */
static int32_t powerBelow(int32_t n) {
	int32_t power = 1;
	while (power <= (n >> 1)) { power <<= 1; }
	return power;
}
#line 167 "firmware/stepdetect/force-limit.ts"
/** The largest of three values without their signs. */
static int32_t largest(int32_t x, int32_t y, int32_t z) {
	int32_t most = its_abs(x);
	if (y > most || -y > most) { most = its_abs(y); }
	if (z > most || -z > most) { most = its_abs(z); }
	return most;
}
#line 145 "firmware/stepdetect/force-limit.ts"
static void ForceLimit_take(ForceLimit *self, int32_t i, int32_t value) {
	if (value > force_limit_INT16_END) { self->clipped = true; }
	const bool record = value > self->highest;
	if (record) {
		if (value - self->highest > (self->highest >> force_limit_LEVEL_SHIFT)) {
			self->hits = 0;
			self->near = 0;
			self->frames = 0;
		}
		self->highest = value;
		self->level = value - (value >> force_limit_LEVEL_SHIFT);
	}
	if (value >= self->level) {
		if (!record) { self->hits = its_fit((int64_t)self->hits + 1); }
		if (self->frames < CLIPPED_FRAMES_MOST) {
			self->at[self->frames] = its_int16(i);
			self->frames++;
		}
	} else if (value >= self->highest - (self->highest >> NEAR_SHIFT)) { self->near = its_fit((int64_t)self->near + 1); }
}
#line 58 "firmware/stepdetect/force-limit.ts"
/** Looks at the `frames` frames after `from`; for `clipped` also at that one. */
static void ForceLimit_find(ForceLimit *self, FrameRing *ring, int32_t from, int32_t frames) {
	int16_t *const axes = ring->axes;
	const int32_t least = self->least;
	const int32_t below = -least;
	const int32_t loud = powerBelow(least);
	const int32_t beyond_ = -2 * loud;
	const int32_t first = (from & RING_MASK) * FRAME_AXES;
	int32_t at;
	int32_t x;
	int32_t y;
	int32_t z;
	self->frames = 0;
	self->clipped = largest(axes[first], axes[first + 1], axes[first + 2]) > force_limit_INT16_END;
	int32_t i = 1;
	while (i <= frames) {
		// Up to the ring's end: the place does not wrap within.
		int32_t place = (from + i) & RING_MASK;
		const int32_t past = its_fit((int64_t)i - place);
		const int32_t end = its_fit((int64_t)(place + frames + 1) - i);
		const int32_t stop = end < RING_FRAMES ? end : RING_FRAMES;
		for (; place < stop; place++) {
			at = place * FRAME_AXES;
			x = axes[at];
			y = axes[at + 1];
			z = axes[at + 2];
			// One look for the three at what lies within a power of two: most do.
			if ((((x + loud) | (y + loud) | (z + loud)) & beyond_) == 0) { continue; }
			if (x > least || x < below || y > least || y < below || z > least || z < below) {
				ForceLimit_take(self, its_fit((int64_t)past + place), largest(x, y, z)); }
		}
		i = its_fit((int64_t)past + stop);
	}
	if ((int64_t)self->hits + self->near > force_limit_HITS_MOST) {
		self->hits = its_sar(self->hits, 1);
		self->near = its_sar(self->near, 1);
	}
	const bool isEnd = self->hits >= force_limit_HITS_LEAST && (int64_t)self->hits * HITS_SHARE >= self->near;
	if (!isEnd && self->highest < force_limit_INT16_END) { self->frames = 0; }
}
#line 37 "firmware/stepdetect/integration.ts"
/** Looks for the end of the accelerometer's range in the frames from `from` on that `track` has followed: `begin` is to know it. */
static void Integration_weigh(Integration *self, FrameRing *ring, int32_t from, Strapdown *way, PitchTrack *track) {
	ForceLimit_find(&way->force.limit, ring, from, track->frames);
}
#line 279 "firmware/stepdetect/detector.ts"
/** May the valley be a mid-stance, and are all frames there? Then the way is to be integrated. */
static void StrideDetector_weigh(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at) {
	MidStance *const midStance = &self->midStance;
	const bool signed_ = self->votes > 0;
	const int32_t duration = timeBetween_us(ring, start, at);
	if (!self->resting && (MidStance_toesUp(midStance, signed_) || MidStance_midSwing(midStance, ring, at, duration, signed_))) {
		return StrideDetector_refuse(self); }
	Gap_find(&self->gap, ring, start, self->track.frames);
	if (self->gap.found) { return StrideDetector_bridge(self, ring, at); }
	Saturation_find(&self->saturation, ring, start, &self->track);
	Integration_weigh(&self->integration, ring, start, &self->way, &self->track);
	self->stage = BEGIN;
}
#line 42 "firmware/stepdetect/integration.ts"
/**
 * Begins with the frames from `from` to `to` (counters of the ring), which `track` has followed and `weigh` has seen.
 * @param saturation the end of the gyroscope's range in them has been looked for
 * @returns false when there is nothing to integrate, as `Strapdown.begin`
 */
static bool Integration_begin(Integration *self, FrameRing *ring, int32_t from, int32_t to, MedioLateralAxis *axis, Strapdown *way, PitchTrack *track, Saturation *saturation) {
#line 56 "firmware/stepdetect/integration.ts"
	ForceLimit *const limit = &way->force.limit;
	track->clipped = saturation->found || saturation->clipped || limit->clipped || limit->frames > 0;
	self->upX = way->upX;
	self->upY = way->upY;
	self->upZ = way->upZ;
	self->run = AS_IT_IS;
	return Strapdown_begin(way, ring, from, to, axis->x, axis->y, axis->z, saturation);
}
#line 293 "firmware/stepdetect/detector.ts"
static void StrideDetector_beginWay(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at) {
	if (Integration_begin(&self->integration, ring, start, at, &self->axis, &self->way, &self->track, &self->saturation)) {
		self->stage = INTEGRATE; } else {
		StrideDetector_bridge(self, ring, at); }
}
#line 151 "firmware/stepdetect/mid-stance.ts"
/**
 * Was the foot in the air where the stride seemed to begin, between its push-off and its swing? Then it swings without having pushed
 * off, has come up by as much as a push-off turns it down, and seems not to stand. A gap that hides a mid-stance leads there, and from there
 * to the same place in the next stride.
 */
static bool MidStance_beganAloft(MidStance *self, FrameRing *ring, int32_t at) {
	PitchTrack *const track = self->track;
	return track->raised > self->aloftAngle && track->from[0] < self->landedFrames && track->largest > (int64_t)-2 * track->deepest && self->way->residual_mm_s >= mid_stance_STAND_mm_s && MidStance_landed(self, ring, at);
#line 165 "firmware/stepdetect/mid-stance.ts"
}
#line 140 "firmware/sensors/alignment.ts"
/** Turns the axis round. */
static void MedioLateralAxis_flip(MedioLateralAxis *self) {
	self->x = -self->x;
	self->y = -self->y;
	self->z = -self->z;
}
#line 79 "firmware/stepdetect/inertial-track.ts"
/** The medio-lateral axis was turned round: what was forward at the start is backward. */
static void InertialTrack_turnRound(InertialTrack *self) {
	self->forwardX = -self->forwardX;
	self->forwardY = -self->forwardY;
	self->forwardZ = -self->forwardZ;
	self->rightX = its_fit(-(int64_t)self->rightX);
	self->rightY = its_fit(-(int64_t)self->rightY);
	self->rightZ = its_fit(-(int64_t)self->rightZ);
}
#line 94 "firmware/stepdetect/strapdown.ts"
/** The medio-lateral axis was turned round after a run: what was forward is backward. */
static void Strapdown_turnRound(Strapdown *self) {
	self->forward_mm = -self->forward_mm;
	self->right_mm = -self->right_mm;
	InertialTrack_turnRound(&self->track);
}
#line 44 "firmware/stepdetect/foot-side.ts"
/** The medio-lateral axis was turned round: left was right. */
static void FootSide_forget(FootSide *self) {
	self->sum = 0;
	self->strides = 0;
	self->foot = self->chosen;
}
#line 403 "firmware/stepdetect/detector.ts"
/** Before any vote: feet go forward, so the way made so far turns the axis. Returns true when it did. */
static bool StrideDetector_signByWay(StrideDetector *self) {
	Strapdown *const way = &self->way;
	if (way->forward_mm >= -250) { return false; }
	MedioLateralAxis_flip(&self->axis);
	Strapdown_turnRound(way);
	FootSide_forget(&self->metrics.side);
	return true;
}
#line 191 "firmware/stepdetect/strapdown.ts"
/** Level length of the last run, mm. */
static int32_t Strapdown_length_mm(Strapdown *self) {
	return isqrt(self->forward_mm * self->forward_mm + self->right_mm * self->right_mm);
}
#line 393 "firmware/stepdetect/detector.ts"
/**
 * What integration between two mid-stances misses because the foot rolls on at both: the speed it starts and ends with,
 * over the time of the stride. Toes-down rotation carries the sensor forward.
 */
static int32_t StrideDetector_roll_mm(StrideDetector *self, int32_t duration_us) {
	PitchTrack *const track = &self->track;
	const int32_t turned = its_mul_shift(-(track->rate[0] + track->rate[track->frames]), duration_us, 20);
	return its_mul_shift_guarded(turned, self->rollQ50, 30);
}
#line 53 "firmware/stepdetect/spin.ts"
/** Did the foot turn far about upright? */
static bool Spin_spins(Spin *self, PitchTrack *track) {
	return track->turned > self->spin || track->turned < -self->spin;
}
#line 122 "firmware/stepdetect/mid-stance.ts"
/** Is the foot toes up or down by more than any ground, against the start? (After a turn its pitch mixes with its roll.) */
static bool MidStance_isAloft(MidStance *self) {
	PitchTrack *const track = self->track;
	const bool aloft = track->raised > self->aloftAngle || track->raised < -self->aloftAngle;
	return aloft && !Spin_spins(&self->footstep->spin, track);
}
#line 117 "firmware/stepdetect/mid-stance.ts"
/** No rotation, and gravity alone: nothing but a foot on the ground, whatever integration says after a turn on the spot. */
static bool MidStance_standsFirmly(MidStance *self, FrameRing *ring, int32_t at) {
	return self->gate->valleyRate < mid_stance_FIRM_dps * self->perDps && StandingFoot_isGravity(self->standing, ring, at, FIRM_LEVEL_Q8);
}
#line 101 "firmware/stepdetect/mid-stance.ts"
/** Is the valley only a slow moment of a foot in mid-air? */
static bool MidStance_inTheAir(MidStance *self, FrameRing *ring, int32_t at, int32_t duration_us, bool signed_, bool fromRest) {
	MotionGate *const gate = self->gate;
	const int32_t slow = gate->valleyRate;
	const int32_t residual = self->way->residual_mm_s;
	// From rest the pitch it began with is that of a flat foot.
	if (fromRest && MidStance_isAloft(self) && slow >= mid_stance_FIRM_dps * self->perDps) { return true; }
	// The first stride shows the sign itself, and begins at rest, where integration starts without error.
	const int32_t most_mm_s = signed_ ? mid_stance_STAND_mm_s : FIRST_mm_s;
	const bool seen = signed_ || self->way->forward_mm > VOTE_LEAST_mm;
	const bool swings = seen && duration_us < STAND_LONGEST_us && !MidStance_landed(self, ring, at);
	if (swings && residual >= most_mm_s && !MidStance_standsFirmly(self, ring, at)) { return true; }
	if (slow < DEEP_dps * self->perDps || slow * DEEP_SHARE < gate->peakRate) { return false; }
	return !signed_ && residual > AIR_mm_s && duration_us < AIR_LONGEST_us;
}
#line 129 "firmware/stepdetect/mid-stance.ts"
/** Does a short way, or a gentle one, end on a foot that does not stand? */
static bool MidStance_isJerk(MidStance *self, FrameRing *ring, int32_t at, int32_t length_mm, int32_t duration_us) {
	if (self->gate->peakRate < GENTLE_dps * self->perDps) {
		return !StandingFoot_isGravity(self->standing, ring, at, mid_stance_STILL_SHARE_Q8); }
	if (duration_us >= STAND_LONGEST_us) { return false; }
	if (length_mm >= FIRM_LENGTH_mm) {
		return self->gate->peakRate < BRISK_dps * self->perDps && !StandingFoot_isGravity(self->standing, ring, at, BRISK_SHARE_Q8); }


	return !StandingFoot_isGravity(self->standing, ring, at, FIRM_SHARE_Q8);
}
#line 62 "firmware/sensors/integer.ts"
/**
 * Direction of the vector (x, y), each within +-2^16, in 0.1 degree from the x axis towards the y axis: -1800 to 1800, 0 for
 * no vector. Right to 0.1 degree: the arc tangent is an odd polynomial of degree 5, least greatest error on 0 to 1.
 */
static int32_t atan2Ddeg(int32_t y, int32_t x) {
	const int32_t ax = its_abs(x);
	const int32_t ay = its_abs(y);
	const int32_t most = ax > ay ? ax : ay;
	if (most == 0) { return 0; }
	const int32_t t = (ax > ay ? ay : ax) * 16384 / most;
	// 572.96 (0.995357 t - 0.288685 t^3 + 0.079334 t^5): t Q14, the coefficients Q6.
	const int32_t square = its_sar(its_wrap(its_mul(t, t)), 14);
	const int32_t even = 36499 + its_sar(its_i32((uint32_t)square * ((uint32_t)its_sar(square * 2909, 14) - 10586u)), 14);
	int32_t angle = its_sar(its_i32((uint32_t)even * (uint32_t)t + 524288u), 20);
	if (ay > ax) { angle = 900 - angle; }
	if (x < 0) { angle = 1800 - angle; }
	return y < 0 ? -angle : angle;
}
#line 73 "firmware/stepdetect/metrics.ts"
/** Follows the heading over a way between two instants of rest, after `Strapdown.run`, whether it becomes a stride or not. */
static void StrideMetrics_follow(StrideMetrics *self, Strapdown *way, MedioLateralAxis *axis) {
	if (!StrideMetrics_along(self, way->upX, way->upY, way->upZ, axis)) {
		StrideMetrics_lose(self);
		return;
	}
	InertialTrack *const track = &way->track;
	// The long axis at the end, in terms of forward and right of the start.
	const int32_t ahead = its_sar(its_i32((uint32_t)self->x * (uint32_t)track->forwardX + (uint32_t)self->y * (uint32_t)track->forwardY + (uint32_t)self->z * (uint32_t)track->forwardZ), 15);
	const int32_t right = its_sar(its_i32((uint32_t)self->x * (uint32_t)track->rightX + (uint32_t)self->y * (uint32_t)track->rightY + (uint32_t)self->z * (uint32_t)track->rightZ), 15);
	self->turned_ddeg = its_fit((int64_t)self->turned_ddeg + atan2Ddeg(-right, ahead));
}
#line 237 "firmware/stepdetect/footstep.ts"
static bool Footstep_jolts(Footstep *self, FrameRing *ring, int32_t start, int32_t least) {
	return ForceLimit_jolts(&self->way->force.limit, ring, start, self->track->frames, least);
}
#line 222 "firmware/stepdetect/footstep.ts"
/**
 * Was the foot lifted by this height above both ends of its way, and set down hard? Where integration left much speed, nobody knows.
 */
static bool Footstep_wasSetDown(Footstep *self, FrameRing *ring, int32_t start, int32_t height_mm) {
	Strapdown *const way = self->way;
	if (way->residual_mm_s >= SHORT_mm_s || !Footstep_jolts(self, ring, start, SET_DOWN_JOLTS * self->jolt)) { return false; }
	return (int64_t)highest(way, self->track->frames) - (way->rise_mm > 0 ? way->rise_mm : 0) >= height_mm;
}
#line 115 "firmware/stepdetect/spin.ts"
/** Length of the rotation rate of a frame, raw counts. */
static int32_t rateAt(FrameRing *ring, int32_t frame) {
	int16_t *const axes = ring->axes;
	const int32_t at = (frame & RING_MASK) * FRAME_AXES;
	return norm3(axes[at + 3], axes[at + 4], axes[at + 5]);
}
#line 106 "firmware/stepdetect/spin.ts"
/** Angle the foot turned through beyond what it turned about upright, counts x frames. */
static int32_t Spin_tilted(Spin *self, FrameRing *ring, int32_t start, PitchTrack *track) {
	const int32_t frames = track->frames;
	int32_t total = 0;
	for (int32_t i = 0; i <= frames; i++) { total = its_fit((int64_t)total + rateAt(ring, start + i)); }
	return its_fit(track->turned < 0 ? (int64_t)total + track->turned : (int64_t)total - track->turned);
}
#line 76 "firmware/stepdetect/spin.ts"
/** Did it tilt so little that it only pivoted? */
static bool Spin_pivoted(Spin *self, FrameRing *ring, int32_t start, PitchTrack *track) {
	return Spin_tilted(self, ring, start, track) < self->pivot;
}
#line 63 "firmware/stepdetect/spin.ts"
/** Is a way longer than pivoting by as much as the foot turned would carry the sensor? */
static bool Spin_wentBeyond(Spin *self, PitchTrack *track, int32_t length_mm) {
	// The chord 2 r sin(angle / 2), with sin(90 deg x) as x (2 - x): 0 to 6 % of r too long from 45 degrees on.
	int32_t share = (int32_t)((track->turned < 0 ? -(int64_t)track->turned : (int64_t)track->turned) / (int64_t)(self->halfTurn >> 8));
	if (share > 256) { share = 256; }
	return length_mm > BEYOND_mm + ((170 * share * (512 - share)) >> 16);
}

/** Did a spinning foot tilt so much that it was lifted? `start` is the first frame of the stride. */
static bool Spin_wasLifted(Spin *self, FrameRing *ring, int32_t start, PitchTrack *track) {
	return Spin_tilted(self, ring, start, track) > self->lifted;
}
#line 206 "firmware/stepdetect/footstep.ts"
/** Has the foot gone far enough, or, spinning on the spot, been lifted? */
static bool Footstep_wentFar(Footstep *self, FrameRing *ring, int32_t start, int32_t length_mm, bool amidGait) {
	PitchTrack *const track = self->track;
	Spin *const spin = &self->spin;
	if (Spin_spins(spin, track) && length_mm < SPIN_LONG_mm) {
		if (Footstep_wasSetDown(self, ring, start, SPIN_LIFTED_mm)) { return true; }
		if (length_mm < SPIN_LEAST_mm) { return false; }
		if (length_mm >= LENGTH_LEAST_mm && PitchTrack_hasSwing(track) && !Spin_pivoted(spin, ring, start, track)) { return true; }
		return Spin_wentBeyond(spin, track, length_mm) || Spin_wasLifted(spin, ring, start, track);
	}
	if (length_mm >= SHUFFLE_LEAST_mm || Footstep_wasSetDown(self, ring, start, LIFTED_mm)) { return true; }
	if (length_mm >= LENGTH_LEAST_mm && (PitchTrack_hasSwing(track) || Spin_wasLifted(spin, ring, start, track))) { return true; }
	if (!amidGait || length_mm < CLOSING_LEAST_mm || Spin_pivoted(spin, ring, start, track)) { return false; }
	return Footstep_jolts(self, ring, start, self->jolt);
}
#line 270 "firmware/stepdetect/footstep.ts"
static bool beyond(int32_t value, int32_t most) {
	return value > most || value < -most;
}
#line 191 "firmware/stepdetect/footstep.ts"
static bool Footstep_endsGently(Footstep *self, FrameRing *ring, int32_t at, int32_t length_mm) {
	if (!StandingFoot_isGravity(self->standing, ring, at, GENTLE_SHARE_Q8)) { return false; }
	if (self->way->residual_mm_s > (length_mm < SHORT_mm ? SHORT_mm_s : GENTLE_mm_s)) { return false; }
	PitchTrack *const track = self->track;
	return Spin_spins(&self->spin, track) || !beyond(track->raised, GENTLE_RAISED_deg * self->perDeg);
}
#line 140 "firmware/stepdetect/force-limit.ts"
static bool ForceLimit_isFall(ForceLimit *self, FrameRing *ring, int32_t frame) {
	const int32_t at = (frame & RING_MASK) * FRAME_AXES;
	return largest(ring->axes[at], ring->axes[at + 1], ring->axes[at + 2]) <= self->fall;
}
#line 107 "firmware/stepdetect/force-limit.ts"
/** Is there free fall for more than `most` frames in a row among the `frames` frames after `from`? One of so many is looked at. */
static bool ForceLimit_falls(ForceLimit *self, FrameRing *ring, int32_t from, int32_t frames, int32_t most) {
	for (int32_t i = most + 1; i <= frames; i = i + (most + 1)) {
		if (!ForceLimit_isFall(self, ring, from + i)) { continue; }
		int32_t first = i;
		int32_t last = i;
		while (first > 1 && ForceLimit_isFall(self, ring, from + first - 1)) { first--; }
		while (last < frames && ForceLimit_isFall(self, ring, from + last + 1)) { last++; }
		if (last - first >= most) { return true; }
	}
	return false;
}
#line 198 "firmware/stepdetect/footstep.ts"
/** Would a step of this kind end with a jolt? */
static bool Footstep_mustJolt(Footstep *self, FrameRing *ring, int32_t at, bool gentle) {
	MotionGate *const gate = self->gate;
	if (gate->peakRate > FAST_dps * self->perDps) { return true; }
	if (!gentle) { return false; }
	return gate->valleyRate >= STILL_dps * self->perDps || !StandingFoot_isGravity(self->standing, ring, at, footstep_STILL_SHARE_Q8);
}
#line 148 "firmware/stepdetect/footstep.ts"
/**
 * Was the movement from the frame `start` to the frame `at` a step?
 * @param upX,upY,upZ up at its start, Q15
 * @param fromRest did the foot stand still before it?
 * @param amidGait did the foot land a short time before?
 */
static bool Footstep_isStep(Footstep *self, FrameRing *ring, int32_t start, int32_t at, int32_t length_mm, int32_t upX, int32_t upY, int32_t upZ, bool fromRest, bool amidGait) {
#line 165 "firmware/stepdetect/footstep.ts"
	self->isLost = false;
	MotionGate *const gate = self->gate;
	PitchTrack *const track = self->track;
	Strapdown *const way = self->way;
	if (gate->peakRate < PEAK_LEAST_dps * self->perDps) { return false; }
	if (!Footstep_wentFar(self, ring, start, length_mm, amidGait)) { return false; }
	StandingFoot *const standing = self->standing;
	const bool gentle = gate->peakRate < GENTLE_dps * self->perDps;
	if (gentle || fromRest) {
		if (!StandingFoot_isGravity(standing, ring, start, gentle ? START_SHARE_Q8 : SPRING_SHARE_Q8)) { return false; }
	}
	if (way->residual_mm_s > SPEED_MOST_mm_s || beyond(track->raised, footstep_RAISED_deg * self->perDeg)) {
		self->isLost = true;
		return false;
	}
	const bool brisk = gate->peakRate < BRISK_dps * self->perDps;
	if (brisk && beyond(its_shl(way->rise_mm, 3), its_fit((int64_t)length_mm * STEEP_Q3 + 880))) { return false; }
	if (gentle && !Footstep_endsGently(self, ring, at, length_mm)) { return false; }
	if (ForceLimit_falls(&way->force.limit, ring, start, track->frames, self->fallFrames)) { return false; }
	if (Footstep_mustJolt(self, ring, at, gentle) && !Footstep_jolts(self, ring, start, self->jolt)) { return false; }
	if (gate->valleyRate >= footstep_FIRM_dps * self->perDps || !StandingFoot_isGravity(standing, ring, at, GENTLE_SHARE_Q8)) {
		return true; }
	const int32_t share = !gentle ? ATTITUDE_COS_Q8 : length_mm < SHORT_mm ? SHORT_COS_Q8 : GENTLE_COS_Q8;
	return StandingFoot_isUpright(standing, upX, upY, upZ, share);
}
#line 418 "firmware/stepdetect/detector.ts"
/** The direction travelled votes for the sign of the axis. Returns true when the axis was turned round. */
static bool StrideDetector_vote(StrideDetector *self) {
	const int32_t forward = self->way.forward_mm;
	if (forward > VOTE_LEAST_mm) {
		if (self->votes < VOTES_MOST) { self->votes++; }
	} else if (forward < -250) {
		self->votes = its_fit((int64_t)self->votes - 1);
		if (self->votes < 0) {
			MedioLateralAxis_flip(&self->axis);
			Strapdown_turnRound(&self->way);
			FootSide_forget(&self->metrics.side);
			self->votes = its_fit(-(int64_t)self->votes);
			return true;
		}
	}
	return false;
}
#line 413 "firmware/stepdetect/detector.ts"
/** Did the foot go backwards, without turning about? */
static bool StrideDetector_goesBackwards(StrideDetector *self) {
	return self->way.forward_mm < -250 && !Spin_spins(&self->footstep.spin, &self->track);
}
#line 361 "firmware/stepdetect/detector.ts"
/** The foot stands at the valley: up is taken from there, if it can be seen. */
static void StrideDetector_stand(StrideDetector *self, FrameRing *ring, int32_t at) {
	Strapdown *const way = &self->way;
	const bool slow = self->gate.valleyRate < LEVEL_dps * self->perDps;
	if (!slow || !StandingFoot_levelIfGravity(&self->standing, ring, at, way)) {
		if (self->saturation.found || way->force.restored > 0) { StandingFoot_levelAsFlat(&self->standing, way); }
	}
	StrideDetector_accept(self, at);
}
#line 311 "firmware/stepdetect/detector.ts"
/** Was it a stride? */
static void StrideDetector_judge(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at) {
	Strapdown *const way = &self->way;
	const bool resting = self->resting;
	const bool fromRest = self->fromRest;
	MidStance *const midStance = &self->midStance;
	Integration *const integration = &self->integration;
	const bool signed_ = self->votes > 0;
	if (signed_ && !fromRest && MidStance_beganAloft(midStance, ring, at)) { return StrideDetector_bridge(self, ring, at); }
	if (self->votes == 0 && StrideDetector_signByWay(self)) {
		self->stage = FOLLOW_ANEW;
		return;
	}
	const int32_t duration = timeBetween_us(ring, start, at);
	const int32_t length = its_fit((int64_t)StandingFoot_trueLength(&self->standing, Strapdown_length_mm(way)) + StrideDetector_roll_mm(self, duration));
	const int32_t upX = integration->upX;
	const int32_t upY = integration->upY;
	const int32_t upZ = integration->upZ;
	if (!resting && (MidStance_inTheAir(midStance, ring, at, duration, signed_, fromRest) || MidStance_isJerk(midStance, ring, at, length, duration))) {




		Strapdown_resume(way, upX, upY, upZ);
		return StrideDetector_refuse(self);
	}
	StrideMetrics_follow(&self->metrics, way, &self->axis);
	const bool amidGait = Landings_follows(&self->landings, ring->time_us[at & RING_MASK]);
	if (Footstep_isStep(&self->footstep, ring, start, at, length, upX, upY, upZ, fromRest, amidGait)) {
		self->length_mm = length;
		const bool turned = StrideDetector_vote(self);
		// Backwards the order of the pitch is reversed and its sign as well: seen the other way round, it is a stride forward.
		self->backwards = StrideDetector_goesBackwards(self);
		if (self->backwards) { MedioLateralAxis_flip(&self->axis); }
		self->stage = turned || self->backwards ? FOLLOW_TURNED : TELL;
	} else if (self->footstep.isLost) {
		StrideDetector_bridge(self, ring, at);
	} else {
		StrideDetector_stand(self, ring, at);
	}
}
#line 58 "firmware/stepdetect/spin.ts"
/** And did it hardly pitch: is there no swing to time the step by? */
static bool Spin_hidesSwing(Spin *self, PitchTrack *track) {
	return track->largest < self->swing && Spin_spins(self, track);
}
#line 81 "firmware/stepdetect/spin.ts"
/** Finds the first and the last frame of the spin. */
static void Spin_find(Spin *self, FrameRing *ring, int32_t start, int32_t frames) {
	const int32_t window = self->window;
	const int32_t middle = window >> 1;
	int32_t highest_ = 0;
	int32_t sum = 0;
	for (int32_t i = 0; i <= frames; i++) {
		sum = its_fit((int64_t)sum + rateAt(ring, start + i));
		if (i >= window) { sum = its_fit((int64_t)sum - rateAt(ring, start + i - window)); }
		if (sum > highest_) { highest_ = sum; }
	}
	const int32_t off = (highest_ >> 8) * OFF_Q8;
	const int32_t on = (highest_ >> 8) * ON_Q8;
	self->from = -1;
	self->to = 0;
	sum = 0;
	for (int32_t i = 0; i <= frames; i++) {
		sum = its_fit((int64_t)sum + rateAt(ring, start + i));
		if (i >= window) { sum = its_fit((int64_t)sum - rateAt(ring, start + i - window)); }
		if (self->from < 0 && sum > off) { self->from = i > middle ? i - middle : 0; }
		if (sum > on) { self->to = i > middle ? i - middle : 0; }
	}
	if (self->from < 0) { self->from = 0; }
}
#line 241 "firmware/stepdetect/footstep.ts"
/**
 * The frame in which a foot that spun comes down, counted from the frame `start`. Turning and travelling seldom end together: about
 * halfway between these, where it jolts. Without a jolt it never left the ground, and all that ends is the turn.
 */
static int32_t Footstep_spunDown(Footstep *self, FrameRing *ring, int32_t start) {
	const int32_t spun = self->spin.to;
	int32_t hardest = SET_DOWN_JOLTS * self->jolt;
	if (!Footstep_jolts(self, ring, start, hardest)) { return spun; }
	int16_t *const axes = ring->axes;
	const int32_t frames = self->track->frames;
	const int32_t middle = (spun + (Strapdown_haltAt(self->way, frames) >> 8)) >> 1;
	const int32_t first = middle - self->spunFrames;
	const int32_t last = middle + self->spunFrames < frames ? middle + self->spunFrames : frames;
	int32_t down = middle;
	for (int32_t i = first < 1 ? 1 : first; i <= last; i++) {
		const int32_t before = ((start + i - 1) & RING_MASK) * FRAME_AXES;
		const int32_t at = ((start + i) & RING_MASK) * FRAME_AXES;
		const int32_t x = axes[at] - axes[before];
		const int32_t y = axes[at + 1] - axes[before + 1];
		const int32_t z = axes[at + 2] - axes[before + 2];
		const int32_t jolt = norm3(x, y, z);
		if (jolt <= hardest) { continue; }
		hardest = jolt;
		down = i;
	}
	return down;
}
#line 188 "firmware/stepdetect/reporter.ts"
/** A foot put down flat has no swing to time it by: contact is where it comes to a halt. */
static void StrideReporter_reportFlat(StrideReporter *self, FrameRing *ring, int32_t start, int32_t at, int32_t length_mm, int32_t duration_us) {
#line 196 "firmware/stepdetect/reporter.ts"
	const int32_t ic = its_i32((uint32_t)StrideReporter_timeAt(self, ring, start, Strapdown_haltAt(self->way, self->track->frames)) + (uint32_t)HALT_us);
	const int32_t first = ring->time_us[start & RING_MASK];
	const int32_t tc = its_i32((uint32_t)ic - (uint32_t)first) > FLAT_SWING_us ? its_i32((uint32_t)ic - (uint32_t)FLAT_SWING_us) : first;
	Landings_land(self->landings, tc, ic, ring->time_us[at & RING_MASK], length_mm, duration_us, self->track->clipped, false);
#line 208 "firmware/stepdetect/reporter.ts"
	StrideReporter_measure(self, ring, start, true, false);
}
#line 81 "firmware/stepdetect/reporter.ts"
/**
 * Reports the swings between the frames `start` and `at`, one stride each.
 * @param signKnown does the axis surely point right?
 */
static void StrideReporter_report(StrideReporter *self, FrameRing *ring, int32_t start, int32_t at, int32_t length_mm, int32_t duration_us, bool signKnown) {
#line 93 "firmware/stepdetect/reporter.ts"
	PitchTrack *const track = self->track;
	if (Spin_hidesSwing(&self->footstep->spin, track)) {
		Spin_find(&self->footstep->spin, ring, start, track->frames);
		const int32_t tc = StrideReporter_timeAt(self, ring, start, its_shl(self->footstep->spin.from, 8));
		const int32_t ic = StrideReporter_timeAt(self, ring, start, Footstep_spunDown(self->footstep, ring, start) << 8);
		Landings_land(self->landings, tc, ic, ring->time_us[at & RING_MASK], length_mm, duration_us, track->clipped, false);
		StrideReporter_measure(self, ring, start, true, false);
		return;
	}
	if (!PitchTrack_hasSwing(track)) {
		StrideReporter_reportFlat(self, ring, start, at, length_mm, duration_us);
		return;
	}
	StrideReporter_tell(self, ring, start, length_mm, duration_us, signKnown);
	self->usual = track->largest;
}
#line 353 "firmware/stepdetect/detector.ts"
static void StrideDetector_tell(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at) {
	const bool backwards = self->backwards;
	const bool signKnown = self->votes > 0 && !backwards;
	StrideReporter_report(&self->reporter, ring, start, at, self->length_mm, timeBetween_us(ring, start, at), signKnown);
	if (backwards) { MedioLateralAxis_flip(&self->axis); }
	StrideDetector_stand(self, ring, at);
}
#line 353 "firmware/stepdetect/pitch.ts"
/** The zero of the gyroscope about the axis, raw counts. */
static int32_t biasAbout(MedioLateralAxis *axis, Strapdown *way) {
	return its_sar(its_i32((uint32_t)way->biasX * (uint32_t)axis->x + (uint32_t)way->biasY * (uint32_t)axis->y + (uint32_t)way->biasZ * (uint32_t)axis->z), 18);
}
#line 153 "firmware/stepdetect/pitch.ts"
/** Was the stride followed before with the same, and not as far? */
static bool PitchTrack_goesOn(PitchTrack *self, int32_t from, int32_t frames, MedioLateralAxis *axis, Strapdown *way) {
	if (from != self->begun || frames <= self->frames || self->bias != biasAbout(axis, way)) { return false; }
	const int32_t x = self->x - axis->x;
	const int32_t y = self->y - axis->y;
	const int32_t z = self->z - axis->z;
	return its_abs(x) + its_abs(y) + its_abs(z) <= AXIS_APART;
}
#line 309 "firmware/stepdetect/pitch.ts"
static void PitchTrack_reopen(PitchTrack *self) {
	self->lobes = self->endedLobes;
	self->largest = self->endedLargest;
	self->largestEnd = self->endedLargestEnd;
}
#line 162 "firmware/stepdetect/pitch.ts"
static void PitchTrack_begin(PitchTrack *self, int32_t from, MedioLateralAxis *axis, Strapdown *way) {
	self->begun = from;
	self->x = axis->x;
	self->y = axis->y;
	self->z = axis->z;
	self->bias = biasAbout(axis, way);
	self->boxSum = 0; self->raw4 = 0; self->raw3 = 0; self->raw2 = 0; self->raw1 = 0;
	self->net = 0; self->sumZ = 0; self->sumY = 0; self->sumX = 0;
	self->openFrom = -1;
	self->lobes = 0; self->below = 0; self->openAngle = 0;
	self->deepestEnd = 0; self->deepest = 0; self->largestEnd = 0; self->largest = 0;
	self->mostZ = 0; self->mostY = 0; self->mostX = 0;
	self->leastZ = 0; self->leastY = 0; self->leastX = 0;
}
#line 284 "firmware/stepdetect/pitch.ts"
/**
 * @range from 0 RING_FRAMES
 * @range to 0 RING_FRAMES
 */
static void PitchTrack_endLobe(PitchTrack *self, int32_t from, int32_t to, int32_t angle) {
	if (angle > self->largest) {
		self->largest = angle;
		self->largestEnd = to;
	}
	const int32_t lobes = self->lobes;
	if (angle < self->lobe || lobes >= MOST_LOBES) { return; }
	self->lobeFrom[lobes] = from;
	self->lobeTo[lobes] = to;
	self->lobeAngle[lobes] = angle;
	self->lobes = lobes + 1;
}
#line 177 "firmware/stepdetect/pitch.ts"
/**
 * The rates about the axis with their lobes, the sums and the extremes, in one pass: reading a frame is what costs.
 * @param next the first rate to find; those before the first frame only fill the box
 * @range next -4 RING_FRAMES
 */
static void PitchTrack_project(PitchTrack *self, FrameRing *ring, int32_t from, int32_t next) {
	int16_t *const axes = ring->axes;
	int16_t *const rate = self->rate;
	const int32_t frames = self->frames;
	const int32_t ahead = from + self->half;
	const bool narrow = self->half < BOX_HALF_MOST;
	const int32_t reciprocal = self->reciprocalQ14;
	const int32_t bias = self->bias;
	const int32_t x = self->x;
	const int32_t y = self->y;
	const int32_t z = self->z;
	int32_t raw1 = self->raw1;
	int32_t raw2 = self->raw2;
	int32_t raw3 = self->raw3;
	int32_t raw4 = self->raw4;
	int32_t sum = self->boxSum;
	int32_t sumX = self->sumX;
	int32_t sumY = self->sumY;
	int32_t sumZ = self->sumZ;
	int32_t mostX = self->mostX;
	int32_t mostY = self->mostY;
	int32_t mostZ = self->mostZ;
	int32_t leastX = self->leastX;
	int32_t leastY = self->leastY;
	int32_t leastZ = self->leastZ;
	int32_t net = self->net;
	int32_t below = self->below;
	int32_t deepest = self->deepest;
	int32_t open = self->openFrom;
	int32_t angle = self->openAngle;
	int32_t at;
	int32_t gx;
	int32_t gy;
	int32_t gz;
	int32_t raw;
	int32_t value;
	for (int32_t i = next; i <= frames; i++) {
		at = ((ahead + i) & RING_MASK) * FRAME_AXES;
		gx = axes[at + 3];
		gy = axes[at + 4];
		gz = axes[at + 5];
		sumX = its_fit((int64_t)sumX + gx);
		sumY = its_fit((int64_t)sumY + gy);
		sumZ = its_fit((int64_t)sumZ + gz);
		if (gx > mostX) { mostX = gx; } else
		if (gx < leastX) { leastX = gx; }
		if (gy > mostY) { mostY = gy; } else
		if (gy < leastY) { leastY = gy; }
		if (gz > mostZ) { mostZ = gz; } else
		if (gz < leastZ) { leastZ = gz; }
		raw = its_sar(gx * x + gy * y + gz * z, 14);
		sum = its_fit((int64_t)sum + raw);
		value = its_sar(its_i32((uint32_t)sum * (uint32_t)reciprocal), 14) - bias;
		sum = its_fit((int64_t)sum - (narrow ? raw2 : raw4));
		raw4 = raw3;
		raw3 = raw2;
		raw2 = raw1;
		raw1 = raw;
		if (i < 0) { continue; }
		rate[i] = its_int16(value);
		net = its_fit((int64_t)net + value);
		if (value < 0) {
			below = its_fit((int64_t)below + value);
			if (below < deepest) {
				deepest = below;
				self->deepestEnd = i;
			}
		} else {
			below = 0;
			if (value > 0) {
				if (open < 0) {
					open = i;
					angle = 0;
				}
				angle = its_fit((int64_t)angle + value);
				continue;
			}
		}
		if (open >= 0) { PitchTrack_endLobe(self, open, i, angle); }
		open = -1;
	}
	self->raw1 = raw1;
	self->raw2 = raw2;
	self->raw3 = raw3;
	self->raw4 = raw4;
	self->boxSum = sum;
	self->sumX = sumX;
	self->sumY = sumY;
	self->sumZ = sumZ;
	self->mostX = mostX;
	self->mostY = mostY;
	self->mostZ = mostZ;
	self->leastX = leastX;
	self->leastY = leastY;
	self->leastZ = leastZ;
	self->net = net;
	self->below = below;
	self->deepest = deepest;
	self->openFrom = open;
	self->openAngle = angle;
}
#line 301 "firmware/stepdetect/pitch.ts"
/** The lobe that has not ended does so with the last frame: unless the stride goes on. */
static void PitchTrack_endOpen(PitchTrack *self) {
	self->endedLobes = self->lobes;
	self->endedLargest = self->largest;
	self->endedLargestEnd = self->largestEnd;
	if (self->openFrom >= 0) { PitchTrack_endLobe(self, self->openFrom, self->frames, self->openAngle); }
}
#line 331 "firmware/stepdetect/pitch.ts"
/** Of the lobes found, keeps the largest and those comparable to it, and joins those parted by a short dip. */
static void PitchTrack_keepSwings(PitchTrack *self) {
	const int32_t least = (self->largest >> 1) > self->swing ? self->largest >> 1 : self->swing;
	const int32_t lobes = self->lobes;
	/** @range 0 MOST_LOBES */
	int32_t kept = 0;
	for (int32_t i = 0; i < lobes; i++) {
		const int32_t angle = self->lobeAngle[i];
		if (angle != self->largest && angle <= least) { continue; }
		const int32_t from = self->lobeFrom[i];
		if (kept > 0 && from - self->to[kept - 1] < self->dip) {
			self->to[kept - 1] = self->lobeTo[i];
			continue;
		}
		self->from[kept] = from;
		self->to[kept] = self->lobeTo[i];
		kept++;
	}
	self->swings = kept;
}
#line 315 "firmware/stepdetect/pitch.ts"
/** The angle about the present up: that of the sums, without the frames beside the stride. */
static int32_t PitchTrack_turnedAbout(PitchTrack *self, FrameRing *ring, int32_t from, Strapdown *way) {
	int16_t *const axes = ring->axes;
	int32_t x = self->sumX;
	int32_t y = self->sumY;
	int32_t z = self->sumZ;
	for (int32_t i = 1; i <= self->half; i++) {
		const int32_t before = ((from - i) & RING_MASK) * FRAME_AXES;
		const int32_t after_ = ((from + self->frames + i) & RING_MASK) * FRAME_AXES;
		x = its_fit((int64_t)x - (axes[before + 3] + axes[after_ + 3]));
		y = its_fit((int64_t)y - (axes[before + 4] + axes[after_ + 4]));
		z = its_fit((int64_t)z - (axes[before + 5] + axes[after_ + 5]));
	}
	return its_fit((int64_t)its_mul_shift(x, way->upX, 15) + its_mul_shift(y, way->upY, 15) + its_mul_shift(z, way->upZ, 15));
}
#line 119 "firmware/stepdetect/pitch.ts"
/**
 * Follows the frames from `from` to `to` (counters of the ring, both included), `most` of them at most. Where a stride goes on that was
 * asked for before, up to an earlier frame, only the frames since then are read.
 * @returns whether it came to `to`; else it is to be called again with the same
 */
static bool PitchTrack_follow(PitchTrack *self, FrameRing *ring, int32_t from, int32_t to, MedioLateralAxis *axis, Strapdown *way, int32_t most) {
#line 132 "firmware/stepdetect/pitch.ts"
	const int32_t frames = (to - from) & COUNTER_MASK;
	const bool goesOn = PitchTrack_goesOn(self, from, frames, axis, way);
	const int32_t next = goesOn ? self->frames + 1 : -2 * self->half;
	const int32_t reach = its_fit(next < 0 ? (int64_t)most : (int64_t)self->frames + most);
	if (goesOn) { PitchTrack_reopen(self); } else {
		PitchTrack_begin(self, from, axis, way); }
	self->frames = its_within((int64_t)(reach < frames ? reach : frames), 0, 511);
	PitchTrack_project(self, ring, from, next);
	PitchTrack_endOpen(self);
	PitchTrack_keepSwings(self);
	self->turned = PitchTrack_turnedAbout(self, ring, from, way);
	const int32_t upright = its_sar(self->x * way->upX + self->y * way->upY + self->z * way->upZ, 15);
	self->raised = its_fit((int64_t)self->net - its_mul_shift(self->turned, upright, 14));
	return self->frames == frames;
}
#line 269 "firmware/stepdetect/detector.ts"
/** Follows the pitch, half as much work as to integrate; then comes what it was followed for. */
static int32_t StrideDetector_follow(StrideDetector *self, FrameRing *ring, int32_t start, int32_t at, int32_t most) {
	PitchTrack *const track = &self->track;
	if (!PitchTrack_follow(track, ring, start, at, &self->axis, &self->way, its_fit((int64_t)2 * most))) { return most; }
	if (self->stage == FOLLOW_ANEW) { self->stage = JUDGE; } else
	if (self->stage == FOLLOW_TURNED) { self->stage = TELL; } else {
		self->stage = WEIGH; }
	return track->frames >> 1;
}
#line 248 "firmware/stepdetect/detector.ts"
/**
 * Works on the stride from `start` to the valley.
 * @param most how much of it, in frames integrated; a step that cannot be parted may take more
 * @returns how much that was
 * @noinline
 */
ITS_NOINLINE static int32_t StrideDetector_work(StrideDetector *self, FrameRing *ring, int32_t most) {
	const int32_t start = self->start;
	const int32_t at = StrideDetector_end(self);
	const int32_t frames = (at - start) & COUNTER_MASK;
	const int32_t stage = self->stage;
	if (stage == INTEGRATE) { return StrideDetector_integrate(self, ring, start, at, most); }
	if (stage >= LEARN) { return StrideDetector_leaveRest(self, ring); }
	if (stage == WEIGH) { StrideDetector_weigh(self, ring, start, at); } else
	if (stage == BEGIN) { StrideDetector_beginWay(self, ring, start, at); } else
	if (stage == JUDGE) { StrideDetector_judge(self, ring, start, at); } else
	if (stage == TELL) { StrideDetector_tell(self, ring, start, at); } else {
		return StrideDetector_follow(self, ring, start, at, most); }
	return frames >> 2;
}
#line 306 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_lose(MotionGate *self) {
	self->lostAt = NEVER;
	MotionGate_move(self, self->sum);
	return GATE_LOST;
}
#line 153 "firmware/sensors/alignment.ts"
static void MedioLateralAxis_halve(MedioLateralAxis *self) {
	self->xx >>= 1;
	self->yy >>= 1;
	self->zz >>= 1;
	self->xy = its_sar(self->xy, 1);
	self->xz = its_sar(self->xz, 1);
	self->yz = its_sar(self->yz, 1);
}
#line 55 "firmware/sensors/alignment.ts"
/** Takes one rotation rate in raw counts, int16 each. */
static void MedioLateralAxis_add(MedioLateralAxis *self, int32_t gx, int32_t gy, int32_t gz) {
	const int32_t x = its_sar(gx + MOMENT_HALF, MOMENT_SHIFT);
	const int32_t y = its_sar(gy + MOMENT_HALF, MOMENT_SHIFT);
	const int32_t z = its_sar(gz + MOMENT_HALF, MOMENT_SHIFT);
	self->xx = its_within((int64_t)(self->xx + x * x), 0, 8388608);
	self->yy = its_within((int64_t)(self->yy + y * y), 0, 8388608);
	self->zz = its_within((int64_t)(self->zz + z * z), 0, 8388608);
	self->xy = its_within((int64_t)(self->xy + x * y), -8388608, 8388608);
	self->xz = its_within((int64_t)(self->xz + x * z), -8388608, 8388608);
	self->yz = its_within((int64_t)(self->yz + y * z), -8388608, 8388608);
	if (self->xx + self->yy + self->zz > MOMENT_LIMIT) { MedioLateralAxis_halve(self); }
}
#line 301 "firmware/stepdetect/gate.ts"
static void MotionGate_tell(MotionGate *self) {
	self->valleyRate = self->lowest / self->window;
	self->peakRate = self->highest / self->window;
}
#line 279 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_toRest(MotionGate *self) {
	MotionGate_tell(self);
	self->state = REST;
	self->low = -1;
	self->high = self->leaveRestSum;
	self->due = (self->restAt + self->stillFrames) & COUNTER_MASK;
	return GATE_REST;
}
#line 232 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_judgeValley(MotionGate *self, int32_t f, int32_t sum) {
	if (sum < self->lowest) {
		self->lowest = sum;
		self->valleyAt = (f - self->half) & COUNTER_MASK;
	}
	if (sum < self->restSum) {
		if (self->resting && f == self->due) { return MotionGate_toRest(self); }
		if (!self->resting) {
			self->resting = true;
			self->restAt = f;
			self->due = (f + self->restFrames) & COUNTER_MASK;
		}
		self->low = self->lowest;
		self->high = self->restSum - 1;
		return GATE_NONE;
	}
	self->resting = false;
	int32_t leave = its_sar(its_i32((uint32_t)MotionGate_enterLevel(self) * (uint32_t)LEAVE_Q8), 8);
	if (self->lowest < self->restSum && leave > self->stirSum) { leave = self->stirSum; }
	self->low = self->lowest > self->restSum ? self->lowest : self->restSum;
	self->high = its_fit(leave > (int64_t)self->lowest * 2 ? (int64_t)leave : (int64_t)self->lowest * 2);
	if (sum > self->high) {
		MotionGate_tell(self);
		MotionGate_move(self, self->highest);
		return GATE_VALLEY;
	}
	const bool lost = f == self->lostAt;
	self->due = lost ? NEVER : self->lostAt;
	return lost ? GATE_LOST : GATE_NONE;
}
#line 220 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_judgeMoving(MotionGate *self, int32_t f, int32_t sum) {
	if (sum < self->low) {
		self->state = VALLEY;
		self->resting = false;
		self->lowest = sum;
		self->valleyAt = (f - self->half) & COUNTER_MASK;
		return MotionGate_judgeValley(self, f, sum);
	}
	self->due = NEVER;
	return GATE_LOST;
}
#line 263 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_judgeRest(MotionGate *self, int32_t f, int32_t sum) {
	if (sum <= self->high) {
		self->due = NEVER;
		return GATE_STILL;
	}
	const int32_t middle = (f - self->half) & COUNTER_MASK;
	const int32_t quiet = (self->quietAt - self->half) & COUNTER_MASK;
	const int32_t age = (middle - quiet) & COUNTER_MASK;
	self->start = age > self->quietAge ? (middle - self->quietLead) & COUNTER_MASK : quiet;
	const int32_t rested = (f - self->restAt) & COUNTER_MASK;
	self->restedFrames = rested < RING_FRAMES ? rested : RING_FRAMES;
	self->lostAt = (self->start + MEMORY) & COUNTER_MASK;
	MotionGate_move(self, sum);
	return GATE_START;
}
#line 214 "firmware/stepdetect/gate.ts"
static int32_t MotionGate_judge(MotionGate *self, int32_t f, int32_t sum) {
	if (self->state == MOVING) { return MotionGate_judgeMoving(self, f, sum); }
	if (self->state == VALLEY) { return MotionGate_judgeValley(self, f, sum); }
	return MotionGate_judgeRest(self, f, sum);
}
#line 126 "firmware/stepdetect/gate.ts"
/**
 * Takes frames from the ring up to the next event or the end, feeding the axis on the way.
 * @returns a GATE_* value; GATE_NONE when the ring is empty
 * @noinline
 */
ITS_NOINLINE static int32_t MotionGate_scan(MotionGate *self, FrameRing *ring, MedioLateralAxis *axis) {
	int16_t *const axes = ring->axes;
	uint16_t *const history = self->history;
	const int32_t end = ring->head;
	const int32_t window = self->window;
	const int32_t turning = self->turning;
	const int32_t quiet = self->quietSum;
	const int32_t restSum = self->restSum;
	int32_t f = ring->tail;
	int32_t event = f == self->expected ? GATE_NONE : MotionGate_lose(self);
	int32_t slot = self->slot;
	int32_t sum = self->sum;
	int32_t at;
	int32_t gx;
	int32_t gy;
	int32_t gz;
	int32_t x;
	int32_t y;
	int32_t z;
	int32_t most;
	int32_t rate;
	while (f != end && event == GATE_NONE) {
		const bool moving = self->state == MOVING;
		int32_t high = self->high;
		// A quiet sum is noted as well: while moving none is above `low`.
		int32_t low = moving || self->low > quiet ? self->low : quiet;
		// Up to the ring's end, and what is due: neither the place in the ring nor the counter wraps within.
		int32_t place = f & RING_MASK;
		const int32_t past = f - place;
		const int32_t waiting = (end - f) & COUNTER_MASK;
		const int32_t until = self->due == NEVER ? RING_FRAMES : ((self->due - f) & COUNTER_MASK) + 1;
		const int32_t last = place + (until < waiting ? until : waiting);
		const int32_t stop = last < RING_FRAMES ? last : RING_FRAMES;
		for (; place < stop; place++) {
			at = place * FRAME_AXES;
			gx = axes[at + 3];
			gy = axes[at + 4];
			gz = axes[at + 5];
			// Length of the rotation by 5/8 of the largest component and 3/8 of their sum: -3 to +13 %, and no square root.
			x = its_abs(gx);
			y = its_abs(gy);
			z = its_abs(gz);
			most = x > y ? x : y;
			if (z > most) { most = z; }
			rate = (5 * most + 3 * (x + y + z)) >> 3;
			if (slot == 0) { slot = window; }
			slot--;
			sum = its_fit((int64_t)sum + (rate - history[slot]));
			history[slot] = rate;
			if ((place & AXIS_EVERY) == 0 && rate > turning) { MedioLateralAxis_add(axis, gx, gy, gz); }
			if (sum >= low && sum <= high) { continue; }
			if (moving && sum > high) {
				// It turns faster and faster, at every stride for a while: as `move`.
				high = sum;
				low = its_sar(its_i32((uint32_t)sum * (uint32_t)ENTER_Q8), 8);
				if (low < restSum) { low = restSum; }
				continue;
			}
			if (sum < quiet) { self->quietAt = past + place; }
			if (moving || sum < self->low || sum > self->high) { break; }
		}
		if (moving) {
			self->high = high; self->highest = high;
			self->low = low;
		}
		const bool asks = place < stop;
		f = (past + place + (asks ? 1 : 0)) & COUNTER_MASK;
		const int32_t frame = (f - 1) & COUNTER_MASK;
		if (asks || frame == self->due) { event = MotionGate_judge(self, frame, sum); }
	}
	ring->tail = f;
	self->expected = f;
	self->slot = slot;
	self->sum = sum;
	return event;
}
#line 241 "firmware/stepdetect/detector.ts"
/** Frames were lost, or the foot has not stood for seconds. */
static void StrideDetector_lose(StrideDetector *self) {
	self->open = false;
	StrideMetrics_lose(&self->metrics);
	Landings_release(&self->landings);
}
#line 163 "firmware/sensors/alignment.ts"
static int32_t apartBy(int32_t a, int32_t b) {
	return a > b ? a - b : b - a;
}
#line 69 "firmware/sensors/alignment.ts"
/**
 * Brings the axis up to date; keeps its present sign when it has one.
 * @returns false while too little rotation was seen for an axis
 */
static bool MedioLateralAxis_update(MedioLateralAxis *self) {
	int32_t shift = 0;
	int32_t most = self->xx > self->yy ? self->xx : self->yy;
	if (self->zz > most) { most = self->zz; }
	if (most < 64) { return false; }
	// Products of a 15-bit vector and 15-bit moments fit 31 bits, sums of three do too after the shift below.
	while (its_sar(most, shift) > 16383) { shift++; }
	/** @range 0 16400 */
	const int32_t xx = its_within((int64_t)its_sar(self->xx, shift), 0, 16400);
	/** @range 0 16400 */
	const int32_t yy = its_within((int64_t)its_sar(self->yy, shift), 0, 16400);
	/** @range 0 16400 */
	const int32_t zz = its_within((int64_t)its_sar(self->zz, shift), 0, 16400);
	/** @range -16400 16400 */
	const int32_t xy = its_within((int64_t)its_sar(self->xy, shift), -16400, 16400);
	/** @range -16400 16400 */
	const int32_t xz = its_within((int64_t)its_sar(self->xz, shift), -16400, 16400);
	/** @range -16400 16400 */
	const int32_t yz = its_within((int64_t)its_sar(self->yz, shift), -16400, 16400);
	/** @range -16400 16400 */
	int32_t x = self->x;
	/** @range -16400 16400 */
	int32_t y = self->y;
	/** @range -16400 16400 */
	int32_t z = self->z;
	if (x == 0 && y == 0 && z == 0) {
		// Start from the column of the largest diagonal element: never orthogonal to the principal axis.
		if (xx >= yy && xx >= zz) {
			x = xx;
			y = xy;
			z = xz;
		} else if (yy >= zz) {
			x = xy;
			y = yy;
			z = yz;
		} else {
			x = xz;
			y = yz;
			z = zz;
		}
	}
	// No moment of a pair of axes is beyond the largest of one. So divisions stay within 32 bits.
	const int32_t down = its_sar(most, shift) < 1024 ? 10 : its_sar(most, shift) < 4096 ? 12 : 14;
	int32_t apart = 9;
	for (int32_t round = 0; round < POWER_ROUNDS && apart > POWER_APART; round++) {
		/** @range -50000 50000 */
		const int32_t u = its_within((int64_t)its_sar(xx * x + xy * y + xz * z, down), -50000, 50000);
		/** @range -50000 50000 */
		const int32_t v = its_within((int64_t)its_sar(xy * x + yy * y + yz * z, down), -50000, 50000);
		/** @range -50000 50000 */
		const int32_t w = its_within((int64_t)its_sar(xz * x + yz * y + zz * z, down), -50000, 50000);
		const int32_t length = norm3(u, v, w);
		if (length == 0) { return false; }
		const int32_t beforeX = x;
		const int32_t beforeY = y;
		const int32_t beforeZ = z;
		x = its_within((int64_t)its_div32(u * AXIS_ONE, length), -16400, 16400);
		y = its_within((int64_t)its_div32(v * AXIS_ONE, length), -16400, 16400);
		z = its_within((int64_t)its_div32(w * AXIS_ONE, length), -16400, 16400);
		apart = apartBy(x, beforeX) + apartBy(y, beforeY) + apartBy(z, beforeZ);
	}
	self->x = x;
	self->y = y;
	self->z = z;
	return true;
}
#line 384 "firmware/stepdetect/detector.ts"
/** Does the foot stand only now, soon after what was taken for a mid-stance? Then the stride begins here. */
static bool StrideDetector_standsOnlyNow(StrideDetector *self) {
	if (self->startRate < UNSTEADY_dps * self->perDps || self->gate.valleyRate * 3 > self->startRate * 2) {
		return false; }
	StandingFoot_levelAsFlat(&self->standing, &self->way);
	StrideMetrics_lose(&self->metrics);
	return true;
}
#line 82 "firmware/stepdetect/strapdown.ts"
/** Is an up direction known? */
static bool Strapdown_levelled(Strapdown *self) {
	return self->upX != 0 || self->upY != 0 || self->upZ != 0;
}
#line 200 "firmware/stepdetect/detector.ts"
/** A valley: the stride may end there. What can be said at once is, the rest is work. */
static void StrideDetector_valley(StrideDetector *self, FrameRing *ring, bool resting) {
	self->resting = resting;
	if (!self->open) { return StrideDetector_accept(self, self->gate.valleyAt); }
	const int32_t start = self->start;
	const int32_t at = StrideDetector_end(self);
	if (((ring->tail - start) & COUNTER_MASK) > 504 || !MedioLateralAxis_update(&self->axis)) {
		StrideMetrics_lose(&self->metrics);
		return StrideDetector_accept(self, at);
	}
	if (timeBetween_us(ring, start, at) < DURATION_LEAST_us) {
		if (resting || StrideDetector_standsOnlyNow(self)) { StrideDetector_accept(self, at); }
		return;
	}
	if (!Strapdown_levelled(&self->way)) { StandingFoot_level(&self->standing, ring, start, &self->way); }
	self->stage = FOLLOW;
}
#line 128 "firmware/stepdetect/detector.ts"
/**
 * Takes the frames that wait in the ring. To be called at least every second: a stride is worked on while its frames
 * are still in the ring.
 * @param effort about how much of it is done in this call (setup.ts)
 * @returns whether there is more to do: then it is to be called again before anything else is, or comes into the ring
 */
static bool StrideDetector_process(StrideDetector *self, FrameRing *ring, int32_t effort) {
	int32_t left = effort;
	while (left > 0 || self->stage == SCAN) {
		if (self->stage != SCAN) {
			left = its_fit((int64_t)left - StrideDetector_work(self, ring, left));
			continue;
		}
		const int32_t event = MotionGate_scan(&self->gate, ring, &self->axis);
		if (event == GATE_NONE) { return false; }
		if (event == GATE_START) { self->stage = LEARN; } else
		if (event == GATE_STILL) { Landings_release(&self->landings); } else
		if (event == GATE_LOST) { StrideDetector_lose(self); } else {
			StrideDetector_valley(self, ring, event == GATE_REST); }
	}
	return true;
}
#line 19 "firmware/stepdetect/queue.ts"
/** Strides waiting. */
static int32_t StrideQueue_waiting(StrideQueue *self) {
	return self->count;
}
#line 101 "firmware/sensors/taps.ts"
/** Begins anew: the foot has taken a stride, or frames are missing. */
static void TapDetector_reset(TapDetector *self) {
	self->taps = 0;
	self->primed = false;
}
#line 146 "firmware/sensors/taps.ts"
static void TapDetector_disturbed(TapDetector *self, int32_t time_us) {
	self->taps = 0;
	self->quietSince_us = time_us;
}
#line 107 "firmware/sensors/taps.ts"
/** The first frame has nothing before it to differ from. */
static void TapDetector_prime(TapDetector *self, int16_t *axes, int32_t at, int32_t time_us) {
	self->primed = true;
	self->x = axes[at];
	self->y = axes[at + 1];
	self->z = axes[at + 2];
	TapDetector_disturbed(self, time_us);
}

static bool TapDetector_turns(TapDetector *self, int16_t *axes, int32_t at) {
	const int32_t turn = self->turn;
	const int32_t gx = axes[at + 3];
	const int32_t gy = axes[at + 4];
	const int32_t gz = axes[at + 5];
	return gx > turn || gx < -turn || gy > turn || gy < -turn || gz > turn || gz < -turn;
}
#line 133 "firmware/sensors/taps.ts"
static void TapDetector_tap(TapDetector *self, int32_t time_us, int32_t since_us) {
	const bool first = self->taps == 0 || since_us > taps_GAP_MOST_us;
	const int32_t quiet_us = its_i32((uint32_t)time_us - (uint32_t)self->quietSince_us);
	// Before the first tap the shoe was quiet as well; a sixth tap is another gesture.
	if (first ? quiet_us < BEFORE_us : since_us < GAP_LEAST_us || self->taps >= TAPS) {
		TapDetector_disturbed(self, time_us);
		return;
	}
	self->taps = its_fit(first ? (int64_t)1 : (int64_t)self->taps + 1);
	self->last_us = time_us;
	self->quietSince_us = time_us;
}
#line 124 "firmware/sensors/taps.ts"
static void TapDetector_jolted(TapDetector *self, int32_t jolt, bool turns, int32_t time_us) {
	const int32_t since_us = its_i32((uint32_t)time_us - (uint32_t)self->last_us);
	const bool ringing = self->taps > 0 && since_us < RINGING_us;
	if (turns) { TapDetector_disturbed(self, time_us); } else
	if (ringing) { return; } else
	if (jolt >= self->knock) { TapDetector_tap(self, time_us, since_us); } else {
		TapDetector_disturbed(self, time_us); }
}
#line 151 "firmware/sensors/taps.ts"
static bool TapDetector_isComplete(TapDetector *self, int32_t newest_us) {
	const int32_t quiet_us = its_i32((uint32_t)newest_us - (uint32_t)self->quietSince_us);
	if (quiet_us >= 0 && quiet_us < END_us) { return false; }
	const bool complete = self->taps == TAPS;
	self->taps = 0;
	// Differences of 32 bits of microseconds hold for half an hour.
	self->quietSince_us = its_i32((uint32_t)newest_us - (uint32_t)END_us);
	return complete;
}
#line 52 "firmware/sensors/taps.ts"
/**
 * Takes the newest `frames` frames of the ring, 1 to all of them.
 * @returns whether the gesture is complete
 */
static bool TapDetector_take(TapDetector *self, FrameRing *ring, int32_t frames) {
	int16_t *const axes = ring->axes;
	const int32_t quiet = self->quiet;
	const int32_t newest_us = ring->time_us[(ring->head - 1) & RING_MASK];
	int32_t left = frames < RING_FRAMES ? frames : RING_FRAMES;
	if (!self->primed) {
		TapDetector_prime(self, axes, ((ring->head - left) & RING_MASK) * FRAME_AXES, newest_us);
		left--;
	}
	int32_t x = self->x;
	int32_t y = self->y;
	int32_t z = self->z;
	int32_t slot = (ring->head - left) & RING_MASK;
	int32_t at;
	for (; left > 0; left--) {
		at = slot * FRAME_AXES;
		int32_t jolt = its_fit((int64_t)axes[at] - x);
		x = its_fit((int64_t)x + jolt);
		if (jolt < 0) { jolt = its_fit(-(int64_t)jolt); }
		int32_t step = its_fit((int64_t)axes[at + 1] - y);
		y = its_fit((int64_t)y + step);
		jolt = its_fit((int64_t)jolt + (step < 0 ? -(int64_t)step : (int64_t)step));
		step = its_fit((int64_t)axes[at + 2] - z);
		z = its_fit((int64_t)z + step);
		jolt = its_fit((int64_t)jolt + (step < 0 ? -(int64_t)step : (int64_t)step));
		if (jolt > quiet) { TapDetector_jolted(self, jolt, TapDetector_turns(self, axes, at), ring->time_us[slot]); }
		slot = (slot + 1) & RING_MASK;
	}
	self->x = x;
	self->y = y;
	self->z = z;
	return TapDetector_isComplete(self, newest_us);
}

/** As `take`, for frames among which nothing moves (`Stillness`): none of their steps comes near what this looks for. */
static bool TapDetector_rest(TapDetector *self, FrameRing *ring, int32_t frames) {
	if (!self->primed) { return TapDetector_take(self, ring, frames); }
	const int32_t slot = (ring->head - 1) & RING_MASK;
	const int32_t at = slot * FRAME_AXES;
	self->x = ring->axes[at];
	self->y = ring->axes[at + 1];
	self->z = ring->axes[at + 2];
	return TapDetector_isComplete(self, ring->time_us[slot]);
}
#line 205 "firmware/kernel/kernel.ts"
/** Follows the frames of the last block, and looks for taps in them when no stride came of them. @returns TOLD_TAPPED when there were, else 0 */
static int32_t Kernel_follow(Kernel *self, int32_t effort) {
	FrameRing *const ring = &self->ring;
	const int32_t frames = self->left;
	const bool still = !self->hasGyroscope && Stillness_holds(&self->stillness, ring, frames);
	if (!self->hasGyroscope) { AccelDetector_process(&self->counter, ring, still); } else
	if (StrideDetector_process(&self->detector, ring, effort)) { return 0; }
	self->left = 0;
	if (self->moving || StrideQueue_waiting(&self->queue) > 0) { TapDetector_reset(&self->taps); } else
	if (still ? TapDetector_rest(&self->taps, ring, frames) : TapDetector_take(&self->taps, ring, frames)) { return TOLD_TAPPED; }
	return 0;
}
#line 198 "firmware/kernel/kernel.ts"
/** All that is left to do about the last block. @returns as `follow` */
static int32_t Kernel_finish(Kernel *self) {
	int32_t told = 0;
	while (self->left > 0) { told = told | Kernel_follow(self, EFFORT_MOST); }
	return told;
}
#line 61 "firmware/sensors/rest.ts"
/** Forgets the stretch so far: the next frame does not follow the last. */
static void RestGravity_interrupt(RestGravity *self) {
	self->frames = 0;
}
#line 191 "firmware/kernel/kernel.ts"
static void Kernel_begin(Kernel *self, bool isIcm42688p, bool hasGyroscope) {
	Kernel_finish(self);
	self->isIcm42688p = isIcm42688p;
	self->hasGyroscope = hasGyroscope;
	RestGravity_interrupt(&self->rest);
}
#line 102 "firmware/sensors/lsm6dso-fifo.ts"
/**
 * Begins anew, with the part's timestamp counter at zero now.
 * @param slotTicks ticks of the timestamp counter per slot: 96 at 416 Hz, 192 at 208 Hz, 384 at 104 Hz
 * @param tick_q16 true length of a tick in 1/65536 us, 2^21 at most
 * @param averages make one frame of two slots
 * @param now_us the time that the counter's zero stands for, low 32 bits
 */
static void Lsm6dsoFifo_start(Lsm6dsoFifo *self, int32_t slotTicks, int32_t tick_q16, bool averages, int32_t now_us) {
	self->slotTicks = slotTicks;
	self->tick_q16 = tick_q16;
	self->slot_q16 = slotTicks * tick_q16;
	self->halfSlot_us = self->slot_q16 >> 17;
	self->averages = averages;
	self->count = -1;
	self->stamp = 0;
	self->time_us = now_us;
	self->fraction_q16 = 0;
	self->has = 0;
	self->pair = 0;
	self->hold = HOLD_SLOTS;
	self->settling = HAS_BOTH;
	self->wanted = HAS_BOTH;
}
#line 75 "firmware/kernel/kernel.ts"
/**
 * As `Lsm6dsoFifo.start`.
 * @range slotTicks 96 768
 * @range tick_q16 1300000 2100000
 */
void Kernel_startLsm6dso(Kernel *self, int32_t slotTicks, int32_t tick_q16, bool averages, int32_t now_us) { its_given(slotTicks, 96, 768); its_given(tick_q16, 1300000, 2100000);
	Kernel_begin(self, false, true);
	Lsm6dsoFifo_start(&self->lsm6dso, slotTicks, tick_q16, averages, now_us);
}
#line 126 "firmware/sensors/lsm6dso-fifo.ts"
/** As `start`, for a part whose gyroscope is off: a frame is an accelerometer word, its rotation 0. */
static void Lsm6dsoFifo_startAccelOnly(Lsm6dsoFifo *self, int32_t slotTicks, int32_t tick_q16, int32_t now_us) {
	Lsm6dsoFifo_start(self, slotTicks, tick_q16, false, now_us);
	self->settling = HAS_ACCELEROMETER;
	self->wanted = HAS_ACCELEROMETER;
	self->gx = 0;
	self->gy = 0;
	self->gz = 0;
}
#line 85 "firmware/kernel/kernel.ts"
/**
 * As `Lsm6dsoFifo.startAccelOnly`.
 * @range slotTicks 96 768
 * @range tick_q16 1300000 2100000
 */
void Kernel_startLsm6dsoAccelOnly(Kernel *self, int32_t slotTicks, int32_t tick_q16, int32_t now_us) { its_given(slotTicks, 96, 768); its_given(tick_q16, 1300000, 2100000);
	Kernel_begin(self, false, false);
	Lsm6dsoFifo_startAccelOnly(&self->lsm6dso, slotTicks, tick_q16, now_us);
}
#line 70 "firmware/sensors/icm42688p-fifo.ts"
/**
 * Begins anew.
 * @param slot_us nominal time from sample to sample
 * @param both sensors in each packet, with timestamps; else the accelerometer alone
 * @param settling slots that give no frames while the sensors start
 */
static void Icm42688pFifo_start(Icm42688pFifo *self, int32_t slot_us, bool both, int32_t settling) {
	self->slot_q16 = slot_us << 16;
	self->steps = (slot_us * 15 + 128) / STAMP_STEP_15ths_us;
	self->perStep = 536870912 / (slot_us * 15);
	self->packetBytes = both ? PACKET_BYTES : ACCEL_PACKET_BYTES;
	self->header = both ? HEADER_BOTH : HEADER_ACCEL;
	self->stamp = -1;
	self->lost = 1;
	self->fresh = 1;
	self->settling = settling;
	self->slots = 0;
	self->waiting = 0;
}
#line 95 "firmware/kernel/kernel.ts"
/**
 * As `Icm42688pFifo.start`.
 * @range slot_us 4000 22000
 * @range settling 0 100
 */
void Kernel_startIcm42688p(Kernel *self, int32_t slot_us, bool both, int32_t settling) { its_given(slot_us, 4000, 22000); its_given(settling, 0, 100);
	Kernel_begin(self, true, both);
	Icm42688pFifo_start(&self->icm42688p, slot_us, both, settling);
}
#line 95 "firmware/sensors/icm42688p-fifo.ts"
/**
 * Says what is known of the packets to come: the newest of the `waiting` next ones was sampled at about `newest_us` of the
 * chip's clock.
 * @param newest_us low 32 bits; good to a slot
 * @param waiting packets in the FIFO, 0 to 2080
 * @param slot_q16 true length of a slot, 1/65536 us
 */
static void Icm42688pFifo_expect(Icm42688pFifo *self, int32_t newest_us, int32_t waiting, int32_t slot_q16) {
	self->newest_us = newest_us;
	self->waiting = waiting;
	self->slot_q16 = slot_q16;
}
#line 105 "firmware/kernel/kernel.ts"
/**
 * As `Icm42688pFifo.expect`.
 * @range waiting 0 2080
 * @range slot_q16 200000000 1600000000
 */
void Kernel_expectIcm42688p(Kernel *self, int32_t newest_us, int32_t waiting, int32_t slot_q16) { its_given(waiting, 0, 2080); its_given(slot_q16, 200000000, 1600000000);
	Icm42688pFifo_expect(&self->icm42688p, newest_us, waiting, slot_q16);
}
#line 90 "firmware/sensors/icm42688p-fifo.ts"
/** Packets were lost before the next one. */
static void Icm42688pFifo_resync(Icm42688pFifo *self) {
	self->lost = 1;
}
#line 401 "firmware/sensors/lsm6dso-fifo.ts"
/** @noinline */
ITS_NOINLINE static void Lsm6dsoFifo_drop(Lsm6dsoFifo *self, int32_t words) {
	const int32_t dropped = self->dropped;
	self->dropped = dropped < COUNTER_MASK - words ? dropped + words : COUNTER_MASK;
}
#line 396 "firmware/sensors/lsm6dso-fifo.ts"
/** Half a frame left over; while a sensor settles that is how it should be, and not counted. */
static void Lsm6dsoFifo_dropHalf(Lsm6dsoFifo *self) {
	if (self->settling == 0 && self->has != 0 && self->has != self->wanted) { Lsm6dsoFifo_drop(self, 1); }
}
#line 389 "firmware/sensors/lsm6dso-fifo.ts"
static void Lsm6dsoFifo_dropUnfinished(Lsm6dsoFifo *self) {
	Lsm6dsoFifo_dropHalf(self);
	if (self->pair != 0) { Lsm6dsoFifo_drop(self, 2); }
	self->has = 0;
	self->pair = 0;
}
#line 136 "firmware/sensors/lsm6dso-fifo.ts"
/** Words were lost before the next one: waits for a timestamp word to know how many. */
static void Lsm6dsoFifo_resync(Lsm6dsoFifo *self) {
	Lsm6dsoFifo_dropUnfinished(self);
	self->hold = HOLD_SLOTS;
}
#line 114 "firmware/kernel/kernel.ts"
/** FIFO words or packets were lost before the next ones. */
void Kernel_resync(Kernel *self) {
	RestGravity_interrupt(&self->rest);
	if (self->isIcm42688p) { Icm42688pFifo_resync(&self->icm42688p); } else {
		Lsm6dsoFifo_resync(&self->lsm6dso); }
}
#line 161 "firmware/stepdetect/detector.ts"
/** The frames to come do not follow those so far, all of which are done with: the stride being made is given up. How the sensor lies stays known. */
static void StrideDetector_interrupt(StrideDetector *self) {
	StrideDetector_lose(self);
	Landings_interrupt(&self->landings);
}
#line 143 "firmware/stepdetect/activity.ts"
/** The frames to come do not follow those so far. */
static void Activity_interrupt(Activity *self) {
	self->known = 0;
	self->broken = true;
}
#line 200 "firmware/stepdetect/accel-detector.ts"
/** The frames to come do not follow those so far: what waits to be judged is given up. */
static void AccelDetector_interrupt(AccelDetector *self) {
	self->restFrames = 0;
	self->isAsleep = false;
	Activity_interrupt(&self->activity);
	AccelDetector_restart(self);
}
#line 62 "firmware/sensors/ring.ts"
/** Forgets every frame; the overwrite count stays. */
static void FrameRing_clear(FrameRing *self) {
	self->tail = self->head;
}
#line 121 "firmware/kernel/kernel.ts"
/** The frames to come do not follow those so far: what was begun is given up. How the sensor lies stays known. */
void Kernel_interrupt(Kernel *self) {
	Kernel_finish(self);
	StrideDetector_interrupt(&self->detector);
	AccelDetector_interrupt(&self->counter);
	TapDetector_reset(&self->taps);
	FrameRing_clear(&self->ring);
}
#line 37 "firmware/stepdetect/foot-side.ts"
/** Takes what the runner says, as often as you like; FOOT_UNKNOWN leaves it to the strides. */
static void FootSide_choose(FootSide *self, int32_t foot) {
	if (foot == self->chosen) { return; }
	self->chosen = foot;
	FootSide_forget(self);
}
#line 156 "firmware/stepdetect/detector.ts"
/** Sets the foot the shoe is on; FOOT_UNKNOWN: to be seen from the strides. */
static void StrideDetector_setFoot(StrideDetector *self, int32_t foot) {
	FootSide_choose(&self->metrics.side, foot);
}
#line 130 "firmware/kernel/kernel.ts"
/**
 * As `StrideDetector.setFoot`.
 * @range foot 0 2
 */
void Kernel_setFoot(Kernel *self, int32_t foot) { its_given(foot, 0, 2);
	StrideDetector_setFoot(&self->detector, foot);
}

/** Does the runner move? Then what knocks is no gesture. Not at first. */
void Kernel_setMoving(Kernel *self, bool moving) {
	self->moving = moving;
}
#line 231 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_moveTime(Icm42688pFifo *self, int32_t slots) {
	const int32_t slot_q16 = self->slot_q16;
	self->slots = its_i32((uint32_t)self->slots + (uint32_t)slots);
	if (slots == 1) {
		const int32_t sum = self->fraction_q16 + slot_q16;
		self->time_us = its_i32((uint32_t)self->time_us + (uint32_t)(sum >> 16));
		self->fraction_q16 = sum & 65535;
		return;
	}
	const int32_t sum = self->fraction_q16 + (its_i32((uint32_t)slots * (uint32_t)slot_q16) & 65535);
	self->time_us = its_i32((uint32_t)self->time_us + (uint32_t)its_mul_shift(slots, slot_q16, 16) + (uint32_t)(sum >> 16));
	self->fraction_q16 = sum & 65535;
}
#line 251 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_drop(Icm42688pFifo *self) {
	self->dropped = self->dropped < COUNTER_MASK ? self->dropped + 1 : COUNTER_MASK;
}
#line 206 "firmware/sensors/icm42688p-fifo.ts"
/**
 * Enters a packet's slot after a loss, by the time that `expect` told.
 * @param since timestamp steps since the last packet, but for whole rounds of the counter; -1 without timestamps
 */
static void Icm42688pFifo_enterLost(Icm42688pFifo *self, int32_t since) {
	const int32_t slot_us = self->slot_q16 >> 16;
	const int32_t expected_us = its_i32((uint32_t)self->newest_us - (uint32_t)self->waiting * (uint32_t)slot_us);
	self->lost = 0;
	if (self->fresh != 0) {
		self->fresh = 0;
		self->time_us = expected_us;
		self->fraction_q16 = 0;
		self->slots = its_i32((uint32_t)self->slots + 1u);
		return;
	}
	const int32_t late_us = its_i32((uint32_t)expected_us - (uint32_t)self->time_us);
	int32_t slots = (int32_t)(((int64_t)late_us + (slot_us >> 1)) / (int64_t)slot_us);
	if (since >= 0 && slots > 0) {
		const int32_t rounds = (slots * self->steps - since + 32768) / STAMPS;
		slots = its_mul_shift(since + rounds * STAMPS + (self->steps >> 1), self->perStep, STEP_SHIFT);
	}
	// Time never goes back.
	Icm42688pFifo_moveTime(self, slots > 0 ? slots : 1);
}
#line 201 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_enterNext(Icm42688pFifo *self) {
	if (self->lost == 0) { Icm42688pFifo_moveTime(self, 1); } else {
		Icm42688pFifo_enterLost(self, -1); }
}
#line 245 "firmware/sensors/icm42688p-fifo.ts"
/** A packet without all its values: as it should be while the sensors start, dropped later. */
static void Icm42688pFifo_miss(Icm42688pFifo *self) {
	if (self->settling > 0) { self->settling--; } else {
		Icm42688pFifo_drop(self); }
}
#line 47 "firmware/sensors/ring.ts"
/** The writer put `frames` frames behind the newest by itself; what they overwrote is counted as `push` does. */
static void FrameRing_wrote(FrameRing *self, int32_t frames) {
	self->head = its_i32((uint32_t)self->head + (uint32_t)frames) & COUNTER_MASK;
	const int32_t over = FrameRing_waiting(self) - RING_FRAMES;
	if (over <= 0) { return; }
	self->tail = (self->tail + over) & COUNTER_MASK;
	const int32_t overwritten = self->overwritten;
	self->overwritten = overwritten < COUNTER_MASK - over ? overwritten + over : COUNTER_MASK;
}
#line 160 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_push(Icm42688pFifo *self, FrameRing *ring, int32_t ax, int32_t ay, int32_t az, int32_t gx, int32_t gy, int32_t gz) {
#line 169 "firmware/sensors/icm42688p-fifo.ts"
	int16_t *const axes = ring->axes;
	const int32_t slot = ring->head & RING_MASK;
	const int32_t to = slot * FRAME_AXES;
	axes[to] = ax == LEAST_VALID ? INVALID : ax;
	axes[to + 1] = ay == LEAST_VALID ? INVALID : ay;
	axes[to + 2] = az == LEAST_VALID ? INVALID : az;
	axes[to + 3] = gx == LEAST_VALID ? INVALID : gx;
	axes[to + 4] = gy == LEAST_VALID ? INVALID : gy;
	axes[to + 5] = gz == LEAST_VALID ? INVALID : gz;
	ring->time_us[slot] = self->time_us;
	FrameRing_wrote(ring, 1);
}
#line 152 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_takeAccel(Icm42688pFifo *self, uint8_t *bytes, int32_t at, FrameRing *ring) {
	const int32_t az = its_sar((bytes[its_index((int64_t)(at + 6), 448)] << 16) | its_shl(bytes[its_index((int64_t)(at + 5), 448)], 24), 16);
	const int32_t ay = its_sar(its_shl(bytes[at + 3], 24) | (bytes[at + 4] << 16), 16);
	const int32_t ax = its_sar(its_shl(bytes[at + 1], 24) | (bytes[at + 2] << 16), 16);
	if (ax == INVALID || ay == INVALID || az == INVALID || self->settling != 0) { Icm42688pFifo_miss(self); } else {
		Icm42688pFifo_push(self, ring, ax, ay, az, 0, 0, 0); }
}
#line 182 "firmware/sensors/icm42688p-fifo.ts"
/** Enters the slot of a packet with a timestamp. False when it is the last packet's again. */
static bool Icm42688pFifo_enterStamped(Icm42688pFifo *self, int32_t stamp) {
	const int32_t since = (stamp - self->stamp) & STAMP_MASK;
	if (self->stamp < 0 || self->lost != 0) {
		Icm42688pFifo_enterLost(self, self->stamp < 0 ? -1 : since);
	} else {
		const int32_t late = since - self->steps;
		if (late <= JITTER_STEPS && late >= -2) {
			Icm42688pFifo_moveTime(self, 1);
		} else {
			const int32_t slots = (since * self->perStep + 1048576) >> STEP_SHIFT;
			if (slots == 0) { return false; }
			Icm42688pFifo_moveTime(self, slots);
		}
	}
	self->stamp = stamp;
	return true;
}
#line 140 "firmware/sensors/icm42688p-fifo.ts"
static void Icm42688pFifo_takeBoth(Icm42688pFifo *self, uint8_t *bytes, int32_t at, FrameRing *ring) {
	const int32_t ax = its_sar(its_shl(bytes[its_index((int64_t)(at + 1), 448)], 24) | (bytes[its_index((int64_t)(at + 2), 448)] << 16), 16);
	const int32_t ay = its_sar(its_shl(bytes[at + 3], 24) | (bytes[at + 4] << 16), 16);
	const int32_t az = its_sar(its_shl(bytes[at + 5], 24) | (bytes[at + 6] << 16), 16);
	const int32_t gx = its_sar(its_shl(bytes[at + 7], 24) | (bytes[at + 8] << 16), 16);
	const int32_t gy = its_sar(its_shl(bytes[at + 9], 24) | (bytes[at + 10] << 16), 16);
	const int32_t gz = its_sar(its_shl(bytes[at + 11], 24) | (bytes[at + 12] << 16), 16);
	if (ax == INVALID || ay == INVALID || az == INVALID || self->settling != 0) { Icm42688pFifo_miss(self); } else
	if (gx == INVALID || gy == INVALID || gz == INVALID) { Icm42688pFifo_miss(self); } else {
		Icm42688pFifo_push(self, ring, ax, ay, az, gx, gy, gz); }
}
#line 108 "firmware/sensors/icm42688p-fifo.ts"
/**
 * Decodes the first `packets` packets of `bytes` and appends their frames to `ring`.
 * @returns frames appended
 */
static int32_t Icm42688pFifo_decode(Icm42688pFifo *self, uint8_t *bytes, int32_t packets, FrameRing *ring) {
	const int32_t packetBytes = self->packetBytes;
	const int32_t end = packets * packetBytes;
	const int32_t head = ring->head;
	for (int32_t at = 0; at < end; at += packetBytes) {
		const int32_t header = bytes[its_index((int64_t)at, 448)];
		if ((header & HEADER_EMPTY) != 0) {
			// Fewer packets than the count said.
			self->lost = 1;
			break;
		}
		self->waiting = its_fit((int64_t)self->waiting - 1);
		if ((header & -4) != self->header) {
			// Without a timestamp to tell it later, the slot has to be counted now.
			if (packetBytes == ACCEL_PACKET_BYTES && self->lost == 0) { Icm42688pFifo_moveTime(self, 1); }
			Icm42688pFifo_drop(self);
		} else if (packetBytes == ACCEL_PACKET_BYTES) {
			Icm42688pFifo_enterNext(self);
			Icm42688pFifo_takeAccel(self, bytes, at, ring);
		} else if (Icm42688pFifo_enterStamped(self, bytes[its_index((int64_t)(at + 15), 448)] | (bytes[its_index((int64_t)(at + 14), 448)] << 8))) {
			Icm42688pFifo_takeBoth(self, bytes, at, ring);
		} else {
			Icm42688pFifo_drop(self);
		}
	}
	return (ring->head - head) & COUNTER_MASK;
}
#line 192 "firmware/sensors/lsm6dso-fifo.ts"
/** Does all stand as it does between two frames, or after the timestamp before one? */
static bool Lsm6dsoFifo_isRegular(Lsm6dsoFifo *self) {
	if (self->hold != 0 || self->settling != 0 || self->count < 0 || self->averages) { return false; }
	return self->has == self->wanted || self->has == 0;
}
#line 408 "firmware/sensors/lsm6dso-fifo.ts"
/** The tags of a slot's two words, by its count. */
static int32_t pairTags(int32_t count) {
	return count < 2 ? count == 0 ? PAIR_TAGS_0 : PAIR_TAGS_1 : count == 2 ? PAIR_TAGS_2 : PAIR_TAGS_3;
}

/** The count in the timestamp word at byte `at`. */
static int32_t stampAt(uint8_t *bytes, int32_t at) {
	const int32_t last = bytes[its_index((int64_t)(at + 4), 448)];
	return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | its_shl(last, 24);
}
#line 260 "firmware/sensors/lsm6dso-fifo.ts"
/** Is the timestamp at byte `at` that of the slot `slots` after the present one, to a tick? */
static bool Lsm6dsoFifo_isExpected(Lsm6dsoFifo *self, uint8_t *bytes, int32_t at, int32_t slots) {
	const int32_t late = its_i32((uint32_t)stampAt(bytes, at) - (uint32_t)self->stamp - (uint32_t)slots * (uint32_t)self->slotTicks);
	return late <= 1 && late >= -1;
}

/**
 * The short way has put `frames` frames into the ring; `count` is that of the present slot, modulo 4. The time is that of the next
 * frame: of the present slot when it was entered, else one slot later.
 */
static void Lsm6dsoFifo_tookRegular(Lsm6dsoFifo *self, int32_t frames, int32_t count, int32_t fresh, int32_t wasFresh, int32_t next_us, int32_t next_q16, FrameRing *ring) {
#line 279 "firmware/sensors/lsm6dso-fifo.ts"
	const int32_t us = fresh == 0 ? its_i32((uint32_t)next_us - (uint32_t)(self->slot_q16 >> 16)) : next_us;
	const int32_t q16 = its_fit(fresh == 0 ? (int64_t)next_q16 - (self->slot_q16 & 65535) : (int64_t)next_q16);
	self->count = count & 3;
	self->time_us = its_i32((uint32_t)us + (uint32_t)its_sar(q16, 16));
	self->fraction_q16 = q16 & 65535;
	self->stamp = its_i32((uint32_t)self->stamp + ((uint32_t)frames + (uint32_t)fresh - (uint32_t)wasFresh) * (uint32_t)self->slotTicks);
	self->has = fresh == 0 ? self->wanted : 0;
	FrameRing_wrote(ring, frames);
}
#line 198 "firmware/sensors/lsm6dso-fifo.ts"
/**
 * Takes words from byte `from` on as long as they are those of slots that follow each other: a timestamp that is as
 * expected or none, gyroscope, accelerometer.
 * @returns the first byte that was not taken
 */
static int32_t Lsm6dsoFifo_takeRegular(Lsm6dsoFifo *self, uint8_t *bytes, int32_t from, int32_t end, FrameRing *ring) {
	if (self->wanted != HAS_BOTH) { return from; }
	int16_t *const axes = ring->axes;
	int32_t *const times = ring->time_us;
	const int32_t slot_us = self->slot_q16 >> 16;
	const int32_t slotFraction_q16 = self->slot_q16 & 65535;
	const int32_t wasFresh = self->has == 0 ? 1 : 0;
	/** The slot was entered with its timestamp, and has no words yet. */
	int32_t fresh = wasFresh;
	int32_t tags = pairTags((self->count + 1 - fresh) & 3);
	int32_t turn = (tags & 512) == 0 ? FROM_EVEN : FROM_ODD;
	// Of the next frame, whether its slot was entered already or not; the fraction may be of several us.
	int32_t fraction_q16 = self->fraction_q16 + (fresh == 0 ? slotFraction_q16 : 0);
	int32_t time_us = its_i32((uint32_t)self->time_us + (uint32_t)(fresh == 0 ? slot_us : 0));
	int32_t slot = ring->head & RING_MASK;
	int32_t frames = -slot;
	int32_t at = from;
	for (;;) {
		const int32_t first = slot;
		while (at <= end - PAIR_BYTES && slot < RING_FRAMES && ((bytes[at] << 8) | bytes[at + FIFO_WORD_BYTES]) == tags) {




			const int32_t to = slot * FRAME_AXES;
			axes[to] = its_int16(bytes[at + 8] | (bytes[at + 9] << 8));
			axes[to + 1] = its_int16(bytes[at + 10] | (bytes[at + 11] << 8));
			axes[to + 2] = its_int16(bytes[at + 12] | (bytes[at + 13] << 8));
			axes[to + 3] = its_int16(bytes[at + 1] | (bytes[at + 2] << 8));
			axes[to + 4] = its_int16(bytes[at + 3] | (bytes[at + 4] << 8));
			axes[to + 5] = its_int16(bytes[at + 5] | (bytes[at + 6] << 8));
			times[slot] = its_i32((uint32_t)time_us + (uint32_t)its_sar(fraction_q16, 16));
			time_us = its_i32((uint32_t)time_us + (uint32_t)slot_us);
			fraction_q16 = its_fit((int64_t)fraction_q16 + slotFraction_q16);
			slot++;
			at += PAIR_BYTES;
			tags ^= turn;
			turn ^= 1285;
		}
		if (slot != first) { fresh = 0; }
		if (slot == RING_FRAMES) {
			time_us = its_i32((uint32_t)time_us + (uint32_t)its_sar(fraction_q16, 16));
			fraction_q16 &= 65535;
			frames = its_fit((int64_t)frames + RING_FRAMES);
			slot = 0;
			continue;
		}
		if (at >= end || fresh != 0 || bytes[at] != (tags & 255) + STAMP_TAG) { break; }
		if (!Lsm6dsoFifo_isExpected(self, bytes, at, its_fit((int64_t)frames + slot + 1 - wasFresh))) { break; }
		fresh = 1;
		at += FIFO_WORD_BYTES;
	}
	const int32_t count = ((tags >> 9) & 3) + 3 + fresh;
	Lsm6dsoFifo_tookRegular(self, its_fit((int64_t)frames + slot), count, fresh, wasFresh, time_us, fraction_q16, ring);
	return at;
}
#line 306 "firmware/sensors/lsm6dso-fifo.ts"
static void Lsm6dsoFifo_leaveSlots(Lsm6dsoFifo *self, int32_t slots) {
	Lsm6dsoFifo_dropHalf(self);
	self->has = 0;
	if (self->pair == PAIR_HELD && slots == 1) {
		self->pair = PAIR_DUE;
	} else if (self->pair != 0) {
		Lsm6dsoFifo_drop(self, 2);
		self->pair = 0;
	}
	for (int32_t slot = 0; slot < slots; slot++) {
		const int32_t sum = self->fraction_q16 + self->slot_q16;
		self->time_us = its_i32((uint32_t)self->time_us + (uint32_t)(sum >> 16));
		self->fraction_q16 = sum & 65535;
		self->stamp = its_i32((uint32_t)self->stamp + (uint32_t)self->slotTicks);
	}
	self->hold = self->hold > slots ? self->hold - slots : 0;
}
#line 301 "firmware/sensors/lsm6dso-fifo.ts"
static void Lsm6dsoFifo_enterSlot(Lsm6dsoFifo *self, int32_t count) {
	if (self->count >= 0) { Lsm6dsoFifo_leaveSlots(self, (count - self->count) & 3); }
	self->count = count;
}
#line 348 "firmware/sensors/lsm6dso-fifo.ts"
/** Moves the present slot's time by whole ticks, exactly. */
static void Lsm6dsoFifo_moveTime(Lsm6dsoFifo *self, int32_t ticks) {
	self->stamp = its_i32((uint32_t)self->stamp + (uint32_t)ticks);
	const int32_t tick_q16 = self->tick_q16;
	int32_t rest = ticks;
	while (rest != 0) {
		const int32_t part = rest > MOST_TICKS ? MOST_TICKS : rest;
		const int32_t whole = its_mul_shift(part, tick_q16, 16);
		const int32_t sum = self->fraction_q16 + (its_i32((uint32_t)part * (uint32_t)tick_q16) & 65535);
		self->time_us = its_i32((uint32_t)self->time_us + (uint32_t)whole + (uint32_t)(sum >> 16));
		self->fraction_q16 = sum & 65535;
		rest = its_fit((int64_t)rest - part);
	}
}
#line 324 "firmware/sensors/lsm6dso-fifo.ts"
/** `stamp` is the part's count at the present slot. */
static void Lsm6dsoFifo_takeTimestamp(Lsm6dsoFifo *self, int32_t stamp) {
	const int32_t late = its_i32((uint32_t)stamp - (uint32_t)self->stamp);
	const int32_t half = self->slotTicks >> 1;
	if (late >= half) {
		if (self->hold == 0) { Lsm6dsoFifo_dropUnfinished(self); }
		Lsm6dsoFifo_moveTime(self, late);
	} else if (late <= -half) {
		// Time never goes back: the part's count is taken as it is from here on.
		self->stamp = stamp;
		if (self->hold == 0) { Lsm6dsoFifo_drop(self, 1); }
	} else if (late > 1) {
		// Steps of the timestamp explain one tick; more is a true rate beside the nominal one, followed a tick at a time.
		Lsm6dsoFifo_moveTime(self, 1);
	} else if (late < -1) {
		Lsm6dsoFifo_moveTime(self, -1);
	}
	if (self->hold != 0) {
		// What was held back may be of an earlier slot that had the same count.
		self->has = 0;
		self->hold = 0;
	}
}
#line 289 "firmware/sensors/lsm6dso-fifo.ts"
/** Notes a sensor's word in the present slot. False when it is an invalid start-up value. */
static bool Lsm6dsoFifo_admit(Lsm6dsoFifo *self, int32_t sensor, int32_t x) {
	if ((self->settling & sensor) != 0) {
		if (x >= INVALID_FROM) { return false; }
		self->settling = self->settling & ~sensor;
	}
	// The same sensor twice: this is another slot with the same count, as many slots on as the counter has values.
	if ((self->has & sensor) != 0) { Lsm6dsoFifo_leaveSlots(self, COUNT_SLOTS); }
	self->has |= sensor;
	return true;
}
#line 27 "firmware/sensors/ring.ts"
/** Appends one frame; overwrites the oldest, and counts it, when the reader is a whole ring behind. */
static void FrameRing_push(FrameRing *self, int32_t ax, int32_t ay, int32_t az, int32_t gx, int32_t gy, int32_t gz, int32_t time_us) {
	const int32_t head = self->head;
	int16_t *const axes = self->axes;
	const int32_t slot = head & RING_MASK;
	const int32_t at = slot * FRAME_AXES;
	axes[at] = ax;
	axes[at + 1] = ay;
	axes[at + 2] = az;
	axes[at + 3] = gx;
	axes[at + 4] = gy;
	axes[at + 5] = gz;
	self->time_us[slot] = time_us;
	self->head = (head + 1) & COUNTER_MASK;
	if (((head - self->tail) & COUNTER_MASK) >= RING_FRAMES) {
		self->tail = (head + 1 - RING_FRAMES) & COUNTER_MASK;
		if (self->overwritten < COUNTER_MASK) { self->overwritten++; }
	}
}
#line 419 "firmware/sensors/lsm6dso-fifo.ts"
/** Mean of two counts; full scale when either is at full scale, so that clipping stays visible. */
static int32_t mean(int32_t a, int32_t b) {
	if (a == 32767 || b == 32767) { return 32767; }
	if (a == -32768 || b == -32768) { return -32768; }
	return its_sar(a + b, 1);
}
#line 363 "firmware/sensors/lsm6dso-fifo.ts"
/** The slot has both words; when averaging, they may wait for those of the next slot. */
static void Lsm6dsoFifo_finishFrame(Lsm6dsoFifo *self, FrameRing *ring) {
	if (!self->averages) {
		FrameRing_push(ring, self->ax, self->ay, self->az, self->gx, self->gy, self->gz, self->time_us);
		return;
	}
	if (self->pair == PAIR_DUE) {
		const int32_t ax = mean(self->pax, self->ax);
		const int32_t ay = mean(self->pay, self->ay);
		const int32_t az = mean(self->paz, self->az);
		const int32_t gx = mean(self->pgx, self->gx);
		const int32_t gy = mean(self->pgy, self->gy);
		const int32_t gz = mean(self->pgz, self->gz);
		FrameRing_push(ring, ax, ay, az, gx, gy, gz, its_i32((uint32_t)self->time_us - (uint32_t)self->halfSlot_us));
		self->pair = 0;
		return;
	}
	self->pax = self->ax;
	self->pay = self->ay;
	self->paz = self->az;
	self->pgx = self->gx;
	self->pgy = self->gy;
	self->pgz = self->gz;
	self->pair = PAIR_HELD;
}
#line 142 "firmware/sensors/lsm6dso-fifo.ts"
/**
 * Decodes the first `words` words of `bytes` and appends their frames to `ring`.
 * @returns frames appended
 * @noinline
 */
ITS_NOINLINE static int32_t Lsm6dsoFifo_decode(Lsm6dsoFifo *self, uint8_t *bytes, int32_t words, FrameRing *ring) {
	const int32_t end = words * FIFO_WORD_BYTES;
	const int32_t head = ring->head;
	for (int32_t at = 0; at < end; at += FIFO_WORD_BYTES) {
		if (Lsm6dsoFifo_isRegular(self)) {
			at = Lsm6dsoFifo_takeRegular(self, bytes, at, end, ring);
			if (at >= end) { break; }
		}
		const int32_t tag = bytes[at];
		int32_t ones = tag ^ (tag >> 4);
		ones = ones ^ (ones >> 2);
		ones = ones ^ (ones >> 1);
		if ((ones & 1) != 0) {
			Lsm6dsoFifo_drop(self, 1);
			continue;
		}
		const int32_t count = (tag >> 1) & 3;
		if (count != self->count) { Lsm6dsoFifo_enterSlot(self, count); }
		const int32_t sensor = tag >> 3;
		if (sensor == TAG_TIMESTAMP) {
			Lsm6dsoFifo_takeTimestamp(self, stampAt(bytes, at));
			continue;
		}
		const int32_t z = its_sar(its_shl((bytes[its_index((int64_t)(at + 6), 448)] << 8) | bytes[its_index((int64_t)(at + 5), 448)], 16), 16);
		const int32_t y = its_sar(its_shl((bytes[at + 4] << 8) | bytes[at + 3], 16), 16);
		const int32_t x = its_sar(its_shl((bytes[at + 2] << 8) | bytes[at + 1], 16), 16);
		if (sensor == TAG_GYROSCOPE && (self->wanted & HAS_GYROSCOPE) != 0) {
			if (!Lsm6dsoFifo_admit(self, HAS_GYROSCOPE, x)) { continue; }
			self->gx = x;
			self->gy = y;
			self->gz = z;
		} else if (sensor == TAG_ACCELEROMETER) {
			if (!Lsm6dsoFifo_admit(self, HAS_ACCELEROMETER, x)) { continue; }
			self->ax = x;
			self->ay = y;
			self->az = z;
		} else {
			Lsm6dsoFifo_drop(self, 1);
			continue;
		}
		if (self->has == self->wanted && self->hold == 0) { Lsm6dsoFifo_finishFrame(self, ring); }
	}
	return (ring->head - head) & COUNTER_MASK;
}
#line 66 "firmware/sensors/rest.ts"
static bool RestGravity_add(RestGravity *self, int32_t x, int32_t y, int32_t z) {
	const int32_t tolerance = self->accelTolerance;
	const int32_t dx = x - self->x;
	const int32_t dy = y - self->y;
	const int32_t dz = z - self->z;
	const bool near = dx <= tolerance && dx >= -tolerance && dy <= tolerance && dy >= -tolerance && dz <= tolerance && dz >= -tolerance;
#line 78 "firmware/sensors/rest.ts"
	if (self->frames == 0 || !near) {
		self->sumX = x; self->x = x;
		self->sumY = y; self->y = y;
		self->sumZ = z; self->z = z;
		self->frames = 1;
		return false;
	}
	self->sumX = its_fit((int64_t)self->sumX + x);
	self->sumY = its_fit((int64_t)self->sumY + y);
	self->sumZ = its_fit((int64_t)self->sumZ + z);
	self->frames = its_fit((int64_t)self->frames + 1);
	return self->frames == REST_FRAMES;
}
#line 35 "firmware/sensors/rest.ts"
/**
 * Takes the newest `frames` frames of the ring.
 * @returns the length of the mean acceleration over the first stretch of rest in counts, -1 while none was seen
 */
static int32_t RestGravity_take(RestGravity *self, FrameRing *ring, int32_t frames) {
	int16_t *const axes = ring->axes;
	const int32_t gyroTolerance = self->gyroTolerance;
	for (int32_t left = frames; left > 0; left--) {
		const int32_t at = ((ring->head - left) & RING_MASK) * FRAME_AXES;
		const int32_t gx = axes[at + 3];
		const int32_t gy = axes[at + 4];
		const int32_t gz = axes[at + 5];
		const bool still = gx <= gyroTolerance && gx >= -gyroTolerance && gy <= gyroTolerance && gy >= -gyroTolerance && gz <= gyroTolerance && gz >= -gyroTolerance;
#line 54 "firmware/sensors/rest.ts"
		if (!still) { self->frames = 0; } else
		if (RestGravity_add(self, axes[at], axes[at + 1], axes[at + 2])) {
			return norm3(its_sar(self->sumX, REST_SHIFT), its_sar(self->sumY, REST_SHIFT), its_sar(self->sumZ, REST_SHIFT)); }
	}
	return -1;
}
#line 143 "firmware/kernel/kernel.ts"
/**
 * Takes the first `units` FIFO words or packets of `block`, and follows their frames, as far as `effort` goes: when it tells TOLD_LEFT it
 * is to be called again, with no units. A block that comes before has all of it done at once: the ring would lose frames. Most
 * blocks bring nothing else: the rest is told when it is asked for, as each value that crosses from an interpreter costs as much as a few frames.
 * @returns frames that came of the block; when there is more, ~(frames + TOLD_*)
 * @length block 448
 * @range units 0 64
 */
int32_t Kernel_take(Kernel *self, uint8_t block[448], int32_t units) { its_given(units, 0, 64);
	FrameRing *const ring = &self->ring;
	int32_t frames = 0;
	int32_t told = 0;
	if (units > 0) {
		told = Kernel_finish(self);
		frames = self->isIcm42688p ? Icm42688pFifo_decode(&self->icm42688p, block, units, ring) : Lsm6dsoFifo_decode(&self->lsm6dso, block, units, ring);


		self->left = frames;
		if (frames > 0 && self->gravity < 0) { self->gravity = RestGravity_take(&self->rest, ring, frames); }
	}
	if (self->left > 0) { told = told | Kernel_follow(self, self->effort); }
	if (self->left > 0) { told |= TOLD_LEFT; }
	if (StrideQueue_waiting(&self->queue) > 0) { told |= TOLD_STRIDES; }
	return told == 0 ? frames : ~(told | frames);
}
#line 151 "firmware/stepdetect/detector.ts"
/** The foot the shoe is on, FOOT_*: as set, else as seen. */
static int32_t StrideDetector_foot(StrideDetector *self) {
	return self->metrics.side.foot;
}
#line 169 "firmware/kernel/kernel.ts"
/**
 * Fills `report` with what is to be known now, REPORT_FIELDS values by place (REPORT_*).
 * @length report 6
 */
void Kernel_tell(Kernel *self, int32_t report[6]) {
	FrameRing *const ring = &self->ring;
	report[REPORT_NEWEST] = ring->time_us[(ring->head - 1) & RING_MASK];
	report[REPORT_GRAVITY] = self->gravity;
	report[REPORT_DROPPED] = self->isIcm42688p ? self->icm42688p.dropped : self->lsm6dso.dropped;
	report[REPORT_OVERWRITTEN] = ring->overwritten;
	report[REPORT_FOOT] = StrideDetector_foot(&self->detector);
	report[REPORT_SLOTS] = self->icm42688p.slots;
}
#line 56 "firmware/stepdetect/queue.ts"
/** Moves the oldest into `record`, the values in the order of `strideOf`; false when none waits. */
static bool StrideQueue_take(StrideQueue *self, int32_t *record) {
	if (self->count == 0) { return false; }
	int32_t *const records = self->records;
	const int32_t at = self->first * STRIDE_FIELDS;
	for (int32_t i = 0; i < STRIDE_FIELDS; i++) { record[i] = records[at + i]; }
	self->first = after(self->first);
	self->count--;
	return true;
}
#line 183 "firmware/kernel/kernel.ts"
/**
 * Moves the oldest finished stride into `record` (its values as `strideOf` reads them); false when there is none.
 * @length record 23
 */
bool Kernel_next(Kernel *self, int32_t record[23]) {
	return StrideQueue_take(&self->queue, record);
}
