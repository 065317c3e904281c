/* What every module begins with: types, memory, and how numbers come in and go out.
 *
 * There is no C library. What one document needs stands in one arena that the next one empties; what is true of all
 * stands before it and is written once. A mistake stops one call and cannot read or write anything of the process
 * around it. */
#ifndef BASE_H
#define BASE_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef short i16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
typedef float f32;
typedef double f64;

#define EXPORT(name) __attribute__((export_name(#name)))

void *take(u64 bytes);       /* zeros */
void *take_unset(u64 bytes); /* for what is written whole */
void *keep(u64 bytes);       /* beyond the next arena_reset */
void arena_reset(void);
const void *next_list(const u8 **from,
                      u64 bytes); /* lists stand one behind the other, each up to a multiple of eight */

static inline i32 at(const void *pointer) { return (i32)(u32)pointer; }
static inline f64 at_most(f64 a, f64 b) { return a < b ? a : b; }
static inline f64 at_least(f64 a, f64 b) { return a > b ? a : b; }
static inline i32 more(i32 a, i32 b) { return a > b ? a : b; }
static inline i32 less(i32 a, i32 b) { return a < b ? a : b; }

#endif
