/*
 * What integer TypeScript means, in C that the standard fixes: no signed overflow, no shift of a negative number, no narrowing left
 * to the compiler. Compilers make one instruction each of what is written out here.
 *
 * ITS_CHECKED: what the translator has not proven stops the program with the TypeScript's file and line.
 * Without it an index or a declared range that is not proven still stops it (abort), so that nothing outside of an array is
 * touched, and what is proven from declared ranges holds; a store that may not fit 32 bits wraps.
 */
#ifndef ITS_H
#define ITS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef ITS_CHECKED
#include <stdio.h>
#endif

/* Not copied to where it is called: less code. */
#if defined(__GNUC__)
#define ITS_NOINLINE __attribute__((noinline, unused))
#else
#define ITS_NOINLINE
#endif

/* Doubles are used at construction alone; they must be those of TypeScript. */
_Static_assert(sizeof(double) == 8, "double is not binary64");

static inline int32_t its_i32(uint32_t u)
{
	return u <= INT32_MAX ? (int32_t)u : (int32_t)(u - 0x80000000u) + INT32_MIN;
}

static inline int64_t its_i64(uint64_t u)
{
	return u <= INT64_MAX ? (int64_t)u : (int64_t)(u - 0x8000000000000000u) + INT64_MIN;
}

/* ToInt32 of an exact value. */
static inline int32_t its_wrap(int64_t v)
{
	return its_i32((uint32_t)(uint64_t)v);
}

/* The low bits as they are: the standard gives both types of a union the same bytes, and fixes what they mean. */
static inline int8_t its_int8(int32_t v)
{
	const union {
		uint8_t u;
		int8_t i;
	} low = { (uint8_t)v };
	return low.i;
}

static inline uint8_t its_uint8(int32_t v)
{
	return (uint8_t)v;
}

static inline int16_t its_int16(int32_t v)
{
	const union {
		uint16_t u;
		int16_t i;
	} low = { (uint16_t)v };
	return low.i;
}

static inline uint16_t its_uint16(int32_t v)
{
	return (uint16_t)v;
}

static inline int32_t its_shl(int32_t v, int32_t n)
{
	return its_i32((uint32_t)v << ((uint32_t)n & 31u));
}

static inline int32_t its_sar(int32_t v, int32_t n)
{
	const uint32_t by = (uint32_t)n & 31u;
	return v < 0 ? ~(~v >> by) : v >> by;
}

/* `v < 0 ? -v : v`, v not INT32_MIN; of what was loaded as 16 bits compilers make something longer of that. */
static inline int32_t its_abs(int32_t v)
{
	const int32_t sign = its_sar(v, 31);
	return (v ^ sign) - sign;
}

static inline uint32_t its_shr(int32_t v, int32_t n)
{
	return (uint32_t)v >> ((uint32_t)n & 31u);
}

static inline int32_t its_imul(int32_t a, int32_t b)
{
	return its_i32((uint32_t)a * (uint32_t)b);
}

/* (a / b) | 0 */
ITS_NOINLINE static int32_t its_div(int64_t a, int64_t b)
{
	if (b == 0)
		return 0;
	if (b == -1)
		return its_wrap(its_i64(0u - (uint64_t)a));
	return its_wrap(a / b);
}

static inline int32_t its_div32(int32_t a, int32_t b)
{
	if (b == 0)
		return 0;
	if (b == -1)
		return its_i32(0u - (uint32_t)a);
	return a / b;
}

/* (a * b / c) | 0, the product below 2^53 */
ITS_NOINLINE static int32_t its_mul_div(int32_t a, int32_t b, int32_t c)
{
	return c == 0 ? 0 : its_wrap((int64_t)a * b / c);
}

/* Math.floor((a * b) / 2^n) | 0, n from 1 to 30, the product below 2^53 */
ITS_NOINLINE static int32_t its_mul_shift(int32_t a, int32_t b, int32_t n)
{
	const uint64_t product = (uint64_t)((int64_t)a * b);
	return its_i32((uint32_t)(product >> 32) << (32 - n) | (uint32_t)product >> n);
}

static inline int32_t its_mul_shift_wide(int64_t a, int64_t b, int32_t n)
{
	return its_i32((uint32_t)((uint64_t)a * (uint64_t)b >> n));
}

static inline double its_real_min(double a, double b)
{
	return a < b ? a : b;
}

static inline double its_real_max(double a, double b)
{
	return a > b ? a : b;
}

