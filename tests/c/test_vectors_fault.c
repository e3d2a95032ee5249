/* Bad input: the vectors that every language runs, refused by code and place, and their like that are not. */
#include "check.h"
#include "json.h"
#include "table_json.h"

typedef struct {
    const char *text;
    size_t length, times;
} piece;

typedef struct {
    const char *name;
    const piece *pieces; /* until one without text */
    const char *error, *shows, *path, *column;
    int64_t row;
    const char *hint;
} document_case;

typedef struct {
    const char *name, *text;
    size_t length;
    const char *error, *shows, *path, *column;
    int64_t row;
} facts_case;

typedef struct {
    const char *name, *text;
    size_t length;
    const char *expected, *error, *shows;
} number_case;

typedef struct {
    const char *name, *format;
    int64_t rows;
    const void *values;
    const uint8_t *known;
    const int32_t *offsets; /* of texts, or of the labels of keys */
    const char *labels;
    int64_t label_count;
} fault_column;

typedef struct {
    const char *name;
    int64_t rows, count;
    const fault_column *columns;
    uint32_t invalid;
    const char *expected, *error, *shows, *path, *column;
    int64_t row;
} table_case;

#include "faults.h"

#define LENGTH(list) (sizeof list / sizeof *list)

/* Says what a case got where that is not what it should get. */
static int judge(const char *name, cs_status status, const char *error, const char *shown, const char *path,
                 const char *column, int64_t row) {
    const char *expected = error ? error : "ok";
    int same = strcmp(cs_status_name(status), expected) == 0 && strcmp(cs_last_error_path(), error ? path : "") == 0 &&
               strcmp(cs_last_error_column(), error ? column : "") == 0 && cs_last_error_row() == (error ? row : -1) && shows(error ? shown : "");
    if (!same) {
        printf("%s: %s at \"%s\" \"%s\" %ld shows %s, expected %s at \"%s\" \"%s\" %ld, %s: ", name,
               cs_status_name(status), cs_last_error_path(), cs_last_error_column(), (long)cs_last_error_row(),
               cs_last_error_value(), expected, path, column, (long)row, shown ? shown : "");
    }
    return same;
}

static char *joined(const piece *pieces, size_t *length) {
    const piece *at;
    char *text, *to;
    *length = 0;
    for (at = pieces; at->text; at++) {
        *length += at->length * at->times;
    }
    to = text = (char *)malloc(*length + 1);
    for (at = pieces; at->text; at++) {
        size_t time;
        for (time = 0; time < at->times; time++, to += at->length) {
            memcpy(to, at->text, at->length);
        }
    }
    return text;
}

static void bad_documents_are_refused_with_their_place(void) {
    size_t i, refused = 0;
    for (i = 0; i < LENGTH(document_cases); i++) {
        const document_case *it = &document_cases[i];
        cs_scorecard *card = NULL;
        size_t length;
        char *text = joined(it->pieces, &length);
        cs_status status = cs_scorecard_from_json(text, length, &card);
        CHECK(judge(it->name, status, it->error, it->shows, it->path, it->column, it->row));
        CHECK(says(cs_last_error_message(), it->hint));
        CHECK((card == NULL) == (it->error != NULL));
        refused += card == NULL;
        free(text);
        cs_scorecard_free(card);
    }
    printf("%lu documents, %lu of them refused\n", (unsigned long)LENGTH(document_cases), (unsigned long)refused);
    CHECK(refused > 100 && refused < LENGTH(document_cases));
}

static void bad_facts_are_refused_by_name(void) {
    cs_scorecard *card = NULL;
    size_t i, refused = 0;
    CHECK(cs_scorecard_from_json(facts_card, sizeof facts_card - 1, &card) == CS_OK);
    for (i = 0; i < LENGTH(facts_cases); i++) {
        const facts_case *it = &facts_cases[i];
        char *health = NULL;
        cs_status status = cs_scorecard_score_json(card, it->text, it->length, facts_as_of, &health);
        CHECK(judge(it->name, status, it->error, it->shows, it->path, it->column, it->row));
        CHECK((health == NULL) == (it->error != NULL));
        refused += health == NULL;
        cs_string_free(health);
    }
    CHECK(refused > 40 && refused < LENGTH(facts_cases));
    cs_scorecard_free(card);
}

