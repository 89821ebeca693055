/* mixed(array, hash, bits, count): FNV-1a of the first elements of a typed array; for tests of state (host-sim/kernel/state-hash.ts). */
#include "footfall.h"

static void mixed(txMachine *the)
{
	txSlot *array = mxArgc > 3 && mxArgv(0)->kind == XS_REFERENCE_KIND ? mxArgv(0)->value.reference->next : NULL;
	if (!array || array->kind != XS_TYPED_ARRAY_KIND)
		mxTypeError("mixed takes a typed array, a hash, bits and a count");
	txSlot *data = array->next;
	uint32_t hash = fxToInteger(the, mxArgv(1));
	int32_t bits = fxToInteger(the, mxArgv(2)), count = fxToInteger(the, mxArgv(3));
	int32_t bytes = (bits < 0 ? -bits : bits) / 8;
	if (count < 0 || count > data->value.dataView.size / bytes)
		mxRangeError("mixed: the array is shorter");
	const txByte *at = data->next->value.reference->next->value.arrayBuffer.address + data->value.dataView.offset;
	for (int32_t i = 0; i < count; i++) {
		int32_t value;
		switch (bits) {
		case -8: value = ((const int8_t *) at)[i]; break;
		case 8: value = ((const uint8_t *) at)[i]; break;
		case -16: value = ((const int16_t *) at)[i]; break;
		case 16: value = ((const uint16_t *) at)[i]; break;
		default: value = ((const int32_t *) at)[i]; break;
		}
		hash = (hash ^ (uint32_t) value) * 16777619u;
	}
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = (int32_t) hash;
}

void giveDigest(txMachine *the)
{
	txID id = fxNewNameC(the, "mixed");
	fxNewHostFunction(the, mixed, 4, id, XS_NO_ID);
	mxPush(mxGlobal);
	fxSetID(the, id);
	mxPop();
}
