/* What HTML says of each line as numbers: links, tags, class and id words, the blocks around it, declared values. */
#include "body.h"

enum { NEAR_WORDS = 5, NEAR_LEVELS = 4 };

typedef struct {
    i32 highest; /* ids of blocks are below this */
    const i32 *ids, *starts;
    f64 *prose, *width, *link, *lines;
} Boxes;

static f64 *per_box(const Evidence *e, const i32 *starts, i32 highest, const f64 *of_way) {
    f64 *out = take((u64)highest * sizeof(f64));
    for (i32 w = 0; w < e->ways; w++)
        for (i32 k = starts[w]; k < starts[w + 1]; k++) out[e->boxes[k]] += of_way[w];
    return out;
}

/* What the blocks around a line hold. */
static void boxes(const Lines *of, const Evidence *e, const f64 *linked, Rows *rows) {
    i32 n = rows->lines, per = e->ways, highest = 0;
    i32 *starts = take((u64)(per + 1) * sizeof(i32));
    for (i32 w = 0; w < per; w++) starts[w + 1] = starts[w] + e->depth[w];
    for (i32 k = 0; k < starts[per]; k++) highest = more(highest, e->boxes[k] + 1);
    u64 bytes = (u64)per * sizeof(f64);
    f64 *prose_way = take(bytes), *width_way = take(bytes), *link_way = take(bytes), *lines_way = take(bytes);
    for (i32 i = 0; i < n; i++) {
        i32 w = e->which[i];
        prose_way[w] += of->prose[i];
        width_way[w] += of->width[i];
        link_way[w] += linked[i];
        lines_way[w] += 1;
    }
    const f64 *prose_of = per_box(e, starts, highest, prose_way), *width_of = per_box(e, starts, highest, width_way);
    const f64 *link_of = per_box(e, starts, highest, link_way), *lines_of = per_box(e, starts, highest, lines_way);
    /* How many sisters with running text a block has: many at the block of a paragraph, and at that of a comment. */
    i32 *holder = take((u64)highest * sizeof(i32)), *sisters = take((u64)highest * sizeof(i32));
    for (i32 w = 0; w < per; w++)
        for (i32 k = starts[w]; k < starts[w + 1]; k++) holder[e->boxes[k]] = k > starts[w] ? e->boxes[k - 1] : 0;
    for (i32 b = 0; b < highest; b++)
        if (prose_of[b] > 0) sisters[holder[b]]++;
    f64 total = at_least(of->mass[n], 1.0);
    i32 *level[LEVELS];
    for (i32 l = 0; l < LEVELS; l++) {
        level[l] = take_unset((u64)per * sizeof(i32));
        for (i32 w = 0; w < per; w++) level[l][w] = e->boxes[more(starts[w + 1] - 1 - l, starts[w])];
    }
    static const char *const PREFIXES[LEVELS] = {"box0", "box1", "box2", "box3", "box4", "box5"};
    for (i32 l = 0; l < LEVELS; l++) {
        const char *prefix = PREFIXES[l];
        f32 *prose = row_at(rows, prefix, "_prose", -1);
        f32 *sister = 0, *link = 0, *lines = 0, *flow = 0;
        if (l < NEAR_LEVELS) {
            sister = row_at(rows, prefix, "_sisters", -1);
            link = row_at(rows, prefix, "_link", -1);
            lines = row_at(rows, prefix, "_lines", -1);
            flow = row_at(rows, prefix, "_flow", -1);
        }
        for (i32 i = 0; i < n; i++) {
            i32 box = level[l][e->which[i]];
            prose[i] = (f32)(prose_of[box] / total);
            if (l >= NEAR_LEVELS) continue;
            sister[i] = (f32)sisters[holder[box]];
            link[i] = (f32)(link_of[box] / at_least(width_of[box], 1.0));
            lines[i] = (f32)lines_of[box];
            flow[i] = (f32)(prose_of[box] / lines_of[box]);
        }
    }
    /* The block whose children hold most running text, and how far each line stands from it. */
    f64 *direct = take((u64)highest * sizeof(f64));
    for (i32 w = 0; w < per; w++) direct[level[1][w]] += prose_way[w];
    i32 main = heaviest(direct, highest), length = 0;
    u8 *on_way = take(highest);
    for (i32 w = 0; w < per && !length; w++) {
        for (i32 k = starts[w]; k < starts[w + 1]; k++) {
            if (e->boxes[k] != main) continue;
            for (i32 j = starts[w]; j <= k; j++) {
                length += !on_way[e->boxes[j]];
                on_way[e->boxes[j]] = 1;
            }
            break;
        }
    }
    i32 *shared = take((u64)per * sizeof(i32));
    for (i32 w = 0; w < per; w++)
        for (i32 k = starts[w]; k < starts[w + 1]; k++) shared[w] += on_way[e->boxes[k]];
    f32 *up = row(rows, "up_from_main"), *below = row(rows, "below_shared");
    fill(rows, "main_direct", direct[main] / total);
    f32 *parent = row(rows, "parent_direct"), *depth = row(rows, "depth");
    for (i32 i = 0; i < n; i++) {
        i32 w = e->which[i];
        up[i] = (f32)(length - shared[w]);
        below[i] = (f32)(e->depth[w] - shared[w]);
        parent[i] = (f32)(direct[level[1][w]] / total);
        depth[i] = (f32)e->depth[w];
    }
}

