/* The walk over a serialised page: lines in reading order, and the block elements they stand in. */
#include "html.h"

enum { DEPTH = 64, CELL_LIMIT = 120 };

enum {
    /* in */
    SIZE, /* bytes */
    TAGS, /* set_names: tags, and behind them words */
    WORDS,
    /* out */
    INPUT, /* where the next input belongs */
    TEXT,  /* the texts of all lines, one behind the other */
    TEXT_SIZE,
    LINES, /* Line */
    LINE_COUNT,
    BOXES, /* Box */
    BOX_COUNT,
    MARKS, /* Mark */
    MARK_COUNT,
    SLOTS
};
static i32 slots[SLOTS];

typedef struct {
    u32 points; /* of its text; the texts stand one behind the other */
    i32 box, links, is_hidden, has_gap;
} Line;

typedef struct {
    i32 start, name_size, size; /* of its name with its attributes: bytes of the input */
    i32 outer;
} Box;

/* An element whose attributes hold one of the words that were set. */
typedef struct {
    i32 start, name_size, size; /* as of a box */
    i32 content, end;           /* what stands in it */
} Mark;

typedef struct {
    u32 start, size, points;
    i32 links, box;
} Cell;

static Line *lines;
static Box *boxes;
static Cell *cells;
static Mark *marks;
static struct {
    i32 mark, depth;
} *open_marks;
static i32 line_count, box_count, cell_count, mark_count, open_count;
static Buffer text, run, held; /* of all lines; of the line in the making; of the cells of the row in the making */
static i32 stack[DEPTH], stack_size, link_chars, pre, is_hidden_now, has_gap;
static u32 kept; /* bytes of the line that stood before a hidden inline element */

EXPORT(get_slots) i32 get_slots(void) { return at(slots); }

/* SIZE bytes that stay: the list for set_tags. */
EXPORT(reserve) void reserve(void) { slots[INPUT] = at(keep((u32)slots[SIZE])); }

EXPORT(set_names) void set_names(void) {
    const u8 *list = (const u8 *)(u32)slots[INPUT];
    set_tags(list, (u32)slots[TAGS]);
    for (i32 i = 0; i < slots[TAGS]; i++) list += 2 + list[1];
    set_words(list, (u32)slots[WORDS]);
}

/* Room for a page of SIZE bytes; what was read of the last is gone. */
EXPORT(make_room) void make_room(void) {
    arena_reset();
    slots[INPUT] = at(take_unset((u32)slots[SIZE]));
}

static void emit(const u8 *from, u32 size, u32 points, i32 links, i32 box) {
    lines[line_count++] = (Line){points, box, links, is_hidden_now, has_gap};
    append(&text, from, size);
    has_gap = 0;
}

static void empty_run(void) { run.size = kept = 0; }

/* The text of the line in the making, at the end of a buffer. */
static u32 finish(Buffer *to) {
    u32 start = to->size;
    if (pre)
        append(to, run.at, stripped_size(run.at, run.size));
    else
        collapse(to, run.at, run.size);
    empty_run();
    return to->size - start;
}

static void flush_cells(void) {
    for (i32 i = 0; i < cell_count; i++) {
        Cell cell = cells[i];
        emit(held.at + cell.start, cell.size, cell.points, cell.links, cell.box);
    }
    cell_count = 0;
    held.size = 0;
}

static void end_line(void) {
    if (cell_count) flush_cells();
    if (!run.size) return;
    u32 start = text.size, size = finish(&text);
    if (size) {
        u32 points = count_points(text.at + start, size);
        i32 box = stack[stack_size - 1];
        lines[line_count++] = (Line){points, box, less(link_chars, (i32)points), is_hidden_now, has_gap};
        has_gap = 0;
    }
    link_chars = 0;
}

/* A cell ends: its text waits until the row shows whether it is a row of data or a piece of layout. */
static void hold(void) {
    if (!run.size) return;
    u32 start = held.size, size = finish(&held);
    i32 links = link_chars;
    link_chars = 0;
    if (!size) return;
    u32 points = count_points(held.at + start, size);
    cells[cell_count++] = (Cell){start, size, points, less(links, (i32)points), stack[stack_size - 1]};
}

