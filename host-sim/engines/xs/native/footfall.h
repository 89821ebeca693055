/* What the parts of the host program share. */
#ifndef FOOTFALL_HOST
#define FOOTFALL_HOST
#include "xsAll.h"

/* memory.c: allocations since the start, exact. */
extern uint32_t allocatedSlots, allocatedBytes;

/* stack.c: calls, innermost first, a line " at NAME (MODULE:LINE)" each; of code compiled with lines only, else without place. */
extern const char *framesOf(txMachine *the);
extern const char *stackOfThrow(void);
extern txSize instructionLength(const txU1 *p);

/* machine.c */
typedef struct {
	txSize slots, chunkBytes, stackSlots, keys;
} Limits;
/* A failure ends the program: one line of JSON with the cause, the time, the entry and the firmware's stack; status 1. */
extern void quit(const char *what, const char *detail, const char *stack) XS_FUNCTION_NORETURN;
extern void printText(const char *name, const char *text);
extern void readModules(const char *path);
extern void writeModules(const char *path);
extern char *slurp(const char *path, size_t *size);
extern txMachine *flashMachine(void);
extern txMachine *shoeMachine(txMachine *flash, const Limits *limits);
/* Pushes the exported function `name` of the last module. */
extern void pushExport(txMachine *the, const char *name);
extern void runJobs(txMachine *the);
extern void failWithException(txMachine *the) XS_FUNCTION_NORETURN;
extern uint32_t collections;
extern int stackPeak(txMachine *the);
extern void printModules(void);

/* alive.c */
extern void printAlive(txMachine *the);

/* compile.c; the bare machine has none. */
extern void compileModules(const char *sources, int lines);

/* bare.c */
extern void paintCStack(void);
extern uint32_t cStackPeak(void);
extern char **commandLine(int *argc, char **given);

/* Made by kernel-glue.ts: the native kernel's functions. */
extern void giveKernel(txMachine *the);

/* digest.c */
extern void giveDigest(txMachine *the);

/* ffi.c: what the glue calls. */
typedef struct {
	txSlot *(*argument)(txMachine *the, txInteger index);
	txSlot *(*result)(txMachine *the);
	txInteger (*toInteger)(txMachine *the, txSlot *slot);
	txUnsigned (*toUnsigned)(txMachine *the, txSlot *slot);
	txNumber (*toNumber)(txMachine *the, txSlot *slot);
	void **(*toBufferHandle)(txMachine *the, txSlot *slot, size_t size);
	void (*fromInteger)(txMachine *the, txSlot *slot, txInteger value);
} FfiTable;
extern const FfiTable *ffi;

/* seam.c */
extern double now_us;
extern const char *entryName(void);
extern void giveSeam(txMachine *the);
extern void play(txMachine *the, const uint8_t *transcript, size_t size, double warmUp_us, const char *entriesPath);
extern void printMeters(void);

/* Work done so far: RV32 instructions on the bare machine, else operations of the interpreter. Wraps at 2^32. */
static inline uint32_t workDone(txMachine *the)
{
#if defined(__riscv)
	uint32_t count;
	__asm__ volatile (".option push\n.option arch, +zicsr\ncsrr %0, minstret\n.option pop":"=r" (count));
	return count;
#else
	return the->meterIndex;
#endif
}

#endif
