/* What is known of each line of any page as numbers: one row per feature.
 *
 * Script-neutral: lengths, kinds of characters, running text before and after, place among the heaviest runs of text,
 * and what the words of short lines were worth in training. All values are sums and quotients of whole numbers. */
#include "body.h"

enum { SHORT_WORDS = 12 }; /* lines of at most this many words are judged by their words too */
#define LONG 120.0 /* width from which a line without any mark is running text: wrapped, or a careless writer's */

Lines read_lines(const Model *model, Text text) {
    Lines out = {.measured = measure(model, text, 1)};
    Measured *m = &out.measured;
    i32 n = text.lines;
    find_cues(model, &out);
    u64 bytes = (u64)n * sizeof(f64);
    out.width = take_unset(bytes);
    out.words = take_unset(bytes);
    out.prose = take_unset(bytes);
    out.flow = take_unset(bytes);
    for (i32 i = 0; i < n; i++) {
        const i32 *counts = m->counts + (u64)i * CLASSES;
        f64 width = text.starts[i + 1] - text.starts[i] + 1.5 * counts[HAN], flow = m->words[i] - m->capitals[i];
        /* Running text has sentences: a mark inside or at the end, or so much of it that there must be some. A
         * headline in a list of others has none. Thai parts its sentences by spaces. */
        i32 marks = counts[STOP] + counts[COMMA] + (counts[THAI] ? counts[SPACE] : 0);
        /* A word of a script without spaces stands for two characters; words of Latin script have six. */
        int is_prose = flow >= 5 && width >= 40 && (marks || width >= LONG);
        out.width[i] = width;
        out.words[i] = m->words[i];
        out.flow[i] = flow;
        out.prose[i] = is_prose ? flow : 0.0;
    }
    Values values = word_values(m, model->words, SHORT_WORDS, 1 << 30);
    out.value = values.mean;
    out.value_low = values.low;
    out.value_high = values.high;
    out.mass = sums(out.prose, n);
    return out;
}

/* Open addressing; slots hold an index + 1. */
static u32 slots_for(i32 keys) {
    u32 size = 16;
    while (size < (u32)keys * 2) size *= 2;
    return size;
}

static int is_same(const Text *text, i32 a, i32 b) {
    i32 size = text->starts[a + 1] - text->starts[a];
    if (size != text->starts[b + 1] - text->starts[b]) return 0;
    const u32 *one = text->codes + text->starts[a], *other = text->codes + text->starts[b];
    for (i32 i = 0; i < size; i++)
        if (one[i] != other[i]) return 0;
    return 1;
}

/* A sum, and not a chain in which each character waits for the one before: four are hashed at once. */
static u32 hash_of(const u32 *codes, i32 size) {
    u32 sum = (u32)size;
    for (i32 i = 0; i < size; i++) {
        u32 mixed = (codes[i] + (u32)i * 0x9E3779B9u) * 0x85EBCA6Bu;
        sum += (mixed ^ (mixed >> 15)) * 0xC2B2AE35u;
    }
    return sum ^ (sum >> 16);
}

/* How often each line stands on the page. */
static void copies(const Text *text, f32 *out) {
    i32 n = text->lines;
    u32 size = slots_for(n);
    i32 *slots = take(size * sizeof(i32)), *first = take_unset(n * sizeof(i32)), *count = take(n * sizeof(i32));
    for (i32 i = 0; i < n; i++) {
        u32 at = hash_of(text->codes + text->starts[i], text->starts[i + 1] - text->starts[i]) & (size - 1);
        while (slots[at] && !is_same(text, slots[at] - 1, i)) at = (at + 1) & (size - 1);
        if (!slots[at]) slots[at] = i + 1;
        first[i] = slots[at] - 1;
        count[first[i]]++;
    }
    for (i32 i = 0; i < n; i++) out[i] = (f32)count[first[i]];
}

/* How many lines begin (or end) with the same two words; lines of one word stand alone. */
static void alike(const Measured *m, int at_end, f64 *out) {
    i32 n = m->text.lines;
    u32 size = slots_for(n);
    i32 *slots = take(size * sizeof(i32)), *first = take_unset(n * sizeof(i32)), *count = take(n * sizeof(i32));
    u64 *keys = take_unset(n * sizeof(u64));
    for (i32 i = 0; i < n; i++) {
        if (m->words[i] < 2) continue;
        i32 word = at_end ? m->word_starts[i + 1] - 2 : m->word_starts[i];
        keys[i] = (u64)m->bucket[word] * BUCKETS + m->bucket[word + 1];
        u32 at = (u32)((keys[i] * 0x9E3779B97F4A7C15ull) >> 32) & (size - 1);
        while (slots[at] && keys[slots[at] - 1] != keys[i]) at = (at + 1) & (size - 1);
        if (!slots[at]) slots[at] = i + 1;
        first[i] = slots[at] - 1;
        count[first[i]]++;
    }
    for (i32 i = 0; i < n; i++) out[i] = m->words[i] < 2 ? 1.0 : count[first[i]];
}

