/* Characters and words of all lines. */
#include "body.h"

enum { WORD_LIMIT = 24 }; /* characters of a word that count towards its number */
static const u64 FACTOR = 0x9E3779B97F4A7C15ull, MIX = 0xBF58476D1CE4E5B9ull;
/* What words are made of: 1 of scripts with spaces between them, 2 of those without, 0 none. */
static const u8 IN_WORD[CLASSES] = {[LOWER] = 1, [UPPER] = 1, [DIGIT] = 1, [MARK] = 1, [HAN] = 2, [THAI] = 2};

static inline u32 table_place(u32 code) { return code < PLANE ? code : PLANE - 1; }

/* The number of a word is a polynomial over its characters, mixed (the finaliser of SplitMix64), and its bucket the
 * highest bits of that. Scripts without spaces are cut after every second character. */
Measured measure(const Model *model, Text text, int is_keeping_codes) {
    i32 n = text.lines, chars = text.starts[n];
    Measured out = {.text = text};
    out.counts = take_unset((u64)n * CLASSES * sizeof(i32));
    out.first = take_unset(n);
    out.last = take_unset(n);
    out.last_but_one = take_unset(n);
    out.words = take_unset((u64)n * sizeof(i32));
    out.capitals = take_unset((u64)n * sizeof(i32));
    out.word_starts = take_unset((u64)(n + 1) * sizeof(i32));
    out.bucket = take_unset((u64)(chars + 1) * sizeof(u32));
    if (is_keeping_codes) {
        out.code = take_unset((u64)(chars + 1) * sizeof(u64));
        out.numeral = take_unset(chars + 1);
    }
    u64 factors[WORD_LIMIT];
    factors[0] = 1;
    for (int i = 1; i < WORD_LIMIT; i++) factors[i] = factors[i - 1] * FACTOR;
    const u32 *codes = text.codes;
    const u8 *kinds = model->kinds;
    i32 word = 0;
    for (i32 line = 0; line < n; line++) {
        i32 start = text.starts[line], end = text.starts[line + 1], capitals = 0;
        /* Characters of one class follow each other: counted in one place, each would wait for the one before. */
        i32 counts[2][CLASSES] = {{0}};
        out.word_starts[line] = word;
        for (i32 i = start; i < end;) {
            u32 place = table_place(codes[i]);
            u8 kind = kinds[place], sort = IN_WORD[kind];
            if (!sort) {
                counts[i++ & 1][kind]++;
                continue;
            }
            u8 initial = kind;
            i32 first = i, limit = sort == 2 ? less(end, i + 2) : end;
            u64 sum = 0;
            do {
                counts[i & 1][kind]++;
                if (i - first < WORD_LIMIT) sum += ((u64)model->lower[place] + 1) * factors[i - first];
                if (++i >= limit) break;
                place = table_place(codes[i]);
                kind = kinds[place];
            } while (IN_WORD[kind] == sort);
            sum ^= sum >> 29;
            sum *= MIX;
            out.bucket[word] = (u32)(sum >> (64 - HASH_BITS));
            if (is_keeping_codes) {
                out.code[word] = sum;
                out.numeral[word] = initial == DIGIT;
            }
            capitals += initial == UPPER;
            word++;
        }
        for (i32 k = 0; k < CLASSES; k++) out.counts[(u64)line * CLASSES + k] = counts[0][k] + counts[1][k];
        out.first[line] = kinds[table_place(codes[start])];
        out.last[line] = kinds[table_place(codes[end - 1])];
        out.last_but_one[line] = kinds[table_place(codes[more(end - 2, start)])];
        out.words[line] = word - out.word_starts[line];
        out.capitals[line] = capitals;
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
