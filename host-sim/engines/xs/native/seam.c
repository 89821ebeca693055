/* The seam: plays the board's part from a transcript, compares what the firmware does with it, and meters every entry. */
#include "footfall.h"

enum { CALL = 1, RETURN, ENTER, EXIT, END };
enum { HEADER_BYTES = 28, KINDS = 64, PHASES = 24, NESTED = 16 };
/* Kinds of calls that are counted per entry, as crossing.ts numbers them; the entry that starts the shoe. */
enum { BUS_READ = 4, NOTIFY = 20, STRIDE = 23, FLASH_PROGRAM = 29, START = 1 };
/* What a FIFO holds. LSM6DSO: 7 bytes, a tag. ICM-42688-P (part 3 of wiring.ts): 16 bytes with both sensors, 8 with one, by the header. */
enum { WORD_BYTES = 7, ACCELEROMETER_TAG = 2, ICM42688P = 3, EMPTY_BIT = 0x80, BOTH_BITS = 0x60, PACKET_BYTES = 16, SHORT_BYTES = 8 };

typedef struct {
	uint8_t type, kind;
	double time_us;
	int32_t a, b, c;
	uint32_t length;
	const uint8_t *payload;
} Record;

typedef struct {
	uint32_t calls, allocating, slots, bytes;
} Meter;

/* What one outermost entry cost, as the file of entries holds it: 32-bit integers only. */
typedef struct {
	uint32_t time_ms, kind, work, strides, notifications, programs, samples, collections;
	/* In all, and the longest that was not interrupted by another or by the board. */
	uint32_t phaseWork[PHASES], phaseLongest[PHASES];
} Cost;

static const uint8_t *next, *end;
static const Record *entry;
static double warmUp_us;
static Meter meters[KINDS], phases[PHASES];
static Cost cost, *costs;
static uint32_t costCount;
double now_us;

/* The IMU, as the start tells it. */
static int part;

/* The clock stands while native code plays the board; `phase` is charged for the work since `mark`. */
static uint32_t mark, markSlots, markBytes;
static int phase, outerPhases[NESTED], depth, stopped = 1;

/* Of the entry that is being played, 0 between them; it outlives an exception. */
static int entryKind;
static const char *const entryNames[KINDS] = { "", "Start", "Interrupt", "Timer", "Ready", "Connect", "Disconnect",
	"Subscribe", "Unsubscribe", "Confirm", "Read", "Write", "Secured" };

const char *entryName(void)
{
	return entryNames[entryKind] ? entryNames[entryKind] : "an entry";
}

static void charge(txMachine *the, uint32_t work)
{
	uint32_t spent = work - mark;
	if (stopped)
		return;
	cost.work += spent;
	cost.phaseWork[phase] += spent;
	if (spent > cost.phaseLongest[phase])
		cost.phaseLongest[phase] = spent;
	if (now_us >= warmUp_us) {
		phases[phase].slots += allocatedSlots - markSlots;
		phases[phase].bytes += allocatedBytes - markBytes;
	}
}

static void stopClock(txMachine *the)
{
	charge(the, workDone(the));
	stopped = 1;
}

static void startClock(txMachine *the)
{
	stopped = 0;
	markSlots = allocatedSlots;
	markBytes = allocatedBytes;
	mark = workDone(the);
}

/* ---- the transcript ---- */
static void hex(const char *name, const uint8_t *bytes, uint32_t length)
{
	printf(",\"%s\":\"", name);
	for (uint32_t i = 0; i < length; i++)
		printf("%02x", bytes[i]);
	printf("\"");
}

static void side(const char *name, const Record *r)
{
	printf(",\"%s\":{\"type\":%d,\"kind\":%d,\"numbers\":[%d,%d,%d]", name, r->type, r->kind, (int) r->a, (int) r->b,
		(int) r->c);
	hex("bytes", r->payload, r->length);
	printf("}");
}

static void differ(txMachine *the, const Record *expected, const Record *got)
{
	printf("{\"time_us\":%.0f,\"during\":\"%s\",\"failure\":\"difference\",\"detail\":\"\",", expected->time_us,
		entryName());
	printText("stack", framesOf(the));
	side("expected", expected);
	side("got", got);
	printf("}\n");
	fflush(stdout);
	exit(1);
}

