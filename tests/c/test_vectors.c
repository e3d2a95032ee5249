/* The vectors that every language runs: values to the last digit, errors by code and place. */
#include "check.h"
#include "json.h"

typedef struct {
    const char *name, *kpi, *inputs, *expected, *error, *shows, *place;
    cs_status (*function)(cs_decimal *result); /* NULL where C's types do not hold the inputs */
} kpi_case;

typedef struct {
    const char *kpi, *segment, *verdict, *by, *error, *shows;
    cs_decimal value;
    uint32_t period;
} assess_case;

typedef struct {
    const char *name, *request, *expected, *error, *shows, *path; /* no path: the place is left open */
    cs_status (*function)(const char *request, size_t length, char **answer);
    double tolerance;
} question_case;

enum { REFERENCES = 16 };

typedef struct {
    const char *name, *card, *facts, *expected, *error, *shows, *path, *column; /* card: a document, or the name of a shipped one */
    const char *manual; /* an override, or NULL */
    int64_t row;
    double tolerance;
    cs_day as_of;
    size_t references; /* values of the fact x that the card is fitted on first */
    double reference[REFERENCES];
} card_case;

/* Results that are scored first and then asked. */
typedef struct {
    const char *name, *card, *card_before, *card_after;       /* the latter NULL where it is the same */
    const char *before, *before_manual, *after, *after_manual; /* facts, and an override; NULL where there is none */
    const char *target, *expected, *error, *shows, *path;
    cs_day before_as_of, as_of;
    int rescore; /* whether the account of before is scored anew where its card was another */
    double tolerance;
} told_case;

typedef struct {
    const char *name, *card, *expected;
} lint_case;

typedef struct {
    const char *name, *call, *request, *expected, *error, *shows, *path;
} org_case;

/* An account and the scores that a set gives it. */
typedef struct {
    const char *name, *set, *facts, *expected, *error, *shows, *path;
    double tolerance;
} set_case;

#include "vectors.h"

#define LENGTH(list) (sizeof list / sizeof *list)

static int is_as_expected(const kpi_case *it, cs_status status, const cs_decimal *value) {
    char *text = NULL;
    int same;
    if (it->error) {
        return strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_code(), it->error) == 0 &&
               strcmp(cs_last_error_path(), it->place ? it->place : "") == 0 && shows(it->shows);
    }
    same = status == CS_OK && cs_decimal_to_string(value, &text) == CS_OK && strcmp(text, it->expected) == 0;
    cs_string_free(text);
    return same;
}

static void kpis_by_id_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(kpi_cases); i++) {
        const kpi_case *it = &kpi_cases[i];
        cs_decimal value;
        cs_status status = cs_kpi_evaluate_json(it->kpi, strlen(it->kpi), it->inputs, strlen(it->inputs), &value);
        if (!is_as_expected(it, status, &value)) {
            printf("%s: ", it->name);
            CHECK(!"as expected");
        }
    }
}

static void kpi_functions_give_the_vectors(void) {
    size_t i, seen = 0, counted = shown_values; /* those by id were counted */
    for (i = 0; i < LENGTH(kpi_cases); i++) {
        const kpi_case *it = &kpi_cases[i];
        cs_decimal value;
        if (it->function && ++seen && !is_as_expected(it, it->function(&value), &value)) {
            printf("%s: ", it->name);
            CHECK(!"as expected");
        }
    }
    printf("%lu KPI cases by id, %lu by their functions\n", (unsigned long)LENGTH(kpi_cases), (unsigned long)seen);
    CHECK(seen > 100);
    shown_values = counted;
}

static void assessments_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(assess_cases); i++) {
        const assess_case *it = &assess_cases[i];
        char *assessment = NULL, verdict[64], by[64];
        size_t segment_len = it->segment ? strlen(it->segment) : 0;
        cs_status status = cs_kpi_assess_json(it->kpi, strlen(it->kpi), &it->value, it->period, it->segment,
                                              segment_len, &assessment);
        int good = strcmp(cs_status_name(status), it->error ? it->error : "ok") == 0 && (!it->error || shows(it->shows));
        if (good && !it->error) {
            sprintf(verdict, "\"verdict\":\"%s\"", it->verdict);
            sprintf(by, "\"by\":\"%s\"", it->by);
            good = says(assessment, verdict) && says(assessment, by);
        }
        if (!good) {
            printf("%s for %s: %s ", it->kpi, it->segment ? it->segment : "all", assessment ? assessment : "");
            CHECK(!"as expected");
        }
        cs_string_free(assessment);
    }
    CHECK(LENGTH(assess_cases) > 50);
}

