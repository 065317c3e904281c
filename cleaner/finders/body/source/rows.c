/* Rows of numbers, one per line: copies, values of the lines around each line, sums over windows of lines. */
#include "body.h"

static f32 *next(Rows *rows, const char *name, const char *between, i32 number) {
    if (rows->count >= MOST_FEATURES) __builtin_trap();
    rows->names[rows->count] = (Name){name, between, number};
    return rows->rows[rows->count++] = take_unset((u64)rows->lines * sizeof(f32));
}

f32 *row(Rows *rows, const char *name) { return next(rows, name, "", -1); }

f32 *row_at(Rows *rows, const char *name, const char *between, i32 number) { return next(rows, name, between, number); }

void fill(Rows *rows, const char *name, f64 value) {
    f32 *out = row(rows, name);
    for (i32 i = 0; i < rows->lines; i++) out[i] = (f32)value;
}

void copy(Rows *rows, const char *name, const f64 *from) {
    f32 *out = row(rows, name);
    for (i32 i = 0; i < rows->lines; i++) out[i] = (f32)from[i];
}

/* The values so many lines further on (negative: back). */
void around(Rows *rows, const char *name, const f64 *from, f64 outside, i32 by) {
    f32 *out = next(rows, name, by < 0 ? "-" : "+", by < 0 ? -by : by);
    for (i32 i = 0; i < rows->lines; i++) {
        i32 at = i + by;
        out[i] = (f32)(at < 0 || at >= rows->lines ? outside : from[at]);
    }
}

/* Sums up to each line, and to the end: lines + 1 numbers. */
f64 *sums(const f64 *from, i32 lines) {
    f64 *out = take((u64)(lines + 1) * sizeof(f64));
    for (i32 i = 0; i < lines; i++) out[i + 1] = out[i] + from[i];
    return out;
}

/* The sum over so many lines before a line, and after it, the line itself left out. */
f64 before(const f64 *sums, i32 at, i32 span) { return sums[at] - sums[more(at - span, 0)]; }

f64 after(const f64 *sums, i32 lines, i32 at, i32 span) { return sums[less(at + 1 + span, lines)] - sums[at + 1]; }

/* Lines and running text since the last marked line, and lines to the next. */
void since(Rows *rows, const char *name, const u8 *marks, const f64 *mass) {
    f32 *lines = row_at(rows, "since_", name, -1), *prose = row_at(rows, "prose_since_", name, -1);
    f32 *to = row_at(rows, "to_", name, -1);
    i32 last = NOWHERE, next = -NOWHERE;
    for (i32 i = 0; i < rows->lines; i++) {
        if (marks[i]) last = i;
        lines[i] = (f32)at_most(i - last, FAR);
        prose[i] = (f32)(last < 0 ? -1.0 : mass[i] - mass[last]);
    }
    for (i32 i = rows->lines - 1; i >= 0; i--) {
        if (marks[i]) next = i;
        to[i] = (f32)at_most(next - i, FAR);
    }
}

/* The first of the largest. */
i32 heaviest(const f64 *from, i32 lines) {
    i32 best = 0;
    for (i32 i = 1; i < lines; i++)
        if (from[i] > from[best]) best = i;
    return best;
}
