/* Characters of UTF-8: white space, code points, the four entities that the serialiser writes. */
#include "html.h"

/* As space_at, for what begins with a byte of several. */
u32 wide_space_at(const u8 *at, const u8 *end) {
    if (*at == 0xc2) return at + 1 < end && (at[1] == 0x85 || at[1] == 0xa0) ? 2 : 0;
    if (at + 2 >= end) return 0;
    u32 rest = (u32)at[1] << 8 | at[2];
    if (*at == 0xe1) return rest == 0x9a80 ? 3 : 0; /* U+1680 */
    if (*at == 0xe3) return rest == 0x8080 ? 3 : 0; /* U+3000 */
    /* U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F */
    int is_space =
        (rest >= 0x8080 && rest <= 0x808a) || rest == 0x80a8 || rest == 0x80a9 || rest == 0x80af || rest == 0x819f;
    return is_space ? 3 : 0;
}

/* Bytes of the white space that ends here. */
u32 space_before(const u8 *start, const u8 *at) {
    for (u32 size = 1; size <= 3 && at - start >= (i32)size; size++)
        if (space_at(at - size, at) == size) return size;
    return 0;
}

u32 count_points(const u8 *at, u32 size) {
    u32 count = 0;
    for (u32 i = 0; i < size; i++) count += (at[i] & 0xc0) != 0x80;
    return count;
}

void append(Buffer *to, const u8 *at, u32 size) {
    if (to->size + size > to->room) __builtin_trap();
    u8 *out = to->at + to->size;
    to->size += size;
    /* Copying is a call of the machine, which costs more than a few characters. */
    if (size >= 64)
        __builtin_memcpy(out, at, size);
    else
        for (u32 i = 0; i < size; i++) out[i] = at[i];
}

static int begins(const u8 *at, const u8 *end, const char *what, u32 size) {
    if ((u32)(end - at) < size) return 0;
    for (u32 i = 0; i < size; i++)
        if (at[i] != (u8)what[i]) return 0;
    return 1;
}

void append_unescaped(Buffer *to, const u8 *at, u32 size) {
    const u8 *end = at + size, *from = at;
    for (; at < end; at++) {
        if (*at != '&') continue;
        const char *text = 0;
        u32 written = 0;
        if (begins(at, end, "&lt;", 4))
            text = "<", written = 4;
        else if (begins(at, end, "&gt;", 4))
            text = ">", written = 4;
        else if (begins(at, end, "&amp;", 5))
            text = "&", written = 5;
        else if (begins(at, end, "&nbsp;", 6))
            text = "\xc2\xa0", written = 6;
        if (!text) continue;
        append(to, from, (u32)(at - from));
        append(to, (const u8 *)text, written == 6 ? 2 : 1);
        from = at + written;
        at = from - 1;
    }
    append(to, from, (u32)(end - from));
}

/* Without white space at the ends, and with one space for each run of it inside. */
void collapse(Buffer *to, const u8 *at, u32 size) {
    if (to->size + size > to->room) __builtin_trap();
    const u8 *end = at + size;
    u8 *begin = to->at + to->size, *out = begin;
    int is_gap = 0;
    while (at < end) {
        u8 c = *at;
        u32 space = space_at(at, end);
        if (space) {
            is_gap = out > begin;
            at += space;
            continue;
        }
        if (is_gap) *out++ = ' ';
        is_gap = 0;
        *out++ = c;
        at++;
    }
    to->size += (u32)(out - begin);
}

/* The size without the white space at the end. */
u32 stripped_size(const u8 *at, u32 size) {
    u32 space;
    while ((space = space_before(at, at + size))) size -= space;
    return size;
}

int holds(Span in, const char *what) {
    u32 size = 0;
    while (what[size]) size++;
    for (u32 i = 0; i + size <= in.size; i++)
        if (in.at[i] == (u8)what[0] && begins(in.at + i, in.at + in.size, what, size)) return 1;
    return 0;
}
