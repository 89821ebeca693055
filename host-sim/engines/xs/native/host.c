/*
 * Runs the firmware on XS.
 *
 *     host compile SOURCES BYTECODE LINES
 *     host play BYTECODE TRANSCRIPT SLOTS CHUNK_BYTES STACK_SLOTS KEYS WARMUP_us MOST_OPERATIONS [ENTRIES]
 *
 * One line of JSON comes out. Exit status: 0 when every output was that of the transcript, 1 otherwise.
 */
#include "footfall.h"

#if defined(mxMetering)
static txBoolean stop(txMachine *the, txU4 operations) { return 0; }
#endif

static void report(txMachine *the, txMachine *flash, uint32_t cloneWork)
{
	uint32_t organic = collections, from, slotPause, chunkPause;
	int peak = stackPeak(the);
	from = workDone(the);
	fxCollect(the, XS_ORGANIC_FLAG);
	slotPause = workDone(the) - from;
	from = workDone(the);
	fxCollect(the, XS_COMPACT_FLAG | XS_ORGANIC_FLAG);
	chunkPause = workDone(the) - from;
	printf("{\"slotBytes\":%d,\"liveSlots\":%d,\"liveChunkBytes\":%d,\"collections\":%u,\"stackPeak\":%d,",
		(int) sizeof(txSlot), (int) the->currentHeapCount, (int) the->currentChunksSize, (unsigned) organic, peak);
	printf("\"keys\":%d,\"aliases\":%d,\"slotPause\":%u,\"chunkPause\":%u,\"cloneWork\":%u,\"cStackBytes\":%u,",
		(int) (the->keyIndex - the->keyOffset), (int) the->aliasCount, (unsigned) slotPause, (unsigned) chunkPause,
		(unsigned) cloneWork, (unsigned) cStackPeak());
#if defined(__linux__)
	printf("\"processor_ms\":%.1f,", clock() * 1000.0 / CLOCKS_PER_SEC);
#endif
	printf("\"flashSlots\":%d,\"flashChunkBytes\":%d,", (int) flash->currentHeapCount, (int) flash->currentChunksSize);
	printAlive(the);
	printModules();
	putchar(',');
	printMeters();
	printf("}\n");
}

static int playMain(int argc, char *argv[])
{
	size_t size;
	readModules(argv[2]);
	const uint8_t *transcript = (const uint8_t *) slurp(argv[3], &size);
	Limits limits = { atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), atoi(argv[7]) };
	txMachine *flash = flashMachine();
	uint32_t from = workDone(flash);
	txMachine *the = shoeMachine(flash, &limits);
	uint32_t cloned = workDone(flash) - from;
#if defined(mxMetering)
	fxBeginMetering(the, stop, atoi(argv[9]));
#endif
	{
		mxTry(the) {
			play(the, transcript, size, atof(argv[8]), argc > 10 ? argv[10] : "");
		}
		mxCatch(the) {
			failWithException(the);
		}
	}
	report(the, flash, cloned);
	return 0;
}

int main(int argc, char *argv[])
{
	paintCStack();
	argv = commandLine(&argc, argv);
#if defined(mxParse)
	if (argc == 5 && !strcmp(argv[1], "compile")) {
		compileModules(argv[2], atoi(argv[4]));
		writeModules(argv[3]);
		printf("{}\n");
		return 0;
	}
#endif
	if (argc < 10 || argc > 11 || strcmp(argv[1], "play"))
		quit("usage", "compile SOURCES BYTECODE LINES, or play BYTECODE TRANSCRIPT SLOTS CHUNK_BYTES STACK_SLOTS KEYS "
			"WARMUP_us MOST_OPERATIONS [ENTRIES]", "");
	return playMain(argc, argv);
}
