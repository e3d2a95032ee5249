/* Ledgers and the movements in them: the vectors that every language runs, parts that add up, misuse. */
#include "check.h"
#include "columns.h"
#include "json.h"

typedef struct {
    const char *name, *format;
    const uint8_t *known;
    const int32_t *offsets; /* of texts; NULL for numbers */
    const void *values;
} ledger_column;

typedef struct {
    const char *name, *options, *expected, *report, *error, *path, *column;
    int64_t row, rows, columns;
    const ledger_column *ledger;
} ledger_case;

#include "revenue.h"

enum { COLUMNS = 12 };

static char *joined; /* both reports of cohorts as one */

typedef struct {
    const void *buffers[COLUMNS][3], *none[1];
    struct ArrowArray arrays[COLUMNS], *array_pointers[COLUMNS], table;
    struct ArrowSchema schemas[COLUMNS], *schema_pointers[COLUMNS], schema;
} table;

static void nothing_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void nothing_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

/* The rows from `start` on of a case's ledger, as its producer hands them over. */
static void fill(table *own, const ledger_case *it, int64_t start, int64_t rows) {
    int64_t at;
    memset(own, 0, sizeof *own);
    for (at = 0; at < it->columns; at++) {
        const ledger_column *column = &it->ledger[at];
        struct ArrowArray *array = &own->arrays[at];
        struct ArrowSchema *schema = &own->schemas[at];
        own->buffers[at][0] = column->known;
        own->buffers[at][1] = column->offsets ? (const void *)column->offsets : column->values;
        own->buffers[at][2] = column->values;
        array->length = it->rows;
        array->null_count = -1;
        array->n_buffers = column->offsets ? 3 : 2;
        array->buffers = own->buffers[at];
        array->release = nothing_array;
        schema->name = column->name;
        schema->format = column->format;
        schema->flags = 2; /* nullable */
        schema->release = nothing_schema;
        own->array_pointers[at] = array;
        own->schema_pointers[at] = schema;
    }
    own->table.length = rows;
    own->table.offset = start;
    own->table.n_buffers = 1;
    own->table.buffers = own->none;
    own->table.n_children = it->columns;
    own->table.children = own->array_pointers;
    own->table.release = nothing_array;
    own->schema.format = "+s";
    own->schema.name = "";
    own->schema.n_children = it->columns;
    own->schema.children = own->schema_pointers;
    own->schema.release = nothing_schema;
}

static cs_status sum(const ledger_case *it, const char *options, int64_t start, int64_t rows, cs_movements **movements) {
    static table own;
    fill(&own, it, start, rows);
    return cs_movements_from_arrow(options, strlen(options), &own.table, &own.schema, movements);
}

/* The report that a case asks for, as JSON; single movements come as columns only, and are counted as skipped. */
static cs_status reported(const ledger_case *it, char **report) {
    static table own;
    cs_movements *movements = NULL;
    cs_cohorts *cohorts = NULL;
    size_t length = strlen(it->options);
    cs_status status;
    if (strcmp(it->report, "movements") == 0) {
        status = sum(it, it->options, 0, it->rows, &movements);
        CHECK((status == CS_OK) == (movements != NULL));
        status = status == CS_OK ? cs_movements_report_json(movements, report) : status;
        cs_movements_free(movements);
        return status;
    }
    fill(&own, it, 0, it->rows);
    if (strcmp(it->report, "conventions") == 0) {
        return cs_movements_conventions_json(it->options, length, &own.table, &own.schema, report);
    }
    status = cs_cohorts_from_arrow(it->options, length, &own.table, &own.schema, &cohorts);
    if (status == CS_OK) {
        char *table = NULL, *averages = NULL;
        CHECK(cs_cohorts_report_json(cohorts, &table) == CS_OK && cs_cohorts_averages_json(cohorts, &averages) == CS_OK);
        joined = (char *)realloc(joined, strlen(table) + strlen(averages) + 32);
        sprintf(joined, "{\"table\":%s,\"averages\":%s}", table, averages);
        cs_string_free(table), cs_string_free(averages);
    }
    cs_cohorts_free(cohorts);
    return status;
}

static int is_refused(const ledger_case *it, cs_status status) {
    return strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_path(), it->path) == 0 &&
           strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row;
}

static void ledgers_give_the_vectors(void) {
    size_t i, seen = 0, skipped = 0;
    for (i = 0; i < sizeof revenue_cases / sizeof *revenue_cases; i++) {
        const ledger_case *it = &revenue_cases[i];
        int cohorts = strcmp(it->report, "cohorts") == 0, good;
        char *report = NULL;
        cs_status status;
        if (strcmp(it->report, "details") == 0) {
            skipped++;
            continue;
        }
        status = reported(it, &report);
        good = it->error ? is_refused(it, status) && report == NULL
                         : status == CS_OK && is_alike(cohorts ? joined : report, it->expected, 0);
        if (!good) {
            printf("%s: %s\n expected %s\n", it->name, report ? report : "", it->expected ? it->expected : it->error);
            CHECK(!"as expected");
        }
        CHECK(cs_string_free(report) == CS_OK);
        seen++;
    }
    printf("%lu ledgers, %lu skipped\n", (unsigned long)seen, (unsigned long)skipped);
    CHECK(seen > 180 && skipped < 5);
    free(joined), joined = NULL;
}

