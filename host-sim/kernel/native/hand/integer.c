/* Roots and lengths of integers (integer.ts). */
#include "hand.h"

enum { SQUARE_FITS = 26000 };

/* Floor; 0 for negative numbers. */
int32_t square_root(int32_t n)
{
	uint32_t rest = n > 0 ? n : 0, root = 0, bit = 1u << 30;
	while (bit > rest)
		bit >>= 2;
	for (; bit; bit >>= 2) {
		const uint32_t trial = root + bit;
		root >>= 1;
		if (rest >= trial) {
			rest -= trial;
			root += bit;
		}
	}
	return root;
}

/* Length of a vector whose components are within 2^20, to 0.1 % and one unit. */
int32_t norm3(int32_t x, int32_t y, int32_t z)
{
	int shift = 0;
	x = magnitude(x);
	y = magnitude(y);
	z = magnitude(z);
	int32_t most = x > y ? x : y;
	if (z > most)
		most = z;
	for (; most > SQUARE_FITS; most >>= 1)
		shift++;
	x >>= shift;
	y >>= shift;
	z >>= shift;
	return square_root(x * x + y * y + z * z) << shift;
}
