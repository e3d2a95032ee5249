/* KPIs of columns: the vectors that every language runs, by the Arrow C Data Interface. */
#include "columns.h"

#include <stdlib.h>

typedef struct {
    const char *name, *format;
    const void *values;
    const uint8_t *known;
    const int32_t *offsets; /* of texts */
} table_column;

typedef struct {
    const char *name, *query, *error, *path, *column;
    int64_t row, length, columns, rows, keys, left_out;
    const table_column *inputs;
    const char *const *cells; /* numbers, reasons, keys */
    const double *floats;
} table_case;

enum { COLUMNS = 8 };

static int arrays_released, schemas_released;

static void release_array(struct ArrowArray *array) {
    array->release = NULL;
    arrays_released++;
}

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
    schemas_released++;
}

static void release_nothing(struct ArrowArray *array) {
    array->release = NULL;
}

static void release_no_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

#include "tables.h"

#define LENGTH(list) (sizeof list / sizeof *list)

typedef struct {
    struct ArrowArray array, columns[COLUMNS], *children[COLUMNS];
    struct ArrowSchema schema, schemas[COLUMNS], *fields[COLUMNS];
    const void *buffers[COLUMNS][3], *none[1];
} held;

static void hold(held *to, const table_case *it) {
    int64_t at;
    memset(to, 0, sizeof *to);
    for (at = 0; at < it->columns; at++) {
        const table_column *input = &it->inputs[at];
        int text = strcmp(input->format, "u") == 0;
        struct ArrowArray array = {it->length, -1, 0, 2, 0, NULL, NULL, NULL, release_nothing, NULL};
        struct ArrowSchema schema = {NULL, NULL, NULL, 2, 0, NULL, NULL, release_no_schema, NULL};
        to->buffers[at][0] = input->known;
        to->buffers[at][1] = text ? (const void *)input->offsets : input->values;
        to->buffers[at][2] = input->values;
        array.n_buffers = text ? 3 : 2;
        array.buffers = to->buffers[at];
        schema.format = input->format;
        schema.name = input->name;
        to->columns[at] = array, to->children[at] = &to->columns[at];
        to->schemas[at] = schema, to->fields[at] = &to->schemas[at];
    }
    {
        struct ArrowArray array = {it->length, 0, 0, 1, 0, NULL, NULL, NULL, release_array, NULL};
        struct ArrowSchema schema = {"+s", "", NULL, 0, 0, NULL, NULL, release_schema, NULL};
        array.n_children = schema.n_children = it->columns;
        array.buffers = to->none, array.children = to->children;
        schema.children = to->fields;
        to->array = array, to->schema = schema;
    }
}

static int is_text(const struct ArrowArray *array, int64_t row, const char *expected) {
    const int32_t *offsets = (const int32_t *)array->buffers[1];
    size_t length = (size_t)(offsets[row + 1] - offsets[row]);
    return length == strlen(expected) && memcmp((const char *)array->buffers[2] + offsets[row], expected, length) == 0;
}

/* A decimal as its canonical text. */
static int is_decimal(const struct ArrowArray *array, const char *format, int64_t row, const char *expected) {
    const uint64_t *halves = (const uint64_t *)array->buffers[1] + 2 * row;
    cs_decimal value;
    char *text = NULL;
    int same_text;
    value.low = halves[0];
    memcpy(&value.high, &halves[1], sizeof value.high);
    value.scale = atoi(strchr(format, ',') + 1);
    same_text = cs_decimal_to_string(&value, &text) == CS_OK && strcmp(text, expected) == 0;
    cs_string_free(text);
    return same_text;
}

