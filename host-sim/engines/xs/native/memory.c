/* The engine's allocators, counted: the source is included with its allocators renamed, and wrappers take their names. */
#include "xsAll.h"
#define fxNewSlot fxNewSlotUncounted
#define fxDuplicateSlot fxDuplicateSlotUncounted
#define fxNewChunk fxNewChunkUncounted
#define fxNewGrowableChunk fxNewGrowableChunkUncounted
#define fxRenewChunk fxRenewChunkUncounted
extern txSlot *fxNewSlot(txMachine *the);
extern txSlot *fxDuplicateSlot(txMachine *the, txSlot *slot);
#include "xsMemory.c"
#undef fxNewSlot
#undef fxDuplicateSlot
#undef fxNewChunk
#undef fxNewGrowableChunk
#undef fxRenewChunk

uint32_t allocatedSlots, allocatedBytes;

static uint32_t cost(uint32_t size)
{
	uint32_t mask = sizeof(size_t) - 1;
	return ((size + mask) & ~mask) + sizeof(txChunk);
}

txSlot *fxNewSlot(txMachine *the)
{
	allocatedSlots++;
	return fxNewSlotUncounted(the);
}

txSlot *fxDuplicateSlot(txMachine *the, txSlot *slot)
{
	allocatedSlots++;
	return fxDuplicateSlotUncounted(the, slot);
}

void *fxNewChunk(txMachine *the, txSize size)
{
	allocatedBytes += cost(size);
	return fxNewChunkUncounted(the, size);
}

void *fxNewGrowableChunk(txMachine *the, txSize size, txSize capacity)
{
	allocatedBytes += cost(capacity);
	return fxNewGrowableChunkUncounted(the, size, capacity);
}

void *fxRenewChunk(txMachine *the, void *data, txSize size)
{
	txChunk *chunk = (txChunk *) ((txByte *) data - sizeof(txChunk));
	uint32_t capacity = (uint32_t) (chunk->temporary - (txByte *) chunk);
	void *renewed = fxRenewChunkUncounted(the, data, size);
	if (renewed && cost(size) > capacity)
		allocatedBytes += cost(size) - capacity;
	return renewed;
}