static void end_row(void) {
    hold();
    int is_data = cell_count > 1;
    for (i32 i = 0; i < cell_count; i++) is_data &= cells[i].points <= CELL_LIMIT;
    if (!is_data) {
        flush_cells();
        return;
    }
    u32 points = 0;
    i32 links = 0;
    for (i32 i = 0; i < cell_count; i++) {
        if (i) append(&text, (const u8 *)"\t", 1);
        append(&text, held.at + cells[i].start, cells[i].size);
        points += cells[i].points + (i > 0);
        links += cells[i].links;
    }
    lines[line_count++] = (Line){points, stack[stack_size - 1], links, is_hidden_now, has_gap};
    has_gap = 0;
    cell_count = 0;
    held.size = 0;
}

/* Characters that other steps could take for the end of a line. */
static u32 odd_space(const u8 *at, const u8 *end) {
    if (*at == '\r' || *at == 11 || *at == 12 || (*at >= 0x1c && *at <= 0x1f)) return 1;
    if (*at == 0xc2 && at + 1 < end && at[1] == 0x85) return 2;
    if (*at == 0xe2 && at + 2 < end && at[1] == 0x80 && (at[2] == 0xa8 || at[2] == 0xa9)) return 3;
    return 0;
}

/* Line ends and indentation of <pre> are the author's; a line begun before the text run is continued. */
static void preformatted(Buffer whole, int is_linked) {
    const u8 *from = whole.at, *end = whole.at + whole.size;
    while (from < end) {
        if (*from == '\n') {
            u32 size = stripped_size(run.at, run.size), points = count_points(run.at, size);
            i32 links = less(link_chars, (i32)points);
            link_chars = 0;
            if (size)
                emit(run.at, size, points, links, stack[stack_size - 1]);
            else
                has_gap = 1;
            empty_run();
            from++;
            continue;
        }
        u32 start = run.size;
        while (from < end && *from != '\n') {
            u32 odd = odd_space(from, end);
            append(&run, odd ? (const u8 *)" " : from, 1);
            from += odd ? odd : 1;
        }
        if (is_linked) link_chars += (i32)count_points(run.at + start, run.size - start);
    }
}

/* What one tag opens and closes, beside the lines. */
typedef struct {
    i32 depth, beyond, anchors, hidden_at;
    int after_link;
} Walk;

/* Of the name with its attributes. */
static i32 written_size(Tag tag) { return (i32)(tag.attributes.at + tag.attributes.size - tag.name.at); }

static void mark_element(Tag tag, const u8 *input, i32 depth, int is_void) {
    if (!tag.attributes.size || !holds_word(tag.attributes)) return;
    i32 content = (i32)(tag.end - input);
    marks[mark_count] = (Mark){(i32)(tag.name.at - input), (i32)tag.name.size, written_size(tag), content, content};
    if (!is_void) {
        open_marks[open_count].mark = mark_count;
        open_marks[open_count++].depth = depth;
    }
    mark_count++;
}

/* A block that is no cell begins or ends; <pre> counts how deep it stands. */
static void part_lines(int is_apart, i32 deeper) {
    end_line();
    has_gap |= is_apart || deeper;
    pre += deeper;
}

static void open_block(i32 does, Tag tag, const u8 *input, Walk *walk) {
    if (does == CELL)
        hold();
    else
        part_lines(does == APART, does == PRE);
    if (stack_size >= DEPTH) {
        walk->beyond++;
        return;
    }
    Box box = {(i32)(tag.name.at - input), (i32)tag.name.size, written_size(tag), stack[stack_size - 1]};
    stack[stack_size++] = box_count;
    boxes[box_count++] = box;
}

static void close_block(i32 does, Walk *walk) {
    if (does == END_CELL)
        hold();
    else if (does == END_ROW)
        end_row();
    else
        part_lines(does == END_APART, -(does == END_PRE));
    if (walk->beyond)
        walk->beyond--;
    else if (stack_size > 1)
        stack_size--;
}

