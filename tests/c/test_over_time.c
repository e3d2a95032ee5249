/* Scores over time: the vectors that every language runs, and what only C can get wrong. */
#include "json.h"
#include "table_json.h"

enum { MOST_TABLES = 2 };

typedef struct {
    const char *name, *room, *request, *expected, *error, *path, *column;
    int64_t row;
    double tolerance;
    cs_day as_of;
    int tables;
    plain_column columns[MOST_TABLES][MOST_COLUMNS];
} over_time_case;

#include "over_time.h"

#define LENGTH(list) (sizeof list / sizeof *list)

static cs_status run(const over_time_case *it, made_table tables[], result *out) {
    size_t length = strlen(it->request);
    return cs_trend_arrow(it->request, length, &tables[0].array, &tables[0].schema, it->as_of, &out->array,
                          &out->schema);
}

static void the_vectors_hold(void) {
    size_t i, refused = 0;
    int table;
    for (i = 0; i < LENGTH(cases); i++) {
        const over_time_case *it = &cases[i];
        made_table tables[MOST_TABLES];
        result out;
        char *found = NULL;
        cs_status status;
        int good;
        for (table = 0; table < it->tables; table++) {
            make_table(&tables[table], it->columns[table]);
        }
        status = run(it, tables, &out);
        if (status == CS_OK) {
            found = table_json(&out);
            release(&out);
        }
        if (it->error) {
            refused++;
            good = strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_path(), it->path) == 0 &&
                   strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row;
        } else {
            good = status == CS_OK && is_alike(found, it->expected, it->tolerance);
        }
        if (!good) {
            printf("%s, %s: %s, expected %s: ", it->room, it->name, found ? found : cs_last_error_message(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        for (table = 0; table < it->tables; table++) {
            CHECK(tables[table].array.release == NULL && tables[table].schema.release == NULL);
            release_made(&tables[table]);
        }
        free(found);
    }
    printf("%lu cases over time, %lu of them refused\n", (unsigned long)LENGTH(cases), (unsigned long)refused);
    CHECK(refused > 10);
}

static void one_account_has_the_trend_of_its_readings(void) {
    static const char request[] =
        "{\"readings\": [{\"day\": \"2026-09-01\", \"score\": 80}, {\"day\": \"2026-10-01\", \"score\": null},"
        " {\"day\": \"2026-10-11\", \"score\": 76}, {\"day\": \"2026-10-31\", \"score\": 74}]}";
    char *trend = NULL;
    CHECK(cs_trend_json(request, strlen(request), cs_date(2026, 10, 31), &trend) == CS_OK);
    CHECK(is_alike(trend,
                   "{\"direction\": \"falling\", \"slope\": -3, \"points\": 3, \"span_days\": 60, \"last_on\": "
                   "\"2026-10-31\", \"last_score\": 74, \"change\": -2}",
                   1e-12));
    cs_string_free(trend);
    trend = NULL;
    CHECK(cs_trend_json("{\"reading\": []}", 15, cs_date(2026, 10, 31), &trend) == CS_INVALID_DOCUMENT);
    CHECK(strstr(cs_last_error_message(), "did you mean \"readings\"?") != NULL);
    CHECK(cs_trend_json("{}", 2, INT32_MIN, &trend) == CS_INVALID_DATE);
    CHECK(cs_trend_json("{}", 2, 0, NULL) == CS_NULL_POINTER);
    CHECK(trend == NULL);
}

static void a_table_that_is_not_there_is_an_error_and_nothing_is_written(void) {
    result out;
    memset(&out, 0x5a, sizeof out);
    CHECK(cs_trend_arrow("{}", 2, NULL, NULL, 0, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(out.array.length == 0x5a5a5a5a5a5a5a5a);
}

int main(void) {
    RUN(the_vectors_hold);
    RUN(one_account_has_the_trend_of_its_readings);
    RUN(a_table_that_is_not_there_is_an_error_and_nothing_is_written);
    return report();
}
