/* Sets of scorecards: portfolios as columns, cards by name, documents, misuse. */
#include "json.h"
#include "table_json.h"

typedef struct {
    const char *name, *set, *wanted, *expected;
    double tolerance;
    cs_day as_of;
    int64_t columns_expected;
    plain_column columns[MOST_COLUMNS];
} portfolio_case;

#include "card_sets.h"

#define LENGTH(list) (sizeof list / sizeof *list)

static cs_scorecard_set *make_set(const char *document) {
    cs_scorecard_set *set = NULL;
    CHECK(cs_scorecard_set_from_json(document, strlen(document), &set) == CS_OK);
    return set;
}

/* The scores of a portfolio as JSON, to be freed by the caller; NULL where the set does not give them. */
static char *scored(const cs_scorecard_set *set, const portfolio_case *it, int64_t *columns) {
    made_table table;
    result out;
    char *found = NULL;
    make_table(&table, it->columns);
    if (cs_scorecard_set_score_arrow_columns(set, &table.array, &table.schema, it->as_of, CS_INVALID_ERROR, it->wanted,
                                             strlen(it->wanted), &out.array, &out.schema) == CS_OK) {
        *columns = out.array.n_children;
        found = table_json(&out);
        release(&out);
    }
    CHECK(table.array.release == NULL && table.schema.release == NULL);
    release_made(&table);
    return found;
}

/* Read, and read again from what it wrote: both give the vectors. */
static void portfolios_give_the_vectors(void) {
    size_t i;
    int64_t rows = 0, columns = 0;
    for (i = 0; i < LENGTH(portfolios); i++) {
        const portfolio_case *it = &portfolios[i];
        cs_scorecard_set *set = make_set(it->set), *again;
        char *document = NULL, *found = scored(set, it, &columns), *found_again;
        CHECK(cs_scorecard_set_to_json(set, &document) == CS_OK && says(document, "\"kind\": \"scorecard_set\""));
        again = make_set(document);
        found_again = scored(again, it, &columns);
        if (!found || !is_alike(found, it->expected, it->tolerance) || columns != it->columns_expected) {
            printf("%s: %s, expected %s: ", it->name, found ? found : cs_last_error_message(), it->expected);
            CHECK(!"as expected");
        }
        CHECK(found && found_again && strcmp(found, found_again) == 0);
        rows += it->columns[0].rows;
        free(found), free(found_again);
        cs_string_free(document);
        CHECK(cs_scorecard_set_free(set) == CS_OK && cs_scorecard_set_free(again) == CS_OK);
    }
    printf("%lu portfolios, %ld accounts\n", (unsigned long)LENGTH(portfolios), (long)rows);
    CHECK(LENGTH(portfolios) >= 13 && rows > 400);
}

static const char pair[] =
    "{\"kind\": \"scorecard_set\", \"version\": 1, \"name\": \"pair\", \"cards\": [{\"name\": \"all\", \"min_coverage\": 0,"
    "\"indicators\": [{\"name\": \"x\", \"input\": \"x\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 100}}},"
    "{\"name\": \"y\", \"input\": \"y\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 100}}}]},"
    "{\"name\": \"heavy\", \"extends\": \"all\", \"indicators\": [{\"name\": \"x\", \"weight\": 3}]}],"
    "\"scores\": [{\"name\": \"health\", \"otherwise\": \"all\"}]}";

/* 80 and 40: the mean is 60, with a weight of 3 for the first (80 * 3 + 40) / 4 = 70. */
static void a_card_of_the_set_has_what_it_inherits(void) {
    static const char facts[] = "{\"x\": 80, \"y\": 40}";
    static const char *const names[] = {"all", "heavy"}, *const scores[] = {"{\"score\": 60}", "{\"score\": 70}"};
    cs_scorecard_set *set = make_set(pair);
    cs_scorecard *card = NULL;
    size_t at;
    for (at = 0; at < LENGTH(names); at++) {
        char *health = NULL;
        CHECK(cs_scorecard_set_card(set, names[at], strlen(names[at]), &card) == CS_OK);
        CHECK(cs_scorecard_score_json(card, facts, sizeof facts - 1, 20757, &health) == CS_OK);
        CHECK(is_alike(health, scores[at], 1e-12));
        cs_string_free(health);
        CHECK(cs_scorecard_free(card) == CS_OK);
        card = NULL;
    }
    CHECK(cs_scorecard_set_card(set, "other", 5, &card) == CS_UNKNOWN_NAME && card == NULL);
    CHECK(cs_scorecard_set_card(set, NULL, 5, &card) == CS_NULL_POINTER && strcmp(cs_last_error_path(), "name") == 0);
    CHECK(cs_scorecard_set_card(set, "\377", 1, &card) == CS_INVALID_TEXT && card == NULL);
    CHECK(cs_scorecard_set_card(set, "all", 3, NULL) == CS_NULL_POINTER);
    CHECK(cs_scorecard_set_card(set, "all", 3, &card) == CS_OK);
    CHECK(cs_scorecard_set_free(set) == CS_OK);
    { /* the card outlives its set */
        char *health = NULL;
        CHECK(cs_scorecard_score_json(card, facts, sizeof facts - 1, 20757, &health) == CS_OK);
        cs_string_free(health);
    }
    CHECK(cs_scorecard_free(card) == CS_OK);
}

/* Each refusal takes the table, and writes no result. */
static cs_status refused(const cs_scorecard_set *set, const plain_column *columns, cs_day as_of, cs_invalid invalid) {
    made_table table;
    result out;
    cs_status status;
    memset(&out, 0x5a, sizeof out);
    make_table(&table, columns);
    status = cs_scorecard_set_score_arrow(set, &table.array, &table.schema, as_of, invalid, &out.array, &out.schema);
    CHECK(table.array.release == NULL && table.schema.release == NULL);
    CHECK(out.array.length == 0x5a5a5a5a5a5a5a5a);
    release_made(&table);
    return status;
}

