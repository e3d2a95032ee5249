/* Struct arrays made from plain columns, and results written as JSON: an object with a list for each column. */
#ifndef TABLE_JSON_H
#define TABLE_JSON_H

#include "columns.h"

#include <limits.h>
#include <stdlib.h>

#define MISSING_DAY INT32_MIN

enum { MOST_COLUMNS = 9 };

typedef struct {
    /* u: texts, NULL for missing; g: doubles, NAN; l: integers; tdD: days, MISSING_DAY; b: a byte each, -1 for missing */
    const char *name, *format;
    const void *values;
    int64_t rows;
} plain_column;

/* A table of its own; `release_made` frees what belongs to it. */
typedef struct {
    struct ArrowArray array, columns[MOST_COLUMNS], *array_pointers[MOST_COLUMNS];
    struct ArrowSchema schema, schemas[MOST_COLUMNS], *schema_pointers[MOST_COLUMNS];
    const void *buffers[MOST_COLUMNS][3], *none[1];
    int32_t *offsets[MOST_COLUMNS];
    char *texts[MOST_COLUMNS];
    uint8_t *known[MOST_COLUMNS];
} made_table;

static inline void made_array_released(struct ArrowArray *array) {
    array->release = NULL;
}

static inline void made_schema_released(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static inline int is_there(const plain_column *column, int64_t row) {
    if (strcmp(column->format, "u") == 0) {
        return ((const char *const *)column->values)[row] != NULL;
    }
    if (strcmp(column->format, "b") == 0) {
        return ((const int8_t *)column->values)[row] >= 0;
    }
    return strcmp(column->format, "tdD") != 0 || ((const int32_t *)column->values)[row] != MISSING_DAY;
}

static inline void make_table(made_table *table, const plain_column *columns) {
    int count = 0;
    memset(table, 0, sizeof *table);
    for (; columns[count].name; count++) {
        const plain_column *column = &columns[count];
        struct ArrowArray *array = &table->columns[count];
        struct ArrowSchema *schema = &table->schemas[count];
        int is_text = strcmp(column->format, "u") == 0;
        int64_t row;
        table->known[count] = (uint8_t *)calloc(1, (size_t)column->rows / 8 + 1);
        for (row = 0; row < column->rows; row++) {
            table->known[count][row / 8] |= (uint8_t)(is_there(column, row) << (row % 8));
        }
        table->buffers[count][0] = table->known[count];
        table->buffers[count][1] = column->values;
        if (is_text) {
            const char *const *texts = (const char *const *)column->values;
            size_t length = 0;
            table->offsets[count] = (int32_t *)calloc((size_t)column->rows + 1, sizeof(int32_t));
            for (row = 0; row < column->rows; row++) {
                length += texts[row] ? strlen(texts[row]) : 0;
                table->offsets[count][row + 1] = (int32_t)length;
            }
            table->texts[count] = (char *)calloc(1, length + 1);
            for (row = 0; row < column->rows; row++) {
                if (texts[row]) {
                    memcpy(table->texts[count] + table->offsets[count][row], texts[row], strlen(texts[row]));
                }
            }
            table->buffers[count][1] = table->offsets[count];
            table->buffers[count][2] = table->texts[count];
        }
        if (strcmp(column->format, "b") == 0) {
            table->texts[count] = (char *)calloc(1, (size_t)column->rows / 8 + 1);
            for (row = 0; row < column->rows; row++) {
                int bit = ((const int8_t *)column->values)[row] == 1;
                table->texts[count][row / 8] = (char)(table->texts[count][row / 8] | bit << (row % 8));
            }
            table->buffers[count][1] = table->texts[count];
        }
        array->length = column->rows;
        array->null_count = -1;
        array->n_buffers = is_text ? 3 : 2;
        array->buffers = table->buffers[count];
        array->release = made_array_released;
        schema->format = column->format;
        schema->name = column->name;
        schema->flags = 2; /* nullable */
        schema->release = made_schema_released;
        table->array_pointers[count] = array;
        table->schema_pointers[count] = schema;
    }
    table->array.length = columns[0].rows;
    table->array.n_buffers = 1;
    table->array.buffers = table->none;
    table->array.n_children = count;
    table->array.children = table->array_pointers;
    table->array.release = made_array_released;
    table->schema.format = "+s";
    table->schema.name = "";
    table->schema.n_children = count;
    table->schema.children = table->schema_pointers;
    table->schema.release = made_schema_released;
}

static inline void release_made(made_table *table) {
    int at;
    for (at = 0; at < MOST_COLUMNS; at++) {
        free(table->offsets[at]);
        free(table->texts[at]);
        free(table->known[at]);
    }
}

/* Appends; `text` is as long as `*length` says, with room for `*room`. */
static inline void append(char **text, size_t *length, size_t *room, const char *more, size_t count) {
    if (*length + count + 1 > *room) {
        *room = 2 * (*length + count + 1);
        *text = (char *)realloc(*text, *room);
    }
    memcpy(*text + *length, more, count);
    *length += count;
    (*text)[*length] = '\0';
}

/* The day as YYYY-MM-DD in quotes. */
static inline int write_day(char *out, int32_t day) {
    int64_t shifted = (int64_t)day + 719468, era = shifted / 146097, of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    int day_of_month = (int)(of_year - (153 * month + 2) / 5 + 1), from_march = (int)month;
    int calendar = from_march < 10 ? from_march + 3 : from_march - 9;
    return sprintf(out, "\"%04d-%02d-%02d\"", (int)(year + era * 400 + (calendar <= 2)), calendar, day_of_month);
}

/* The text in quotes; there is no control character in any. */
static inline void append_text(char **text, size_t *length, size_t *room, const char *more, int32_t count) {
    int32_t at;
    append(text, length, room, "\"", 1);
    for (at = 0; at < count; at++) {
        if (more[at] == '"' || more[at] == '\\') {
            append(text, length, room, "\\", 1);
        }
        append(text, length, room, &more[at], 1);
    }
    append(text, length, room, "\"", 1);
}

/* A decimal with all its digits, in quotes. */
static inline int write_decimal(char *out, const struct ArrowArray *array, const char *format, int64_t row) {
    const uint64_t *halves = (const uint64_t *)array->buffers[1] + 2 * row;
    cs_decimal value;
    char *digits = NULL;
    int count;
    value.low = halves[0];
    memcpy(&value.high, &halves[1], sizeof value.high);
    value.scale = atoi(strchr(format, ',') + 1);
    CHECK(cs_decimal_to_string(&value, &digits) == CS_OK);
    count = sprintf(out, "\"%.60s\"", digits ? digits : "?");
    cs_string_free(digits);
    return count;
}

/* The columns of a result as JSON, to be freed by the caller. Decimals are texts. */
static inline char *table_json(const result *of) {
    size_t length = 0, room = 0;
    char *text = NULL, number_text[64];
    int64_t at, row;
    append(&text, &length, &room, "{", 1);
    for (at = 0; at < of->schema.n_children; at++) {
        const struct ArrowSchema *schema = of->schema.children[at];
        const struct ArrowArray *array = of->array.children[at];
        append(&text, &length, &room, at ? ",\"" : "\"", at ? 2 : 1);
        append(&text, &length, &room, schema->name, strlen(schema->name));
        append(&text, &length, &room, "\":[", 3);
        for (row = 0; row < array->length; row++) {
            const void *values = array->buffers[1];
            int count = 0;
            if (row) {
                append(&text, &length, &room, ",", 1);
            }
            if (!is_known(array, row)) {
                append(&text, &length, &room, "null", 4);
            } else if (array->dictionary) {
                const int32_t *offsets = (const int32_t *)array->dictionary->buffers[1];
                int32_t key = key_of(array, schema, row);
                append_text(&text, &length, &room, (const char *)array->dictionary->buffers[2] + offsets[key],
                            offsets[key + 1] - offsets[key]);
            } else if (strcmp(schema->format, "u") == 0) {
                const int32_t *offsets = (const int32_t *)values;
                append_text(&text, &length, &room, (const char *)array->buffers[2] + offsets[row],
                            offsets[row + 1] - offsets[row]);
            } else if (strcmp(schema->format, "g") == 0) {
                count = sprintf(number_text, "%.17g", ((const double *)values)[row]);
            } else if (strcmp(schema->format, "l") == 0) {
                count = sprintf(number_text, "%ld", (long)((const int64_t *)values)[row]);
            } else if (strcmp(schema->format, "L") == 0) {
                count = sprintf(number_text, "%lu", (unsigned long)((const uint64_t *)values)[row]);
            } else if (strcmp(schema->format, "i") == 0) {
                count = sprintf(number_text, "%d", (int)((const int32_t *)values)[row]);
            } else if (strncmp(schema->format, "d:", 2) == 0) {
                count = write_decimal(number_text, array, schema->format, row);
            } else if (strcmp(schema->format, "tdD") == 0) {
                count = write_day(number_text, ((const int32_t *)values)[row]);
            } else {
                count = sprintf(number_text, "\"format %.20s\"", schema->format);
            }
            append(&text, &length, &room, number_text, (size_t)count);
        }
        append(&text, &length, &room, "]", 1);
    }
    append(&text, &length, &room, "}", 1);
    return text;
}

#endif
