/* Columns by the Arrow C Data Interface: right ones and odd ones. Broken ones are in test_arrow_refused.c. */
#include "columns.h"
#include "scored.h"

/* The number behind a field of JSON, NAN for null. */
static double field(const char *json, const char *name) {
    const char *at = strstr(json, name);
    CHECK(at != NULL);
    return at && strncmp(at + strlen(name), "null", 4) ? strtod(at + strlen(name), NULL) : NAN;
}

static const char *const facts[ROWS] = {
    "{\"logins\": 14, \"plan\": \"pro\", \"seen\": \"2026-10-28\"}",
    "{\"logins\": 3.5, \"plan\": \"basic\", \"seen\": \"2026-09-21\"}",
    "{\"plan\": \"\", \"seen\": \"2026-10-31\"}",
    "{\"logins\": 25, \"plan\": \"pro\", \"seen\": \"2026-10-17\"}",
    "{\"logins\": null, \"plan\": \"basic\", \"seen\": \"2026-10-30\"}",
};

static void columns_give_the_bits_of_one_by_one(void) {
    static accounts table;
    result scored;
    int row;
    fill(&table);
    CHECK(score(&table, &scored) == CS_OK);
    CHECK(was_released_once(&table));
    CHECK(scored.array.length == ROWS && scored.array.n_children == 5);
    CHECK(strcmp(scored.schema.format, "+s") == 0);
    CHECK(strcmp(scored.schema.children[0]->name, "health_score") == 0);
    CHECK(strcmp(scored.schema.children[1]->name, "health_band") == 0);
    for (row = 0; row < ROWS; row++) {
        char *health = NULL, band[64] = "";
        CHECK(cs_scorecard_score_json(card, facts[row], strlen(facts[row]), CARD_DAY, &health) == CS_OK);
        CHECK(same(number(&scored, 0, row), field(health, "\"score\":")));
        CHECK(same(number(&scored, 2, row), field(health, "\"coverage\":")));
        CHECK(same(number(&scored, 3, row), field(health, "\"low\":")));
        CHECK(same(number(&scored, 4, row), field(health, "\"high\":")));
        sscanf(strstr(health, "\"band\":\"") + 8, "%63[^\"]", band);
        CHECK(is_label(&scored, 1, row, band));
        cs_string_free(health);
    }
    CHECK(isnan(number(&scored, 0, 2)) && is_label(&scored, 1, 2, "unknown"));
    release(&scored);
}

static void rows_of_a_slice_begin_at_its_offset(void) {
    static accounts table;
    result whole, slice;
    int64_t row;
    int step, at;
    fill(&table);
    CHECK(score(&table, &whole) == CS_OK);
    /* The table's own offset, then an offset in every column, then both. */
    for (step = 1; step <= 3; step++) {
        int64_t of_table = step & 1, of_columns = step >> 1, first = of_table + of_columns;
        fill(&table);
        table.table.offset = of_table;
        table.table.length = ROWS - first;
        for (at = 0; at < COLUMNS; at++) {
            table.arrays[at].offset = of_columns;
            table.arrays[at].length = ROWS - of_columns;
        }
        CHECK(score(&table, &slice) == CS_OK);
        CHECK(slice.array.length == ROWS - first);
        for (row = 0; row < ROWS - first; row++) {
            CHECK(same(number(&slice, 0, row), number(&whole, 0, row + first)));
        }
        release(&slice);
    }
    release(&whole);
}

static void values_between_the_places_of_their_type_are_copied(void) {
    static accounts table;
    static char between[sizeof table.logins + 1];
    result whole, scored;
    int64_t row;
    fill(&table);
    CHECK(score(&table, &whole) == CS_OK);
    fill(&table);
    memcpy(between + 1, table.logins, sizeof table.logins);
    table.buffers[0][1] = between + 1;
    CHECK(score(&table, &scored) == CS_OK);
    for (row = 0; row < ROWS; row++) {
        CHECK(same(number(&scored, 0, row), number(&whole, 0, row)));
    }
    release(&scored);
    release(&whole);
}

static void no_rows_need_no_buffers(void) {
    static accounts table;
    result scored;
    int at;
    fill(&table);
    memset(table.buffers, 0, sizeof table.buffers);
    table.table.length = 0;
    for (at = 0; at < COLUMNS; at++) {
        table.arrays[at].length = 0;
    }
    CHECK(score(&table, &scored) == CS_OK);
    CHECK(scored.array.length == 0);
    release(&scored);
}

static int64_t count(const result *of, int column, int64_t row) {
    return ((const int64_t *)of->array.children[column]->buffers[1])[row];
}

