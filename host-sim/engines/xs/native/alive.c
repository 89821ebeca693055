/* What lives in the shoe's slot heap, by class: objects with their properties, and the slots that are in none (closures' variables). */
#include "footfall.h"

enum { CLASSES = 200 };
typedef struct {
	const char *name;
	uint32_t objects, slots;
} Class;

static const char *textOf(txSlot *slot)
{
	return slot->kind == XS_STRING_KIND || slot->kind == XS_STRING_X_KIND ? slot->value.string : NULL;
}

static txSlot *own(txSlot *instance, txID id)
{
	for (txSlot *property = instance->next; property; property = property->next)
		if (property->ID == id)
			return property;
	return NULL;
}

static const char *classOf(txSlot *instance)
{
	txSlot *prototype = instance->value.instance.prototype, *slot;
	if (!prototype)
		return "(no prototype)";
	slot = own(prototype, mxID(_constructor));
	if (!slot || slot->kind != XS_REFERENCE_KIND)
		return "(other)";
	slot = own(slot->value.reference, mxID(_name));
	const char *name = slot ? textOf(slot) : NULL;
	return name && *name ? name : "(other)";
}

void printAlive(txMachine *the)
{
	static Class classes[CLASSES];
	int count = 0;
	uint32_t within = 0;
	for (txSlot *heap = the->firstHeap; heap; heap = heap->next)
		for (txSlot *slot = heap + 1; slot < heap->value.reference; slot++) {
			if (slot->kind != XS_INSTANCE_KIND)
				continue;
			const char *name = classOf(slot);
			int i = 0;
			while (i < count && strcmp(classes[i].name, name))
				i++;
			if (i == count && count < CLASSES)
				classes[count++].name = name;
			if (i == CLASSES)
				continue;
			classes[i].objects++;
			for (txSlot *part = slot; part; part = part->next) {
				classes[i].slots++;
				within++;
			}
		}
	printf("\"alive\":{\"(in no object)\":[0,%u]", (unsigned) (the->currentHeapCount - within));
	for (int i = 0; i < count; i++)
		printf(",\"%s\":[%u,%u]", classes[i].name, (unsigned) classes[i].objects, (unsigned) classes[i].slots);
	printf("},");
}