/* Tags, and what class and id words were worth in training. */
static void names(const Model *model, const Evidence *e, Rows *rows) {
    static const char *const PLACES[TAGS] = {
        "tag",       "parent_tag", "in_nav",  "in_header", "in_footer", "in_aside", "in_form",
        "in_figure", "in_article", "in_main", "in_table",  "in_ul",     "in_ol",    "in_blockquote",
    };
    i32 n = rows->lines;
    for (i32 t = 0; t < TAGS; t++) {
        f32 *out = row(rows, PLACES[t]);
        for (i32 i = 0; i < n; i++) out[i] = e->places[e->which[i]].tags[t];
    }
    Measured words = measure(model, e->names, 0);
    for (i32 near = 0; near < 2; near++) {
        Values values = word_values(&words, model->names, 1 << 30, near ? NEAR_WORDS : 1 << 30);
        const char *prefix = near ? "near" : "names";
        f32 *mean = row_at(rows, prefix, "_mean", -1), *low = row_at(rows, prefix, "_low", -1);
        f32 *high = row_at(rows, prefix, "_high", -1);
        for (i32 i = 0; i < n; i++) {
            i32 name = e->name_of[e->which[i]];
            mean[i] = (f32)values.mean[name];
            low[i] = (f32)values.low[name];
            high[i] = (f32)values.high[name];
        }
    }
}

void html_features(const Model *model, const Lines *of, const Evidence *e, Rows *rows) {
    i32 n = rows->lines;
    u64 bytes = (u64)n * sizeof(f64);
    f64 *linked = take_unset(bytes), *own = take_unset(bytes), *held = take_unset(bytes);
    for (i32 i = 0; i < n; i++) {
        linked[i] = e->link[i] * of->width[i];
        /* What readers wrote stands after the article, and there is a body outside of it. */
        own[i] = e->comments[i] ? 0.0 : of->prose[i];
        held[i] = e->declared[i] == 1 ? of->prose[i] : 0.0;
    }
    copy(rows, "link", e->link);
    for (i32 by = -2; by <= 2; by++)
        if (by) around(rows, "link", e->link, -1.0, by);
    const f64 *links = sums(linked, n), *widths = sums(of->width, n), *mass = of->mass, *owns = sums(own, n);
    for (i32 span = 4; span <= 16; span += 12) {
        for (i32 back = 1; back >= 0; back--) {
            f32 *out = row_at(rows, "link", back ? "_before_" : "_after_", span);
            for (i32 i = 0; i < n; i++) {
                f64 found = back ? before(links, i, span) : after(links, n, i, span);
                out[i] = (f32)(found / at_least(back ? before(widths, i, span) : after(widths, n, i, span), 1.0));
            }
        }
    }
    f64 total = at_least(mass[n], 1.0);
    f32 *comments = row(rows, "comments");
    fill(rows, "comments_page", 1.0 - owns[n] / total);
    f32 *own_before = row(rows, "own_before"), *own_after = row(rows, "own_after"), *title = row(rows, "title");
    f32 *since_title = row(rows, "since_title"), *prose_since = row(rows, "prose_since_title");
    i32 seen = -1;
    for (i32 i = 0; i < n; i++) {
        if (e->title[i]) seen = i;
        comments[i] = e->comments[i];
        own_before[i] = (f32)owns[i];
        own_after[i] = (f32)(owns[n] - owns[i + 1]);
        title[i] = e->title[i];
        since_title[i] = (f32)(seen < 0 ? -1.0 : i - seen);
        prose_since[i] = (f32)(seen < 0 ? -1.0 : mass[i] - mass[seen]);
    }
    int is_declared = e->declared[0] != 2;
    const f64 *helds = sums(held, n);
    f32 *declared = row(rows, "declared");
    fill(rows, "declared_page", is_declared ? helds[n] / total : -1.0);
    f32 *declared_before = row(rows, "declared_before"), *declared_after = row(rows, "declared_after");
    for (i32 i = 0; i < n; i++) {
        declared[i] = is_declared ? e->declared[i] == 1 : -1;
        declared_before[i] = (f32)(is_declared ? helds[i] : 0.0);
        declared_after[i] = (f32)(is_declared ? helds[n] - helds[i + 1] : 0.0);
    }
    boxes(of, e, linked, rows);
    names(model, e, rows);
}
