/* Decimals, days, versions, codes, and the last error. */
#include "check.h"

#include <math.h>

static int is_text(const cs_decimal *value, const char *expected) {
    char *text = NULL;
    int same = cs_decimal_to_string(value, &text) == CS_OK && strcmp(text, expected) == 0;
    cs_string_free(text);
    return same;
}

static cs_status read_decimal(const char *text, cs_decimal *value) {
    return cs_decimal_from_string(text, strlen(text), value);
}

static void decimals_keep_their_digits(void) {
    static const char *const texts[] = {"0",  "0.03", "-1", "-12.5", "9999999999999999999999999999",
                                        "18446744073709551616.5", "0.0000000000000000000000000001"};
    size_t i;
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        cs_decimal value;
        CHECK(read_decimal(texts[i], &value) == CS_OK);
        CHECK(is_text(&value, texts[i]));
    }
}

static void decimals_are_plain_structs(void) {
    cs_decimal value, minus_one = {UINT64_MAX, -1, 0}, three_percent = {3, 0, 2};
    cs_decimal of_column = {UINT64_C(8414051691875270656), INT64_C(12630955309), 28}; /* 23.3, with the places of its column */
    double number = 0;
    CHECK(is_text(&minus_one, "-1"));
    CHECK(is_text(&three_percent, "0.03"));
    CHECK(cs_decimal_to_double(&three_percent, &number) == CS_OK);
    CHECK(number == 0.03);
    CHECK(is_text(&of_column, "23.3") && cs_decimal_to_double(&of_column, &number) == CS_OK && number == 23.3);
    CHECK(cs_decimal_from_double(0.1, &value) == CS_OK && is_text(&value, "0.1"));
    CHECK(cs_decimal_from_int64(INT64_MIN, &value) == CS_OK && is_text(&value, "-9223372036854775808"));
}

static void decimals_refuse_what_is_no_number(void) {
    static const char *const texts[] = {"", "1,000", "1e5", " 1", "NaN", "5.", ".5"};
    cs_decimal value = {7, 0, 0}, wide = {0, INT64_MAX, 0}, deep = {1, 0, 29};
    double number = 7;
    size_t i;
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK(read_decimal(texts[i], &value) == CS_INVALID_NUMBER);
    }
    CHECK(read_decimal("0.11111111111111111111111111111", &value) == CS_OVERFLOW);
    CHECK(cs_decimal_from_double(NAN, &value) == CS_NON_FINITE);
    CHECK(cs_decimal_from_double(-INFINITY, &value) == CS_NON_FINITE);
    CHECK(cs_decimal_from_string("\xff", 1, &value) == CS_INVALID_TEXT);
    CHECK(is_text(&value, "7"));
    CHECK(cs_decimal_to_double(&wide, &number) == CS_OVERFLOW);
    CHECK(cs_decimal_to_double(&deep, &number) == CS_OUT_OF_RANGE);
    CHECK(number == 7);
}

static void days_are_counted_from_1970(void) {
    CHECK(cs_date(1970, 1, 1) == 0);
    CHECK(cs_date(2024, 2, 29) == 19782);
    CHECK(cs_date(1900, 1, 1) == -25567);
    CHECK(cs_date(9999, 12, 31) == 2932896);
}

static void days_that_are_none_have_a_number_of_their_own(void) {
    CHECK(cs_date(2023, 2, 29) == INT32_MIN);
    CHECK(cs_date(2024, 13, 1) == INT32_MIN);
    CHECK(cs_date(2024, 1, 0) == INT32_MIN);
    CHECK(cs_date(1899, 12, 31) == INT32_MIN);
    CHECK(cs_date(INT32_MAX, UINT32_MAX, UINT32_MAX) == INT32_MIN);
}

static void the_library_is_as_new_as_its_header(void) {
    CHECK(cs_abi_version() == CS_ABI_VERSION);
    CHECK(strlen(cs_version()) >= 5);
}

static void codes_have_names(void) {
    char *codes = NULL;
    CHECK(strcmp(cs_status_name(CS_OK), "ok") == 0);
    CHECK(strcmp(cs_status_name(CS_ZERO_DENOMINATOR), "zero_denominator") == 0);
    CHECK(strcmp(cs_status_name(-1), "") == 0);
    CHECK(cs_error_codes_json(&codes) == CS_OK);
    CHECK(says(codes, "{\"number\":71,\"code\":\"stale_handle\",\"class\":\"misuse\","));
    cs_string_free(codes);
}

static void an_error_names_code_place_and_value(void) {
    cs_decimal value;
    CHECK(cs_kpi_churn_rate(200, 201, &value) == CS_INCONSISTENT);
    CHECK(strcmp(cs_last_error_code(), "inconsistent") == 0);
    CHECK(strcmp(cs_last_error_path(), "churned") == 0);
    CHECK(strcmp(cs_last_error_value(), "201") == 0);
    CHECK(strcmp(cs_last_error_column(), "") == 0);
    CHECK(cs_last_error_row() == -1);
    CHECK(says(cs_last_error_message(), "churned"));
}

static void a_good_call_empties_the_error_and_a_good_free_keeps_it(void) {
    cs_decimal value;
    CHECK(cs_kpi_churn_rate(0, 0, &value) == CS_ZERO_DENOMINATOR);
    CHECK(cs_string_free(NULL) == CS_OK);
    CHECK(strcmp(cs_last_error_code(), "zero_denominator") == 0);
    CHECK(cs_kpi_churn_rate(200, 6, &value) == CS_OK);
    CHECK(strcmp(cs_last_error_code(), "") == 0);
    CHECK(strcmp(cs_last_error_message(), "") == 0);
    CHECK(is_text(&value, "0.03"));
}

