/* What a host can do wrong: NULL, stale, doubled, foreign and mixed-up handles, broken text. Never a crash. */
#include "accounts.h"

static const char policy_json[] = "{\"kind\": \"touch_policy\", \"version\": 1, \"name\": \"test\", \"by\": {\"input\": \"logins\"}, "
                                  "\"cut\": {\"shares\": {\"high\": 0.2, \"medium\": 0.3, \"tech\": 0.5}}}";

static void null_is_refused_and_named(void) {
    cs_scorecard *card = make_card(), *other = NULL;
    cs_touch_policy *policy = NULL;
    cs_decimal value = {7, 0, 0};
    char *text = NULL;
    double number = 7;
#define REFUSES(call, name)                            \
    CHECK((call) == CS_NULL_POINTER);                  \
    CHECK(strcmp(cs_last_error_path(), name) == 0)
    REFUSES(cs_scorecard_from_json(card_json, sizeof card_json - 1, NULL), "card");
    REFUSES(cs_scorecard_from_json(NULL, 1, &other), "document");
    REFUSES(cs_scorecard_shipped("plg", 3, NULL), "card");
    REFUSES(cs_scorecard_shipped(NULL, 3, &other), "name");
    REFUSES(cs_scorecard_to_json(NULL, &text), "card");
    REFUSES(cs_scorecard_to_json(card, NULL), "document");
    REFUSES(cs_scorecard_score_json(NULL, "{}", 2, 0, &text), "card");
    REFUSES(cs_scorecard_score_json(card, NULL, 2, 0, &text), "facts");
    REFUSES(cs_scorecard_score_json(card, "{}", 2, 0, NULL), "health");
    REFUSES(cs_touch_policy_from_json(NULL, 1, &policy), "document");
    REFUSES(cs_touch_policy_from_json(policy_json, sizeof policy_json - 1, NULL), "policy");
    REFUSES(cs_touch_policy_to_json(NULL, &text), "policy");
    REFUSES(cs_decimal_from_string(NULL, 1, &value), "digits");
    REFUSES(cs_decimal_from_string("1", 1, NULL), "value");
    REFUSES(cs_decimal_from_double(1, NULL), "value");
    REFUSES(cs_decimal_from_int64(1, NULL), "value");
    REFUSES(cs_decimal_to_string(NULL, &text), "value");
    REFUSES(cs_decimal_to_string(&value, NULL), "digits");
    REFUSES(cs_decimal_to_double(NULL, &number), "value");
    REFUSES(cs_decimal_to_double(&value, NULL), "number");
    REFUSES(cs_kpi_churn_rate(200, 6, NULL), "result");
    REFUSES(cs_kpi_catalogue_json(NULL), "catalogue");
    REFUSES(cs_scorecard_dialects_json(NULL), "dialects");
    REFUSES(cs_scorecard_lint_json(NULL, &text), "card");
    REFUSES(cs_scorecard_lint_json(card, NULL), "findings");
    REFUSES(cs_kpi_benchmarks_json(NULL), "benchmarks");
    REFUSES(cs_kpi_evaluate_json(NULL, 1, "{}", 2, &value), "id");
    REFUSES(cs_kpi_evaluate_json("arr", 3, NULL, 2, &value), "inputs");
    REFUSES(cs_kpi_evaluate_json("arr", 3, "{}", 2, NULL), "result");
    REFUSES(cs_kpi_assess_json(NULL, 1, &value, 0, NULL, 0, &text), "id");
    REFUSES(cs_kpi_assess_json("arr", 3, NULL, 0, NULL, 0, &text), "value");
    REFUSES(cs_kpi_assess_json("arr", 3, &value, 0, NULL, 1, &text), "segment");
    REFUSES(cs_kpi_assess_json("arr", 3, &value, 0, NULL, 0, NULL), "assessment");
    REFUSES(cs_error_codes_json(NULL), "codes");
    CHECK(other == NULL && policy == NULL && text == NULL && value.low == 7 && number == 7);
    CHECK(cs_scorecard_free(NULL) == CS_OK);
    CHECK(cs_touch_policy_free(NULL) == CS_OK);
    CHECK(cs_string_free(NULL) == CS_OK);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

static void null_with_length_0_is_the_empty_text(void) {
    cs_scorecard *card = make_card(), *other = NULL;
    char *health = NULL;
    CHECK(cs_scorecard_from_json(NULL, 0, &other) == CS_INVALID_DOCUMENT);
    CHECK(cs_scorecard_score_json(card, NULL, 0, 0, &health) == CS_INVALID_DOCUMENT);
    CHECK(cs_scorecard_score_json(card, "{}", 2, 0, &health) == CS_OK);
    CHECK(says(health, "\"band\":\"unknown\"") && says(health, "\"score\":null"));
    CHECK(cs_string_free(health) == CS_OK);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

static void lengths_beyond_every_document_are_refused_unread(void) {
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX / 2 + 1, (size_t)1 << 61, ((size_t)1 << 28) + 1};
    cs_scorecard *card = make_card(), *other = NULL;
    cs_decimal value = {7, 0, 0};
    char *health = NULL;
    size_t i;
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        CHECK(cs_scorecard_from_json("{}", lengths[i], &other) == CS_LIMIT);
        CHECK(strcmp(cs_last_error_path(), "document") == 0);
        CHECK(cs_scorecard_score_json(card, "{}", lengths[i], 0, &health) == CS_LIMIT);
        CHECK(cs_decimal_from_string("1", lengths[i], &value) == CS_LIMIT);
    }
    CHECK(other == NULL && health == NULL && value.low == 7);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

static void pointers_between_the_places_of_their_type_are_refused(void) {
    cs_decimal values[2] = {{7, 0, 0}, {8, 0, 0}};
    cs_decimal *between = (cs_decimal *)(void *)((char *)values + 1);
    char *text = NULL;
    CHECK(cs_kpi_churn_rate(200, 6, between) == CS_INVALID_ARGUMENT);
    CHECK(strcmp(cs_last_error_path(), "result") == 0);
    CHECK(cs_decimal_to_string(between, &text) == CS_INVALID_ARGUMENT);
    CHECK(strcmp(cs_last_error_path(), "value") == 0);
    CHECK(text == NULL && values[0].low == 7 && values[1].low == 8);
}

static int is_stale(cs_scorecard *card) {
    char *text = NULL;
    return cs_scorecard_to_json(card, &text) == CS_STALE_HANDLE && text == NULL &&
           cs_scorecard_score_json(card, "{}", 2, 0, &text) == CS_STALE_HANDLE && text == NULL &&
           cs_scorecard_free(card) == CS_STALE_HANDLE;
}

static void handles_that_are_none_are_errors(void) {
    int on_the_stack = 0;
    void *on_the_heap = malloc(64);
    CHECK(is_stale((cs_scorecard *)(void *)&on_the_stack));
    CHECK(is_stale((cs_scorecard *)on_the_heap));
    CHECK(is_stale((cs_scorecard *)(uintptr_t)1));
    CHECK(is_stale((cs_scorecard *)UINTPTR_MAX));
    CHECK(is_stale((cs_scorecard *)((uintptr_t)0xC5 << 56 | 0xffffff)));
    free(on_the_heap);
}

static void freed_handles_stay_stale(void) {
    cs_scorecard *first = make_card(), *second;
    CHECK(cs_scorecard_free(first) == CS_OK);
    CHECK(is_stale(first));
    second = make_card(); /* in the same slot */
    CHECK(second != first);
    CHECK(is_stale(first));
    CHECK(cs_scorecard_free(second) == CS_OK);
    CHECK(is_stale(second));
}

static void handles_of_another_kind_are_stale(void) {
    cs_scorecard *card = make_card();
    cs_touch_policy *policy = NULL;
    char *text = NULL;
    CHECK(cs_touch_policy_from_json(policy_json, sizeof policy_json - 1, &policy) == CS_OK);
    CHECK(is_stale((cs_scorecard *)(void *)policy));
    CHECK(cs_touch_policy_free((cs_touch_policy *)(void *)card) == CS_STALE_HANDLE);
    CHECK(cs_touch_policy_to_json(policy, &text) == CS_OK);
    CHECK(cs_string_free(text) == CS_OK);
    CHECK(cs_touch_policy_free(policy) == CS_OK);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

static void handles_of_chance_are_stale(void) {
    cs_scorecard *cards[16];
    uint64_t state = 42;
    int i, k;
    for (i = 0; i < 16; i++) {
        cards[i] = make_card();
    }
    for (i = 0; i < 5000; i++) {
        uintptr_t made_up = (uintptr_t)0xC5 << 56;
        char *text = NULL;
        int known = 0;
        state = state * 6364136223846793005u + 1442695040888963407u;
        made_up |= (uintptr_t)(state >> 62) << 24 | (uintptr_t)(state >> 57 & 31);
        for (k = 0; k < 16; k++) {
            known |= (uintptr_t)cards[k] == made_up;
        }
        CHECK((cs_scorecard_to_json((cs_scorecard *)made_up, &text) == CS_OK) == known);
        cs_string_free(text);
    }
    for (i = 0; i < 16; i++) {
        CHECK(cs_scorecard_free(cards[i]) == CS_OK);
    }
}

static void text_is_freed_once_and_only_ours(void) {
    char host[] = "text of the host", *text = NULL;
    cs_decimal value = {7, 0, 0};
    CHECK(cs_decimal_to_string(&value, &text) == CS_OK);
    text[0] = '\0'; /* the caller may write into it */
    CHECK(cs_string_free(text + 1) == CS_STALE_HANDLE);
    CHECK(cs_string_free(text) == CS_OK);
    CHECK(cs_string_free(text) == CS_STALE_HANDLE);
    CHECK(cs_string_free(host) == CS_STALE_HANDLE);
    CHECK(cs_string_free((char *)(uintptr_t)1) == CS_STALE_HANDLE);
    CHECK(strcmp(host, "text of the host") == 0);
}

static void days_that_are_none_are_refused(void) {
    static const cs_day days[] = {INT32_MIN, INT32_MAX, -25568, 2932897};
    cs_scorecard *card = make_card();
    char *health = NULL;
    size_t i;
    for (i = 0; i < sizeof days / sizeof *days; i++) {
        CHECK(cs_scorecard_score_json(card, "{}", 2, days[i], &health) == CS_INVALID_DATE);
        CHECK(strcmp(cs_last_error_path(), "as_of") == 0);
    }
    CHECK(cs_scorecard_score_json(card, "{}", 2, cs_date(2023, 2, 29), &health) == CS_INVALID_DATE);
    CHECK(health == NULL);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

static cs_status read_card(const char *document, size_t length) {
    cs_scorecard *card = NULL;
    cs_status status = cs_scorecard_from_json(document, length, &card);
    CHECK((status == CS_OK) == (card != NULL));
    cs_scorecard_free(card);
    return status;
}

static void documents_that_are_none_are_refused(void) {
    static char large[(1 << 20) + 2], deep[1000];
    cs_scorecard *card = NULL;
    CHECK(read_card("", 0) == CS_INVALID_DOCUMENT);
    CHECK(read_card("null", 4) == CS_INVALID_DOCUMENT);
    CHECK(read_card("[]", 2) == CS_INVALID_DOCUMENT);
    CHECK(read_card("{}{}", 4) == CS_INVALID_DOCUMENT);
    CHECK(read_card("\xef\xbb\xbf{}", 5) == CS_INVALID_TEXT);
    CHECK(read_card("\xff\xfe{\0}\0", 6) == CS_INVALID_TEXT);
    CHECK(read_card("{\"kind\": \"touch_policy\", \"version\": 1}", 38) == CS_VERSION);
    CHECK(read_card("{\"kind\": \"scorecard\", \"version\": 2}", 35) == CS_VERSION);
    memset(large, ' ', sizeof large);
    CHECK(read_card(large, sizeof large) == CS_LIMIT);
    memset(deep, '[', sizeof deep);
    CHECK(read_card(deep, sizeof deep) == CS_LIMIT);
    CHECK(cs_scorecard_shipped("plgg", 4, &card) == CS_UNKNOWN_NAME);
    CHECK(says(cs_last_error_message(), "plg") && card == NULL);
}

static void shipped_cards_are_written_and_read_again(void) {
    static const char *const names[] = {"b2b_saas", "plg", "simple"};
    size_t i;
    for (i = 0; i < 3; i++) {
        cs_scorecard *card = NULL, *again = NULL;
        char *document = NULL, *same = NULL;
        CHECK(cs_scorecard_shipped(names[i], strlen(names[i]), &card) == CS_OK);
        CHECK(cs_scorecard_to_json(card, &document) == CS_OK);
        CHECK(cs_scorecard_from_json(document, strlen(document), &again) == CS_OK);
        CHECK(cs_scorecard_to_json(again, &same) == CS_OK);
        CHECK(document && same && strcmp(document, same) == 0);
        cs_string_free(document);
        cs_string_free(same);
        cs_scorecard_free(card);
        cs_scorecard_free(again);
    }
}

int main(void) {
    RUN(null_is_refused_and_named);
    RUN(null_with_length_0_is_the_empty_text);
    RUN(lengths_beyond_every_document_are_refused_unread);
    RUN(pointers_between_the_places_of_their_type_are_refused);
    RUN(handles_that_are_none_are_errors);
    RUN(freed_handles_stay_stale);
    RUN(handles_of_another_kind_are_stale);
    RUN(handles_of_chance_are_stale);
    RUN(text_is_freed_once_and_only_ours);
    RUN(days_that_are_none_are_refused);
    RUN(documents_that_are_none_are_refused);
    RUN(shipped_cards_are_written_and_read_again);
    return report();
}
