/* What the library calls. Arguments and answers stand in one record, the slots (cleaner/compiled/machine.py). */
#include "body.h"

enum {
    /* in, in the order in which engine.py writes them */
    SIZE,       /* reserve, make_room: bytes; look: code points */
    LINES,      /* look: lines; their lengths stand behind the code points */
    STEPS,      /* look: what to do */
    FEW,        /* look: lines that the first look must doubt for a second one */
    LIMIT_TEXT, /* look: what is taken off the scores */
    LIMIT_HTML,
    HAS_EVIDENCE, /* look: whether what HTML says of the lines stands behind them */
    WAYS,
    BOX_COUNT,
    NAME_COUNT,
    NAME_CHARS,
    AS_HTML, /* judge: whether the evidence counts */
    /* out */
    INPUT, /* where the next input belongs */
    LOOKED_AGAIN,
    DOUBTED, /* lines below the limit at the first look */
    SCORES,  /* from here on: where lists stand, of one entry per line unless said otherwise */
    STAYS,
    PROSE,
    WIDTH,
    WORDS,
    LAST,
    SHARED,
    WHOLE,
    FEATURES, /* of the page as a whole */
    COUNTS,   /* CLASSES for each line */
    CAPITALS,
    CUES,
    OPENINGS,
    KEYS,
    KEY_WORDS,
    WORD_STARTS, /* and where the last line's end */
    BUCKETS_OF,  /* one for each word */
    ROWS_TEXT,
    ROWS_TITLE,
    ROWS_SECOND,
    ROWS_HTML,
    SLOTS
};
enum { READ = 1, FIRST_LOOK = 2, SECOND_LOOK = 4, HTML_LOOK = 8 };

static i32 slots[SLOTS];
static Model model;
static Lines page;
static Evidence evidence;
static Rows of_text, of_title, of_second, of_html;
static i32 *scores;
static u8 *input;
static u32 room;

EXPORT(get_slots) i32 get_slots(void) { return at(slots); }

/* SIZE bytes that stay. */
EXPORT(reserve) void reserve(void) { slots[INPUT] = at(keep((u32)slots[SIZE])); }

/* Room for an input of SIZE bytes; what was known of the last page is gone. */
EXPORT(make_room) void make_room(void) {
    arena_reset();
    room = (u32)slots[SIZE];
    input = take_unset(room);
    slots[INPUT] = at(input);
}

/* The model as written to INPUT: sizes, then lists, each up to a multiple of eight bytes; benchmarks/body_image.py
 * writes it. */
EXPORT(set_model) void set_model(void) {
    const u8 *from = (const u8 *)(u32)slots[INPUT];
    const i32 *sizes = next_list(&from, (1 + 4 * FORESTS) * sizeof(i32));
    model.cues = sizes[0];
    model.kinds = next_list(&from, PLANE);
    model.lower = next_list(&from, PLANE * sizeof(u16));
    model.words = next_list(&from, BUCKETS * sizeof(i16));
    model.names = next_list(&from, BUCKETS * sizeof(i16));
    model.cue_keys = next_list(&from, (u32)model.cues * sizeof(u32));
    model.cue_kinds = next_list(&from, (u32)model.cues);
    for (i32 f = 0; f < FORESTS; f++) {
        Forest *forest = &model.forests[f];
        const i32 *of = sizes + 1 + 4 * f;
        *forest = (Forest){.questions = of[0], .trees = of[1], .depth = of[2], .bias = of[3]};
        forest->feature = next_list(&from, (u32)forest->questions * sizeof(u16));
        forest->border = next_list(&from, (u32)forest->questions * sizeof(f32));
        forest->splits = next_list(&from, (u32)(forest->trees * forest->depth) * sizeof(u16));
        forest->leaves = next_list(&from, ((u32)forest->trees << forest->depth) * sizeof(i16));
    }
}

static const i32 *starts_of(const i32 *sizes, i32 count) {
    i32 *out = take_unset((u64)(count + 1) * sizeof(i32));
    out[0] = 0;
    for (i32 i = 0; i < count; i++) out[i + 1] = out[i] + sizes[i];
    return out;
}

