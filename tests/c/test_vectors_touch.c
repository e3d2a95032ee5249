/* The touch vectors: portfolios fitted, put into tiers, summed and compared with the tiers before, all as columns. */
#include "columns.h"
#include "json.h"

#define NOT_IN_C 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0
#define IN_C 1

typedef struct {
    const char *name, *format;
    const uint8_t *known;
    const int32_t *offsets;
    const void *values;
} touch_column;

typedef struct {
    const char *name;
    int in_c;
    const touch_column *columns;
    const char *const *tiers, *const *reasons;
    const char *policy, *cut, *summary, *movements, *summed, *previous, *error, *shows, *path, *column;
    int64_t rows;
    int column_count;
    cs_day as_of;
    cs_invalid invalid;
    int fit;
    int64_t row;
} touch_case;

#include "touch_vectors.h"

enum { MOST = 8 };

/* A table that lends the constants of a case. */
typedef struct {
    const void *buffers[MOST + 1][3];
    struct ArrowArray arrays[MOST], *array_pointers[MOST], table;
    struct ArrowSchema schemas[MOST], *schema_pointers[MOST], schema;
} lent;

static void nothing_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void nothing_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static void lend(const touch_case *it, lent *to) {
    int at;
    memset(to, 0, sizeof *to);
    for (at = 0; at < it->column_count; at++) {
        const touch_column *from = &it->columns[at];
        struct ArrowArray *array = &to->arrays[at];
        struct ArrowSchema *schema = &to->schemas[at];
        to->buffers[at][0] = from->known;
        to->buffers[at][1] = from->offsets ? (const void *)from->offsets : from->values;
        to->buffers[at][2] = from->values;
        array->length = it->rows;
        array->null_count = -1;
        array->n_buffers = from->offsets ? 3 : 2;
        array->buffers = to->buffers[at];
        array->release = nothing_array;
        schema->name = from->name;
        schema->format = from->format;
        schema->flags = 2; /* nullable */
        schema->release = nothing_schema;
        to->array_pointers[at] = array;
        to->schema_pointers[at] = schema;
    }
    to->table.length = it->rows;
    to->table.n_buffers = 1;
    to->table.buffers = to->buffers[MOST];
    to->table.n_children = to->schema.n_children = it->column_count;
    to->table.children = to->array_pointers;
    to->table.release = nothing_array;
    to->schema.format = "+s";
    to->schema.children = to->schema_pointers;
    to->schema.release = nothing_schema;
}

static size_t length(const char *text) {
    return text ? strlen(text) : 0;
}

/* The reason of an override is the policy's own text; the vectors say that it is one. */
static int is_reason(const result *tiers, int64_t row, const char *expected) {
    int plain = is_label(tiers, 1, row, "measure") || is_label(tiers, 1, row, "kept") || is_label(tiers, 1, row, "missing");
    return strcmp(expected, "override") == 0 ? !plain : is_label(tiers, 1, row, expected);
}

static cs_status placed(const touch_case *it, cs_touch_policy *policy, int *good) {
    lent table;
    result tiers;
    char *summary = NULL, *movements = NULL;
    int64_t row;
    cs_status status;
    lend(it, &table);
    status = cs_touch_policy_apply_arrow_with(policy, &table.table, &table.schema, it->previous, length(it->previous),
                                              it->as_of, it->invalid, &tiers.array, &tiers.schema);
    if (status != CS_OK) {
        return status;
    }
    for (row = 0; it->tiers && row < it->rows; row++) {
        *good &= it->tiers[row] ? is_label(&tiers, 0, row, it->tiers[row]) : !is_known(tiers.array.children[0], row);
        *good &= is_reason(&tiers, row, it->reasons[row]);
    }
    release(&tiers);
    if (it->summary) {
        lend(it, &table);
        status = cs_touch_policy_summary_arrow(policy, &table.table, &table.schema, it->summed, length(it->summed),
                                               it->previous, length(it->previous), it->as_of, it->invalid, &summary);
        *good &= status == CS_OK && is_alike(summary, it->summary, 0);
        cs_string_free(summary);
    }
    if (it->movements) {
        lend(it, &table);
        status = cs_touch_policy_movements_arrow(policy, &table.table, &table.schema, it->summed, length(it->summed),
                                                 it->previous, length(it->previous), it->as_of, it->invalid, &movements);
        *good &= status == CS_OK && is_alike(movements, it->movements, 0);
        cs_string_free(movements);
    }
    return status;
}

/* Half of the case's table. */
static void lend_half(const touch_case *it, int second, lent *table) {
    lend(it, table);
    table->table.offset = second ? it->rows / 2 : 0;
    table->table.length = second ? it->rows - it->rows / 2 : it->rows / 2;
}