static void inputs_with_a_default_take_null(void) {
    cs_decimal arpa = {50000, 0, 0}, months = {12, 0, 0}, margin = {75, 0, 2}, value = {7, 0, 0};
    CHECK(cs_kpi_ltv(&arpa, &months, &margin, NULL, NULL, &value) == CS_OK);
    CHECK(is_text(&value, "450000"));
    CHECK(cs_kpi_ltv(NULL, &months, &margin, NULL, NULL, &value) == CS_NULL_POINTER);
    CHECK(strcmp(cs_last_error_path(), "arpa") == 0);
    CHECK(is_text(&value, "450000"));
}

static void numbers_that_are_no_choice_are_refused(void) {
    cs_decimal rate = {5, 0, 2}, value = {7, 0, 0};
    CHECK(cs_kpi_compound(&rate, 2, CS_PERIOD_YEAR, &value) == CS_INVALID_ARGUMENT);
    CHECK(strcmp(cs_last_error_path(), "from_period") == 0);
    CHECK(cs_kpi_compound(&rate, CS_PERIOD_MONTH, UINT32_MAX, &value) == CS_INVALID_ARGUMENT);
    CHECK(strcmp(cs_last_error_path(), "to_period") == 0);
    CHECK(cs_kpi_discounted_ltv(&rate, &rate, &rate, 3, &value) == CS_INVALID_ARGUMENT);
    CHECK(strcmp(cs_last_error_path(), "timing") == 0);
    CHECK(is_text(&value, "7"));
}

static cs_status evaluate(const char *id, const char *inputs, cs_decimal *value) {
    return cs_kpi_evaluate_json(id, strlen(id), inputs, strlen(inputs), value);
}

static void kpis_are_evaluated_by_id(void) {
    cs_decimal value;
    CHECK(evaluate("churn_rate", "{\"opening\": 200, \"churned\": \"6\"}", &value) == CS_OK && is_text(&value, "0.03"));
    CHECK(evaluate("chrun_rate", "{}", &value) == CS_UNKNOWN_NAME);
    CHECK(says(cs_last_error_message(), "churn_rate"));
    CHECK(evaluate("churn_rate", "{\"opening\": 200, \"churnd\": 6}", &value) == CS_UNKNOWN_NAME);
    CHECK(evaluate("churn_rate", "{\"opening\": 200}", &value) == CS_INVALID_ARGUMENT);
    CHECK(evaluate("churn_rate", "{\"opening\": 200, \"churned\": 1.5}", &value) == CS_OUT_OF_RANGE);
    CHECK(evaluate("churn_rate", "{\"opening\": 200, \"churned\": null, \"churned\": 6}", &value) != CS_OK);
    CHECK(evaluate("churn_rate", "[200, 6]", &value) == CS_INVALID_DOCUMENT);
    CHECK(evaluate("churn_rate", "", &value) == CS_INVALID_DOCUMENT);
    CHECK(is_text(&value, "0.03"));
}

static void the_catalogue_lists_formulas(void) {
    char *catalogue = NULL;
    CHECK(cs_kpi_catalogue_json(&catalogue) == CS_OK);
    CHECK(says(catalogue, "\"id\":\"churn_rate\""));
    cs_string_free(catalogue);
}

static void the_dialects_are_listed_with_their_presets(void) {
    char *dialects = NULL;
    CHECK(cs_scorecard_dialects_json(&dialects) == CS_OK);
    CHECK(says(dialects, "\"name\":\"gainsight\"") && says(dialects, "\"points\":{\"start\":50.0,\"neutral\":50.0}"));
    cs_string_free(dialects);
}

static cs_status assess(const char *id, uint32_t period, const char *segment, char **assessment) {
    cs_decimal three_percent = {3, 0, 2};
    return cs_kpi_assess_json(id, strlen(id), &three_percent, period, segment, strlen(segment), assessment);
}

static void values_are_assessed_in_their_own_period(void) {
    char *assessment = NULL, *benchmarks = NULL;
    CHECK(assess("churn_rate", CS_PERIOD_MONTH, "enterprise", &assessment) == CS_OK);
    CHECK(says(assessment, "\"verdict\":\"worse\""));
    cs_string_free(assessment);
    assessment = NULL;
    CHECK(assess("churn_rate", CS_PERIOD_YEAR, "enterprise", &assessment) == CS_PERIOD_MISMATCH);
    CHECK(assess("churn_rate", 2, "enterprise", &assessment) == CS_INVALID_ARGUMENT);
    CHECK(assess("churn_rate", CS_PERIOD_MONTH, "entreprise", &assessment) == CS_UNKNOWN_NAME);
    CHECK(assessment == NULL);
    CHECK(cs_kpi_benchmarks_json(&benchmarks) == CS_OK);
    CHECK(says(benchmarks, "\"kpi\":\"churn_rate\""));
    cs_string_free(benchmarks);
}

int main(void) {
    RUN(decimals_keep_their_digits);
    RUN(decimals_are_plain_structs);
    RUN(decimals_refuse_what_is_no_number);
    RUN(days_are_counted_from_1970);
    RUN(days_that_are_none_have_a_number_of_their_own);
    RUN(the_library_is_as_new_as_its_header);
    RUN(codes_have_names);
    RUN(an_error_names_code_place_and_value);
    RUN(a_good_call_empties_the_error_and_a_good_free_keeps_it);
    RUN(inputs_with_a_default_take_null);
    RUN(numbers_that_are_no_choice_are_refused);
    RUN(kpis_are_evaluated_by_id);
    RUN(the_catalogue_lists_formulas);
    RUN(the_dialects_are_listed_with_their_presets);
    RUN(values_are_assessed_in_their_own_period);
    return report();
}
