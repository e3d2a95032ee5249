/* Ledgers and the movements in them: the vectors that every language runs, parts that add up, misuse. */
#include "check.h"
#include "json.h"
#include "table_json.h"

typedef struct {
    const char *name, *format;
    const uint8_t *known;
    const int32_t *offsets; /* of texts; NULL for numbers */
    const void *values;
} ledger_column;

typedef struct {
    const char *name, *options, *expected, *in_columns, *report, *error, *shows, *path, *column;
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

/* The report that a case asks for, as JSON; single movements come as columns only. */
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
           strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row && shows(it->shows);
}

static void ledgers_give_the_vectors(void) {
    size_t i, seen = 0, columns_only = 0;
    for (i = 0; i < sizeof revenue_cases / sizeof *revenue_cases; i++) {
        const ledger_case *it = &revenue_cases[i];
        int cohorts = strcmp(it->report, "cohorts") == 0, good;
        char *report = NULL;
        cs_status status;
        if (strcmp(it->report, "details") == 0) {
            columns_only++;
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
    printf("%lu ledgers\n", (unsigned long)seen);
    CHECK(seen > 180 && seen + columns_only == sizeof revenue_cases / sizeof *revenue_cases);
    free(joined), joined = NULL;
}

/* The report that a case asks for as columns. */
static cs_status reported_in_columns(const ledger_case *it, result *out) {
    static table own;
    cs_movements *movements = NULL;
    cs_cohorts *cohorts = NULL;
    size_t length = strlen(it->options);
    cs_status status;
    fill(&own, it, 0, it->rows);
    if (strcmp(it->report, "details") == 0) {
        status = cs_movements_details_arrow(it->options, length, &own.table, &own.schema, &out->array, &out->schema);
    } else if (strcmp(it->report, "conventions") == 0) {
        status = cs_movements_conventions_arrow(it->options, length, &own.table, &own.schema, &out->array, &out->schema);
    } else if (strcmp(it->report, "cohorts") == 0) {
        status = cs_cohorts_from_arrow(it->options, length, &own.table, &own.schema, &cohorts);
        status = status == CS_OK ? cs_cohorts_report_arrow(cohorts, &out->array, &out->schema) : status;
    } else {
        status = cs_movements_from_arrow(it->options, length, &own.table, &own.schema, &movements);
        status = status == CS_OK ? cs_movements_report_arrow(movements, &out->array, &out->schema) : status;
    }
    CHECK(own.table.release == NULL && own.schema.release == NULL);
    cs_movements_free(movements), cs_cohorts_free(cohorts);
    return status;
}

/* Amounts in the ledger's own kind of number, to the last bit. */
static void columns_give_the_vectors(void) {
    size_t i, details = 0, cohorts = 0, movements = 0, conventions = 0;
    shown_values = 0; /* as documents, not every report was asked for */
    for (i = 0; i < sizeof revenue_cases / sizeof *revenue_cases; i++) {
        const ledger_case *it = &revenue_cases[i];
        char *found = NULL;
        result out;
        cs_status status;
        memset(&out, 0, sizeof out);
        status = reported_in_columns(it, &out);
        if (status == CS_OK) {
            found = table_json(&out);
            release(&out);
        }
        if (it->error ? !is_refused(it, status) || out.array.release != NULL
                      : status != CS_OK || !is_alike(found, it->in_columns, 0)) {
            printf("%s: %s\n expected %s\n", it->name, found ? found : "", it->error ? it->error : it->in_columns);
            CHECK(!"as expected");
        }
        free(found);
        details += strcmp(it->report, "details") == 0;
        cohorts += strcmp(it->report, "cohorts") == 0;
        movements += strcmp(it->report, "movements") == 0;
        conventions += strcmp(it->report, "conventions") == 0;
    }
    printf("%lu ledgers as columns of movements, %lu of conventions, %lu of cohorts, %lu of single movements\n",
           (unsigned long)movements, (unsigned long)conventions, (unsigned long)cohorts, (unsigned long)details);
    CHECK(shown_values == SHOWN);
    CHECK(details >= 3 && cohorts >= 9 && conventions >= 3 && movements > 150);
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

/* The document as a later library would write it. */
static void of_the_next_version(char *document) {
    char *version = strstr(document, "\"version\":1");
    CHECK(version != NULL);
    if (version != NULL) version[strlen("\"version\":")] = '2';
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
    cs_movements_free(again), again = NULL;
    of_the_next_version(shipped);
    CHECK(cs_movements_from_json(shipped, strlen(shipped), &again) == CS_VERSION && again == NULL);
    CHECK(strcmp(cs_last_error_path(), "version") == 0);
    cs_movements_free(merged), merged = NULL;
    cs_movements_free(other), other = NULL;
    CHECK(sum(it, "{}", 6, 2, &other) == CS_OK);
    CHECK(cs_movements_merge(one, other, &merged) == CS_INCONSISTENT && merged == NULL);
    cs_movements_free(one), one = NULL, cs_movements_free(other), other = NULL;
    CHECK(sum(it, "{\"first\": \"2025-01\", \"last\": \"2025-03\", \"by\": [\"account\"]}", 0, 6, &one) == CS_OK);
    CHECK(sum(it, "{\"first\": \"2025-01\", \"last\": \"2025-03\", \"by\": [\"account\"], \"places\": 2}", 6, 2, &other) == CS_OK);
    CHECK(cs_movements_merge(one, other, &merged) == CS_INCONSISTENT && merged == NULL);
    CHECK(strstr(cs_last_error_message(), "state places for every part") != NULL);
    cs_string_free(expected), cs_string_free(found), cs_string_free(shipped);
    cs_movements_free(whole), cs_movements_free(one), cs_movements_free(other), cs_movements_free(again);
}

static cs_status follow(const ledger_case *it, const char *options, int64_t start, int64_t rows, cs_cohorts **cohorts) {
    static table own;
    fill(&own, it, start, rows);
    return cs_cohorts_from_arrow(options, strlen(options), &own.table, &own.schema, cohorts);
}

/* The first six rows are of a, b and c, the last two of d. One part travels as a document. */
static void cohorts_of_parts_add_up_to_the_whole(void) {
    static const char options[] = "{\"first\": \"2025-01\", \"last\": \"2025-03\"}";
    const ledger_case *it = named("monthly: four accounts, sorted");
    cs_cohorts *whole = NULL, *one = NULL, *other = NULL, *again = NULL, *merged = NULL;
    char *expected = NULL, *found = NULL, *averages = NULL, *same_averages = NULL, *shipped = NULL;
    result table_of_whole, table_of_merged;
    char *columns, *merged_columns;
    CHECK(it != NULL);
    CHECK(follow(it, options, 0, 8, &whole) == CS_OK);
    CHECK(follow(it, options, 0, 6, &one) == CS_OK);
    CHECK(follow(it, options, 6, 2, &other) == CS_OK);
    CHECK(cs_cohorts_to_json(other, &shipped) == CS_OK && says(shipped, "cohorts"));
    CHECK(cs_cohorts_from_json(shipped, strlen(shipped), &again) == CS_OK);
    CHECK(cs_cohorts_merge(one, again, &merged) == CS_OK);
    CHECK(cs_cohorts_report_json(whole, &expected) == CS_OK && cs_cohorts_report_json(merged, &found) == CS_OK);
    CHECK(strcmp(expected, found) == 0);
    CHECK(cs_cohorts_averages_json(whole, &averages) == CS_OK);
    CHECK(cs_cohorts_averages_json(merged, &same_averages) == CS_OK);
    CHECK(strcmp(averages, same_averages) == 0);
    CHECK(cs_cohorts_report_arrow(whole, &table_of_whole.array, &table_of_whole.schema) == CS_OK);
    CHECK(cs_cohorts_report_arrow(merged, &table_of_merged.array, &table_of_merged.schema) == CS_OK);
    columns = table_json(&table_of_whole), merged_columns = table_json(&table_of_merged);
    CHECK(strcmp(columns, merged_columns) == 0);
    free(columns), free(merged_columns);
    release(&table_of_whole), release(&table_of_merged);
    cs_string_free(found), found = NULL;
    CHECK(cs_cohorts_report_json(one, &found) == CS_OK && strcmp(expected, found) != 0); /* the part stays a part */
    cs_cohorts_free(again), again = NULL;
    of_the_next_version(shipped);
    CHECK(cs_cohorts_from_json(shipped, strlen(shipped), &again) == CS_VERSION && again == NULL);
    CHECK(strcmp(cs_last_error_path(), "version") == 0);
    cs_cohorts_free(merged), merged = NULL;
    cs_cohorts_free(other), other = NULL;
    CHECK(follow(it, "{\"first\": \"2025-01\", \"last\": \"2025-06\"}", 6, 2, &other) == CS_OK);
    CHECK(cs_cohorts_merge(one, other, &merged) == CS_INCONSISTENT && merged == NULL);
    cs_string_free(expected), cs_string_free(found), cs_string_free(averages), cs_string_free(same_averages);
    cs_string_free(shipped);
    cs_cohorts_free(whole), cs_cohorts_free(one), cs_cohorts_free(other), cs_cohorts_free(again);
}

static void misuse_of_cohorts_is_an_error(void) {
    const ledger_case *it = named("monthly: four accounts");
    cs_cohorts *cohorts = NULL, *stale, *merged = NULL;
    char *text = NULL;
    static table own;
    result out;
    memset(&out, 0x5a, sizeof out);
    CHECK(follow(it, "{\"mmr\": \"amount\"}", 0, it->rows, &cohorts) == CS_INVALID_DOCUMENT && cohorts == NULL);
    CHECK(cs_cohorts_from_json("{}", 2, &cohorts) == CS_INVALID_DOCUMENT && cohorts == NULL);
    CHECK(cs_cohorts_from_json(NULL, 2, &cohorts) == CS_NULL_POINTER && strcmp(cs_last_error_path(), "document") == 0);
    CHECK(cs_cohorts_from_json("{}", 2, NULL) == CS_NULL_POINTER);
    CHECK(cs_cohorts_to_json(NULL, &text) == CS_NULL_POINTER && text == NULL);
    CHECK(cs_cohorts_report_json(NULL, &text) == CS_NULL_POINTER && text == NULL);
    CHECK(cs_cohorts_averages_json(NULL, &text) == CS_NULL_POINTER && text == NULL);
    CHECK(cs_cohorts_report_arrow(NULL, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(follow(it, "{}", 0, it->rows, &cohorts) == CS_OK);
    CHECK(cs_cohorts_merge(cohorts, NULL, &merged) == CS_NULL_POINTER && strcmp(cs_last_error_path(), "other") == 0);
    CHECK(cs_cohorts_merge(NULL, cohorts, &merged) == CS_NULL_POINTER && strcmp(cs_last_error_path(), "cohorts") == 0);
    CHECK(cs_cohorts_merge(cohorts, cohorts, NULL) == CS_NULL_POINTER);
    CHECK(cs_cohorts_to_json(cohorts, NULL) == CS_NULL_POINTER);
    CHECK(cs_cohorts_report_arrow(cohorts, NULL, &out.schema) == CS_NULL_POINTER);
    CHECK(cs_cohorts_report_arrow(cohorts, &out.array, NULL) == CS_NULL_POINTER);
    stale = cohorts;
    CHECK(cs_cohorts_free(cohorts) == CS_OK && cs_cohorts_free(stale) == CS_STALE_HANDLE);
    CHECK(cs_cohorts_merge(stale, stale, &merged) == CS_STALE_HANDLE && merged == NULL);
    CHECK(cs_cohorts_to_json(stale, &text) == CS_STALE_HANDLE && text == NULL);
    CHECK(cs_cohorts_report_json(stale, &text) == CS_STALE_HANDLE && cs_cohorts_averages_json(stale, &text) == CS_STALE_HANDLE);
    CHECK(cs_cohorts_report_arrow(stale, &out.array, &out.schema) == CS_STALE_HANDLE);
    CHECK(cs_cohorts_free(NULL) == CS_OK);
    fill(&own, it, 0, it->rows);
    CHECK(cs_movements_details_arrow("{}", 2, &own.table, &own.schema, NULL, &out.schema) == CS_NULL_POINTER);
    CHECK(own.table.release == NULL && own.schema.release == NULL);
    CHECK(cs_movements_details_arrow("{}", 2, &own.table, &own.schema, &out.array, &out.schema) == CS_RELEASED);
    CHECK(cs_movements_details_arrow("{}", 2, NULL, &own.schema, &out.array, &out.schema) == CS_NULL_POINTER);
    fill(&own, it, 0, it->rows);
    CHECK(cs_movements_details_arrow(NULL, 2, &own.table, &own.schema, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(own.table.release == NULL && own.schema.release == NULL);
    CHECK(out.array.length == 0x5a5a5a5a5a5a5a5a); /* nothing was written */
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
    RUN(columns_give_the_vectors);
    RUN(parts_add_up_to_the_whole);
    RUN(cohorts_of_parts_add_up_to_the_whole);
    RUN(misuse_of_cohorts_is_an_error);
    RUN(a_report_is_columns_too);
    RUN(misuse_is_an_error);
    return report();
}