static void questions_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(question_cases); i++) {
        const question_case *it = &question_cases[i];
        char *answer = NULL;
        cs_status status = it->function(it->request, strlen(it->request), &answer);
        int good = it->error ? strcmp(cs_status_name(status), it->error) == 0 && answer == NULL &&
                                   (it->path == NULL || strcmp(cs_last_error_path(), it->path) == 0) && shows(it->shows)
                             : status == CS_OK && is_alike(answer, it->expected, it->tolerance);
        if (!good) {
            printf("%s: %s, expected %s: ", it->name, answer ? answer : cs_last_error_message(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(answer);
    }
    printf("%lu questions of staffing and return on investment\n", (unsigned long)LENGTH(question_cases));
}

static void nothing_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void nothing_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static cs_status fit(const card_case *it, cs_scorecard *card, cs_scorecard **fitted) {
    const void *buffers[2] = {NULL, it->reference}, *none[1] = {NULL};
    int64_t rows = (int64_t)it->references;
    struct ArrowArray x = {rows, 0, 0, 2, 0, buffers, NULL, NULL, nothing_array, NULL}, *columns[1];
    struct ArrowSchema x_schema = {"g", "x", NULL, 0, 0, NULL, NULL, nothing_schema, NULL}, *schemas[1];
    struct ArrowArray table = {rows, 0, 0, 1, 1, none, NULL, NULL, nothing_array, NULL};
    struct ArrowSchema schema = {"+s", "", NULL, 0, 1, NULL, NULL, nothing_schema, NULL};
    columns[0] = &x, schemas[0] = &x_schema;
    table.children = columns, schema.children = schemas;
    return cs_scorecard_fit_arrow(card, &table, &schema, it->as_of, fitted);
}

static cs_status score(const card_case *it, char **health) {
    cs_scorecard *card = NULL, *fitted = NULL;
    cs_status status = it->card[0] == '{' ? cs_scorecard_from_json(it->card, strlen(it->card), &card)
                                          : cs_scorecard_shipped(it->card, strlen(it->card), &card);
    if (status == CS_OK && it->references > 0) {
        status = fit(it, card, &fitted);
    }
    if (status == CS_OK && it->manual) {
        status = cs_scorecard_score_overridden_json(card, it->facts, strlen(it->facts), it->manual, strlen(it->manual),
                                                    it->as_of, CS_INVALID_ERROR, health);
    } else if (status == CS_OK) {
        status = cs_scorecard_score_json(fitted ? fitted : card, it->facts, strlen(it->facts), it->as_of, health);
    }
    cs_scorecard_free(card); /* leaves the last error as it is */
    cs_scorecard_free(fitted);
    return status;
}

static void check_cards(const card_case *cases, size_t length, const char *room) {
    size_t i;
    for (i = 0; i < length; i++) {
        const card_case *it = &cases[i];
        char *health = NULL;
        cs_status status = score(it, &health);
        int good = it->error ? strcmp(cs_status_name(status), it->error) == 0 &&
                                   (it->path == NULL || strcmp(cs_last_error_path(), it->path) == 0) &&
                                   strcmp(cs_last_error_column(), it->column) == 0 && cs_last_error_row() == it->row &&
                                   shows(it->shows)
                             : status == CS_OK && is_alike(health, it->expected, it->tolerance);
        if (!good) {
            printf("%s: %s, expected %s: ", it->name, health ? health : cs_last_error_code(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(health);
    }
    printf("%lu %s cases\n", (unsigned long)length, room);
}

static void scales_give_the_vectors(void) {
    check_cards(scale_cases, LENGTH(scale_cases), "scale");
}

static void rules_give_the_vectors(void) {
    check_cards(rule_cases, LENGTH(rule_cases), "rule");
}

static void cards_give_the_vectors(void) {
    check_cards(health_cases, LENGTH(health_cases), "health");
}

static void overrides_give_the_vectors(void) {
    check_cards(override_cases, LENGTH(override_cases), "override");
}

static cs_status tell(const char *document, const char *facts, const char *manual, cs_day as_of, char **health) {
    cs_scorecard *card = NULL;
    cs_status status = cs_scorecard_from_json(document, strlen(document), &card);
    if (status == CS_OK && manual) {
        status = cs_scorecard_score_overridden_json(card, facts, strlen(facts), manual, strlen(manual), as_of,
                                                    CS_INVALID_ERROR, health);
    } else if (status == CS_OK) {
        status = cs_scorecard_score_json(card, facts, strlen(facts), as_of, health);
    }
    cs_scorecard_free(card);
    return status;
}

static size_t length(const char *text) {
    return text ? strlen(text) : 0;
}

/* The way to a target, the difference between two results, or an explanation: by what the case holds. */
static cs_status ask(const told_case *it, char **answer) {
    cs_scorecard *card = NULL;
    char *before = NULL, *after = NULL, *rescored = NULL;
    const char *first = it->card_before ? it->card_before : it->card, *last = it->card_after ? it->card_after : it->card;
    cs_status status = cs_scorecard_from_json(it->card, strlen(it->card), &card);
    if (status == CS_OK) {
        status = tell(first, it->before, it->before_manual, it->before_as_of, &before);
    }
    if (status == CS_OK && it->target) {
        status = cs_scorecard_path_json(card, before, strlen(before), it->target, strlen(it->target), answer);
    } else if (status == CS_OK && it->after) {
        status = tell(last, it->after, it->after_manual, it->as_of, &after);
        if (status == CS_OK && it->card_before && it->rescore) {
            status = tell(it->card, it->before, it->before_manual, it->before_as_of, &rescored);
        }
        if (status == CS_OK) {
            status = cs_scorecard_change_json(card, before, strlen(before), after, strlen(after), rescored,
                                              length(rescored), answer);
        }
    } else if (status == CS_OK) {
        status = cs_health_explain_json(before, strlen(before), answer);
    }
    cs_string_free(before);
    cs_string_free(after);
    cs_string_free(rescored);
    cs_scorecard_free(card);
    return status;
}

static void check_told(const told_case *cases, size_t count, const char *room) {
    size_t i;
    for (i = 0; i < count; i++) {
        const told_case *it = &cases[i];
        char *answer = NULL;
        cs_status status = ask(it, &answer);
        int good = it->error ? strcmp(cs_status_name(status), it->error) == 0 &&
                                   strcmp(cs_last_error_path(), it->path) == 0 && shows(it->shows)
                             : status == CS_OK && is_alike(answer, it->expected, it->tolerance);
        if (!good) {
            printf("%s: %s, expected %s: ", it->name, answer ? answer : cs_last_error_code(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(answer);
    }
    printf("%lu %s cases\n", (unsigned long)count, room);
}

static void ways_to_a_score_give_the_vectors(void) {
    check_told(path_cases, LENGTH(path_cases), "path");
}

static void changes_give_the_vectors(void) {
    check_told(change_cases, LENGTH(change_cases), "change");
}

static void explanations_give_the_vectors(void) {
    check_told(explain_cases, LENGTH(explain_cases), "explain");
}

static void cards_are_told_what_is_unwise(void) {
    size_t i;
    for (i = 0; i < LENGTH(lint_cases); i++) {
        const lint_case *it = &lint_cases[i];
        cs_scorecard *card = NULL;
        char *findings = NULL;
        CHECK(cs_scorecard_from_json(it->card, strlen(it->card), &card) == CS_OK);
        CHECK(cs_scorecard_lint_json(card, &findings) == CS_OK);
        if (!is_alike(findings, it->expected, 1e-9)) {
            printf("%s: %s, expected %s: ", it->name, findings, it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(findings);
        cs_scorecard_free(card);
    }
    printf("%lu lint cases\n", (unsigned long)LENGTH(lint_cases));
}

static void organisations_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(org_cases); i++) {
        const org_case *it = &org_cases[i];
        char *answer = NULL;
        size_t length = strlen(it->request);
        cs_status status = strcmp(it->call, "recommend") == 0 ? cs_org_recommend_json(it->request, length, &answer)
                                                              : cs_org_skill_gaps_json(it->request, length, &answer);
        int good = it->error ? strcmp(cs_status_name(status), it->error) == 0 &&
                                   (it->path == NULL || strcmp(cs_last_error_path(), it->path) == 0) && shows(it->shows)
                             : status == CS_OK && is_alike(answer, it->expected, 0);
        if (!good) {
            printf("%s: %s, expected %s: ", it->name, answer ? answer : cs_last_error_code(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(answer);
    }
    printf("%lu org cases\n", (unsigned long)LENGTH(org_cases));
}

static void lists_of_the_organisation_have_both_languages(void) {
    char *list = NULL;
    CHECK(cs_org_models_json(&list) == CS_OK && says(list, "\"sales_led\"") && says(list, "\"ja\""));
    cs_string_free(list);
    CHECK(cs_org_roles_json(&list) == CS_OK && says(list, "\"ops_enablement\"") && says(list, "\"ja\""));
    cs_string_free(list);
    CHECK(cs_org_skills_json(&list) == CS_OK && says(list, "\"data_analysis\"") && says(list, "\"ja\""));
    cs_string_free(list);
    CHECK(cs_touch_catalogue_json(&list) == CS_OK && says(list, "\"community\"") && says(list, "\"ja\""));
    cs_string_free(list);
}

static void sets_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(set_cases); i++) {
        const set_case *it = &set_cases[i];
        cs_scorecard_set *set = NULL;
        char *scores = NULL;
        cs_status status = cs_scorecard_set_from_json(it->set, strlen(it->set), &set);
        int good;
        if (status == CS_OK) {
            status = cs_scorecard_set_score_json(set, it->facts, strlen(it->facts), 20757, CS_INVALID_ERROR, &scores);
        }
        good = it->error ? strcmp(cs_status_name(status), it->error) == 0 &&
                               strcmp(cs_last_error_path(), it->path) == 0 && shows(it->shows)
                         : status == CS_OK && is_alike(scores, it->expected, it->tolerance);
        if (!good) {
            printf("%s, %s: %s, expected %s: ", it->name, it->facts, scores ? scores : cs_last_error_path(),
                   it->error ? it->error : it->expected);
            CHECK(!"as expected");
        }
        cs_string_free(scores);
        cs_scorecard_set_free(set);
    }
    printf("%lu accounts of sets\n", (unsigned long)LENGTH(set_cases));
}

static void every_value_was_compared(void) {
    printf("%lu values that errors show\n", (unsigned long)shown_values);
    CHECK(shown_values == SHOWN);
}

static void what_differs_is_seen(void) {
    const char *found = "{\"a\":[1.0,\"x\",null],\"b\":{\"c\":true}}";
    CHECK(is_alike(found, "{\"b\": {\"c\": true}, \"a\": [1, \"x\", null]}", 1e-9));
    CHECK(!is_alike(found, "{\"a\": [1, \"x\"]}", 1e-9));
    CHECK(!is_alike(found, "{\"a\": [1, \"x\", null, 2]}", 1e-9));
    CHECK(!is_alike(found, "{\"a\": [1.1, \"x\", null]}", 1e-9));
    CHECK(!is_alike(found, "{\"a\": [1, \"y\", null]}", 1e-9));
    CHECK(!is_alike(found, "{\"a\": [1, \"x\", 0]}", 1e-9));
    CHECK(!is_alike(found, "{\"b\": {\"c\": false}}", 1e-9));
    CHECK(!is_alike(found, "{\"d\": null}", 1e-9));
}

int main(void) {
    RUN(what_differs_is_seen);
    RUN(cards_are_told_what_is_unwise);
    RUN(kpis_by_id_give_the_vectors);
    RUN(kpi_functions_give_the_vectors);
    RUN(assessments_give_the_vectors);
    RUN(questions_give_the_vectors);
    RUN(scales_give_the_vectors);
    RUN(rules_give_the_vectors);
    RUN(cards_give_the_vectors);
    RUN(overrides_give_the_vectors);
    RUN(sets_give_the_vectors);
    RUN(ways_to_a_score_give_the_vectors);
    RUN(changes_give_the_vectors);
    RUN(explanations_give_the_vectors);
    RUN(organisations_give_the_vectors);
    RUN(lists_of_the_organisation_have_both_languages);
    RUN(every_value_was_compared);
    return report();
}