static inline int32_t its_min(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static inline int32_t its_max(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

#ifdef ITS_CHECKED

static inline void its_fail(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	abort();
}

static inline int64_t its_exact_at(bool overflow, int64_t v, const char *file, int line)
{
	if (overflow || v > 9007199254740992 || v < -9007199254740992)
		its_fail("an intermediate result beyond 2^53: JavaScript rounds it", file, line);
	return v;
}

static inline bool its_overflows(int64_t a, int64_t b)
{
	const int64_t limit = INT64_MAX;
	if (a == 0 || b == 0)
		return false;
	if (a == INT64_MIN || b == INT64_MIN)
		return true;
	return (a < 0 ? -a : a) > limit / (b < 0 ? -b : b);
}

static inline int64_t its_range_at(int64_t v, int64_t low, int64_t high, const char *what, const char *file, int line)
{
	if (v < low || v > high) {
		fprintf(stderr, "%s:%d: %lld is not within %lld and %lld\n", file, line, (long long)v, (long long)low,
			(long long)high);
		its_fail(what, file, line);
	}
	return v;
}

/* Operands lie within 2^54: sums do not overflow 64 bits. */
#define its_add(a, b) its_exact_at(false, (int64_t)(a) + (b), __FILE__, __LINE__)
#define its_sub(a, b) its_exact_at(false, (int64_t)(a) - (b), __FILE__, __LINE__)
#define its_mul(a, b) its_mul_at(a, b, __FILE__, __LINE__)
static inline int64_t its_mul_at(int64_t a, int64_t b, const char *file, int line)
{
	const bool overflow = its_overflows(a, b);
	return its_exact_at(overflow, overflow ? 0 : a * b, file, line);
}
static inline int32_t its_mul_shift_at(int64_t a, int64_t b, int32_t n, const char *file, int line)
{
	its_mul_at(a, b, file, line);
	return its_mul_shift_wide(a, b, n);
}
#define its_mul_shift_guarded(a, b, n) its_mul_shift_at(a, b, n, __FILE__, __LINE__)
#define its_mul_shift_wide_guarded(a, b, n) its_mul_shift_at(a, b, n, __FILE__, __LINE__)
/* A store of what may not fit 32 bits, or a declared range. */
#define its_fit(v) ((int32_t)its_range_at(v, INT32_MIN, INT32_MAX, "a stored value leaves 32 bits", __FILE__, __LINE__))
#define its_within(v, low, high) \
	((int32_t)its_range_at(v, low, high, "a value leaves the range that is declared", __FILE__, __LINE__))
#define its_require(v, low, high) \
	((void)its_range_at(v, low, high, "an argument leaves the range that is declared", __FILE__, __LINE__))
/* What is given from outside: the class that calls this has tested it. */
#define its_given(v, low, high) its_require(v, low, high)
#define its_given_real(v, low, high) \
	((v) >= (low) && (v) <= (high) ? (void)0 : its_fail("an argument leaves the range that is declared", __FILE__, __LINE__))
#define its_index(i, length) \
	((int32_t)its_range_at(i, 0, (length) - 1, "an index leaves its array", __FILE__, __LINE__))
#define its_mod(a, b) its_mod_at(a, b, __FILE__, __LINE__)
static inline int64_t its_mod_at(int64_t a, int64_t b, const char *file, int line)
{
	if (b == 0)
		its_fail("a remainder of a division by 0", file, line);
	return b == -1 ? 0 : a % b;
}
#define its_unsure(x) its_fail(x, __FILE__, __LINE__)

#else

#define its_add(a, b) its_i64((uint64_t)(int64_t)(a) + (uint64_t)(int64_t)(b))
#define its_sub(a, b) its_i64((uint64_t)(int64_t)(a) - (uint64_t)(int64_t)(b))
#define its_mul(a, b) its_i64((uint64_t)(int64_t)(a) * (uint64_t)(int64_t)(b))
#define its_mul_shift_guarded(a, b, n) its_mul_shift(a, b, n)
#define its_mul_shift_wide_guarded(a, b, n) its_mul_shift_wide(a, b, n)
#define its_fit(v) its_wrap(v)
static inline int32_t its_within(int64_t v, int32_t low, int32_t high)
{
	if (v < low || v > high)
		abort();
	return (int32_t)v;
}
#define its_require(v, low, high) ((void)its_within(v, low, high))
#define its_given(v, low, high) ((void)0)
#define its_given_real(v, low, high) ((void)0)
static inline int32_t its_index(int64_t i, int32_t length)
{
	if (i < 0 || i >= length)
		abort();
	return (int32_t)i;
}
static inline int64_t its_mod(int64_t a, int64_t b)
{
	return b == 0 || b == -1 ? 0 : a % b;
}
#define its_unsure(x) ((void)0)

#endif

/* Real numbers to integers: once at construction, so that it need not be quick. */
ITS_NOINLINE static int32_t its_truncate(double x)
{
	if (!(x > -2147483649.0 && x < 2147483648.0)) {
		its_unsure("a real number that does not fit 32 bits");
		return 0;
	}
	return (int32_t)x;
}

static inline int32_t its_floor(double x)
{
	const int32_t whole = its_truncate(x);
	return whole > x && whole > INT32_MIN ? whole - 1 : whole;
}

ITS_NOINLINE static int32_t its_round(double x)
{
	const int32_t whole = its_floor(x);
	return x - whole >= 0.5 && whole < INT32_MAX ? whole + 1 : whole;
}

#ifdef ITS_VERIFY
/* The tests of the translator: does a value lie where the analysis says? */
#define its_verify(v, low, high) its_range_at(v, low, high, "the analysis is wrong about a value", __FILE__, __LINE__)
#define its_unreachable() its_fail("the analysis is wrong: this is reached", __FILE__, __LINE__)
#endif

/* fill and copyWithin; all of target, start and end from 0 to the length. */
#define ITS_ARRAYS(name, type) \
	static inline void its_copy_##name(type *a, int32_t target, int32_t start, int32_t end, int32_t length) \
	{ \
		const int32_t room = length - target; \
		const int32_t count = end - start < room ? end - start : room; \
		if (target <= start) \
			for (int32_t i = 0; i < count; i++) \
				a[target + i] = a[start + i]; \
		else \
			for (int32_t i = count - 1; i >= 0; i--) \
				a[target + i] = a[start + i]; \
	} \
	static inline void its_fill_##name(type *a, int32_t length, type value) \
	{ \
		for (int32_t i = 0; i < length; i++) \
			a[i] = value; \
	}
ITS_ARRAYS(int8, int8_t)
ITS_ARRAYS(uint8, uint8_t)
ITS_ARRAYS(int16, int16_t)
ITS_ARRAYS(uint16, uint16_t)
ITS_ARRAYS(int32, int32_t)
#undef ITS_ARRAYS

#endif
