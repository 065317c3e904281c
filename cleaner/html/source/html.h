/* From serialised HTML to lines of text. */
#ifndef HTML_H
#define HTML_H

#include "base.h"

/* A piece of the input, or of the text that is made. */
typedef struct {
    const u8 *at;
    u32 size;
} Span;

/* Text in the making. */
typedef struct {
    u8 *at;
    u32 size, room;
} Buffer;

/* text.c */
u32 wide_space_at(const u8 *at, const u8 *end);
u32 space_before(const u8 *start, const u8 *at);
u32 count_points(const u8 *at, u32 size);
void append(Buffer *to, const u8 *at, u32 size);
void append_unescaped(Buffer *to, const u8 *at, u32 size);
void collapse(Buffer *to, const u8 *at, u32 size);
u32 stripped_size(const u8 *at, u32 size);
int holds(Span in, const char *what);

/* Bytes of the white space that stands here, 0 where none does: what Python's str.isspace and the \s of its patterns
 * call white space. */
static inline u32 space_at(const u8 *at, const u8 *end) {
    if (at >= end) return 0;
    u8 c = *at;
    if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
    return c == 0xc2 || (c >= 0xe1 && c <= 0xe3) ? wide_space_at(at, end) : 0;
}

/* tags.c */
typedef struct {
    Span name;       /* with the slash of an end tag; empty for a comment and for a stray `<` */
    Span attributes; /* as written */
    const u8 *end;   /* behind the tag */
} Tag;
Tag read_tag(const u8 *at, const u8 *end);
int is_hidden(Span attributes);

/* What a tag does, in the order of lines.py. */
enum {
    INLINE,
    LINK,
    BLOCK,
    APART,
    CELL,
    ROW,
    PRE,
    RULE,
    NOTHING,
    END_INLINE,
    END_LINK,
    END_BLOCK,
    END_APART,
    END_CELL,
    END_ROW,
    END_PRE
};
const u8 *find(const u8 *at, const u8 *end, u8 what);
void set_tags(const u8 *list, u32 count);
void set_words(const u8 *list, u32 count);
int holds_word(Span attributes);
i32 does_of(Span name);

#endif
