/* The machine the firmware runs on: modules in flash, fixed heaps, and an end with the cause when anything goes wrong. */
#include "footfall.h"
#include "xsScript.h"

enum { MODULES = 200, PAINT = 0xA5A5A5A5 };

typedef struct {
	char *name;
	txByte *symbols, *code;
	txSize symbolsSize, codeSize;
} Module;

static Module modules[MODULES];
static int moduleCount;
uint32_t collections;

/* ---- one line of JSON ---- */
void printText(const char *name, const char *text)
{
	printf("\"%s\":\"", name);
	for (const char *p = text; *p; p++)
		if (*p == '\n')
			printf("\\n");
		else if (*p == '"' || *p == '\\')
			printf("\\%c", *p);
		else if ((unsigned char) *p >= ' ')
			putchar(*p);
	putchar('"');
}

void quit(const char *what, const char *detail, const char *stack)
{
	printf("{\"time_us\":%.0f,\"during\":\"%s\",", now_us, entryName());
	printText("failure", what);
	putchar(',');
	printText("detail", detail);
	putchar(',');
	printText("stack", stack);
	printf("}\n");
	fflush(stdout);
	exit(1);
}

char *slurp(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		quit("file", path, "");
	fseek(f, 0, SEEK_END);
	*size = ftell(f);
	fseek(f, 0, SEEK_SET);
	char *bytes = malloc(*size + 1);
	if (!bytes)
		quit("file", "larger than this machine", "");
	*size = fread(bytes, 1, *size, f);
	bytes[*size] = 0;
	fclose(f);
	return bytes;
}

/* ---- the engine's platform ---- */
#if defined(__linux__)
/* Pages of their own, so that those of the flash can be made read-only. */
enum { AREAS = 8 };
static struct { void *at; size_t size; } areas[AREAS];
static int areaCount;

static void *allocate(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return NULL;
	if (areaCount < AREAS) {
		areas[areaCount].at = at;
		areas[areaCount++].size = size;
	}
	return at;
}

static txMachine *shoe;

static void writtenTo(int signal)
{
	quit("flash", "something preloaded was written to, or memory that is not there", shoe ? framesOf(shoe) : "");
}

static void burn(void)
{
	for (int i = 0; i < areaCount; i++)
		mprotect(areas[i].at, areas[i].size, PROT_READ);
	signal(SIGSEGV, writtenTo);
}
#else
static txMachine *shoe;
static void *allocate(size_t size) { return calloc(1, size); }
static void burn(void) {}
#endif

void *fxAllocateChunks(txMachine *the, txSize size) { return allocate(size); }
void fxFreeChunks(txMachine *the, void *chunks) {}
txSlot *fxAllocateSlots(txMachine *the, txSize count) { return allocate(count * sizeof(txSlot)); }
void fxFreeSlots(txMachine *the, void *slots) {}
void fxQueuePromiseJobs(txMachine *the) { the->promiseJobs = 1; }
#if !defined(__linux__)
uint32_t modMilliseconds(void) { return 0; }
#endif
#if !defined(mxParse)
txScript *fxParseScript(txMachine *the, void *stream, txGetter getter, txUnsigned flags) { return NULL; }
#endif

void fxAbort(txMachine *the, int status)
{
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		quit("memory", the->freeHeap ? "the chunk heap is full" : "the slot heap is full", framesOf(the));
	case XS_STACK_OVERFLOW_EXIT:
		quit("stack", "the stack is full", framesOf(the));
	case XS_NO_MORE_KEYS_EXIT:
		quit("keys", "the keys are used up", framesOf(the));
	case XS_TOO_MUCH_COMPUTATION_EXIT:
		quit("endless", "it does not come to an end", framesOf(the));
	case XS_UNHANDLED_REJECTION_EXIT:
		quit("rejection", fxToString(the, &mxException), stackOfThrow());
	default:
		quit("exception", fxToString(the, &mxException), stackOfThrow());
	}
}

void failWithException(txMachine *the)
{
	quit("exception", fxToString(the, &mxException), stackOfThrow());
}

void runJobs(txMachine *the)
{
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
	fxCheckUnhandledRejections(the, 1);
}

/* ---- modules ---- */
static Module *findModule(const char *name)
{
	for (int i = 0; i < moduleCount; i++)
		if (!strcmp(modules[i].name, name))
			return &modules[i];
	return NULL;
}

void addModule(char *name, txScript *script)
{
	if (moduleCount == MODULES)
		quit("compile", "too many modules", "");
	Module m = { name, script->symbolsBuffer, script->codeBuffer, script->symbolsSize, script->codeSize };
	modules[moduleCount++] = m;
}

/* Of each module: its name, NUL; sizes of symbols and code, two 32-bit integers; symbols and code. */
void writeModules(const char *path)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		quit("file", path, "");
	for (Module *m = modules; m < modules + moduleCount; m++) {
		txSize sizes[2] = { m->symbolsSize, m->codeSize };
		fwrite(m->name, 1, strlen(m->name) + 1, f);
		fwrite(sizes, 1, sizeof(sizes), f);
		fwrite(m->symbols, 1, m->symbolsSize, f);
		fwrite(m->code, 1, m->codeSize, f);
	}
	if (fclose(f))
		quit("file", path, "");
}

void readModules(const char *path)
{
	size_t size;
	char *p = slurp(path, &size), *end = p + size;
	while (p < end && moduleCount < MODULES) {
		Module *m = &modules[moduleCount++];
		txSize sizes[2];
		m->name = p;
		p += strlen(p) + 1;
		memcpy(sizes, p, sizeof(sizes));
		p += sizeof(sizes);
		m->symbolsSize = sizes[0];
		m->codeSize = sizes[1];
		m->symbols = p;
		p += m->symbolsSize;
		m->code = malloc(m->codeSize);
		memcpy(m->code, p, m->codeSize);
		p += m->codeSize;
	}
}

