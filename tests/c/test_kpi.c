/* KPIs of columns: the vectors that every language runs, by the Arrow C Data Interface. */
#include "columns.h"
#include "json.h"

#include <stdlib.h>

typedef struct {
    const char *name, *format;
    const void *values;
    const uint8_t *known;
    const int32_t *offsets; /* of texts */
} table_column;

typedef struct {
    const char *name, *query, *error, *shows, *path, *column;
    int64_t row, length, columns, rows, keys, left_out;
    const table_column *inputs;
    const char *const *cells; /* numbers, reasons, keys */
    const double *floats;
} table_case;

typedef struct {
    const char *name, *kind, *request, *id, *expected, *error, *shows, *path, *column;
    int64_t row;
    const double *cells; /* of weighted surveys: answers, then weights */
    int64_t length;
    int first; /* of its request: the others are rows of the same report */
} json_case;

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
    case 'b':
        sprintf(text, "%d", ((const uint8_t *)array->buffers[1])[row / 8] >> (row % 8) & 1);
        return strcmp(text, expected) == 0;
    case 't':
        sprintf(text, "%ld", (long)((const int32_t *)array->buffers[1])[row]);
        return strcmp(text, expected) == 0;
    case 'd':
        return is_decimal(array, format, row, expected);
    case 'C':
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
            const char *cell = it->cells[(2 + key) * it->rows + row];
            if (!is_cell(answer, key, row, cell, cell ? strtod(cell, NULL) : 0)) {
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
                   strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row && shows(it->shows);
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

static cs_status weigh(const json_case *it, char **answer) {
    const void *buffers[2][2] = {{NULL, NULL}, {NULL, NULL}}, *none[1] = {NULL};
    struct ArrowArray columns[2], *children[2];
    struct ArrowSchema schemas[2], *fields[2];
    int at;
    buffers[0][1] = it->cells, buffers[1][1] = it->cells + it->length;
    for (at = 0; at < 2; at++) {
        struct ArrowArray column = {it->length, 0, 0, 2, 0, NULL, NULL, NULL, release_nothing, NULL};
        struct ArrowSchema schema = {"g", NULL, NULL, 2, 0, NULL, NULL, release_no_schema, NULL};
        column.buffers = buffers[at];
        schema.name = at ? "weights" : "answers";
        columns[at] = column, schemas[at] = schema;
        children[at] = &columns[at], fields[at] = &schemas[at];
    }
    {
        struct ArrowArray table = {it->length, 0, 0, 1, 2, NULL, NULL, NULL, release_array, NULL};
        struct ArrowSchema schema = {"+s", "", NULL, 0, 2, NULL, NULL, release_schema, NULL};
        table.buffers = none, table.children = children, schema.children = fields;
        return cs_nps_arrow(it->request, strlen(it->request), &table, &schema, answer);
    }
}

static cs_status ask(const json_case *it, char **answer) {
    size_t length = strlen(it->request);
    switch (it->kind[0]) {
    case 'r':
        return cs_kpi_report_json(it->request, length, answer);
    case 'e':
        return cs_kpi_ltv_effects_json(it->request, length, answer);
    case 'c':
        return cs_kpi_compare_json(it->request, length, answer);
    case 's':
        return cs_nps_json(it->request, length, answer);
    default:
        return weigh(it, answer);
    }
}

/* The part of an answer that a case is about: a row of a report by its id, else all of it. */
static const char *part(const char *answer, const char *id) {
    char key[128];
    if (*id == '\0') {
        return answer;
    }
    sprintf(key, "{\"id\":\"%s\"", id);
    return strstr(answer, key);
}

static void requests_give_the_vectors(void) {
    size_t i;
    char *answer = NULL;
    cs_status status = CS_OK;
    for (i = 0; i < LENGTH(json_cases); i++) {
        const json_case *it = &json_cases[i];
        const char *found;
        int good;
        if (it->first) {
            cs_string_free(answer);
            answer = NULL;
            status = ask(it, &answer);
        }
        if (it->error) {
            good = strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_column(), it->column) == 0 &&
                   (*it->path == '\0' || strcmp(cs_last_error_path(), it->path) == 0) && cs_last_error_row() == it->row &&
                   shows(it->shows);
        } else {
            found = status == CS_OK ? part(answer, it->id) : NULL;
            good = found && is_alike(found, it->expected, 1e-9);
        }
        if (!good) {
            printf("%s %s: %s: ", it->name, it->id, status == CS_OK ? answer : cs_last_error_message());
            CHECK(!"as expected");
        }
    }
    cs_string_free(answer);
    printf("%lu requests and rows of reports\n", (unsigned long)LENGTH(json_cases));
    CHECK(LENGTH(json_cases) > 200);
    CHECK(shown_values == SHOWN);
}

/* 9 and 10 promote, 7 and 8 do not matter, 0 to 6 detract; 11 is no answer, and so is a row whose bit is cleared. */
static void bytes_are_counted_where_they_lie(void) {
    static const uint8_t answers[10] = {10, 9, 8, 3, 11, 0, 10, 10, 7, 200}, known[2] = {0xbf, 0x01};
    static const char request[] = "{\"answers\": \"nps\", \"invalid\": \"missing\", \"level\": 0.9}";
    static const char strict[] = "{\"answers\": \"nps\"}", other[] = "{\"answers\": \"score\"}";
    static const char counts[] = "{\"promoters\": 3, \"passives\": 2, \"detractors\": 2, \"level\": 0.9}";
    const char *const requests[3] = {request, strict, other};
    const cs_status expected[3] = {CS_OK, CS_OUT_OF_RANGE, CS_MISSING_COLUMN};
    char *survey = NULL, *same_survey = NULL;
    int at;
    for (at = 0; at < 3; at++) {
        const void *buffers[2], *none[1] = {NULL};
        struct ArrowArray column = {10, -1, 0, 2, 0, NULL, NULL, NULL, release_nothing, NULL}, *children[1];
        struct ArrowSchema schema = {"C", "nps", NULL, 2, 0, NULL, NULL, release_no_schema, NULL}, *fields[1];
        struct ArrowArray table = {10, 0, 0, 1, 1, NULL, NULL, NULL, release_array, NULL};
        struct ArrowSchema tables = {"+s", "", NULL, 0, 1, NULL, NULL, release_schema, NULL};
        buffers[0] = known, buffers[1] = answers;
        column.buffers = buffers, table.buffers = none;
        children[0] = &column, table.children = children;
        fields[0] = &schema, tables.children = fields;
        CHECK(cs_nps_arrow(requests[at], strlen(requests[at]), &table, &tables, &survey) == expected[at]);
        if (at == 0) {
            CHECK(says(survey, "\"counts\":[3,2,2]") && says(survey, "\"missing\":2") && says(survey, "\"invalid\":1"));
            CHECK(cs_nps_json(counts, sizeof counts - 1, &same_survey) == CS_OK);
            CHECK(says(same_survey, "\"score\":\"14.28571428571428571428571429\""));
            CHECK(strcmp(strstr(survey, "\"bands\""), strstr(same_survey, "\"bands\"")) == 0);
            cs_string_free(same_survey);
            cs_string_free(survey);
            survey = NULL;
        } else if (at == 1) {
            CHECK(cs_last_error_row() == 4 && strcmp(cs_last_error_column(), "nps") == 0 && survey == NULL);
        }
    }
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
    RUN(requests_give_the_vectors);
    RUN(bytes_are_counted_where_they_lie);
    RUN(a_query_that_is_none_releases_the_table);
    return report();
}
