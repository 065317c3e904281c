/* Boosted symmetric trees, evaluated for all lines of a page at once, in whole numbers.
 *
 * In a symmetric tree (Kohavi and Li 1995: oblivious decision graphs; the form CatBoost trains) all nodes of one depth
 * ask the same question, so that a leaf is the number formed by the answers. Leaf values are whole numbers: the order
 * of addition does not matter. */
#include "body.h"

enum { BLOCK = 64 }; /* lines at once: the answers to a thousand questions about them stay in the cache */

void score(const Forest *forest, f32 *const *rows, i32 lines, i32 *out) {
    u8 *answers = take_unset((u64)forest->questions * BLOCK);
    f32 values[BLOCK];
    for (i32 start = 0; start < lines; start += BLOCK) {
        i32 held = less(lines - start, BLOCK);
        for (i32 q = 0; q < forest->questions; q++) {
            const f32 *from = rows[forest->feature[q]] + start;
            f32 border = forest->border[q];
            u8 *to = answers + q * BLOCK;
            if (held < BLOCK) {
                for (i32 i = 0; i < held; i++) values[i] = from[i];
                from = values;
            }
            for (i32 i = 0; i < BLOCK; i++) to[i] = from[i] > border;
        }
        i32 total[BLOCK];
        for (i32 i = 0; i < BLOCK; i++) total[i] = forest->bias;
        for (i32 t = 0; t < forest->trees; t++) {
            u8 leaf[BLOCK] = {0};
            const u16 *splits = forest->splits + t * forest->depth;
            for (i32 d = forest->depth - 1; d >= 0; d--) {
                const u8 *answer = answers + splits[d] * BLOCK;
                for (i32 i = 0; i < BLOCK; i++) leaf[i] = (u8)(leaf[i] + leaf[i] + answer[i]);
            }
            const i16 *leaves = forest->leaves + (t << forest->depth);
            for (i32 i = 0; i < BLOCK; i++) total[i] += leaves[leaf[i]];
        }
        for (i32 i = 0; i < held; i++) out[start + i] = total[i];
    }
}
