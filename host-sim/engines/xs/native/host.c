/*
 * Runs the firmware on XS against a transcript: host MODULES TRANSCRIPT SLOTS CHUNK_BYTES STACK_SLOTS KEYS WARMUP_us
 * One line of JSON comes out. Exit status: 0 equal, 1 otherwise.
 */
#include "xsAll.h"
#include "xsScript.h"

extern uint32_t allocatedSlots, allocatedBytes;

enum { CALL = 1, RETURN, ENTER, EXIT, END };
enum { HEADER_BYTES = 28, KINDS = 64, MODULES = 200 };

typedef struct {
	uint8_t type, kind;
	double time_us;
	int32_t a, b, c;
	uint32_t length;
	const uint8_t *payload;
} Record;

typedef struct {
	char *name, *source;
	txByte *symbols, *code;
	txSize codeSize;
} Module;

typedef struct {
	uint32_t calls, allocating, slots, bytes;
} Meter;

static Module modules[MODULES];
static int moduleCount;
static const uint8_t *next, *end;
static const Record *entry;
static double now_us, warmUp_us;
static Meter meters[KINDS];

static void quit(const char *what, const char *detail)
{
	printf("{\"failure\":\"%s\",\"time_us\":%.0f,\"detail\":\"", what, now_us);
	for (const char *p = detail; *p; p++)
		if (*p == '\n')
			printf("\\n");
		else if (*p == '"' || *p == '\\')
			printf("\\%c", *p);
		else if ((unsigned char) *p >= ' ')
			putchar(*p);
	printf("\"}\n");
	fflush(stdout);
	exit(1);
}

static void hex(const char *name, const uint8_t *bytes, uint32_t length)
{
	printf(",\"%s\":\"", name);
	for (uint32_t i = 0; i < length; i++)
		printf("%02x", bytes[i]);
	printf("\"");
}

static void side(const char *name, const Record *r)
{
	printf(",\"%s\":{\"type\":%d,\"kind\":%d,\"numbers\":[%d,%d,%d]", name, r->type, r->kind, r->a, r->b, r->c);
	hex("bytes", r->payload, r->length);
	printf("}");
}

static void differ(const Record *expected, const Record *got)
{
	printf("{\"failure\":\"difference\",\"time_us\":%.0f", expected->time_us);
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
		quit("transcript", "it ends before its end record");
	r.type = next[0];
	r.kind = next[1];
	memcpy(&r.time_us, next + 4, 8);
	memcpy(&r.a, next + 12, 4);
	memcpy(&r.b, next + 16, 4);
	memcpy(&r.c, next + 20, 4);
	memcpy(&r.length, next + 24, 4);
	next += HEADER_BYTES;
	if (r.type < CALL || r.type > END || r.kind >= KINDS || r.length > (size_t) (end - next))
		quit("transcript", "a record of it is malformed");
	r.payload = next;
	next += r.length;
	now_us = r.time_us;
	return r;
}

/* ---- the engine's platform ---- */
void *fxAllocateChunks(txMachine *the, txSize size) { return malloc(size); }
void fxFreeChunks(txMachine *the, void *chunks) { free(chunks); }
txSlot *fxAllocateSlots(txMachine *the, txSize count) { return calloc(count, sizeof(txSlot)); }
void fxFreeSlots(txMachine *the, void *slots) { free(slots); }
void fxQueuePromiseJobs(txMachine *the) { the->promiseJobs = 1; }

void fxAbort(txMachine *the, int status)
{
	if (status == XS_NOT_ENOUGH_MEMORY_EXIT)
		quit("memory", "the slot or chunk heap is full");
	if (status == XS_STACK_OVERFLOW_EXIT)
		quit("stack", "the stack is full");
	if (status == XS_NO_MORE_KEYS_EXIT)
		quit("keys", "the keys are used up");
	quit("exception", fxToString(the, &mxException));
}

static Module *findModule(const char *name)
{
	for (int i = 0; i < moduleCount; i++)
		if (!strcmp(modules[i].name, name))
			return &modules[i];
	return NULL;
}

txID fxFindModule(txMachine *the, txSlot *realm, txID moduleID, txSlot *slot)
{
	char name[256];
	fxToStringBuffer(the, slot, name, sizeof(name));
	return findModule(name) ? fxNewNameC(the, name) : XS_NO_ID;
}

/* ---- bytecode in place ---- */

/* The opcode that takes code or text from where it lies (flash on the chip) instead of copying it to the chunk heap. */
static txU1 inPlace(txU1 opcode)
{
	switch (opcode) {
	case XS_CODE_CODE_1: return XS_CODE_CODE_ARCHIVE_1;
	case XS_CODE_CODE_2: return XS_CODE_CODE_ARCHIVE_2;
	case XS_CODE_CODE_4: return XS_CODE_CODE_ARCHIVE_4;
	case XS_CODE_STRING_1: return XS_CODE_STRING_ARCHIVE_1;
	case XS_CODE_STRING_2: return XS_CODE_STRING_ARCHIVE_2;
	case XS_CODE_STRING_4: return XS_CODE_STRING_ARCHIVE_4;
	default: return opcode;
	}
}

