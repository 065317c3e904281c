/* Tags as the serialiser writes them, and what each does to the lines. */
#include "html.h"

/* Where a byte stands first, or 0. Eight bytes at once: of those that differ from it none is zero (Mycroft 1987). */
const u8 *find(const u8 *at, const u8 *end, u8 what) {
    const u64 ones = 0x0101010101010101ull;
    for (; end - at >= 8; at += 8) {
        u64 eight;
        __builtin_memcpy(&eight, at, 8);
        eight ^= ones * what;
        if ((eight - ones) & ~eight & (ones << 7)) break;
    }
    while (at < end && *at != what) at++;
    return at < end ? at : 0;
}

/* Behind ` name="value"`, or 0. A name may itself hold quotes (`<a href="x"">` in the source), and begin with `=`. */
static const u8 *attribute_end(const u8 *at, const u8 *end) {
    u32 space = space_at(at, end);
    if (!space) return 0;
    const u8 *from = at + space;
    for (int with_sign = 1; with_sign >= 0; with_sign--) {
        at = from;
        if (with_sign) {
            if (at >= end || *at != '=') continue;
            at++;
        }
        while (at < end && *at != '=' && *at != '>' && !space_at(at, end)) at++;
        if (at + 1 >= end || at[0] != '=' || at[1] != '"') continue;
        at += 2;
        at = find(at, end, '"');
        if (at) return at + 1;
    }
    return 0;
}

/* The tag or comment that begins at a `<`; a `<` that begins none ends behind itself. */
Tag read_tag(const u8 *at, const u8 *end) {
    Tag out = {.end = at + 1};
    const u8 *name = at + 1, *from = name;
    if (from < end && *from == '/') from++;
    if (from < end && *from >= 'a' && *from <= 'z') {
        while (from < end && *from != '/' && *from != '>' && !space_at(from, end)) from++;
        const u8 *attributes = from, *next;
        while ((next = attribute_end(from, end))) from = next;
        const u8 *close = find(from, end, '>');
        if (close) {
            out.name = (Span){name, (u32)(attributes - name)};
            out.attributes = (Span){attributes, (u32)(from - attributes)};
            out.end = close + 1;
        }
        return out;
    }
    if (name >= end || (*name != '!' && *name != '?')) return out;
    if (end - name >= 3 && name[0] == '!' && name[1] == '-' && name[2] == '-') {
        for (const u8 *p = name + 3; p + 2 < end; p++) {
            if (p[0] == '-' && p[1] == '-' && p[2] == '>') {
                out.end = p + 3;
                return out;
            }
        }
    }
    const u8 *close = find(name + 1, end, '>');
    if (close) out.end = close + 1;
    return out;
}

static u8 lower(u8 c) { return c >= 'A' && c <= 'Z' ? (u8)(c + 32) : c; }

/* Behind the text, in whichever case, or 0. */
static const u8 *after_text(const u8 *at, const u8 *end, const char *text) {
    for (; *text; text++, at++)
        if (at >= end || lower(*at) != (u8)*text) return 0;
    return at;
}

static const u8 *after_space(const u8 *at, const u8 *end) {
    u32 space;
    while ((space = space_at(at, end))) at += space;
    return at;
}

static int hides(const u8 *at, const u8 *end, const char *property, const char *value) {
    at = after_text(at, end, property);
    if (!at) return 0;
    at = after_space(at, end);
    return at < end && *at == ':' && after_text(after_space(at + 1, end), end, value);
}

/* Whether "dd" or "one" stands somewhere, as in "hidden" and "none". No early end, so that the compiler looks at many
 * places at once. */
static int may_hide(Span attributes) {
    const u8 *from = attributes.at;
    u8 found = 0;
    for (u32 i = 0; i + 2 < attributes.size; i++)
        found |= ((from[i] == 'd') & (from[i + 1] == 'd')) |
                 ((from[i] == 'o') & (from[i + 1] == 'n') & (from[i + 2] == 'e'));
    return found;
}

