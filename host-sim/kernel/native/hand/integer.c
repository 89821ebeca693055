/* Roots and lengths of integers (integer.ts). */
#include "hand.h"

enum { SQUARE_FITS = 26000 };

/* Floor; 0 for negative numbers. By Newton's rule. */
int32_t square_root(int32_t n)
{
	int32_t root = 1, next;
	if (n <= 0)
		return 0;
	for (int32_t rest = n; rest > 0; rest >>= 2)
		root <<= 1;
	while ((next = (root + n / root) >> 1) < root)
		root = next;
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
	const int32_t square = x * x + y * y + z * z;
	int32_t root = (5 * most + 3 * (x + y + z)) >> 3;
	if (root == 0)
		return 0;
	root = (root + square / root) >> 1;
	root = (root + square / root) >> 1;
	while (root * root > square)
		root--;
	return root << shift;
}