static txSize instructionLength(const txU1 *p)
{
	txS1 size = gxCodeSizes[*p];
	txU2 n2;
	txS4 n4;
	if (size > 0)
		return size;
	if (size == 0)
		return 1 + sizeof(txID);
	if (size == -1)
		return 2 + p[1];
	if (size == -2) {
		memcpy(&n2, p + 1, sizeof(n2));
		return 1 + sizeof(n2) + n2;
	}
	memcpy(&n4, p + 1, sizeof(n4));
	return 1 + sizeof(n4) + n4;
}

void fxLoadModule(txMachine *the, txSlot *module, txID moduleID)
{
	extern void fxRemapIDs(txMachine *the, txByte *code, txSize size, txID *ids);
	Module *m = findModule(fxGetKeyName(the, moduleID));
	txByte *p = m->symbols;
	txID count;
	txScript script;
	mxDecodeID(p, count);
	txID *ids = calloc(count, sizeof(txID));
	for (txID i = 1; i < count; i++) {
		ids[i] = fxNewNameC(the, (txString) p);
		p += strlen((char *) p) + 1;
	}
	fxRemapIDs(the, m->code, m->codeSize, ids);
	free(ids);
	for (txU1 *q = (txU1 *) m->code; q < (txU1 *) m->code + m->codeSize;) {
		txSize length = instructionLength(q);
		*q = inPlace(*q);
		q += length;
	}
	memset(&script, 0, sizeof(script));
	script.codeBuffer = m->code;
	script.codeSize = m->codeSize;
	script.path = m->name;
	script.version[0] = XS_MAJOR_VERSION;
	script.version[1] = XS_MINOR_VERSION;
	script.version[2] = XS_PATCH_VERSION;
	fxResolveModule(the, module, moduleID, &script, C_NULL, C_NULL);
}

static void compile(void)
{
	txCreation large = { 1 << 24, 1 << 20, 1 << 18, 1 << 16, 4096, 8192, 1024, 1993, 127, 1 << 20, 1993 };
	txMachine *the = fxCreateMachine(&large, "compiler", NULL, XS_NO_ID);
	fxBeginHost(the);
	for (int i = 0; i < moduleCount; i++) {
		txStringCStream stream = { modules[i].source, 0, (txSize) strlen(modules[i].source) };
		txScript *script = fxParseScript(the, &stream, fxStringCGetter, 0);
		if (!script)
			quit("compile", modules[i].name);
		modules[i].symbols = script->symbolsBuffer;
		modules[i].code = script->codeBuffer;
		modules[i].codeSize = script->codeSize;
	}
	fxEndHost(the);
}

/* ---- the seam ---- */
static uint8_t *view(txMachine *the, txSlot *slot, uint32_t *length)
{
	if (slot->kind != XS_REFERENCE_KIND || slot->value.reference->next == NULL
		|| slot->value.reference->next->kind != XS_TYPED_ARRAY_KIND)
		mxTypeError("the seam takes Uint8Array");
	txSlot *data = slot->value.reference->next->next;
	*length = data->value.dataView.size;
	return (uint8_t *) data->next->value.reference->next->value.arrayBuffer.address + data->value.dataView.offset;
}

static void run(txMachine *the, const Record *r)
{
	const Record *outer = entry;
	uint32_t slots = allocatedSlots, bytes = allocatedBytes;
	entry = r;
	mxPushUndefined();
	mxPush(mxGlobal);
	fxGetID(the, fxNewNameC(the, "enter"));
	mxCall();
	mxPushInteger(r->kind);
	mxPushInteger(r->a);
	mxPushInteger(r->b);
	mxPushInteger(r->c);
	mxRunCount(4);
	Record got = { EXIT, r->kind, r->time_us, fxToInteger(the, the->stack), 0, 0, 0, NULL };
	mxPop();
	Record expected = take();
	if (expected.type != EXIT || expected.kind != got.kind || expected.a != got.a)
		differ(&expected, &got);
	entry = outer;
	if (r->time_us < warmUp_us)
		return;
	Meter *meter = &meters[r->kind];
	meter->calls++;
	meter->slots += allocatedSlots - slots;
	meter->bytes += allocatedBytes - bytes;
	if (allocatedSlots != slots || allocatedBytes != bytes)
		meter->allocating++;
}