static Record take(void)
{
	Record r;
	if (end - next < HEADER_BYTES)
		quit("transcript", "it ends before its end record", "");
	r.type = next[0];
	r.kind = next[1];
	memcpy(&r.time_us, next + 4, 8);
	memcpy(&r.a, next + 12, 4);
	memcpy(&r.b, next + 16, 4);
	memcpy(&r.c, next + 20, 4);
	memcpy(&r.length, next + 24, 4);
	next += HEADER_BYTES;
	if (r.type < CALL || r.type > END || r.kind >= KINDS || r.length > (size_t) (end - next))
		quit("transcript", "a record of it is malformed", "");
	r.payload = next;
	next += r.length;
	now_us = r.time_us;
	return r;
}

static uint8_t *view(txMachine *the, txSlot *slot, uint32_t *length)
{
	if (slot->kind != XS_REFERENCE_KIND || slot->value.reference->next == NULL
		|| slot->value.reference->next->kind != XS_TYPED_ARRAY_KIND)
		mxTypeError("the seam takes Uint8Array");
	txSlot *data = slot->value.reference->next->next;
	*length = data->value.dataView.size;
	return (uint8_t *) data->next->value.reference->next->value.arrayBuffer.address + data->value.dataView.offset;
}

/* ---- board to firmware ---- */
static txSlot enter;

static void run(txMachine *the, const Record *r)
{
	const Record *outer = entry;
	uint32_t slots = allocatedSlots, bytes = allocatedBytes;
	entry = r;
	entryKind = r->kind;
	if (r->kind == START)
		part = r->b & 0xff;
	if (!outer) {
		memset(&cost, 0, sizeof(cost));
		cost.time_ms = r->time_us / 1000;
		cost.kind = r->kind;
		cost.collections = collections;
		phase = depth = 0;
#if defined(mxMetering)
		the->meterIndex = 0;
		the->meterCount = the->meterInterval;
#endif
	}
	mxPushUndefined();
	mxPushSlot(&enter);
	mxCall();
	mxPushInteger(r->kind);
	mxPushInteger(r->a);
	mxPushInteger(r->b);
	mxPushInteger(r->c);
	startClock(the);
	mxRunCount(4);
	Record got = { EXIT, r->kind, r->time_us, fxToInteger(the, the->stack), 0, 0, 0, NULL };
	mxPop();
	if (!outer)
		runJobs(the);
	stopClock(the);
	Record expected = take();
	if (expected.type != EXIT || expected.kind != got.kind || expected.a != got.a)
		differ(the, &expected, &got);
	entry = outer;
	entryKind = outer ? outer->kind : 0;
	if (!outer) {
		cost.collections = collections - cost.collections;
		if ((costCount & 1023) == 0)
			costs = realloc(costs, (costCount + 1024) * sizeof(Cost));
		costs[costCount++] = cost;
	}
	if (r->time_us < warmUp_us)
		return;
	Meter *meter = &meters[r->kind];
	meter->calls++;
	meter->slots += allocatedSlots - slots;
	meter->bytes += allocatedBytes - bytes;
	if (allocatedSlots != slots || allocatedBytes != bytes)
		meter->allocating++;
}

/* ---- firmware to board ---- */
static void count(const Record *call)
{
	switch (call->kind) {
	case NOTIFY: cost.notifications++; break;
	case STRIDE: cost.strides++; break;
	case FLASH_PROGRAM: cost.programs++; break;
	}
}

/* Samples of the accelerometer in a block of the FIFO. */
static uint32_t samplesIn(const uint8_t *block, uint32_t length)
{
	uint32_t samples = 0, size;
	for (uint32_t at = 0; at < length; at += size) {
		if (part != ICM42688P) {
			size = WORD_BYTES;
			samples += block[at] >> 3 == ACCELEROMETER_TAG;
		} else {
			size = (block[at] & BOTH_BITS) == BOTH_BITS ? PACKET_BYTES : SHORT_BYTES;
			samples += (block[at] & EMPTY_BIT) == 0;
		}
	}
	return samples;
}

