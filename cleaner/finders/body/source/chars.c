/* Characters and words of all lines. */
#include "body.h"

enum { WORD_LIMIT = 24 }; /* characters of a word that count towards its number */
static const u64 FACTOR = 0x9E3779B97F4A7C15ull, MIX = 0xBF58476D1CE4E5B9ull;
static const u8 IN_WORD[CLASSES] = {[LOWER] = 1, [UPPER] = 1, [HAN] = 1, [THAI] = 1, [DIGIT] = 1, [MARK] = 1};

/* The number of a word is a polynomial over its characters, mixed (the finaliser of SplitMix64), and its bucket the
 * highest bits of that. Scripts without spaces are cut after every second character. */
Measured measure(const Model *model, Text text, int is_keeping_codes) {
    i32 n = text.lines, chars = text.starts[n];
    Measured out = {.text = text};
    out.counts = take((u64)n * CLASSES * sizeof(i32));
    out.first = take(n);
    out.last = take(n);
    out.last_but_one = take(n);
    out.words = take((u64)n * sizeof(i32));
    out.capitals = take((u64)n * sizeof(i32));
    out.word_starts = take((u64)(n + 1) * sizeof(i32));
    out.bucket = take_unset((u64)(chars + 1) * sizeof(u32));
    if (is_keeping_codes) {
        out.code = take_unset((u64)(chars + 1) * sizeof(u64));
        out.numeral = take_unset(chars + 1);
    }
    u64 factors[WORD_LIMIT];
    factors[0] = 1;
    for (int i = 1; i < WORD_LIMIT; i++) factors[i] = factors[i - 1] * FACTOR;
    i32 word = 0;
    for (i32 line = 0; line < n; line++) {
        i32 start = text.starts[line], end = text.starts[line + 1];
        i32 *counts = out.counts + (u64)line * CLASSES;
        int was_inside = 0, was_spaceless = 0;
        i32 run = 0, within = 0;
        u64 sum = 0;
        u8 initial = OTHER, kind = OTHER, previous = OTHER;
        out.word_starts[line] = word;
        for (i32 i = start; i <= end; i++) {
            int inside = 0, is_spaceless = 0, begins = 0;
            u32 point = 0;
            if (i < end) {
                point = text.codes[i];
                if (point >= PLANE) point = PLANE - 1;
                previous = kind;
                kind = model->kinds[point];
                if (i == start) out.first[line] = previous = kind;
                counts[kind]++;
                inside = IN_WORD[kind];
                is_spaceless = kind == HAN || kind == THAI;
                if (inside) {
                    if (!was_inside || is_spaceless != was_spaceless) run = 0, begins = 1;
                    begins |= is_spaceless && run % 2 == 0;
                }
            }
            if (was_inside && (!inside || begins)) {
                sum ^= sum >> 29;
                u64 code = sum * MIX;
                out.bucket[word] = (u32)(code >> (64 - HASH_BITS));
                if (is_keeping_codes) {
                    out.code[word] = code;
                    out.numeral[word] = initial == DIGIT;
                }
                out.capitals[line] += initial == UPPER;
                word++;
            }
            if (begins) {
                initial = kind;
                within = 0;
                sum = 0;
            }
            if (inside) {
                if (within < WORD_LIMIT) sum += ((u64)model->lower[point] + 1) * factors[within];
                within++;
                run++;
            }
            was_inside = inside;
            was_spaceless = is_spaceless;
        }
        out.last[line] = kind;
        out.last_but_one[line] = previous;
        out.words[line] = word - out.word_starts[line];
    }
    out.word_starts[n] = word;
    return out;
}

/* Mean, lowest and highest value of each line's first words; 0 for lines of no or of more than `most_words` words. */
Values word_values(const Measured *of, const i16 *table, i32 most_words, i32 first_words) {
    i32 n = of->text.lines;
    u64 bytes = (u64)n * sizeof(f64);
    Values out = {take(bytes), take(bytes), take(bytes)};
    for (i32 i = 0; i < n; i++) {
        i32 words = less(of->words[i], first_words);
        if (!words || words > most_words) continue;
        i32 start = of->word_starts[i], sum = 0, low = 32767, high = -32768;
        for (i32 w = start; w < start + words; w++) {
            i32 value = table[of->bucket[w]];
            sum += value;
            low = less(low, value);
            high = more(high, value);
        }
        out.mean[i] = (f64)sum / words;
        out.low[i] = low;
        out.high[i] = high;
    }
    return out;
}
