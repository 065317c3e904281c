/* Lines that are known labels of page chrome, or begin with one, in the languages of the rules: "Comments (3)". */
#include "body.h"

enum { LONGEST = 8 }; /* words of the longest phrase that is looked for; numbers do not count */
static const u64 FACTOR = 0xD6E8FEB86659FD93ull;

static u32 key_of(u64 sum) { return (u32)(((sum ^ (sum >> 29)) * FACTOR) >> 32); }

static u8 kind_of(const Model *model, u32 key) {
    i32 low = 0, high = model->cues;
    while (low < high) {
        i32 middle = (low + high) / 2;
        if (model->cue_keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < model->cues && model->cue_keys[low] == key ? model->cue_kinds[low] : NO_CUE;
}

/* Words that begin with a digit do not count. Lines of more than LONGEST words are looked up by their first two, three
 * and four. `key_words` is 0 for lines that are too long to be a phrase as a whole. */
void find_cues(const Model *model, Lines *of) {
    const Measured *m = &of->measured;
    i32 n = m->text.lines;
    of->cue = take(n);
    of->opening = take(n);
    of->key = take((u64)n * sizeof(u32));
    of->key_words = take((u64)n * sizeof(i32));
    for (i32 i = 0; i < n; i++) {
        if (m->words[i] > 2 * LONGEST) continue;
        i32 size = 0;
        u64 sum = 0, power = FACTOR, opening[3] = {0, 0, 0};
        for (i32 w = m->word_starts[i]; w < m->word_starts[i + 1]; w++) {
            if (m->numeral[w]) continue;
            u64 code = m->code[w];
            sum += (code ^ (code >> 32)) * power;
            if (++size < LONGEST) power *= FACTOR;
            if (size >= 2 && size <= 4) opening[size - 2] = sum;
        }
        if (size && size <= LONGEST) {
            of->key[i] = key_of(sum);
            of->key_words[i] = size;
            of->cue[i] = kind_of(model, of->key[i]);
        }
        for (i32 words = 2; words <= 4; words++)
            if (size > words) of->opening[i] = (u8)more(of->opening[i], kind_of(model, key_of(opening[words - 2])));
    }
}
