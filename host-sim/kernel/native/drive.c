/*
 * Gives the native kernel the calls of a file (calls.ts tells their bytes), and writes a number for its state and results after each.
 *
 *     drive CALLS HASHES
 */
#include <stdio.h>
#include <string.h>
#include "kernel.h"

enum { CONSTRUCT, START_LSM6DSO, START_LSM6DSO_ACCEL_ONLY, START_ICM42688P, EXPECT_ICM42688P, RESYNC, INTERRUPT, SET_FOOT,
	SET_MOVING, TAKE, TELL, NEXT };

extern uint32_t state_hash(const Kernel *kernel);

static Kernel kernel;
static int32_t report[DRIVE_REPORT_FIELDS], record[DRIVE_STRIDE_FIELDS];
/* Of its own size exactly, so that a read beyond it is seen. */
static uint8_t block[DRIVE_BLOCK_BYTES];

static uint32_t mix(uint32_t hash, int32_t value)
{
	return (hash ^ (uint32_t) value) * 16777619u;
}

#if defined(__riscv)
#include <semihost.h>
/* Start-up code gives no arguments: the emulator tells them. None holds a space. */
static char **arguments(int *argc)
{
	static char line[256], *words[4];
	sys_semihost_get_cmdline(line, sizeof(line));
	*argc = 0;
	for (char *word = strtok(line, " "); word && *argc < 3; word = strtok(NULL, " "))
		words[(*argc)++] = word;
	return words;
}
#endif

int main(int argc, char **argv)
{
	unsigned char call[DRIVE_CALL_BYTES];
#if defined(__riscv)
	argv = arguments(&argc);
#endif
	FILE *in = argc == 3 ? fopen(argv[1], "rb") : NULL, *out = argc == 3 ? fopen(argv[2], "wb") : NULL;
	if (!in || !out) {
		fputs("drive CALLS HASHES\n", stderr);
		return 2;
	}
#if defined(__riscv)
	/* Each read leaves the emulator. */
	static char calls[1 << 20], hashes[1 << 16];
	setvbuf(in, calls, _IOFBF, sizeof(calls));
	setvbuf(out, hashes, _IOFBF, sizeof(hashes));
#endif
	while (fread(call, 1, sizeof(call), in) == sizeof(call)) {
		int32_t a[5], result = 0, count = 0;
		const int32_t *more = report;
		memcpy(a, call, sizeof(a));
		switch (a[0]) {
		case CONSTRUCT: {
			double s[6];
			if (fread(s, 1, sizeof(s), in) != DRIVE_SCALES_BYTES)
				return 3;
			FrameScale scale = { s[0], s[1], s[2] }, accelOnly = { s[3], s[4], s[5] };
			Kernel_construct(&kernel, &scale, &accelOnly, a[1], a[2]);
			break;
		}
		case START_LSM6DSO:
			Kernel_startLsm6dso(&kernel, a[1], a[2], a[3] != 0, a[4]);
			break;
		case START_LSM6DSO_ACCEL_ONLY:
			Kernel_startLsm6dsoAccelOnly(&kernel, a[1], a[2], a[3]);
			break;
		case START_ICM42688P:
			Kernel_startIcm42688p(&kernel, a[1], a[2] != 0, a[3]);
			break;
		case EXPECT_ICM42688P:
			Kernel_expectIcm42688p(&kernel, a[1], a[2], a[3]);
			break;
		case RESYNC:
			Kernel_resync(&kernel);
			break;
		case INTERRUPT:
			Kernel_interrupt(&kernel);
			break;
		case SET_FOOT:
			Kernel_setFoot(&kernel, a[1]);
			break;
		case SET_MOVING:
			Kernel_setMoving(&kernel, a[1] != 0);
			break;
		case TAKE:
			if (fread(block, 1, DRIVE_BLOCK_BYTES, in) != DRIVE_BLOCK_BYTES)
				return 3;
			result = Kernel_take(&kernel, block, a[1]);
			break;
		case TELL:
			Kernel_tell(&kernel, report);
			count = DRIVE_REPORT_FIELDS;
			break;
		case NEXT:
			result = Kernel_next(&kernel, record);
			more = record;
			count = result ? DRIVE_STRIDE_FIELDS : 0;
			break;
		default:
			return 3;
		}
		uint32_t hash = mix(state_hash(&kernel), result);
		for (int32_t i = 0; i < count; i++)
			hash = mix(hash, more[i]);
		fwrite(&hash, sizeof(hash), 1, out);
	}
	return fclose(out) == 0 ? 0 : 4;
}
