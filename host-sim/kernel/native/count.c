/*
 * Counts the instructions of the kernel's passes, each without those within it, and prints them at the end, less what the
 * counting itself takes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "count.h"

enum { OUTSIDE = COUNT_PASSES, AROUND, PROBE, KINDS, NESTED = 16 };

typedef struct {
	uint64_t work;
	uint32_t calls, inner;
} Pass;

static Pass passes[KINDS];
static int open[NESTED] = { OUTSIDE }, depth;
static uint32_t mark, began, longest;

static inline uint32_t instructions(void)
{
	uint32_t count = 0;
#if defined(__riscv)
	__asm__ volatile (".option push\n.option arch, +zicsr\ncsrr %0, minstret\n.option pop":"=r" (count));
#endif
	return count;
}

void count_enter(int pass)
{
	passes[open[depth]].work += (uint32_t) (instructions() - mark);
	passes[open[depth]].inner++;
	passes[pass].calls++;
	open[++depth] = pass;
	mark = instructions();
	if (depth == 1)
		began = mark;
}

void count_leave(void)
{
	const uint32_t now = instructions();
	passes[open[depth--]].work += (uint32_t) (now - mark);
	if (depth == 0 && now - began > longest)
		longest = now - began;
	mark = instructions();
}

/* A pass within a pass, both empty: what counting adds to one, and to the one around it. */
static uint32_t itself(void)
{
	return passes[PROBE].work;
}

static uint32_t around(void)
{
	return passes[AROUND].work - itself();
}

static void print(void)
{
	count_enter(AROUND);
	count_enter(PROBE);
	count_leave();
	count_leave();
	printf("{\"longest\":%u,\"passes\":[", (unsigned) (longest - itself()));
	for (int i = 0; i < COUNT_PASSES; i++) {
		const Pass *pass = &passes[i];
		const uint64_t work = pass->work - (uint64_t) pass->calls * itself() - (uint64_t) pass->inner * around();
		printf("%s{\"calls\":%u,\"work\":%.0f}", i ? "," : "", (unsigned) pass->calls, (double) work);
	}
	printf("]}\n");
}

__attribute__((constructor))
static void begin(void)
{
	atexit(print);
}