static void do_tag(i32 does, Tag tag, const u8 *input, Walk *walk) {
    if (does >= END_INLINE) {
        if (does == END_LINK) {
            walk->anchors -= walk->anchors > 0;
            walk->after_link = 1;
        } else if (does != END_INLINE) {
            close_block(does, walk);
        }
        if (walk->hidden_at && walk->depth == walk->hidden_at) {
            if (does <= END_LINK)
                run.size = kept;
            else
                end_line();
            is_hidden_now = 0;
            walk->hidden_at = 0;
        }
        if (open_count && open_marks[open_count - 1].depth == walk->depth)
            marks[open_marks[--open_count].mark].end = (i32)(tag.name.at - input) - 1;
        walk->depth--;
    } else if (does <= PRE) {
        walk->depth++;
        mark_element(tag, input, walk->depth, 0);
        if (does == LINK) {
            walk->anchors++;
            /* No site splits a word over two links; the space between them was the style sheet's. */
            if (walk->after_link) append(&run, (const u8 *)" ", 1);
        } else if (does != INLINE) {
            open_block(does, tag, input, walk);
        }
        if (!walk->hidden_at && is_hidden(tag.attributes)) {
            is_hidden_now = does > LINK;
            walk->hidden_at = walk->depth;
            kept = run.size;
        }
    } else {
        mark_element(tag, input, walk->depth, 1);
        if (does != RULE) return;
        end_line();
        has_gap |= tag.name.at[0] == 'h';
    }
}

static void do_text(const u8 *from, const u8 *end, Buffer *unescaped, Walk *walk) {
    unescaped->size = 0;
    if (pre > 0) {
        append_unescaped(unescaped, from, (u32)(end - from));
        preformatted(*unescaped, walk->anchors > 0);
        return;
    }
    const u8 *start = from;
    u32 space;
    while ((space = space_at(from, end))) from += space;
    if (from == end) {
        /* Most of all runs of text are the indentation of the source. */
        if (run.size) append(&run, (const u8 *)" ", 1);
        return;
    }
    if (run.size && from > start) {
        append(&run, (const u8 *)" ", 1);
        link_chars += walk->anchors > 0;
    }
    u32 before = run.size;
    append_unescaped(&run, from, (u32)(end - from));
    if (!stripped_size(run.at + before, run.size - before)) {
        /* A no-break space: the only white space that is serialised as something else. */
        run.size = before;
        if (run.size) append(&run, (const u8 *)" ", 1);
        return;
    }
    if (walk->anchors) link_chars += (i32)count_points(run.at + before, run.size - before);
    walk->after_link = 0;
}

/* Reads the page of SIZE bytes at INPUT. */
EXPORT(read) void read(void) {
    u32 size = (u32)slots[SIZE];
    const u8 *input = (const u8 *)(u32)slots[INPUT], *end = input + size, *from = input;
    u32 tags = 1;
    for (u32 i = 0; i < size; i++) tags += input[i] == '<';
    u32 breaks = tags;
    for (u32 i = 0; i < size; i++) breaks += input[i] == '\n';
    lines = take_unset((u64)breaks * 2 * sizeof(Line));
    boxes = take_unset((u64)(tags + 1) * sizeof(Box));
    cells = take_unset((u64)(tags + 1) * sizeof(Cell));
    marks = take_unset((u64)(tags + 1) * sizeof(Mark));
    open_marks = take_unset((u64)(tags + 1) * sizeof(*open_marks));
    /* Each run of text and each tag adds at most a space to what stands in the page. */
    u32 room = size + 2 * tags + 16;
    text = (Buffer){take_unset(room), 0, room};
    run = (Buffer){take_unset(room), 0, room};
    held = (Buffer){take_unset(room), 0, room};
    Buffer unescaped = {take_unset(size + 1), 0, size + 1};
    mark_count = open_count = line_count = cell_count = link_chars = pre = is_hidden_now = 0;
    kept = 0;
    has_gap = 1;
    boxes[0] = (Box){0};
    box_count = stack_size = 1;
    stack[0] = 0;
    Walk walk = {0};
    for (;;) {
        const u8 *next = find(from, end, '<');
        if (!next) next = end;
        if (next > from) do_text(from, next, &unescaped, &walk);
        if (next == end) break;
        Tag tag = read_tag(next, end);
        i32 does = does_of(tag.name);
        if (tag.name.size) do_tag(does, tag, input, &walk);
        from = tag.end;
    }
    end_line();
    while (open_count) marks[open_marks[--open_count].mark].end = (i32)size;
    slots[TEXT] = at(text.at);
    slots[TEXT_SIZE] = (i32)text.size;
    slots[LINES] = at(lines);
    slots[LINE_COUNT] = line_count;
    slots[BOXES] = at(boxes);
    slots[BOX_COUNT] = box_count;
    slots[MARKS] = at(marks);
    slots[MARK_COUNT] = mark_count;
}
