/* What the title of a page, if it is the first line, says about the others.
 *
 * Dumps of whole pages begin with the page's title, and the headline, often the same words without the site's name,
 * stands again before the body. What repeats the title's rarer words is about the article. HTML declares its titles. */
#include "body.h"

enum { FEWEST = 3, MOST = 40 }; /* words of a title */
#define LIKE 0.8                /* share of a line's words that must be the title's for it to repeat the title */

typedef struct {
    f64 *share, *cover, *topic; /* topic: how many words of a line are words of the title that are rare on the page */
    u8 *like;
    i32 topics;
} Headline;

static i32 place_of(const u32 *title, i32 size, u32 bucket) {
    for (i32 k = 0; k < size; k++)
        if (title[k] == bucket) return k;
    return -1;
}

static Headline headline(const Measured *m) {
    i32 n = m->text.lines, size = m->words[0], words = m->word_starts[n];
    u64 bytes = (u64)n * sizeof(f64);
    Headline out = {take(bytes), take(bytes), take(bytes), take(n), 0};
    if (n < 2 || size < FEWEST || size > MOST) return out;
    const u32 *title = m->bucket;
    u8 *known = take(BUCKETS / 8);
    for (i32 k = 0; k < size; k++) known[title[k] >> 3] |= (u8)(1 << (title[k] & 7));
    i32 seen[MOST] = {0};
    i32 *met = take((u64)n * sizeof(i32));
    for (i32 i = 1; i < n; i++) {
        for (i32 w = m->word_starts[i]; w < m->word_starts[i + 1]; w++) {
            if (!(known[m->bucket[w] >> 3] >> (m->bucket[w] & 7) & 1)) continue;
            met[i]++;
            seen[place_of(title, size, m->bucket[w])]++;
        }
    }
    i32 rare = 2 + words / 150;
    for (i32 i = 1; i < n; i++) {
        out.share[i] = met[i] / at_least(m->words[i], 1.0);
        out.cover[i] = at_most((f64)met[i] / size, 1.0);
        out.like[i] = out.share[i] >= LIKE && met[i] >= FEWEST;
        if (!met[i]) continue;
        for (i32 w = m->word_starts[i]; w < m->word_starts[i + 1]; w++) {
            i32 place = place_of(title, size, m->bucket[w]);
            if (place >= 0 && seen[place] <= rare) {
                out.topic[i] += 1;
                out.topics++;
            }
        }
    }
    return out;
}

void title_features(const Lines *of, Rows *rows) {
    i32 n = rows->lines, likes = 0;
    Headline about = headline(&of->measured);
    const f64 *topics = sums(about.topic, n), *words = sums(of->words, n);
    for (i32 back = 1; back >= 0; back--) {
        for (i32 span = 4; span <= 12; span += 8) {
            f32 *out = row_at(rows, "topic", back ? "_before_" : "_after_", span);
            for (i32 i = 0; i < n; i++) {
                f64 found = back ? before(topics, i, span) : after(topics, n, i, span);
                out[i] = (f32)(found / at_least(back ? before(words, i, span) : after(words, n, i, span), 1.0));
            }
        }
    }
    copy(rows, "headline_share", about.share);
    copy(rows, "headline_cover", about.cover);
    copy(rows, "topic", about.topic);
    f32 *like = row(rows, "headline_like");
    for (i32 i = 0; i < n; i++) {
        like[i] = about.like[i];
        likes += about.like[i];
    }
    since(rows, "headline", about.like, of->mass);
    fill(rows, "headlines", likes);
}