void printModules(void)
{
	printf("\"modules\":{");
	for (int i = 0; i < moduleCount; i++)
		printf("%s\"%s\":%d", i ? "," : "", modules[i].name, (int) modules[i].codeSize);
	printf("}");
}

/* Names are paths; a specifier that begins with "." starts from the folder of the module that imports, as on the chip. */
txID fxFindModule(txMachine *the, txSlot *realm, txID moduleID, txSlot *slot)
{
	char specifier[256], name[256] = "";
	const char *p = specifier;
	fxToStringBuffer(the, slot, specifier, sizeof(specifier));
	if (*p == '.') {
		snprintf(name, sizeof(name), "%s", fxGetKeyName(the, moduleID));
		*strrchr(name, '/') = 0;
		for (; *p == '.'; p += p[1] == '.' ? 3 : 2)
			if (p[1] == '.')
				*(strrchr(name, '/') ? strrchr(name, '/') : name) = 0;
		if (*name)
			strcat(name, "/");
	}
	strncat(name, p, sizeof(name) - strlen(name) - 1);
	return findModule(name) ? fxNewNameC(the, name) : XS_NO_ID;
}

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

static void nothing(txMachine *the) {}

static void rejected(txMachine *the)
{
	mxException = *mxArgv(0);
	failWithException(the);
}

static void import(txMachine *the, txCallback loaded)
{
	mxPushStringC(modules[moduleCount - 1].name);
	fxRunImport(the, mxProgram.value.reference->next->value.module.realm, XS_NO_ID);
	mxDub();
	fxGetID(the, mxID(_then));
	mxCall();
	fxNewHostFunction(the, loaded, 1, XS_NO_ID, XS_NO_ID);
	fxNewHostFunction(the, rejected, 1, XS_NO_ID, XS_NO_ID);
	mxRunCount(2);
	mxPop();
	runJobs(the);
}

static txSlot exports;

static void imported(txMachine *the)
{
	exports = *mxArgv(0);
}

void pushExport(txMachine *the, const char *name)
{
	import(the, imported);
	mxPushSlot(&exports);
	fxGetID(the, fxNewNameC(the, (txString) name));
}

/* ---- the two machines ---- */

/* The global object notes each built-in at its first use: all at once here, for it lies in flash as well. */
static void lookUpBuiltIns(txMachine *the)
{
	for (txID id = XS_SYMBOL_ID_COUNT; id < XS_INTRINSICS_COUNT; id++) {
		mxPush(mxGlobal);
		fxGetID(the, mxID(id));
		mxPop();
	}
}

/* Texts and code of the flash belong to no heap: collections of the shoe's machine pass over them. */
static void leaveHeaps(txMachine *the)
{
	for (txSlot *heap = the->firstHeap; heap; heap = heap->next)
		for (txSlot *slot = heap + 1; slot < heap->value.reference; slot++)
			switch (slot->kind) {
			case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
			case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
			case XS_CODE_KIND: slot->kind = XS_CODE_X_KIND; break;
			case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
			}
}

/* What the chip has in flash: the built-ins and all modules, evaluated. Nothing of it can be written any more. */
txMachine *flashMachine(void)
{
	txCreation creation = { 512 * 1024, 0, 40000, 0, 1024, 4096, 0, 127, 31, 64 * 1024, 127 };
	txMachine *the = fxCreateMachine(&creation, "flash", NULL, XS_NO_ID);
	fxBeginHost(the);
	{
		mxTry(the) {
			giveSeam(the);
			giveKernel(the);
			giveDigest(the);
			import(the, nothing);
			lookUpBuiltIns(the);
		}
		mxCatch(the) {
			failWithException(the);
		}
	}
	fxEndHost(the);
	fxShareMachine(the);
	leaveHeaps(the);
	burn();
	return the;
}

/* Sees every collection: it is marked in each. */
static void marked(txMachine *the, void *data, txMarkRoot markRoot)
{
	collections++;
}

static const txHostHooks watch = { NULL, marked, NULL };

txMachine *shoeMachine(txMachine *flash, const Limits *limits)
{
	txCreation creation = { limits->chunkBytes, 0, limits->slots, 0, limits->stackSlots, limits->keys, 0, 127, 31, 1024, 127 };
	txMachine *the = fxCloneMachine(&creation, flash, "shoe", NULL);
	if (!the)
		quit("memory", "the heaps are too small for an empty machine", "");
	for (uint32_t *p = (uint32_t *) the->stackBottom; (txSlot *) p < the->stack; p++)
		*p = PAINT;
	shoe = the;
	fxBeginHost(the);
	fxNewHostObject(the, NULL);
	fxSetHostData(the, the->stack, &collections);
	fxSetHostHooks(the, the->stack, &watch);
	return the;
}

/*
 * Most slots of the stack that were in use. Looked for downwards from here: numbers and strings are converted in the
 * stack's free end, which leaves traces there.
 */
int stackPeak(txMachine *the)
{
	enum { CLEAN_WORDS = 64 };
	uint32_t *p = (uint32_t *) the->stack, *lowest = p;
	for (int clean = 0; p > (uint32_t *) the->stackBottom && clean < CLEAN_WORDS;) {
		p--;
		if (*p == PAINT)
			clean++;
		else {
			clean = 0;
			lowest = p;
		}
	}
	return (int) (the->stackTop - (txSlot *) lowest);
}
