/* Scores over time and explained tables: the vectors that every language runs, and what only C can get wrong. */
#include "json.h"
#include "table_json.h"

enum { MOST_TABLES = 2 };

typedef struct {
    const char *name, *room, *request, *expected, *error, *shows, *path, *column, *document; /* of the tracker or card */
    int64_t row;
    double tolerance;
    cs_day as_of;
    int tables;
    plain_column columns[MOST_TABLES][MOST_COLUMNS];
} over_time_case;

#include "over_time.h"

#define LENGTH(list) (sizeof list / sizeof *list)

static cs_status track(const over_time_case *it, made_table tables[], result *out) {
    cs_band_tracker *tracker = NULL;
    made_table *before = it->tables == 2 ? &tables[1] : NULL;
    cs_status status = cs_band_tracker_from_json(it->document, strlen(it->document), &tracker);
    if (status == CS_OK) {
        status = cs_band_tracker_track_arrow(tracker, it->request, strlen(it->request), &tables[0].array,
                                             &tables[0].schema, before ? &before->array : NULL,
                                             before ? &before->schema : NULL, it->as_of, &out->array, &out->schema);
    } else { /* nobody took them */
        int table;
        for (table = 0; table < it->tables; table++) {
            tables[table].array.release(&tables[table].array);
            tables[table].schema.release(&tables[table].schema);
        }
    }
    cs_band_tracker_free(tracker); /* leaves the last error as it is */
    return status;
}

/* The card that two parts give, the second by way of its document. */
static cs_status fit(const over_time_case *it, made_table tables[], char **fitted) {
    cs_scorecard *card = NULL, *whole = NULL;
    cs_fitting *parts[3] = {NULL, NULL, NULL}, *merged = NULL;
    char *document = NULL;
    int table;
    cs_status status = cs_scorecard_from_json(it->document, strlen(it->document), &card), first = CS_OK;
    CHECK(status == CS_OK);
    for (table = 0; table < 2; table++) {
        status = cs_scorecard_fit_part_arrow(card, &tables[table].array, &tables[table].schema, it->as_of, &parts[table]);
        first = first == CS_OK ? status : first;
        if (status != CS_OK && table == 0) {
            tables[1].array.release(&tables[1].array);
            tables[1].schema.release(&tables[1].schema);
            break;
        }
    }
    status = first;
    if (status == CS_OK && (status = cs_fitting_to_json(parts[1], &document)) == CS_OK &&
        (status = cs_fitting_from_json(document, strlen(document), &parts[2])) == CS_OK &&
        (status = cs_fitting_merge(parts[0], parts[2], &merged)) == CS_OK &&
        (status = cs_fitting_finish(merged, &whole)) == CS_OK) {
        status = cs_scorecard_to_json(whole, fitted);
    }
    cs_string_free(document);
    for (table = 0; table < 3; table++) {
        cs_fitting_free(parts[table]);
    }
    cs_fitting_free(merged);
    cs_scorecard_free(whole);
    cs_scorecard_free(card);
    return status;
}

/* Long or wide, as the request says. */
static cs_status explain(const over_time_case *it, made_table *table, result *out) {
    cs_scorecard *card = NULL;
    cs_status status;
    CHECK(cs_scorecard_from_json(it->document, strlen(it->document), &card) == CS_OK);
    if (strcmp(it->request, "{\"long\": true}") == 0) {
        status = cs_scorecard_explain_arrow(card, &table->array, &table->schema, it->as_of, &out->array, &out->schema);
    } else {
        status = cs_scorecard_explain_wide_arrow(card, &table->array, &table->schema, it->as_of, CS_INVALID_ERROR,
                                                 &out->array, &out->schema);
    }
    cs_scorecard_free(card); /* leaves the last error as it is */
    return status;
}