static cs_status asks_for(accounts *table, const char *columns, result *to) {
    fill(table);
    return cs_scorecard_score_arrow_columns(card, &table->table, &table->schema, CARD_DAY, CS_INVALID_ERROR, columns,
                                            strlen(columns), &to->array, &to->schema);
}

static void only_the_columns_that_are_asked_for_come(void) {
    static const int64_t missing[ROWS] = {0, 0, 1, 0, 1}, errored[ROWS] = {0, 0, 1, 0, 0};
    static accounts table;
    result all, some;
    fill(&table);
    CHECK(score(&table, &all) == CS_OK);
    CHECK(asks_for(&table, "[\"health_errored\", \"health_score\", \"health_missing\"]", &some) == CS_OK);
    CHECK(was_released_once(&table) && some.array.n_children == 3 && some.array.length == ROWS);
    CHECK(strcmp(some.schema.children[0]->name, "health_errored") == 0);
    for (int64_t row = 0; row < ROWS; ++row) {
        CHECK(count(&some, 0, row) == errored[row] && count(&some, 2, row) == missing[row]);
        CHECK(same(number(&some, 1, row), number(&all, 0, row)));
    }
    release(&some);
    CHECK(asks_for(&table, "[\"health_band_rank\", \"health_band\"]", &some) == CS_OK);
    CHECK(strcmp(some.schema.children[0]->format, "C") == 0);
    for (int64_t row = 0; row < ROWS; ++row) { /* the unknown band is the first category, and has no rank */
        uint8_t key = ((const uint8_t *)some.array.children[1]->buffers[1])[row];
        CHECK(is_known(some.array.children[0], row) == (key > 0) && (row == 2) == (key == 0));
        CHECK(key == 0 || ((const uint8_t *)some.array.children[0]->buffers[1])[row] == key - 1);
    }
    release(&some), release(&all);
    CHECK(asks_for(&table, "[]", &some) == CS_OK && some.array.length == ROWS && some.array.n_children == 0);
    release(&some);
    CHECK(asks_for(&table, "[\"health_scores\"]", &some) == CS_UNKNOWN_NAME);
    CHECK(asks_for(&table, "[\"health_low\", \"health_low\"]", &some) == CS_DUPLICATE);
    CHECK(asks_for(&table, "\"health_low\"", &some) == CS_INVALID_DOCUMENT);
    CHECK(was_released_once(&table));
}

/* The card of this dialect over the same accounts: its column and its answers one by one show the same number. */
static void shows_as(const char *dialect, int *fractions) {
    static const char *const columns = "[\"health_shown\"]";
    static accounts table;
    char document[1024];
    cs_scorecard *spoken = NULL;
    result shown;
    int row;
    snprintf(document, sizeof document, "{%s%s%s%s", dialect ? "\"dialect\": \"" : "", dialect ? dialect : "",
             dialect ? "\"," : "", card_json + 1);
    CHECK(cs_scorecard_from_json(document, strlen(document), &spoken) == CS_OK);
    fill(&table);
    CHECK(cs_scorecard_score_arrow_columns(spoken, &table.table, &table.schema, CARD_DAY, CS_INVALID_ERROR, columns,
                                           strlen(columns), &shown.array, &shown.schema) == CS_OK);
    CHECK(shown.array.length == ROWS && shown.array.n_children == 1);
    CHECK(strcmp(shown.schema.children[0]->name, "health_shown") == 0);
    for (row = 0; row < ROWS; row++) {
        char *health = NULL;
        double found = number(&shown, 0, row);
        CHECK(cs_scorecard_score_json(spoken, facts[row], strlen(facts[row]), CARD_DAY, &health) == CS_OK);
        CHECK(same(found, field(health, "\"shown\":")));
        *fractions += !isnan(found) && found != floor(found);
        cs_string_free(health);
    }
    release(&shown);
    CHECK(cs_scorecard_free(spoken) == CS_OK);
}

static void a_column_shows_what_one_account_shows(void) {
    static const char *const dialects[] = {"gainsight", "totango_account", "vitally", "churnzero",
                                           "catalyst",  "planhat",         "hubspot", "natero"};
    size_t at;
    int fractions = 0, none = 0;
    for (at = 0; at < sizeof dialects / sizeof *dialects; at++) {
        shows_as(dialects[at], &fractions);
    }
    CHECK(fractions > 0); /* a scale of 10 with decimals was among them */
    shows_as(NULL, &none);
    CHECK(none == 0); /* without a scale, whole numbers */
}