/* A cell of any type that an answer has; NULL is missing. */
static int is_cell(const result *of, int64_t column, int64_t row, const char *expected, double number_expected) {
    const struct ArrowArray *array = of->array.children[column];
    const char *format = of->schema.children[column]->format;
    char text[32];
    if (expected == NULL || !is_known(array, row)) {
        return expected == NULL && !is_known(array, row);
    }
    switch (format[0]) {
    case 'g':
        return same(((const double *)array->buffers[1])[row], number_expected);
    case 'l':
        sprintf(text, "%lld", (long long)((const int64_t *)array->buffers[1])[row]);
        return strcmp(text, expected) == 0;
    case 'd':
        return is_decimal(array, format, row, expected);
    case 'i':
        return is_label(of, (int)column, row, expected);
    default:
        return is_text(array, row, expected);
    }
}

static int is_as_expected(const table_case *it, const result *answer) {
    int64_t row, key, sum = 0, value = it->keys;
    if (answer->array.length != it->rows || answer->array.n_children != it->keys + 2 + (it->left_out >= 0)) {
        return 0;
    }
    for (row = 0; row < it->rows; row++) {
        if (!is_cell(answer, value, row, it->cells[row], it->floats[row]) ||
            !is_cell(answer, value + 1, row, it->cells[it->rows + row], 0)) {
            return 0;
        }
        for (key = 0; key < it->keys; key++) {
            if (!is_cell(answer, key, row, it->cells[(2 + key) * it->rows + row], 0)) {
                return 0;
            }
        }
        if (it->left_out >= 0) {
            sum += ((const int64_t *)answer->array.children[value + 2]->buffers[1])[row];
        }
    }
    return it->left_out < 0 || sum == it->left_out;
}

static void tables_give_the_vectors(void) {
    static held table;
    size_t i;
    for (i = 0; i < LENGTH(table_cases); i++) {
        const table_case *it = &table_cases[i];
        result answer;
        cs_status status;
        int good;
        hold(&table, it);
        arrays_released = schemas_released = 0;
        status = cs_kpi_table_arrow(it->query, strlen(it->query), &table.array, &table.schema, &answer.array,
                                    &answer.schema);
        if (it->error) {
            good = strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_path(), it->path) == 0 &&
                   strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row;
        } else {
            good = status == CS_OK && is_as_expected(it, &answer);
        }
        if (status == CS_OK) {
            release(&answer);
        }
        if (!good || arrays_released != 1 || schemas_released != 1) {
            printf("%s: %s: ", it->name, status == CS_OK ? "another answer" : cs_last_error_message());
            CHECK(!"as expected");
        }
    }
    printf("%lu tables\n", (unsigned long)LENGTH(table_cases));
    CHECK(LENGTH(table_cases) > 100);
}

static void a_query_that_is_none_releases_the_table(void) {
    static held table;
    result answer;
    static const char query[] = "{\"kpi\": \"arr\", \"kpi\": \"arr\"}", typo[] = "{\"kpi\": \"arr\", \"input\": {}}";
    static const char twice[] = "{\"kpi\": \"arr\", \"inputs\": {\"mrr\": {\"value\": 1}, \"mrr\": {\"value\": 2}}}";
    hold(&table, &table_cases[0]);
    arrays_released = schemas_released = 0;
    CHECK(cs_kpi_table_arrow(query, sizeof query - 1, &table.array, &table.schema, &answer.array, &answer.schema) ==
          CS_DUPLICATE);
    hold(&table, &table_cases[0]);
    CHECK(cs_kpi_table_arrow(twice, sizeof twice - 1, &table.array, &table.schema, &answer.array, &answer.schema) ==
          CS_DUPLICATE);
    hold(&table, &table_cases[0]);
    CHECK(cs_kpi_table_arrow(typo, sizeof typo - 1, &table.array, &table.schema, &answer.array, &answer.schema) ==
          CS_INVALID_DOCUMENT);
    CHECK(strstr(cs_last_error_message(), "did you mean \"inputs\"?") != NULL);
    hold(&table, &table_cases[0]);
    CHECK(cs_kpi_table_arrow(NULL, 1, &table.array, &table.schema, &answer.array, &answer.schema) == CS_NULL_POINTER);
    CHECK(arrays_released == 4 && schemas_released == 4);
}

int main(void) {
    RUN(tables_give_the_vectors);
    RUN(a_query_that_is_none_releases_the_table);
    return report();
}