static cs_status run(const over_time_case *it, made_table tables[], result *out) {
    const char *request = it->request;
    size_t length = strlen(request);
    made_table *one = &tables[0], *other = &tables[1];
    if (strcmp(it->room, "migration") == 0) {
        return cs_migration_arrow(request, length, &one->array, &one->schema, &other->array, &other->schema,
                                  &out->array, &out->schema);
    }
    if (strcmp(it->room, "explain_table") == 0) {
        return explain(it, one, out);
    }
    if (strcmp(it->room, "rollup") == 0) {
        return cs_rollup_arrow(request, length, &one->array, &one->schema, &out->array, &out->schema);
    }
    if (strcmp(it->room, "tracker") == 0) {
        return track(it, tables, out);
    }
    return cs_trend_arrow(request, length, &one->array, &one->schema, it->as_of, &out->array, &out->schema);
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
        if (strcmp(it->room, "fitting") == 0) {
            char *document = NULL;
            status = fit(it, tables, &document);
            found = document ? strcpy((char *)malloc(strlen(document) + 1), document) : NULL;
            cs_string_free(document);
        } else if (strcmp(it->room, "retention") == 0) {
            char *curve = NULL;
            status = cs_kaplan_meier_json(it->request, strlen(it->request), &tables[0].array, &tables[0].schema, &curve);
            found = curve ? strcpy((char *)malloc(strlen(curve) + 1), curve) : NULL;
            cs_string_free(curve);
        } else if ((status = run(it, tables, &out)) == CS_OK) {
            found = table_json(&out);
            release(&out);
        }
        if (it->error) {
            refused++;
            good = strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_path(), it->path) == 0 &&
                   strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row && shows(it->shows);
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
    printf("%lu cases over time and of explained tables, %lu of them refused\n", (unsigned long)LENGTH(cases), (unsigned long)refused);
    CHECK(refused > 10);
    CHECK(shown_values == SHOWN);
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

static void a_band_is_held_until_the_margin_is_passed(void) {
    static const double scores[] = {71, 67.5, 66.5, NAN, 42};
    static const char *const bands[] = {"healthy", "healthy", "caution", "unknown", "caution"};
    cs_band_tracker *tracker = NULL;
    char *state = NULL, *document = NULL;
    size_t at;
    CHECK(cs_band_tracker_from_json("{\"margin\": 3}", 13, &tracker) == CS_OK);
    for (at = 0; at < LENGTH(scores); at++) {
        char *next = NULL, expected[64];
        sprintf(expected, "{\"band\": \"%s\"}", bands[at]);
        CHECK(cs_band_tracker_step_json(tracker, state, state ? strlen(state) : 0, scores[at], (cs_day)at, &next) == CS_OK);
        CHECK(is_alike(next, expected, 0));
        cs_string_free(state);
        state = next;
    }
    CHECK(cs_band_tracker_step_json(tracker, state, strlen(state), 50, 0, &document) == CS_INCONSISTENT);
    CHECK(cs_band_tracker_step_json(tracker, "{}", 2, 50, 0, &document) == CS_INVALID_DOCUMENT);
    CHECK(cs_band_tracker_step_json(tracker, NULL, 0, 100.5, 0, &document) == CS_OUT_OF_RANGE);
    CHECK(strcmp(cs_last_error_path(), "score") == 0 && document == NULL);
    CHECK(cs_band_tracker_to_json(tracker, &document) == CS_OK);
    CHECK(says(document, "\"kind\": \"band_tracker\""));
    cs_string_free(document);
    cs_string_free(state);
    CHECK(cs_band_tracker_free(tracker) == CS_OK);
    CHECK(cs_band_tracker_free(tracker) == CS_STALE_HANDLE);
    CHECK(cs_band_tracker_free(NULL) == CS_OK);
}

static void a_circle_is_named(void) {
    static const char *const accounts[] = {"a", "b", "c"}, *const parents[] = {"b", "c", "a"};
    static const double scores[] = {1, 2, 3};
    const plain_column columns[] = {
        {"account", "u", accounts, 3}, {"parent", "u", parents, 3}, {"health_score", "g", scores, 3}, {NULL, NULL, NULL, 0}};
    made_table table;
    result out;
    make_table(&table, columns);
    CHECK(cs_rollup_arrow("{}", 2, &table.array, &table.schema, &out.array, &out.schema) == CS_CYCLE);
    CHECK(strstr(cs_last_error_message(), "\"a\" \342\206\222 \"b\" \342\206\222 \"c\" \342\206\222 \"a\"") != NULL);
    release_made(&table);
}

static void a_retention_curve_is_a_table(void) {
    static const double durations[] = {3, 5, 8, 12, 20, 30, 45}, reached[] = {1, 1, 1, 1, 1, 0, 0};
    const plain_column columns[] = {
        {"duration", "g", durations, 7}, {"event", "g", reached, 7}, {NULL, NULL, NULL, 0}};
    made_table table;
    result out;
    char *found = NULL;
    make_table(&table, columns);
    CHECK(cs_kaplan_meier_arrow("{\"unit\": \"day\"}", 15, &table.array, &table.schema, &out.array, &out.schema) == CS_OK);
    CHECK(table.array.release == NULL && out.array.length == 7);
    found = table_json(&out);
    CHECK(is_alike(found,
                   "{\"time\": [3, 5, 8, 12, 20, 30, 45], \"at_risk\": [7, 6, 5, 4, 3, 2, 1], \"events\": [1, 1, 1, 1, 1, 0, 0],"
                   " \"censored\": [0, 0, 0, 0, 0, 1, 1], \"survival\": [0.8571428571428571, 0.7142857142857143,"
                   " 0.5714285714285714, 0.42857142857142855, 0.2857142857142857, 0.2857142857142857, 0.2857142857142857]}",
                   1e-12));
    free(found);
    release(&out);
    release_made(&table);
    make_table(&table, columns);
    CHECK(cs_kaplan_meier_arrow("{\"event\": \"seen\"}", 17, &table.array, &table.schema, &out.array, &out.schema) ==
          CS_MISSING_COLUMN);
    CHECK(strcmp(cs_last_error_column(), "seen") == 0 && table.array.release == NULL);
    release_made(&table);
}

static void a_table_that_is_not_there_is_an_error_and_nothing_is_written(void) {
    result out;
    memset(&out, 0x5a, sizeof out);
    CHECK(cs_trend_arrow("{}", 2, NULL, NULL, 0, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(cs_rollup_arrow("{}", 2, NULL, NULL, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(cs_migration_arrow("{}", 2, NULL, NULL, NULL, NULL, &out.array, &out.schema) == CS_NULL_POINTER);
    CHECK(cs_band_tracker_track_arrow(NULL, "{}", 2, NULL, NULL, NULL, NULL, 0, &out.array, &out.schema) ==
          CS_NULL_POINTER);
    CHECK(out.array.length == 0x5a5a5a5a5a5a5a5a);
}

int main(void) {
    RUN(the_vectors_hold);
    RUN(one_account_has_the_trend_of_its_readings);
    RUN(a_band_is_held_until_the_margin_is_passed);
    RUN(a_circle_is_named);
    RUN(a_retention_curve_is_a_table);
    RUN(a_table_that_is_not_there_is_an_error_and_nothing_is_written);
    return report();
}