static void infinite_numbers_are_missing_by_choice(void) {
    static accounts table;
    const char *facts = "{\"logins\": null, \"plan\": \"pro\", \"seen\": \"2026-10-17\"}";
    result scored, again;
    char *health = NULL;
    fill(&table), table.logins[3] = INFINITY;
    CHECK(cs_scorecard_score_arrow_with(card, &table.table, &table.schema, CARD_DAY, CS_INVALID_MISSING, &scored.array,
                                        &scored.schema) == CS_OK);
    CHECK(was_released_once(&table));
    CHECK(cs_scorecard_score_json_with(card, facts, strlen(facts), CARD_DAY, CS_INVALID_MISSING, &health) == CS_OK);
    CHECK(same(number(&scored, 0, 3), field(health, "\"score\":")));
    cs_string_free(health);
    release(&scored);
    fill(&table), table.logins[3] = INFINITY;
    CHECK(cs_scorecard_explain_arrow_with(card, &table.table, &table.schema, CARD_DAY, CS_INVALID_MISSING, &scored.array,
                                          &scored.schema) == CS_OK);
    release(&scored);
    fill(&table), memset(&again, 0x5a, sizeof again), scored = again;
    CHECK(cs_scorecard_score_arrow_with(card, &table.table, &table.schema, CARD_DAY, 2, &again.array, &again.schema) ==
          CS_INVALID_ARGUMENT);
    CHECK(was_released_once(&table) && memcmp(&again, &scored, sizeof again) == 0);
    CHECK(strcmp(cs_last_error_path(), "invalid") == 0);
}

static void dictionaries_are_texts(void) {
    static accounts table;
    struct ArrowArray names;
    struct ArrowSchema schema;
    int8_t keys[ROWS] = {0, 1, 2, 3, 4};
    result whole, scored;
    int64_t row;
    fill(&table);
    CHECK(score(&table, &whole) == CS_OK);
    dictionary(&table, &names, &schema, keys);
    CHECK(score(&table, &scored) == CS_OK);
    for (row = 0; row < ROWS; row++) {
        CHECK(same(number(&scored, 0, row), number(&whole, 0, row)));
    }
    release(&scored);
    release(&whole);
}

static void results_may_go_where_the_table_was(void) {
    static accounts table;
    result scored;
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, &table.table, &table.schema, CARD_DAY, &table.table, &table.schema) == CS_OK);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    scored.array = table.table;
    scored.schema = table.schema;
    CHECK(scored.array.length == ROWS && !isnan(number(&scored, 0, 0)));
    release(&scored);
}

static void explanations_add_up(void) {
    static accounts table;
    result parts, scored, wide;
    int64_t at, row;
    double sums[ROWS] = {0};
    fill(&table);
    CHECK(score(&table, &scored) == CS_OK);
    fill(&table);
    CHECK(cs_scorecard_explain_arrow(card, &table.table, &table.schema, CARD_DAY, &parts.array, &parts.schema) ==
          CS_OK);
    CHECK(was_released_once(&table));
    CHECK(parts.array.length == ROWS * 3 && parts.array.n_children == 10);
    for (at = 0; at < parts.array.length; at++) {
        row = ((const int64_t *)parts.array.children[0]->buffers[1])[at];
        sums[row] += number(&parts, 7, at);
    }
    for (row = 0; row < ROWS; row++) {
        CHECK(isnan(number(&scored, 0, row)) || fabs(sums[row] - number(&scored, 0, row)) < 1e-9);
    }
    CHECK(is_label(&parts, 1, 1, "plan") && is_label(&parts, 9, 7, "errored") && is_label(&parts, 9, 6, "missing"));
    fill(&table);
    CHECK(cs_scorecard_explain_wide_arrow(card, &table.table, &table.schema, CARD_DAY, CS_INVALID_ERROR, &wide.array,
                                          &wide.schema) == CS_OK);
    CHECK(was_released_once(&table));
    CHECK(wide.array.length == ROWS && wide.array.n_children == 6);
    CHECK(strcmp(wide.schema.children[2]->name, "plan_points") == 0);
    CHECK(strcmp(wide.schema.children[3]->name, "plan_lost") == 0);
    for (at = 0; at < parts.array.length; at++) {
        CHECK(same(number(&wide, (at % 3) * 2, at / 3), number(&parts, 7, at)));
        CHECK(same(number(&wide, (at % 3) * 2 + 1, at / 3), number(&parts, 8, at)));
    }
    release(&wide);
    release(&parts);
    release(&scored);
}

int main(void) {
    card = make_card();
    RUN(columns_give_the_bits_of_one_by_one);
    RUN(rows_of_a_slice_begin_at_its_offset);
    RUN(values_between_the_places_of_their_type_are_copied);
    RUN(no_rows_need_no_buffers);
    RUN(only_the_columns_that_are_asked_for_come);
    RUN(a_column_shows_what_one_account_shows);
    RUN(infinite_numbers_are_missing_by_choice);
    RUN(dictionaries_are_texts);
    RUN(results_may_go_where_the_table_was);
    RUN(explanations_add_up);
    cs_scorecard_free(card);
    return report();
}
