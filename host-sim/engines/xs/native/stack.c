/* Which functions are running, and where in their modules. The engine itself notes lines only for its debugger. */
#define _GNU_SOURCE
#include "footfall.h"
/* The engine's throw is renamed, so that the stack can be noted before it is left. */
#define fxJump fxJumpUnnoted
extern void fxJump(txMachine *the);
#include "xsAll.c"
#undef fxJump

enum { LONGEST_FUNCTION = 1 << 16 };

/* Bytes of an instruction; those of a function's code are not part of the one that makes it. */
txSize instructionLength(const txU1 *p)
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

/* Bytes of the function's code that follows the instruction at `p`, 0 for others. */
static txSize innerLength(const txU1 *p)
{
	txU2 n2;
	txS4 n4;
	switch (*p) {
	case XS_CODE_CODE_1: case XS_CODE_CODE_ARCHIVE_1:
		return p[1];
	case XS_CODE_CODE_2: case XS_CODE_CODE_ARCHIVE_2:
		memcpy(&n2, p + 1, sizeof(n2));
		return n2;
	case XS_CODE_CODE_4: case XS_CODE_CODE_ARCHIVE_4:
		memcpy(&n4, p + 1, sizeof(n4));
		return n4;
	default:
		return 0;
	}
}

/* The last FILE and LINE instructions of a function before `at`. */
static int place(txMachine *the, const txU1 *code, const txU1 *at, txID *file)
{
	txU2 line = 0;
	if (at < code || at - code > LONGEST_FUNCTION)
		return 0;
	while (code < at) {
		if (*code == XS_CODE_FILE)
			memcpy(file, code + 1, sizeof(*file));
		else if (*code == XS_CODE_LINE)
			memcpy(&line, code + 1, sizeof(line));
		code += instructionLength(code) + innerLength(code);
	}
	return line;
}

/* Allocates nothing: the heaps may be full. */
static void describe(txMachine *the, char *text, size_t size)
{
	char *p = text, *end = text + size - 256;
	const txU1 *at = (const txU1 *) the->code;
	*p = 0;
	for (txSlot *frame = the->frame; frame && p < end; at = (const txU1 *) frame->value.frame.code, frame = frame->next) {
		txSlot *function = frame + 3;
		if (function->kind != XS_REFERENCE_KIND || !mxIsFunction(function->value.reference))
			continue;
		txSlot *code = mxFunctionInstanceCode(function->value.reference);
		if (code->kind != XS_CODE_KIND && code->kind != XS_CODE_X_KIND)
			continue;
		txSlot *name = mxBehaviorGetProperty(the, function->value.reference, mxID(_name), 0, XS_OWN);
		int named = name && (name->kind == XS_STRING_KIND || name->kind == XS_STRING_X_KIND);
		txID file = XS_NO_ID;
		int line = place(the, (const txU1 *) code->value.code.address, at, &file);
		p += snprintf(p, 100, "\n at %s (", named ? name->value.string : "");
		if (file != XS_NO_ID)
			p += snprintf(p, 120, "%s:%d", fxGetKeyName(the, file), line);
		p += sprintf(p, ")");
	}
}

const char *framesOf(txMachine *the)
{
	static char text[4096];
	describe(the, text, sizeof(text));
	return text;
}

static char thrown[4096];
static txSlot *noted;

const char *stackOfThrow(void)
{
	return thrown;
}

void fxJump(txMachine *the)
{
	/* On its way out an exception is thrown again and again. */
	if (mxException.kind != XS_REFERENCE_KIND || mxException.value.reference != noted)
		describe(the, thrown, sizeof(thrown));
	noted = mxException.kind == XS_REFERENCE_KIND ? mxException.value.reference : NULL;
	fxJumpUnnoted(the);
}