/* Whether a line holds an address. No early end, so that the compiler looks at four places at once. */
static int is_web(const u32 *codes, i32 size) {
    u32 found = 0;
    for (i32 i = 0; i < size; i++) found |= codes[i] == '@';
    for (i32 i = 0; i + 2 < size; i++) found |= (codes[i] == ':') & (codes[i + 1] == '/') & (codes[i + 2] == '/');
    for (i32 i = 0; i + 3 < size; i++)
        found |= (codes[i] == 'w') & (codes[i + 1] == 'w') & (codes[i + 2] == 'w') & (codes[i + 3] == '.');
    return (int)found;
}

/* Place among the runs of running text: lines of prose with at most two other lines between them. */
static void runs(const Lines *of, Rows *rows) {
    static const char *const NAMES[] = {
        "to_prose_before", "to_prose_after", "prose_met_before", "prose_met_after", "to_main",    "within_main",
        "main_weight",     "main_share",     "run_weight",       "run_after",       "run_before", "worst_since",
        "worst_until",     "to_top",         "since_bad",        "prose_since_bad",
    };
    enum {
        TO_BEFORE,
        TO_AFTER,
        MET_BEFORE,
        MET_AFTER,
        TO_MAIN,
        WITHIN_MAIN,
        WEIGHT,
        SHARE,
        RUN,
        RUN_AFTER,
        RUN_BEFORE,
        WORST_SINCE,
        WORST_UNTIL,
        TO_TOP,
        SINCE_BAD,
        PROSE_SINCE_BAD,
        ROWS
    };
    i32 n = rows->lines, count = 0;
    const f64 *prose = of->prose, *mass = of->mass;
    i32 *where = take_unset(n * sizeof(i32));
    for (i32 i = 0; i < n; i++)
        if (prose[i] > 0) where[count++] = i;
    f32 *out[ROWS];
    for (i32 r = 0; r < ROWS; r++) {
        out[r] = row(rows, NAMES[r]);
        for (i32 i = 0; i < n && !count; i++) out[r][i] = (f32)-FAR;
    }
    if (!count) return;
    /* The run of each line of prose, and the weight of each run. */
    i32 *run = take_unset(count * sizeof(i32)), runs = 0, main = 0;
    f64 *weight = take(count * sizeof(f64));
    for (i32 k = 0; k < count; k++) {
        if (k && where[k] - where[k - 1] > 3) runs++;
        run[k] = runs;
        weight[runs] += prose[where[k]];
    }
    main = heaviest(weight, runs + 1);
    i32 first = NOWHERE, last = 0;
    for (i32 k = 0; k < count; k++) {
        if (run[k] != main) continue;
        if (first < 0) first = where[k];
        last = where[k];
    }
    for (i32 i = 0, until = 0; i < n; i++) {
        int is_prose = prose[i] > 0;
        i32 upto = until + is_prose;
        f64 into = i - first, beyond = i - last;
        out[TO_BEFORE][i] = (f32)(until ? at_most(i - where[until - 1], FAR) : FAR);
        out[TO_AFTER][i] = (f32)(upto < count ? at_most(where[upto] - i, FAR) : FAR);
        out[MET_BEFORE][i] = (f32)(until ? prose[where[until - 1]] : 0.0);
        out[MET_AFTER][i] = (f32)(upto < count ? prose[where[upto]] : 0.0);
        out[TO_MAIN][i] = (f32)(at_most(into, 0.0) + at_least(beyond, 0.0));
        out[WITHIN_MAIN][i] = (f32)at_least(at_most(into, -beyond), -1.0);
        out[WEIGHT][i] = (f32)weight[main];
        out[SHARE][i] = (f32)(weight[main] / at_least(mass[n], 1.0));
        out[RUN][i] = (f32)(is_prose ? weight[run[until]] : 0.0);
        out[RUN_AFTER][i] = (f32)weight[run[less(until, count - 1)]];
        /* What stands behind the last line of prose looks at the run before that line's. */
        out[RUN_BEFORE][i] = (f32)(until == 0 ? 0.0 : weight[run[until < count ? until - 1 : more(count - 2, 0)]]);
        until = upto;
    }
    /* The worst cue ("Comments", "Related") between the heaviest line and here: what follows it is no body. */
    i32 top = heaviest(prose, n), bad = NOWHERE;
    f64 worst = 0.0;
    for (i32 i = 0; i < n; i++) {
        if (i > top) worst = at_most(worst, of->value[i]);
        if (of->value[i] < -60) bad = i;
        out[WORST_SINCE][i] = (f32)worst;
        out[TO_TOP][i] = (f32)(i - top);
        out[SINCE_BAD][i] = (f32)at_most(i - bad, FAR);
        out[PROSE_SINCE_BAD][i] = (f32)(mass[i] - mass[more(bad, 0)]);
    }
    worst = 0.0;
    for (i32 i = n - 1; i >= 0; i--) {
        worst = at_most(worst, i < top ? of->value[i] : 0.0);
        out[WORST_UNTIL][i] = (f32)worst;
    }
}

