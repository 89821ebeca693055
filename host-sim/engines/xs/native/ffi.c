/*
 * What the SDK's FFI gives its glue: a table of functions, each call of which goes through it, so that a call of the kernel costs here what it
 * costs on the chip.
 */
#include "footfall.h"

static txSlot *argument(txMachine *the, txInteger index)
{
	return mxArgv(fxCheckArg(the, index));
}

static txSlot *result(txMachine *the)
{
	return mxResult;
}

/* The address changes with the next collection: the handle is where it is kept. */
static void **bufferHandle(txMachine *the, txSlot *slot, size_t size)
{
	fxToArrayBuffer(the, slot);
	txSlot *data = slot->value.reference->next;
	if (!data->value.arrayBuffer.address)
		mxTypeError("detached buffer");
	if (data->next->value.bufferInfo.length < (txSize) size)
		mxRangeError("invalid buffer size %ld", (long) data->next->value.bufferInfo.length);
	return (void **) &data->value.arrayBuffer.address;
}

static const FfiTable table = { argument, result, fxToInteger, fxToUnsigned, fxToNumber, bufferHandle, fxInteger };
const FfiTable *ffi = &table;