static void cross(txMachine *the)
{
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
		differ(&expected, &got);
	Record r = take();
	for (; r.type == ENTER; r = take())
		run(the, &r);
	if (r.type != RETURN || r.kind != got.kind)
		quit("transcript", "a call of it has no return");
	if (r.b)
		mxUnknownError("%.*s", (int) r.length, (const char *) r.payload);
	if (into->kind != XS_UNDEFINED_KIND) {
		uint32_t length;
		uint8_t *bytes = view(the, into, &length);
		if (length != r.length)
			quit("transcript", "a read of it has another length");
		memcpy(bytes, r.payload, length);
	}
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = r.a;
}

static void payload(txMachine *the)
{
	uint32_t length;
	uint8_t *bytes = view(the, mxArgv(0), &length);
	if (length != entry->length)
		quit("transcript", "a write of it has another length");
	memcpy(bytes, entry->payload, length);
}

static void resolved(txMachine *the) {}

static void rejected(txMachine *the)
{
	quit("exception", fxToString(the, mxArgv(0)));
}

static void give(txMachine *the, const char *name, txCallback callback, int length)
{
	txID id = fxNewNameC(the, (txString) name);
	fxNewHostFunction(the, callback, length, id, XS_NO_ID);
	mxPush(mxGlobal);
	fxSetID(the, id);
	mxPop();
}

static void load(txMachine *the)
{
	mxPushStringC(modules[moduleCount - 1].name);
	fxRunImport(the, mxProgram.value.reference->next->value.module.realm, XS_NO_ID);
	mxDub();
	fxGetID(the, mxID(_then));
	mxCall();
	fxNewHostFunction(the, resolved, 1, XS_NO_ID, XS_NO_ID);
	fxNewHostFunction(the, rejected, 1, XS_NO_ID, XS_NO_ID);
	mxRunCount(2);
	mxPop();
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
}

static char *slurp(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		quit("transcript", path);
	fseek(f, 0, SEEK_END);
	*size = ftell(f);
	rewind(f);
	char *bytes = malloc(*size + 1);
	*size = fread(bytes, 1, *size, f);
	bytes[*size] = 0;
	fclose(f);
	return bytes;
}

static void report(txMachine *the)
{
	txSize code = 0;
	for (int i = 0; i < moduleCount; i++)
		code += modules[i].codeSize;
	fxCollect(the, XS_COMPACT_FLAG);
	printf("{\"slotBytes\":%d,\"liveSlots\":%d,\"liveChunkBytes\":%d,\"bytecodeBytes\":%d,\"entries\":[",
		(int) sizeof(txSlot), (int) the->currentHeapCount, (int) the->currentChunksSize, (int) code);
	const char *separator = "";
	for (int i = 0; i < KINDS; i++)
		if (meters[i].calls) {
			printf("%s{\"kind\":%d,\"calls\":%u,\"allocating\":%u,\"slots\":%u,\"bytes\":%u}", separator, i,
				meters[i].calls, meters[i].allocating, meters[i].slots, meters[i].bytes);
			separator = ",";
		}
	printf("]}\n");
}

int main(int argc, char *argv[])
{
	size_t size;
	if (argc != 8)
		quit("usage", "MODULES TRANSCRIPT SLOTS CHUNK_BYTES STACK_SLOTS KEYS WARMUP_us");
	for (char *p = slurp(argv[1], &size), *stop = p + size; p < stop && moduleCount < MODULES; moduleCount++) {
		modules[moduleCount].name = p;
		p += strlen(p) + 1;
		modules[moduleCount].source = p;
		p += strlen(p) + 1;
	}
	next = (uint8_t *) slurp(argv[2], &size);
	end = next + size;
	if (size < 8 || memcmp(next, "FFSEAM01", 8))
		quit("transcript", "this is no transcript");
	next += 8;
	warmUp_us = atof(argv[7]);
	compile();
	txCreation flash = { 64 * 1024, 0, 6000, 0, 256, 900, 0, 127, 31, 64 * 1024, 127 };
	txCreation device = { atoi(argv[4]), 0, atoi(argv[3]), 0, atoi(argv[5]), atoi(argv[6]), 0, 127, 31, 1024, 127 };
	txMachine *root = fxCreateMachine(&flash, "flash", NULL, XS_NO_ID);
	fxShareMachine(root);
	txMachine *the = fxCloneMachine(&device, root, "shoe", NULL);
	if (!the)
		quit("memory", "the heaps are too small for an empty machine");
	fxBeginHost(the);
	{
		mxTry(the) {
			give(the, "cross", cross, 6);
			give(the, "payload", payload, 1);
			load(the);
			Record r = take();
			for (; r.type == ENTER; r = take()) {
				run(the, &r);
				while (the->promiseJobs) {
					the->promiseJobs = 0;
					fxRunPromiseJobs(the);
				}
			}
			if (r.type != END || next != end)
				quit("transcript", "it goes on in a way no board does");
		}
		mxCatch(the) {
			quit("exception", fxToString(the, &mxException));
		}
	}
	report(the);
	fxEndHost(the);
	return 0;
}
