/* What a second look knows: the first scores of the lines around and of whole windows. */
#include "body.h"

enum { REACH = 6 };

static void since_sure(Rows *rows, const char *name, const f64 *belief, int is_good) {
    f32 *back = row_at(rows, "since_", name, -1), *ahead = row_at(rows, "to_", name, -1);
    i32 last = NOWHERE, next = -NOWHERE;
    for (i32 i = 0; i < rows->lines; i++) {
        if (is_good ? belief[i] > 0.9 : belief[i] < 0.1) last = i;
        back[i] = (f32)at_most(i - last, FAR);
    }
    for (i32 i = rows->lines - 1; i >= 0; i--) {
        if (is_good ? belief[i] > 0.9 : belief[i] < 0.1) next = i;
        ahead[i] = (f32)at_most(next - i, FAR);
    }
}

void second_features(const Lines *of, const i32 *scores, Rows *rows) {
    i32 n = rows->lines, first = NOWHERE, last = 0;
    u64 bytes = (u64)n * sizeof(f64);
    f64 *logit = take_unset(bytes), *belief = take_unset(bytes), *body = take_unset(bytes);
    for (i32 i = 0; i < n; i++) {
        logit[i] = scores[i] / SCALE;
        /* A straight line instead of the logistic curve: exponentials differ between machines in the last bit. */
        belief[i] = at_most(at_least(0.5 + logit[i] / 6.0, 0.0), 1.0);
        body[i] = belief[i] * of->prose[i];
        if (belief[i] > 0.7 && of->prose[i] > 0) {
            if (first < 0) first = i;
            last = i;
        }
    }
    first = more(first, 0);
    copy(rows, "logit", logit);
    for (i32 by = -REACH; by <= REACH; by++)
        if (by) around(rows, "logit", logit, -9.0, by);
    const f64 *believed = sums(belief, n), *mass = sums(body, n);
    static const i32 SPANS[] = {2, 4, 8, 16, 32};
    for (i32 s = 0; s < 5; s++) {
        for (i32 back = 1; back >= 0; back--) {
            const char *side = back ? "_before_" : "_after_";
            f32 *beliefs = row_at(rows, "belief", side, SPANS[s]), *bodies = row_at(rows, "body", side, SPANS[s]);
            for (i32 i = 0; i < n; i++) {
                beliefs[i] = (f32)(back ? before(believed, i, SPANS[s]) : after(believed, n, i, SPANS[s]));
                bodies[i] = (f32)(back ? before(mass, i, SPANS[s]) : after(mass, n, i, SPANS[s]));
            }
        }
    }
    f64 total = at_least(mass[n], 1.0);
    f32 *share_before = row(rows, "body_share_before"), *share_after = row(rows, "body_share_after");
    for (i32 i = 0; i < n; i++) {
        share_before[i] = (f32)(mass[i] / total);
        share_after[i] = (f32)((total - mass[i + 1]) / total);
    }
    fill(rows, "body_total", total);
    fill(rows, "belief_page", believed[n] / n);
    f32 *place = row(rows, "belief_place"), *to_first = row(rows, "to_first"), *to_last = row(rows, "to_last");
    for (i32 i = 0; i < n; i++) {
        place[i] = (f32)(believed[i] / at_least(believed[n], 1e-9));
        to_first[i] = (f32)(i - first);
        to_last[i] = (f32)(i - last);
    }
    since_sure(rows, "sure_chrome", belief, 0);
    since_sure(rows, "sure_body", belief, 1);
    /* Mean belief of the lines between each line and the line of most body text. */
    f32 *mean = row(rows, "mean_since_top");
    i32 top = heaviest(body, n);
    for (i32 i = 0; i < n; i++) {
        i32 low = less(i, top), high = more(i, top) + 1;
        mean[i] = (f32)((believed[high] - believed[low]) / (high - low));
    }
}
