/* What is known and done on the bare machine only: how much of the C stack was used, and the command line. */
#include "footfall.h"

#if defined(__riscv)
#include <semihost.h>
enum { PAINT = 0x5A, ROOM = 64, MOST_ARGUMENTS = 16 };
extern char __stack[];
static char *lowest;

void paintCStack(void)
{
	char *top = (char *) __builtin_frame_address(0) - ROOM;
	lowest = __stack - C_STACK_BYTES + ROOM;
	for (volatile char *p = lowest; p < top; p++)
		*p = PAINT;
}

uint32_t cStackPeak(void)
{
	char *p = lowest;
	while (*p == PAINT)
		p++;
	return (uint32_t) (__stack - p);
}

/* Start-up code gives none: the emulator tells it. No argument holds a space. */
char **commandLine(int *argc, char **given)
{
	static char line[1024], *words[MOST_ARGUMENTS + 1];
	if (sys_semihost_get_cmdline(line, sizeof(line)) != 0)
		return given;
	*argc = 0;
	for (char *word = strtok(line, " "); word && *argc < MOST_ARGUMENTS; word = strtok(NULL, " "))
		words[(*argc)++] = word;
	return words;
}
#else
void paintCStack(void) {}
uint32_t cStackPeak(void) { return 0; }
char **commandLine(int *argc, char **given) { return given; }
#endif