/* Whether the attributes hide the element from readers. */
int is_hidden(Span attributes) {
    if (!may_hide(attributes) || !(holds(attributes, "hidden") || holds(attributes, "none"))) return 0;
    const u8 *end = attributes.at + attributes.size, *next;
    for (const u8 *at = attributes.at; at < end; at++) {
        u32 space = space_at(at, end);
        if (!space) continue;
        const u8 *name = at + space;
        if ((next = after_text(name, end, "hidden"))) {
            if (next == end || *next == '>' || space_at(next, end)) return 1;
            if (after_text(next, end, "=\"\"") || after_text(next, end, "=\"hidden\"")) return 1;
        }
        if (after_text(name, end, "aria-hidden=\"true\"")) return 1;
        if ((next = after_text(name, end, "style=\""))) {
            for (; next < end && *next != '"'; next++)
                if (hides(next, end, "display", "none") || hides(next, end, "visibility", "hidden")) return 1;
        }
    }
    return 0;
}

enum { SLOTS_OF_TAGS = 1024 };
static struct {
    Span name;
    i32 does;
} table[SLOTS_OF_TAGS];

static u32 slot_of(Span name) {
    u32 hash = 2166136261u;
    for (u32 i = 0; i < name.size; i++) hash = (hash ^ name.at[i]) * 16777619u;
    for (u32 slot = hash % SLOTS_OF_TAGS;; slot = (slot + 1) % SLOTS_OF_TAGS) {
        Span held = table[slot].name;
        if (!held.at) return slot;
        if (held.size != name.size) continue;
        u32 i = 0;
        while (i < name.size && held.at[i] == name.at[i]) i++;
        if (i == name.size) return slot;
    }
}

/* Names with what they do: a byte for that, a byte for the size, the name. The list must stay where it is. */
void set_tags(const u8 *list, u32 count) {
    if (count > SLOTS_OF_TAGS / 2) __builtin_trap();
    for (u32 i = 0; i < count; i++) {
        Span name = {list + 2, list[1]};
        u32 slot = slot_of(name);
        table[slot].name = name;
        table[slot].does = list[0];
        list += 2 + name.size;
    }
}

/* Names that are not in the table are inline; with a hyphen (custom elements) blocks, but not with a colon. */
i32 does_of(Span name) {
    if (!name.size) return NOTHING;
    u32 slot = slot_of(name);
    if (table[slot].name.at) return table[slot].does;
    int is_end = name.at[0] == '/', is_block = holds(name, "-") && !holds(name, ":");
    return is_end ? (is_block ? END_BLOCK : END_INLINE) : (is_block ? BLOCK : INLINE);
}

/* Words that attributes are searched for: each with its size in a byte before it. */
enum { WORDS = 64 };
static Span words[WORDS];
static u32 word_count;
static u8 pairs[8192]; /* a bit for each two bytes that a word begins with */

static u8 folded(u8 c) { return c | 0x20; }

static u32 pair_at(const u8 *at) { return (u32)folded(at[0]) << 8 | folded(at[1]); }

/* Words of at least two bytes, in lower case. The list must stay where it is. */
void set_words(const u8 *list, u32 count) {
    if (count > WORDS) __builtin_trap();
    word_count = count;
    for (u32 i = 0; i < count; i++) {
        words[i] = (Span){list + 1, list[0]};
        list += 1 + words[i].size;
        u32 pair = pair_at(words[i].at);
        pairs[pair >> 3] |= (u8)(1 << (pair & 7));
    }
}

/* Whether one of the words stands in the attributes, in whichever case. */
int holds_word(Span attributes) {
    const u8 *end = attributes.at + attributes.size;
    for (const u8 *at = attributes.at; at + 1 < end; at++) {
        u32 pair = pair_at(at);
        if (!(pairs[pair >> 3] >> (pair & 7) & 1)) continue;
        for (u32 w = 0; w < word_count; w++) {
            u32 i = 0;
            while (i < words[w].size && at + i < end && folded(at[i]) == words[w].at[i]) i++;
            if (i == words[w].size) return 1;
        }
    }
    return 0;
}