/* cross(kind, a, b, c, given, into): a call of the firmware. Returns, or throws, what the board did. */
static void cross(txMachine *the)
{
	stopClock(the);
	Record got = { CALL, fxToInteger(the, mxArgv(0)), now_us, fxToInteger(the, mxArgv(1)), fxToInteger(the, mxArgv(2)),
		fxToInteger(the, mxArgv(3)), 0, NULL };
	txSlot *given = mxArgv(4), *into = mxArgv(5);
	if (given->kind == XS_STRING_KIND || given->kind == XS_STRING_X_KIND) {
		got.payload = (uint8_t *) given->value.string;
		got.length = strlen(given->value.string);
	} else if (given->kind != XS_UNDEFINED_KIND)
		got.payload = view(the, given, &got.length);
	Record expected = take();
	if (expected.type != CALL || expected.kind != got.kind || expected.a != got.a || expected.b != got.b
		|| expected.c != got.c || expected.length != got.length || memcmp(expected.payload, got.payload, got.length))
		differ(the, &expected, &got);
	count(&got);
	Record r = take();
	for (; r.type == ENTER; r = take())
		run(the, &r);
	if (r.type != RETURN || r.kind != got.kind)
		quit("transcript", "a call of it has no return", "");
	if (r.b) {
		startClock(the);
		mxUnknownError("%.*s", (int) r.length, (const char *) r.payload);
	}
	if (r.kind == BUS_READ && got.c)
		cost.samples += samplesIn(r.payload, r.length);
	if (into->kind != XS_UNDEFINED_KIND) {
		uint32_t length;
		uint8_t *bytes = view(the, into, &length);
		if (length != r.length)
			quit("transcript", "a read of it has another length", "");
		memcpy(bytes, r.payload, length);
	}
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = r.a;
	startClock(the);
}

/* payload(into): the bytes of the entry that is being played. */
static void payload(txMachine *the)
{
	uint32_t length;
	stopClock(the);
	uint8_t *bytes = view(the, mxArgv(0), &length);
	if (length != entry->length)
		quit("transcript", "a write of it has another length", "");
	memcpy(bytes, entry->payload, length);
	startClock(the);
}

/* phase(n): what comes is charged to n, until phase(-1). */
static void enterPhase(txMachine *the)
{
	stopClock(the);
	int to = mxArgv(0)->value.integer;
	if (to >= 0 && depth < NESTED) {
		outerPhases[depth++] = phase;
		phase = to;
		phases[phase].calls++;
	} else if (to < 0 && depth > 0)
		phase = outerPhases[--depth];
	startClock(the);
}

static void give(txMachine *the, const char *name, txCallback callback, int length)
{
	txID id = fxNewNameC(the, (txString) name);
	fxNewHostFunction(the, callback, length, id, XS_NO_ID);
	mxPush(mxGlobal);
	fxSetID(the, id);
	mxPop();
}

void giveSeam(txMachine *the)
{
	give(the, "cross", cross, 6);
	give(the, "payload", payload, 1);
	give(the, "phase", enterPhase, 1);
}

/* ---- the whole run ---- */
void play(txMachine *the, const uint8_t *transcript, size_t size, double warmUp, const char *entriesPath)
{
	if (size < 8 || memcmp(transcript, "FFSEAM01", 8))
		quit("transcript", "this is no transcript", "");
	next = transcript + 8;
	end = transcript + size;
	warmUp_us = warmUp;
	pushExport(the, "enter");
	enter = *the->stack;
	Record r = take();
	for (; r.type == ENTER; r = take())
		run(the, &r);
	if (r.type != END || next != end)
		quit("transcript", "it goes on in a way no board does", "");
	if (!entriesPath[0])
		return;
	FILE *f = fopen(entriesPath, "wb");
	if (!f)
		quit("file", entriesPath, "");
	fwrite(costs, sizeof(Cost), costCount, f);
	if (fclose(f))
		quit("file", entriesPath, "");
}

static void printMeter(const char *separator, int i, const Meter *meter)
{
	printf("%s{\"kind\":%d,\"calls\":%u,\"allocating\":%u,\"slots\":%u,\"bytes\":%u}", separator, i,
		(unsigned) meter->calls, (unsigned) meter->allocating, (unsigned) meter->slots, (unsigned) meter->bytes);
}

void printMeters(void)
{
	const char *separator = "";
	printf("\"entries\":[");
	for (int i = 0; i < KINDS; i++)
		if (meters[i].calls) {
			printMeter(separator, i, &meters[i]);
			separator = ",";
		}
	printf("],\"phases\":[");
	for (int i = 0; i < PHASES; i++)
		printMeter(i ? "," : "", i, &phases[i]);
	printf("]");
}
