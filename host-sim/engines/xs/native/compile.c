/* TypeScript's output to bytecode: by a machine of its own, so that no parser works in the firmware's heaps. */
#include "footfall.h"
#include "xsScript.h"

extern void addModule(char *name, txScript *script);

/* `sources` holds names and sources, NUL-terminated each. With `lines` the code tells its lines, for stacks; it is longer then. */
void compileModules(const char *sources, int lines)
{
	size_t size;
	char *p = slurp(sources, &size);
	char *end = p + size;
	txCreation large = { 1 << 24, 1 << 20, 1 << 18, 1 << 16, 4096, 8192, 1024, 1993, 127, 1 << 20, 1993 };
	txMachine *the = fxCreateMachine(&large, "compiler", NULL, XS_NO_ID);
	fxBeginHost(the);
	while (p < end) {
		char *name = p;
		p += strlen(p) + 1;
		txStringCStream stream = { p, 0, (txSize) strlen(p) };
		txScript *script = fxParseScript(the, &stream, fxStringCGetter, lines ? mxDebugFlag : 0);
		if (!script)
			quit("compile", name, "");
		addModule(name, script);
		p += strlen(p) + 1;
	}
	fxEndHost(the);
}