static void read_page(void) {
    /* The input stands first in the arena, and the rest of the arena is made anew. */
    arena_reset();
    input = take_unset(room);
    const u8 *from = input;
    i32 n = slots[LINES];
    Text text = {.lines = n};
    text.codes = next_list(&from, (u32)slots[SIZE] * sizeof(u32));
    text.starts = starts_of(next_list(&from, (u32)n * sizeof(i32)), n);
    page = read_lines(&model, text);
    scores = take((u64)n * sizeof(i32));
    of_text = of_title = of_second = of_html = (Rows){.lines = n};
    text_features(&model, &page, &of_text);
    evidence = (Evidence){0};
    if (slots[HAS_EVIDENCE]) {
        i32 ways = slots[WAYS];
        evidence.ways = ways;
        evidence.link = next_list(&from, (u32)n * sizeof(f64));
        evidence.comments = next_list(&from, (u32)n);
        evidence.title = next_list(&from, (u32)n);
        evidence.declared = next_list(&from, (u32)n);
        evidence.which = next_list(&from, (u32)n * sizeof(i32));
        evidence.depth = next_list(&from, (u32)ways * sizeof(i32));
        evidence.boxes = next_list(&from, (u32)slots[BOX_COUNT] * sizeof(i32));
        evidence.places = next_list(&from, (u32)ways * sizeof(Place));
        evidence.name_of = next_list(&from, (u32)ways * sizeof(i32));
        evidence.names.lines = slots[NAME_COUNT];
        evidence.names.codes = next_list(&from, (u32)slots[NAME_CHARS] * sizeof(u32));
        evidence.names.starts = starts_of(next_list(&from, (u32)slots[NAME_COUNT] * sizeof(i32)), slots[NAME_COUNT]);
    }
    const Measured *m = &page.measured;
    slots[SCORES] = at(scores);
    slots[PROSE] = at(page.prose);
    slots[WIDTH] = at(page.width);
    slots[WORDS] = at(m->words);
    slots[LAST] = at(m->last);
    slots[STAYS] = at(take(n));
    slots[SHARED] = 0;
    slots[CUES] = at(page.cue);
    slots[OPENINGS] = at(page.opening);
    slots[KEYS] = at(page.key);
    slots[KEY_WORDS] = at(page.key_words);
    slots[BUCKETS_OF] = at(m->bucket);
    slots[WORD_STARTS] = at(m->word_starts);
    slots[COUNTS] = at(m->counts);
    slots[CAPITALS] = at(m->capitals);
    slots[ROWS_TEXT] = at(&of_text);
    slots[ROWS_TITLE] = at(&of_title);
    slots[ROWS_SECOND] = at(&of_second);
    slots[ROWS_HTML] = at(&of_html);
}

static void look_with(i32 forest, const Rows *a, const Rows *b, const Rows *c) {
    f32 *rows[3 * MOST_FEATURES];
    i32 count = 0;
    const Rows *parts[] = {a, b, c};
    for (i32 p = 0; p < 3; p++)
        for (i32 r = 0; parts[p] && r < parts[p]->count; r++) rows[count++] = parts[p]->rows[r];
    score(&model.forests[forest], rows, page.measured.text.lines, scores);
}

/* Measures the page (READ) and scores its lines: by the first forest for text, also by the second where FEW lines are
 * in doubt, or by the one for HTML. */
EXPORT(look) void look(void) {
    i32 steps = slots[STEPS], n;
    if (steps & READ) read_page();
    n = page.measured.text.lines;
    slots[LOOKED_AGAIN] = 0;
    if (steps & (FIRST_LOOK | SECOND_LOOK)) {
        if (!of_title.count) title_features(&page, &of_title);
        look_with(TEXT, &of_text, &of_title, 0);
        i32 doubted = 0;
        for (i32 i = 0; i < n; i++) doubted += scores[i] < slots[LIMIT_TEXT];
        slots[DOUBTED] = doubted;
        if (steps & SECOND_LOOK && doubted >= slots[FEW]) {
            of_second.count = 0;
            second_features(&page, scores, &of_second);
            look_with(TEXT_AGAIN, &of_text, &of_title, &of_second);
            slots[LOOKED_AGAIN] = 1;
        }
        for (i32 i = 0; i < n; i++) scores[i] -= slots[LIMIT_TEXT];
    }
    if (steps & HTML_LOOK) {
        if (!evidence.ways) __builtin_trap();
        if (!of_html.count) html_features(&model, &page, &evidence, &of_html);
        look_with(HTML, &of_text, &of_html, 0);
        for (i32 i = 0; i < n; i++) scores[i] -= slots[LIMIT_HTML];
    }
}

/* Looks at the page as a whole, by SCORES and STAYS. */
EXPORT(judge) void judge(void) {
    const u8 *stays = (const u8 *)(u32)slots[STAYS];
    f32 *features = take(MOST_FEATURES * sizeof(f32));
    Whole *whole = take(sizeof(Whole));
    i32 *shared = take((u64)page.measured.text.lines * sizeof(i32));
    *whole = judge_whole(&model, &page, slots[AS_HTML] && evidence.ways ? &evidence : 0, scores, stays, features);
    if (!slots[AS_HTML]) shared_words(&page, stays, shared);
    slots[WHOLE] = at(whole);
    slots[FEATURES] = at(features);
    slots[SHARED] = at(shared);
}