static cs_status asks_for(const cs_scorecard_set *set, const char *columns, result *out) {
    static const double x[] = {60};
    static const plain_column both[] = {{"x", "g", x, 1}, {"y", "g", x, 1}, {NULL, NULL, NULL, 0}};
    made_table table;
    cs_status status;
    make_table(&table, both);
    status = cs_scorecard_set_score_arrow_columns(set, &table.array, &table.schema, 20757, CS_INVALID_ERROR, columns,
                                                  strlen(columns), &out->array, &out->schema);
    release_made(&table);
    return status;
}

static void only_the_columns_that_are_asked_for_come(void) {
    cs_scorecard_set *set = make_set(pair);
    result out;
    CHECK(asks_for(set, "[\"health_shown\", \"health_card\"]", &out) == CS_OK);
    CHECK(out.array.n_children == 2 && same(number(&out, 0, 0), 60) && is_label(&out, 1, 0, "all"));
    CHECK(strcmp(out.schema.children[0]->name, "health_shown") == 0);
    release(&out);
    CHECK(asks_for(set, "[\"health_band_rank\"]", &out) == CS_OK && out.array.n_children == 1);
    CHECK(((const uint8_t *)out.array.children[0]->buffers[1])[0] == 1);
    release(&out);
    CHECK(asks_for(set, "[]", &out) == CS_OK && out.array.length == 1 && out.array.n_children == 0);
    release(&out);
    CHECK(asks_for(set, "[\"health_shwon\"]", &out) == CS_UNKNOWN_NAME);
    CHECK(strcmp(cs_last_error_path(), "columns") == 0);
    CHECK(asks_for(set, "[\"health_low\", \"health_low\"]", &out) == CS_DUPLICATE);
    CHECK(asks_for(set, "{}", &out) == CS_INVALID_DOCUMENT);
    CHECK(cs_scorecard_set_free(set) == CS_OK);
}

static void misuse_is_an_error(void) {
    static const double x[] = {80, INFINITY}, y[] = {40, 40};
    static const plain_column both[] = {{"x", "g", x, 2}, {"y", "g", y, 2}, {NULL, NULL, NULL, 0}};
    static const plain_column half[] = {{"x", "g", y, 2}, {NULL, NULL, NULL, 0}};
    cs_scorecard_set *set = make_set(pair);
    cs_scorecard *card = NULL;
    char *text = NULL;
    made_table table;
    result out;
    CHECK(refused(set, both, 20757, CS_INVALID_ERROR) == CS_NON_FINITE);
    CHECK(strcmp(cs_last_error_column(), "x") == 0 && cs_last_error_row() == 1);
    CHECK(refused(set, half, 20757, CS_INVALID_ERROR) == CS_MISSING_COLUMN);
    CHECK(refused(set, both, 20757, 7) == CS_INVALID_ARGUMENT);
    CHECK(refused(set, both, INT32_MIN, CS_INVALID_MISSING) == CS_INVALID_DATE);
    CHECK(refused(NULL, both, 20757, CS_INVALID_MISSING) == CS_NULL_POINTER);
    make_table(&table, both);
    CHECK(cs_scorecard_set_score_arrow(set, &table.array, &table.schema, 20757, CS_INVALID_MISSING, &out.array,
                                       &out.schema) == CS_OK);
    CHECK(out.array.length == 2 && out.array.n_children == 7);
    CHECK(same(number(&out, 0, 0), 60) && same(number(&out, 0, 1), 40)); /* infinity is missing here */
    CHECK(is_label(&out, 5, 0, "all") && !is_known(out.array.children[6], 0));
    release(&out);
    CHECK(cs_scorecard_set_score_arrow(set, &table.array, &table.schema, 20757, CS_INVALID_MISSING, &out.array,
                                       &out.schema) == CS_RELEASED);
    release_made(&table);
    CHECK(cs_scorecard_set_score_arrow(set, NULL, NULL, 20757, CS_INVALID_MISSING, &out.array, &out.schema) ==
          CS_NULL_POINTER);
    make_table(&table, both);
    CHECK(cs_scorecard_set_score_arrow(set, &table.array, &table.schema, 20757, CS_INVALID_MISSING, NULL, NULL) ==
          CS_NULL_POINTER);
    CHECK(table.array.release == NULL && table.schema.release == NULL);
    release_made(&table);
    CHECK(cs_scorecard_set_to_json(NULL, &text) == CS_NULL_POINTER && cs_scorecard_set_to_json(set, NULL) == CS_NULL_POINTER);
    CHECK(cs_scorecard_set_card(NULL, "all", 3, &card) == CS_NULL_POINTER);
    CHECK(cs_scorecard_set_free(set) == CS_OK && cs_scorecard_set_free(set) == CS_STALE_HANDLE);
    CHECK(refused(set, both, 20757, CS_INVALID_MISSING) == CS_STALE_HANDLE);
    CHECK(cs_scorecard_set_to_json(set, &text) == CS_STALE_HANDLE && text == NULL);
    CHECK(cs_scorecard_set_card(set, "all", 3, &card) == CS_STALE_HANDLE && card == NULL);
    CHECK(cs_scorecard_set_free(NULL) == CS_OK);
}

int main(void) {
    RUN(portfolios_give_the_vectors);
    RUN(a_card_of_the_set_has_what_it_inherits);
    RUN(only_the_columns_that_are_asked_for_come);
    RUN(misuse_is_an_error);
    return report();
}