void text_features(const Model *model, const Lines *of, Rows *rows) {
    const Measured *m = &of->measured;
    i32 n = rows->lines;
    static const struct {
        const char *name;
        u8 class;
    } SHARES[] = {{"upper", UPPER}, {"digit", DIGIT}, {"space", SPACE}, {"bar", BAR}};
    static const struct {
        const char *name;
        u8 class;
    } COUNTED[] = {
        {"stops", STOP}, {"commas", COMMA}, {"colons", COLON},   {"quotes", QUOTE},     {"digits", DIGIT},
        {"bars", BAR},   {"dashes", DASH},  {"symbols", SYMBOL}, {"brackets", BRACKET},
    };
    u64 bytes = (u64)n * sizeof(f64);
    f64 *size = take_unset(bytes), *ends = take_unset(bytes), *capital = take_unset(bytes);
    f64 capitals = 0, digits = 0, chars = 0, prose_lines = 0;
    for (i32 i = 0; i < n; i++) {
        u8 last = m->last[i] == QUOTE || m->last[i] == BRACKET ? m->last_but_one[i] : m->last[i];
        size[i] = m->text.starts[i + 1] - m->text.starts[i];
        ends[i] = last == STOP;
        capital[i] = m->capitals[i] / at_least(of->words[i], 1.0);
        capitals += capital[i];
        chars += size[i];
        digits += m->counts[(u64)i * CLASSES + DIGIT];
        prose_lines += of->prose[i] > 0;
    }
    copy(rows, "width", of->width);
    copy(rows, "words", of->words);
    copy(rows, "flow", of->flow);
    f32 *word_length = row(rows, "word_length");
    for (i32 i = 0; i < n; i++) word_length[i] = (f32)(size[i] / at_least(of->words[i], 1.0));
    copy(rows, "capital", capital);
    for (u32 k = 0; k < sizeof(SHARES) / sizeof(*SHARES); k++) {
        f32 *out = row(rows, SHARES[k].name);
        for (i32 i = 0; i < n; i++) out[i] = (f32)(m->counts[(u64)i * CLASSES + SHARES[k].class] / size[i]);
    }
    for (u32 k = 0; k < sizeof(COUNTED) / sizeof(*COUNTED); k++) {
        f32 *out = row(rows, COUNTED[k].name);
        for (i32 i = 0; i < n; i++) out[i] = (f32)m->counts[(u64)i * CLASSES + COUNTED[k].class];
    }
    copy(rows, "ends", ends);
    f32 *last = row(rows, "last"), *first = row(rows, "first"), *web = row(rows, "web");
    for (i32 i = 0; i < n; i++) {
        last[i] = m->last[i];
        first[i] = m->first[i];
        web[i] = (f32)is_web(m->text.codes + m->text.starts[i], m->text.starts[i + 1] - m->text.starts[i]);
    }
    copies(&m->text, row(rows, "copies"));
    copy(rows, "value", of->value);
    copy(rows, "value_low", of->value_low);
    copy(rows, "value_high", of->value_high);
    for (i32 by = -2; by <= 2; by++) {
        if (!by) continue;
        around(rows, "width", of->width, -1.0, by);
        around(rows, "prose", of->prose, -1.0, by);
        around(rows, "value", of->value, 0.0, by);
        around(rows, "ends", ends, -1.0, by);
    }
    /* Signs of lists of teasers and comments: short lines with numbers (times), lines that begin or end alike. */
    f64 *stamp = take_unset(bytes), *same = take_unset(bytes), *same_end = take_unset(bytes);
    f64 *short_ = take_unset(bytes), *repeated = take_unset(bytes), *cued = take_unset(bytes);
    u8 *comments = take_unset(n), *related = take_unset(n);
    alike(m, 0, same);
    alike(m, 1, same_end);
    i32 known = 0;
    for (i32 w = 0; w < m->word_starts[n]; w++) known += model->words[m->bucket[w]] != 0;
    for (i32 i = 0; i < n; i++) {
        u8 announced = (u8)more(of->cue[i], of->opening[i]);
        stamp[i] = of->prose[i] == 0 && m->counts[(u64)i * CLASSES + DIGIT] >= 2 && m->words[i] <= 14;
        short_[i] = of->prose[i] == 0;
        repeated[i] = at_least(same[i], same_end[i]) >= 3;
        cued[i] = announced != NO_CUE;
        comments[i] = announced == COMMENTS;
        related[i] = announced == RELATED;
    }
    const f64 *mass = of->mass, *short_sum = sums(short_, n), *worth = sums(of->value, n), *widths = sums(of->width, n);
    const f64 *ends_sum = sums(ends, n), *stamps = sums(stamp, n), *alikes = sums(repeated, n), *cues = sums(cued, n);
    const struct {
        const char *name;
        const f64 *sums;
    } SUMMED[] =
        {
            {"prose", mass}, {"short", short_sum}, {"value", worth}, {"width", widths}, {"ends", ends_sum},
        },
      SIGNS[] = {{"stamps", stamps}, {"alike", alikes}, {"cues", cues}};
    static const i32 SPANS[] = {2, 6, 16, 32};
    for (i32 s = 0; s < 4; s++) {
        for (i32 k = 0; k < (SPANS[s] >= 4 ? 5 : 1); k++) {
            f32 *out = row_at(rows, SUMMED[k].name, "_before_", SPANS[s]);
            for (i32 i = 0; i < n; i++) out[i] = (f32)before(SUMMED[k].sums, i, SPANS[s]);
        }
        for (i32 k = 0; k < (SPANS[s] >= 4 ? 5 : 1); k++) {
            f32 *out = row_at(rows, SUMMED[k].name, "_after_", SPANS[s]);
            for (i32 i = 0; i < n; i++) out[i] = (f32)after(SUMMED[k].sums, n, i, SPANS[s]);
        }
    }
    f64 total = mass[n];
    f32 *share_before = row(rows, "share_before"), *share_after = row(rows, "share_after");
    for (i32 i = 0; i < n; i++) {
        share_before[i] = (f32)(mass[i] / at_least(total, 1.0));
        share_after[i] = (f32)((total - mass[i + 1]) / at_least(total, 1.0));
    }
    fill(rows, "total", total);
    fill(rows, "lines", n);
    f32 *place = row(rows, "place"), *to_end = row(rows, "to_end"), *from_start = row(rows, "from_start");
    for (i32 i = 0; i < n; i++) {
        place[i] = (f32)((f64)i / n);
        to_end[i] = (f32)(n - 1 - i);
        from_start[i] = (f32)i;
    }
    fill(rows, "prose_lines", prose_lines);
    fill(rows, "prose_share", prose_lines / n);
    fill(rows, "value_page", worth[n] / n);
    fill(rows, "ends_page", ends_sum[n] / n);
    fill(rows, "capital_page", capitals / n);
    fill(rows, "digit_page", digits / at_least(chars, 1.0));
    copy(rows, "stamp", stamp);
    copy(rows, "alike", same);
    copy(rows, "alike_end", same_end);
    for (i32 back = 1; back >= 0; back--) {
        for (i32 span = 4; span <= 12; span += 8) {
            for (i32 k = 0; k < 3; k++) {
                f32 *out = row_at(rows, SIGNS[k].name, back ? "_before_" : "_after_", span);
                for (i32 i = 0; i < n; i++) {
                    out[i] = (f32)(back ? before(SIGNS[k].sums, i, span) : after(SIGNS[k].sums, n, i, span));
                }
            }
        }
    }
    f32 *cue = row(rows, "cue"), *opening = row(rows, "opening");
    for (i32 i = 0; i < n; i++) {
        cue[i] = of->cue[i];
        opening[i] = of->opening[i];
    }
    fill(rows, "cues_page", cues[n] / n);
    since(rows, "comments", comments, mass);
    since(rows, "related", related, mass);
    f32 *since_top = row(rows, "stamps_since_top");
    i32 top = heaviest(of->prose, n);
    for (i32 i = 0; i < n; i++) since_top[i] = (f32)at_least(stamps[i] - stamps[top], -1.0);
    fill(rows, "known", (f64)known / more(m->word_starts[n], 1));
    runs(of, rows);
}