/* The second round on the two halves, one of them shipped as a document. */
static cs_status finished_by_ties(const touch_case *it, const cs_touch_fitting *fitting, cs_touch_policy **fitted) {
    cs_touch_ties *asked = NULL, *parts[3] = {NULL, NULL, NULL}, *merged = NULL;
    char *shipped = NULL;
    lent table;
    int at;
    cs_status status = cs_touch_fitting_finish(fitting, fitted) == CS_INVALID_ARGUMENT ? CS_OK : CS_INTERNAL;
    status = status == CS_OK ? cs_touch_fitting_ties(fitting, &asked) : status;
    for (at = 0; at < 2 && status == CS_OK; at++) {
        lend_half(it, at, &table);
        status = cs_touch_ties_fit_part_arrow(asked, &table.table, &table.schema, &parts[at]);
    }
    status = status == CS_OK ? cs_touch_ties_to_json(parts[1], &shipped) : status;
    status = status == CS_OK ? cs_touch_ties_from_json(shipped, strlen(shipped), &parts[2]) : status;
    status = status == CS_OK ? cs_touch_ties_merge(parts[2], parts[0], &merged) : status;
    status = status == CS_OK ? cs_touch_ties_finish(merged, fitted) : status;
    cs_string_free(shipped);
    for (at = 0; at < 3; at++) {
        cs_touch_ties_free(parts[at]);
    }
    cs_touch_ties_free(asked);
    cs_touch_ties_free(merged);
    return status;
}

/* Two parts, one of them shipped as a document, give the document of the whole; split ties after a second round. */
static int is_whole_in_parts(const touch_case *it, const cs_touch_policy *policy, const char *whole) {
    cs_touch_fitting *parts[3] = {NULL, NULL, NULL}, *merged = NULL;
    cs_touch_policy *fitted = NULL;
    char *shipped = NULL, *document = NULL;
    int at, good, splits = strstr(it->policy, "\"split\"") != NULL, plain = strstr(it->policy, "\"thresholds\"") != NULL;
    cs_status status = CS_OK;
    for (at = 0; at < 2 && status == CS_OK; at++) {
        lent table;
        lend_half(it, at, &table);
        status = cs_touch_policy_fit_part_arrow(policy, &table.table, &table.schema, it->as_of, &parts[at]);
    }
    good = status == CS_OK && cs_touch_fitting_to_json(parts[1], &shipped) == CS_OK &&
           cs_touch_fitting_from_json(shipped, strlen(shipped), &parts[2]) == CS_OK &&
           cs_touch_fitting_merge(parts[2], parts[0], &merged) == CS_OK &&
           (splits && !plain ? finished_by_ties(it, merged, &fitted) : cs_touch_fitting_finish(merged, &fitted)) == CS_OK &&
           cs_touch_policy_to_json(fitted, &document) == CS_OK && strcmp(document, whole) == 0;
    cs_string_free(shipped);
    cs_string_free(document);
    for (at = 0; at < 3; at++) {
        cs_touch_fitting_free(parts[at]);
    }
    cs_touch_fitting_free(merged);
    cs_touch_policy_free(fitted);
    return good;
}

static cs_status run(const touch_case *it, int *good) {
    lent table;
    cs_touch_policy *policy = NULL, *fitted = NULL;
    char *document = NULL;
    cs_status status = cs_touch_policy_from_json(it->policy, strlen(it->policy), &policy);
    if (status == CS_OK && it->column_count && it->fit) {
        lend(it, &table);
        status = cs_touch_policy_fit_arrow(policy, &table.table, &table.schema, it->as_of, &fitted);
        if (status == CS_OK && it->cut) {
            *good &= cs_touch_policy_to_json(fitted, &document) == CS_OK && is_alike(document, it->cut, 0);
            *good &= is_whole_in_parts(it, policy, document);
            cs_string_free(document);
        }
    }
    if (status == CS_OK && it->column_count) {
        status = placed(it, it->fit ? fitted : policy, good);
    }
    cs_touch_policy_free(policy); /* leaves the last error as it is */
    cs_touch_policy_free(fitted);
    return status;
}

static void policies_give_the_vectors(void) {
    size_t i, ran = 0, count = sizeof touch_cases / sizeof *touch_cases;
    for (i = 0; i < count; i++) {
        const touch_case *it = &touch_cases[i];
        int good = 1;
        cs_status status;
        if (!it->in_c) {
            continue;
        }
        ran++;
        status = run(it, &good);
        if (it->error) {
            good = strcmp(cs_status_name(status), it->error) == 0 &&
                   (it->path == NULL || strcmp(cs_last_error_path(), it->path) == 0) &&
                   (it->column == NULL || strcmp(cs_last_error_column(), it->column) == 0) &&
                   cs_last_error_row() == it->row && shows(it->shows);
        } else {
            good &= status == CS_OK;
        }
        if (!good) {
            printf("%s: %s, expected %s: ", it->name, cs_last_error_code(), it->error ? it->error : it->cut);
            CHECK(!"as expected");
        }
    }
    printf("%lu of %lu touch cases\n", (unsigned long)ran, (unsigned long)count);
    CHECK(count - ran <= 4);
    CHECK(shown_values == SHOWN);
}

int main(void) {
    RUN(policies_give_the_vectors);
    return report();
}