static const ledger_case *named(const char *name) {
    size_t i;
    for (i = 0; i < sizeof revenue_cases / sizeof *revenue_cases; i++) {
        if (strcmp(revenue_cases[i].name, name) == 0) {
            return &revenue_cases[i];
        }
    }
    return NULL;
}

/* The first four rows are of a, b and c, the last of d: no account is in both parts. */
static void parts_add_up_to_the_whole(void) {
    static const char options[] = "{\"first\": \"2025-01\", \"last\": \"2025-03\"}";
    const ledger_case *it = named("monthly: four accounts, sorted");
    cs_movements *whole = NULL, *one = NULL, *other = NULL, *again = NULL, *merged = NULL;
    char *expected = NULL, *found = NULL, *shipped = NULL;
    CHECK(it != NULL);
    CHECK(sum(it, options, 0, 8, &whole) == CS_OK);
    CHECK(sum(it, options, 0, 6, &one) == CS_OK);
    CHECK(sum(it, options, 6, 2, &other) == CS_OK);
    CHECK(cs_movements_to_json(other, &shipped) == CS_OK);
    CHECK(cs_movements_from_json(shipped, strlen(shipped), &again) == CS_OK);
    CHECK(cs_movements_merge(one, again, &merged) == CS_OK);
    CHECK(cs_movements_report_json(whole, &expected) == CS_OK && cs_movements_report_json(merged, &found) == CS_OK);
    CHECK(strcmp(expected, found) == 0);
    cs_movements_free(merged), merged = NULL;
    cs_movements_free(other), other = NULL;
    CHECK(sum(it, "{}", 6, 2, &other) == CS_OK);
    CHECK(cs_movements_merge(one, other, &merged) == CS_INCONSISTENT && merged == NULL);
    cs_string_free(expected), cs_string_free(found), cs_string_free(shipped);
    cs_movements_free(whole), cs_movements_free(one), cs_movements_free(other), cs_movements_free(again);
}

static void a_report_is_columns_too(void) {
    const ledger_case *it = named("monthly: in cents");
    cs_movements *movements = NULL;
    result report;
    CHECK(it != NULL && sum(it, it->options, 0, it->rows, &movements) == CS_OK);
    CHECK(cs_movements_report_arrow(movements, &report.array, &report.schema) == CS_OK);
    CHECK(report.array.length == 3 && strcmp(report.schema.children[1]->name, "opening") == 0);
    CHECK(strcmp(report.schema.children[1]->format, "l") == 0);
    CHECK(((const int64_t *)report.array.children[1]->buffers[1])[1] == 300);
    release(&report);
    CHECK(cs_movements_free(movements) == CS_OK);
}

static void misuse_is_an_error(void) {
    static const char misspelt[] = "{\"mmr\": \"amount\"}", absent[] = "{\"mrr\": \"mmr\"}";
    const ledger_case *it = named("monthly: four accounts");
    cs_movements *movements = NULL;
    char *text = NULL;
    static table own;
    CHECK(sum(it, misspelt, 0, it->rows, &movements) == CS_INVALID_DOCUMENT);
    CHECK(strcmp(cs_last_error_path(), "mmr") == 0);
    CHECK(sum(it, absent, 0, it->rows, &movements) == CS_MISSING_COLUMN);
    CHECK(cs_movements_from_json("{}", 2, &movements) == CS_INVALID_DOCUMENT);
    fill(&own, it, 0, it->rows);
    CHECK(cs_movements_from_arrow("{}", 2, &own.table, &own.schema, NULL) == CS_NULL_POINTER);
    CHECK(own.table.release == NULL && own.schema.release == NULL);
    CHECK(cs_movements_from_arrow("{}", 2, &own.table, &own.schema, &movements) == CS_RELEASED);
    CHECK(movements == NULL);
    CHECK(cs_movements_report_json(NULL, &text) == CS_NULL_POINTER && text == NULL);
    CHECK(sum(it, "{}", 0, it->rows, &movements) == CS_OK);
    CHECK(cs_movements_free(movements) == CS_OK && cs_movements_free(movements) == CS_STALE_HANDLE);
    CHECK(cs_movements_to_json(movements, &text) == CS_STALE_HANDLE && text == NULL);
}

int main(void) {
    RUN(ledgers_give_the_vectors);
    RUN(parts_add_up_to_the_whole);
    RUN(a_report_is_columns_too);
    RUN(misuse_is_an_error);
    return report();
}
