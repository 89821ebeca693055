/* What the XS engine asks of its platform: this machine, without debugger, files or event loop. */
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
#include <arpa/inet.h>
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#define mxMachinePlatform \
	int promiseJobs; \
	void *waiterCondition; \
	void *waiterData; \
	txMachine *waiterLink;
#define mxUseDefaultMachinePlatform 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultSharedChunks 1
#define mxUseDefaultParseScript 1
#define mxFallThrough __attribute__((fallthrough))
#if INTPTR_MAX == INT64_MAX
#define mx32bitID 1
#endif
#endif
