/* The vectors that every language runs: values to the last digit, errors by code and place. */
#include "check.h"

typedef struct {
    const char *name, *kpi, *inputs, *expected, *error, *place;
    cs_status (*function)(cs_decimal *result); /* NULL where C's types do not hold the inputs */
} kpi_case;

typedef struct {
    const char *kpi, *segment, *verdict, *by, *error;
    cs_decimal value;
    uint32_t period;
} assess_case;

#include "vectors.h"

#define LENGTH(list) (sizeof list / sizeof *list)

static int is_as_expected(const kpi_case *it, cs_status status, const cs_decimal *value) {
    char *text = NULL;
    int same;
    if (it->error) {
        return strcmp(cs_status_name(status), it->error) == 0 && strcmp(cs_last_error_code(), it->error) == 0 &&
               strcmp(cs_last_error_path(), it->place ? it->place : "") == 0;
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
    size_t i, seen = 0;
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
}

static void assessments_give_the_vectors(void) {
    size_t i;
    for (i = 0; i < LENGTH(assess_cases); i++) {
        const assess_case *it = &assess_cases[i];
        char *assessment = NULL, verdict[64], by[64];
        size_t segment_len = it->segment ? strlen(it->segment) : 0;
        cs_status status = cs_kpi_assess_json(it->kpi, strlen(it->kpi), &it->value, it->period, it->segment,
                                              segment_len, &assessment);
        int good = strcmp(cs_status_name(status), it->error ? it->error : "ok") == 0;
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

int main(void) {
    RUN(kpis_by_id_give_the_vectors);
    RUN(kpi_functions_give_the_vectors);
    RUN(assessments_give_the_vectors);
    return report();
}
