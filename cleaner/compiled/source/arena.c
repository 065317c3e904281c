/* Memory: what is kept for all documents, then what one needs. */
#include "base.h"

extern u8 __heap_base;
static u64 top, floor_;
static i32 is_full; /* whether memory ran out, which is no mistake of ours */

EXPORT(get_full) i32 get_full(void) { return at(&is_full); }

static void *grab(u64 bytes) {
    if (!top) top = (u64)(u32)&__heap_base;
    u64 start = (top + 15) & ~15ull;
    top = start + bytes;
    u64 held = (u64)__builtin_wasm_memory_size(0) << 16;
    if (top > held) {
        u64 pages = (top - held + 65535) >> 16;
        if (pages > 65536 || __builtin_wasm_memory_grow(0, pages) == (u32)-1) {
            is_full = 1;
            __builtin_trap();
        }
    }
    return (void *)(u32)start;
}

void *take(u64 bytes) {
    u8 *out = grab(bytes);
    __builtin_memset(out, 0, bytes);
    return out;
}

void *take_unset(u64 bytes) { return grab(bytes); }

void *keep(u64 bytes) {
    void *out = grab(bytes);
    floor_ = top;
    return out;
}

void arena_reset(void) { top = floor_; }

const void *next_list(const u8 **from, u64 bytes) {
    const void *out = *from;
    *from += (bytes + 7) & ~7ull;
    return out;
}