static void only_plain_decimals_are_numbers(void) {
    size_t i;
    for (i = 0; i < LENGTH(number_cases); i++) {
        const number_case *it = &number_cases[i];
        cs_decimal value = {7, 0, 0};
        char *text = NULL;
        cs_status status = cs_decimal_from_string(it->text, it->length, &value);
        CHECK(judge(it->name, status, it->error, it->shows, "", "", -1));
        CHECK(cs_decimal_to_string(&value, &text) == CS_OK);
        CHECK(text && strcmp(text, it->error ? "7" : it->expected) == 0); /* what is refused is not written */
        cs_string_free(text);
    }
}

enum { MOST = 5 };

typedef struct {
    struct ArrowArray array, columns[MOST], labels[MOST], *children[MOST];
    struct ArrowSchema schema, schemas[MOST], label_schemas[MOST], *fields[MOST];
    const void *buffers[MOST][3], *label_buffers[MOST][3], *none[1];
} held;

static void part(struct ArrowArray *array, struct ArrowSchema *schema, const void **buffers, int64_t rows, const char *format) {
    array->length = rows;
    array->null_count = -1;
    array->n_buffers = strcmp(format, "u") == 0 ? 3 : 2;
    array->buffers = buffers;
    array->release = made_array_released;
    schema->format = format;
    schema->flags = 2;
    schema->release = made_schema_released;
}

static void hold(held *to, const table_case *it) {
    int64_t at;
    memset(to, 0, sizeof *to);
    for (at = 0; at < it->count; at++) {
        const fault_column *own = &it->columns[at];
        int text = strcmp(own->format, "u") == 0;
        part(&to->columns[at], &to->schemas[at], to->buffers[at], own->rows, own->format);
        to->schemas[at].name = own->name;
        to->buffers[at][0] = own->known;
        to->buffers[at][1] = text ? (const void *)own->offsets : own->values;
        to->buffers[at][2] = own->values;
        if (own->labels) {
            part(&to->labels[at], &to->label_schemas[at], to->label_buffers[at], own->label_count, "u");
            to->label_buffers[at][1] = own->offsets;
            to->label_buffers[at][2] = own->labels;
            to->columns[at].dictionary = &to->labels[at];
            to->schemas[at].dictionary = &to->label_schemas[at];
        }
        to->children[at] = &to->columns[at];
        to->fields[at] = &to->schemas[at];
    }
    part(&to->array, &to->schema, to->none, it->rows, "+s");
    to->array.n_buffers = 1;
    to->array.n_children = to->schema.n_children = it->count;
    to->array.children = to->children;
    to->schema.children = to->fields;
}

static void tables_are_scored_or_refused_with_column_and_row(void) {
    static held table;
    cs_scorecard *card = NULL;
    size_t i, refused = 0;
    CHECK(cs_scorecard_from_json(table_card, sizeof table_card - 1, &card) == CS_OK);
    for (i = 0; i < LENGTH(table_cases); i++) {
        const table_case *it = &table_cases[i];
        result scored;
        cs_status status;
        hold(&table, it);
        status = cs_scorecard_score_arrow_with(card, &table.array, &table.schema, table_as_of, it->invalid, &scored.array,
                                               &scored.schema);
        CHECK(table.array.release == NULL && table.schema.release == NULL);
        CHECK(judge(it->name, status, it->error, it->shows, it->path, it->column, it->row));
        refused += status != CS_OK;
        if (status == CS_OK) {
            char *found = table_json(&scored);
            if (!it->expected || !is_alike(found, it->expected, table_tolerance)) {
                printf("%s: %s: ", it->name, found);
                CHECK(!"as expected");
            }
            free(found);
            release(&scored);
        }
    }
    CHECK(refused > 10 && refused < LENGTH(table_cases));
    cs_scorecard_free(card);
}

static void every_value_was_compared(void) {
    printf("%lu values that errors show\n", (unsigned long)shown_values);
    CHECK(shown_values == SHOWN);
}

int main(void) {
    RUN(bad_documents_are_refused_with_their_place);
    RUN(bad_facts_are_refused_by_name);
    RUN(only_plain_decimals_are_numbers);
    RUN(tables_are_scored_or_refused_with_column_and_row);
    RUN(every_value_was_compared);
    return report();
}
