/* What the XS engine asks of its platform: this machine, or a bare RV32; without debugger, files or event loop. */
#ifndef FOOTFALL_XS_PLATFORM
#define FOOTFALL_XS_PLATFORM
#undef mxLittleEndian
#define mxLittleEndian 1
#define mxExport extern
#define mxImport extern
#define XS_FUNCTION_NORETURN __attribute__((noreturn))
#if defined(__linux__)
#undef mxLinux
#define mxLinux 1
#endif
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__linux__)
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>
#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#else
#define mxUnalignedAccess 0
#define mxMisalignedSettersCrash 1
#define htonl(x) __builtin_bswap32(x)
#define ntohl(x) __builtin_bswap32(x)
#define htons(x) __builtin_bswap16(x)
#define ntohs(x) __builtin_bswap16(x)
#endif
#define mxMachinePlatform \
	int promiseJobs; \
	void *waiterCondition; \
	void *waiterData; \
	txMachine *waiterLink;
#define mxUseDefaultMachinePlatform 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultSharedChunks 1
#ifdef mxParse
#define mxUseDefaultParseScript 1
#endif
#define mxFallThrough __attribute__((fallthrough))
#if INTPTR_MAX == INT64_MAX
#define mx32bitID 1
#endif
#endif
