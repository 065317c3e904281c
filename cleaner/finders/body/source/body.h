/* The measuring half of the body finder: characters, features and forests of all lines of a page. */
#ifndef BODY_H
#define BODY_H

#include "base.h"

/* Classes of characters: LOWER holds every letter without case too; HAN holds kana; THAI holds Lao, Khmer, Burmese.
 * Which character is in which class stands in the model, so that the Unicode version of the Python that runs does not
 * matter. */
enum {
    OTHER,
    LOWER,
    UPPER,
    HAN,
    THAI,
    DIGIT,
    SPACE,
    STOP,
    COMMA,
    COLON,
    QUOTE,
    BAR,
    DASH,
    BRACKET,
    MARK,
    SYMBOL,
    CLASSES
};

/* What a known label announces. */
enum { NO_CUE, OTHER_CUE, RELATED, COMMENTS };

enum {
    HASH_BITS = 18,
    BUCKETS = 1 << HASH_BITS,
    PLANE = 1 << 16,
    FORESTS = 6,
    MOST_FEATURES = 256,
    LEVELS = 6,
    TAGS = 14
};
enum { TEXT, TEXT_AGAIN, HTML, GATE, KIND_TEXT, KIND_HTML };

#define SCALE 4096.0
#define FAR 99.0
#define NOWHERE -1000000000

typedef struct {
    i32 questions, trees, depth, bias;
    const u16 *feature;
    const f32 *border;
    const u16 *splits;
    const i16 *leaves;
} Forest;

typedef struct {
    const u8 *kinds;
    const u16 *lower;
    const i16 *words;
    const i16 *names;
    i32 cues;
    const u32 *cue_keys;
    const u8 *cue_kinds;
    Forest forests[FORESTS];
} Model;

/* Lines as they came: code points of all lines, one after the other. */
typedef struct {
    const u32 *codes;
    const i32 *starts; /* lines + 1 of them */
    i32 lines;
} Text;

typedef struct {
    Text text;
    i32 *counts; /* lines x CLASSES */
    u8 *first, *last, *last_but_one;
    i32 *words, *capitals;
    i32 *word_starts; /* lines + 1: where the words of each line begin in the three lists below */
    u32 *bucket;
    u64 *code;
    u8 *numeral;
} Measured;

/* What is known of each line before any feature is made. */
typedef struct {
    Measured measured;
    f64 *width, *words, *prose, *flow, *value, *value_low, *value_high, *mass; /* mass: lines + 1 */
    u8 *cue, *opening;
    u32 *key;
    i32 *key_words;
} Lines;

/* What the path of tags to a line says. */
typedef struct {
    signed char tags[TAGS]; /* -1 for a tag that has no number */
    u8 marks;               /* which of the tags that tell kinds of pages stand in the path, as bits */
    u8 article;             /* how many boxes lead to the first <article> above the line; 0 where none does */
} Place;

/* What HTML says of the lines; `ways` are lists of blocks from the root to a line's own, each once. */
typedef struct {
    const f64 *link;
    const u8 *comments, *title, *declared; /* declared: 2 where the page declares nothing */
    const i32 *which;
    i32 ways;
    const i32 *depth;
    const i32 *boxes;
    const Place *places; /* ways */
    Text names;
    const i32 *name_of; /* ways */
} Evidence;

/* "prose" "_before_" 16; no number where it is negative. */
typedef struct {
    const char *name, *between;
    i32 number;
} Name;

/* Features in the making: one row of numbers per feature. */
typedef struct {
    i32 lines, count;
    f32 *rows[MOST_FEATURES];
    Name names[MOST_FEATURES];
} Rows;

typedef struct {
    f64 *mean, *low, *high;
} Values;

/* chars.c */
Measured measure(const Model *model, Text text, int is_keeping_codes);
Values word_values(const Measured *of, const i16 *table, i32 most_words, i32 first_words);

/* cues.c */
void find_cues(const Model *model, Lines *of);

/* rows.c */
f32 *row(Rows *rows, const char *name);
f32 *row_at(Rows *rows, const char *name, const char *between, i32 number);
void fill(Rows *rows, const char *name, f64 value);
void copy(Rows *rows, const char *name, const f64 *from);
void around(Rows *rows, const char *name, const f64 *from, f64 outside, i32 by);
f64 *sums(const f64 *from, i32 lines);
f64 before(const f64 *sums, i32 at, i32 span);
f64 after(const f64 *sums, i32 lines, i32 at, i32 span);
void since(Rows *rows, const char *name, const u8 *marks, const f64 *mass);
i32 heaviest(const f64 *from, i32 lines);

/* text.c, title.c, second.c, markup.c */
Lines read_lines(const Model *model, Text text);
void text_features(const Model *model, const Lines *of, Rows *rows);
void title_features(const Lines *of, Rows *rows);
void second_features(const Lines *of, const i32 *scores, Rows *rows);
void html_features(const Model *model, const Lines *of, const Evidence *evidence, Rows *rows);

/* trees.c */
void score(const Forest *forest, f32 *const *rows, i32 lines, i32 *out);

/* whole.c */
typedef struct {
    f64 certainty_page, certainty_text; /* mean certainty where what does not stay goes, and where all stays */
    f64 prose, prose_kept, legible;     /* legible: letters and digits per word */
    i32 gate, kind, prose_lines_kept, size_kept, features;
} Whole;
Whole judge_whole(const Model *model, const Lines *of, const Evidence *evidence, const i32 *scores, const u8 *stays,
                  f32 *features);
void shared_words(const Lines *of, const u8 *stays, i32 *out);

#endif
