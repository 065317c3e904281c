/* What the page as a whole looks like: sums and quotients of whole numbers, and how sure its verdicts are. */
#include "body.h"

enum { STAMP_WORDS = 14, TITLE_REACH = 40, ARTICLE_MARK = 16 };

typedef struct {
    i32 count;
    f32 *values;
} List;

static void add(List *list, f64 value) {
    if (list->count >= MOST_FEATURES) __builtin_trap();
    list->values[list->count++] = (f32)value;
}

/* Gaps of Ciura (2001). */
static void sort(f64 *values, i32 size) {
    static const i32 GAPS[] = {17961, 7983, 3548, 1577, 701, 301, 132, 57, 23, 10, 4, 1};
    for (u32 g = 0; g < sizeof(GAPS) / sizeof(*GAPS); g++) {
        for (i32 i = GAPS[g]; i < size; i++) {
            f64 held = values[i];
            i32 at = i;
            for (; at >= GAPS[g] && values[at - GAPS[g]] > held; at -= GAPS[g]) values[at] = values[at - GAPS[g]];
            values[at] = held;
        }
    }
}

static void of_html(List *out, const Lines *of, const Evidence *e, const u8 *stays, i32 k) {
    i32 n = of->measured.text.lines, highest = 0, boxes = 0;
    i32 *starts = take((u64)(e->ways + 1) * sizeof(i32));
    for (i32 w = 0; w < e->ways; w++) starts[w + 1] = starts[w] + e->depth[w];
    boxes = starts[e->ways];
    for (i32 b = 0; b < boxes; b++) highest = more(highest, e->boxes[b] + 1);
    f64 link = 0, width = 0, link_kept = 0, width_kept = 0;
    i32 tags[7] = {0}, titles = 0, articles = 0, held[3] = {0};
    u8 *seen = take((u64)(highest + 1) * 3); /* one above each id; 0 stands for none */
    for (i32 i = 0; i < n; i++) {
        i32 w = e->which[i], end = starts[w + 1], depth = e->depth[w];
        link += e->link[i] * of->width[i];
        width += of->width[i];
        titles += e->title[i];
        articles += (e->places[w].marks & ARTICLE_MARK) != 0;
        if (e->places[w].article) {
            u8 *met = seen + (u64)2 * (highest + 1) + 1 + e->boxes[starts[w] + less(e->places[w].article, depth) - 1];
            held[2] += !*met;
            *met = 1;
        }
        if (!stays[i]) continue;
        link_kept += e->link[i] * of->width[i];
        width_kept += of->width[i];
        for (i32 t = 0; t < 7; t++) tags[t] += e->places[w].marks >> t & 1;
        for (i32 up = 2; up <= 3; up++) {
            u8 *met = seen + (u64)(up - 2) * (highest + 1) + (depth >= up ? 1 + e->boxes[end - up] : 0);
            held[up - 2] += !*met;
            *met = 1;
        }
    }
    add(out, link / at_least(width, 1.0));
    add(out, link_kept / at_least(width_kept, 1.0));
    for (i32 t = 0; t < 7; t++) add(out, (f64)tags[t] / k);
    add(out, (f64)held[0] / k);
    add(out, (f64)held[1] / k);
    add(out, titles > 0);
    add(out, e->declared[0] != 2);
    add(out, (f64)articles / n);
    add(out, held[2]);
}

