/* A table of accounts as a producer in C makes it: three columns and a list that nobody asks for. */
#ifndef ACCOUNTS_H
#define ACCOUNTS_H

#include "check.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 5, COLUMNS = 4, CARD_DAY = 20757 }; /* 2026-10-31 */

static const char card_json[] =
    "{\"kind\": \"scorecard\", \"version\": 1, \"name\": \"test\", \"min_coverage\": 0.3, \"indicators\": ["
    "{\"name\": \"logins\", \"weight\": 3, \"input\": \"logins\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 20}}},"
    "{\"name\": \"plan\", \"input\": \"plan\", \"scale\": {\"choices\": {\"scores\": {\"pro\": 100, \"basic\": 40}}}},"
    "{\"name\": \"seen\", \"input\": {\"days_since\": \"seen\"}, \"scale\": {\"half_life\": {\"days\": 14}}}]}";

/* The buffers are the test's own: a callback only counts. */
typedef struct {
    double logins[ROWS];
    uint8_t logins_known[1];
    int32_t plan_offsets[ROWS + 1];
    char plan_text[32];
    int32_t seen[ROWS];
    int32_t list_offsets[ROWS + 1];
    const void *buffers[COLUMNS + 1][3];
    struct ArrowArray arrays[COLUMNS], *array_pointers[COLUMNS], table;
    struct ArrowSchema schemas[COLUMNS], *schema_pointers[COLUMNS], schema;
    int arrays_released, schemas_released;
} accounts;

static void release_array(struct ArrowArray *array) {
    ++*(int *)array->private_data;
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    ++*(int *)schema->private_data;
    schema->release = NULL;
}

static void nothing_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void nothing_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static void column(accounts *table, int at, const char *name, const char *format, int buffers) {
    struct ArrowArray *array = &table->arrays[at];
    struct ArrowSchema *schema = &table->schemas[at];
    array->length = ROWS;
    array->null_count = -1;
    array->n_buffers = buffers;
    array->buffers = table->buffers[at];
    array->release = nothing_array;
    schema->name = name;
    schema->format = format;
    schema->release = nothing_schema;
    table->array_pointers[at] = array;
    table->schema_pointers[at] = schema;
}

static inline void fill(accounts *table) {
    static const double logins[ROWS] = {14, 3.5, 0, 25, NAN};
    static const int32_t offsets[ROWS + 1] = {0, 3, 8, 8, 11, 16}; /* pro basic "" pro basic */
    static const int32_t seen[ROWS] = {CARD_DAY - 3, CARD_DAY - 40, CARD_DAY, CARD_DAY - 14, CARD_DAY - 1};
    memset(table, 0, sizeof *table);
    memcpy(table->logins, logins, sizeof logins);
    memcpy(table->plan_offsets, offsets, sizeof offsets);
    memcpy(table->plan_text, "probasicprobasic", 16);
    memcpy(table->seen, seen, sizeof seen);
    table->logins_known[0] = 0x1b; /* the third account's logins are missing */
    column(table, 0, "logins", "g", 2);
    column(table, 1, "plan", "u", 3);
    column(table, 2, "seen", "tdD", 2);
    column(table, 3, "notes", "+l", 2);
    table->buffers[0][0] = table->logins_known;
    table->buffers[0][1] = table->logins;
    table->buffers[1][1] = table->plan_offsets;
    table->buffers[1][2] = table->plan_text;
    table->buffers[2][1] = table->seen;
    table->buffers[3][1] = table->list_offsets;
    table->table.length = ROWS;
    table->table.n_buffers = 1;
    table->table.buffers = table->buffers[COLUMNS];
    table->table.n_children = COLUMNS;
    table->table.children = table->array_pointers;
    table->table.release = release_array;
    table->table.private_data = &table->arrays_released;
    table->schema.format = "+s";
    table->schema.n_children = COLUMNS;
    table->schema.children = table->schema_pointers;
    table->schema.release = release_schema;
    table->schema.private_data = &table->schemas_released;
}

static inline cs_scorecard *make_card(void) {
    cs_scorecard *card = NULL;
    CHECK(cs_scorecard_from_json(card_json, sizeof card_json - 1, &card) == CS_OK);
    return card;
}

#endif