Whole judge_whole(const Model *model, const Lines *of, const Evidence *e, const i32 *scores, const u8 *stays,
                  f32 *features) {
    const Measured *m = &of->measured;
    i32 n = m->text.lines, kept = 0, first = NOWHERE, last = 0, runs = 0, stamps = 0, prose_lines = 0, doubted = 0;
    i32 ends_kept = 0, ends_gone = 0, cued = 0, cued_gone = 0, comments_gone = 0, short_gone = 0;
    f64 width = 0, width_gone = 0, logits = 0, most = 0, capitals = 0;
    i64 digits = 0, chars = 0, digits_kept = 0, chars_kept = 0, in_words = 0, words = 0;
    f64 weights = 0, certain_page = 0, certain_text = 0;
    f64 *widths = take_unset((u64)n * sizeof(f64));
    Whole out = {0};
    for (i32 i = 0; i < n; i++) {
        if (!stays[i]) continue;
        if (first < 0) first = i;
        runs += i == first || !stays[i - 1];
        last = i;
    }
    i32 strong[3] = {0}, strong_before[3] = {0}, strong_after[3] = {0}, stamps_between = 0;
    f64 strong_width[3] = {0};
    for (i32 i = 0; i < n; i++) {
        const i32 *counts = m->counts + (u64)i * CLASSES;
        i32 size = m->text.starts[i + 1] - m->text.starts[i];
        f64 logit = scores[i] / SCALE, weight = at_least(of->width[i], 1.0);
        f64 certainty = at_most((logit < 0 ? -logit : logit) / 3.0, 1.0);
        int is_stamp = of->prose[i] == 0 && counts[DIGIT] >= 2 && m->words[i] <= STAMP_WORDS;
        int is_cued = of->cue[i] || of->opening[i], is_end = m->last[i] == STOP;
        weights += weight;
        certain_page += certainty * weight;
        certain_text += (stays[i] ? 1.0 : 1.0 - certainty) * weight;
        width += of->width[i];
        out.prose += of->prose[i];
        prose_lines += of->prose[i] > 0;
        digits += counts[DIGIT];
        chars += size;
        words += m->words[i];
        in_words += counts[LOWER] + counts[UPPER] + counts[HAN] + counts[THAI] + counts[DIGIT] + counts[MARK];
        stamps += is_stamp;
        stamps_between += is_stamp && i >= first && i <= last && first >= 0;
        doubted += logit > -1 && logit < 1;
        cued += is_cued;
        for (i32 s = 0; s < 3; s++) {
            if (!(logit < -1 - s)) continue;
            strong[s]++;
            strong_width[s] += of->width[i];
            strong_before[s] += first >= 0 && i < first;
            strong_after[s] += first >= 0 && i > last;
        }
        if (!stays[i]) {
            width_gone += of->width[i];
            ends_gone += is_end;
            cued_gone += is_cued;
            comments_gone += of->cue[i] == COMMENTS;
            short_gone += m->words[i] <= 4;
            continue;
        }
        widths[kept++] = of->width[i];
        logits += logit;
        out.prose_kept += of->prose[i];
        out.prose_lines_kept += of->prose[i] > 0;
        most = at_least(most, of->prose[i]);
        capitals += m->capitals[i] / at_least(m->words[i], 1.0);
        digits_kept += counts[DIGIT];
        chars_kept += size;
        ends_kept += is_end;
    }
    i32 k = more(kept, 1), gone = more(n - kept, 1), span = kept ? last - first + 1 : 0;
    f64 all = at_least(width, 1.0);
    sort(widths, kept);
    List list = {0, features};
    add(&list, n);
    add(&list, kept);
    add(&list, (f64)kept / n);
    add(&list, out.prose_kept);
    add(&list, out.prose_kept / at_least(out.prose, 1.0));
    add(&list, (width - width_gone) / all);
    add(&list, logits / k);
    add(&list, kept ? widths[kept / 2] : 0.0);
    add(&list, most);
    add(&list, (f64)out.prose_lines_kept / k);
    add(&list, runs);
    add(&list, (f64)runs / k);
    add(&list, (f64)span / n);
    add(&list, stamps);
    add(&list, span ? (f64)stamps_between / span : 0.0);
    add(&list, (f64)ends_kept / k);
    add(&list, capitals / k);
    add(&list, digits_kept / at_least(chars_kept, 1.0));
    add(&list, digits / at_least(chars, 1.0));
    add(&list, (f64)doubted / n);
    add(&list, prose_lines - out.prose_lines_kept);
    add(&list, kept ? (f64)first / n : 1.0);
    add(&list, kept ? (f64)(n - 1 - last) / n : 1.0);
    add(&list, cued);
    add(&list, (f64)cued / n);
    add(&list, cued_gone);
    add(&list, (f64)(cued - cued_gone) / k);
    add(&list, comments_gone);
    add(&list, short_gone);
    add(&list, width_gone / gone);
    add(&list, (f64)ends_gone / gone);
    for (i32 s = 0; s < 3; s++) {
        add(&list, strong[s]);
        add(&list, (f64)strong[s] / n);
        add(&list, strong_width[s] / all);
        add(&list, strong_before[s]);
        add(&list, strong_after[s]);
    }
    if (e) of_html(&list, of, e, stays, k);
    f32 *rows[MOST_FEATURES];
    for (i32 f = 0; f < list.count; f++) rows[f] = features + f;
    if (!e) score(&model->forests[GATE], rows, 1, &out.gate);
    score(&model->forests[e ? KIND_HTML : KIND_TEXT], rows, 1, &out.kind);
    out.features = list.count;
    out.certainty_page = certain_page / weights;
    out.certainty_text = certain_text / weights;
    out.legible = (f64)in_words / at_least(words, 1.0);
    out.size_kept = (i32)chars_kept;
    return out;
}

/* How many words of each line before the body stand in what stays; other lines 0. */
void shared_words(const Lines *of, const u8 *stays, i32 *out) {
    const Measured *m = &of->measured;
    i32 n = m->text.lines, first = 0;
    u8 *known = take(BUCKETS / 8);
    for (i32 i = 0; i < n; i++) {
        if (!stays[i]) continue;
        for (i32 w = m->word_starts[i]; w < m->word_starts[i + 1]; w++)
            known[m->bucket[w] >> 3] |= (u8)(1 << (m->bucket[w] & 7));
    }
    while (first < n && !(stays[first] && of->prose[first] > 0)) first++;
    if (first == n) return;
    for (i32 i = more(0, first - TITLE_REACH); i < first; i++)
        for (i32 w = m->word_starts[i]; w < m->word_starts[i + 1]; w++)
            out[i] += known[m->bucket[w] >> 3] >> (m->bucket[w] & 7) & 1;
}
