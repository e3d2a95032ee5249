/* Overrides of a portfolio: by account, with what the card gave beside them; and what is refused writes nothing. */
#include "accounts.h"
#include "columns.h"

#define WHY "\"reason\": \"notice was given\", \"by\": \"Ana\", \"expires_on\": \"2026-10-31\"}"

static const char listed[] = "{\"kind\": \"overrides\", \"version\": 1, \"overrides\": ["
                             "{\"account\": \"z\", \"cap\": 1, " WHY ", {\"account\": \"b\", \"set\": 12.5, " WHY "]}";

/* Accounts a to e in the column plan. */
static void name_accounts(accounts *table) {
    int row;
    fill(table);
    memcpy(table->plan_text, "abcde", 5);
    for (row = 0; row <= ROWS; row++) {
        table->plan_offsets[row] = row;
    }
}

static cs_status score(accounts *table, const char *overrides, cs_day as_of, result *out, char **report) {
    cs_scorecard *card = make_card();
    cs_status status =
        cs_scorecard_score_overridden_arrow(card, &table->table, &table->schema, "plan", 4, overrides,
                                            strlen(overrides), as_of, CS_INVALID_ERROR, &out->array, &out->schema, report);
    cs_scorecard_free(card);
    return status;
}

static void an_override_finds_its_account(void) {
    accounts table, plain;
    result out, given;
    char *report = NULL;
    cs_scorecard *card = make_card();
    int64_t row;
    name_accounts(&table);
    name_accounts(&plain);
    CHECK(score(&table, listed, CARD_DAY, &out, &report) == CS_OK);
    CHECK(cs_scorecard_score_arrow(card, &plain.table, &plain.schema, CARD_DAY, &given.array, &given.schema) == CS_OK);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    CHECK(out.array.length == ROWS && out.array.n_children == 9);
    for (row = 0; row < ROWS; row++) {
        CHECK(same(number(&out, 5, row), number(&given, 0, row)));
        CHECK(same(number(&out, 0, row), row == 1 ? 12.5 : number(&given, 0, row)));
        CHECK(is_known(out.array.children[7], row) == (row == 1));
    }
    CHECK(is_label(&out, 1, 1, "danger") && is_label(&out, 7, 1, "notice was given") && is_label(&out, 8, 1, "Ana"));
    CHECK(strcmp(report, "{\"used\":[\"b\"],\"expired\":[],\"unmatched\":[\"z\"]}") == 0);
    cs_string_free(report);
    release(&out);
    release(&given);
    cs_scorecard_free(card);
}

static void an_override_that_has_expired_changes_nothing(void) {
    accounts table;
    result out;
    char *report = NULL;
    int64_t row;
    name_accounts(&table);
    CHECK(score(&table, listed, CARD_DAY + 1, &out, &report) == CS_OK);
    for (row = 0; row < ROWS; row++) {
        CHECK(same(number(&out, 0, row), number(&out, 5, row)) && !is_known(out.array.children[7], row));
    }
    CHECK(strcmp(report, "{\"used\":[],\"expired\":[\"b\"],\"unmatched\":[\"z\"]}") == 0);
    cs_string_free(report);
    release(&out);
}

static cs_status asks_for(accounts *table, const char *columns, result *out) {
    cs_scorecard *card = make_card();
    char *report = NULL;
    cs_status status;
    name_accounts(table);
    status = cs_scorecard_score_overridden_arrow_columns(card, &table->table, &table->schema, "plan", 4, listed,
                                                         strlen(listed), CARD_DAY, CS_INVALID_ERROR, columns,
                                                         strlen(columns), &out->array, &out->schema, &report);
    cs_string_free(report);
    cs_scorecard_free(card);
    return status;
}

/* 12.5 is shown as the whole number that it rounds half up to; the other accounts show what they do without overrides. */
static void what_is_shown_follows_the_override(void) {
    static const char *const columns = "[\"health_shown\", \"health_missing\"]";
    accounts table, plain;
    result out, given;
    cs_scorecard *card = make_card();
    int64_t row;
    CHECK(asks_for(&table, columns, &out) == CS_OK && out.array.n_children == 6);
    name_accounts(&plain);
    CHECK(cs_scorecard_score_arrow_columns(card, &plain.table, &plain.schema, CARD_DAY, CS_INVALID_ERROR, columns,
                                           strlen(columns), &given.array, &given.schema) == CS_OK);
    for (row = 0; row < ROWS; row++) {
        CHECK(same(number(&out, 0, row), row == 1 ? 13 : number(&given, 0, row)));
    }
    CHECK(strcmp(out.schema.children[2]->name, "health_card_score") == 0 && is_label(&out, 4, 1, "notice was given"));
    release(&out);
    release(&given);
    cs_scorecard_free(card);
    CHECK(asks_for(&table, "[\"health_card_score\"]", &out) == CS_UNKNOWN_NAME);
    CHECK(asks_for(&table, "[\"health_band\", \"health_band\"]", &out) == CS_DUPLICATE);
}

static void what_is_refused_writes_nothing(void) {
    static const char twice[] = "{\"kind\": \"overrides\", \"version\": 1, \"overrides\": [{\"account\": \"pro\", \"cap\": 1, " WHY "]}";
    accounts table;
    result out;
    char *report = NULL;
    memset(&out, 0, sizeof out);
    fill(&table); /* the plan pro stands in two rows */
    CHECK(score(&table, twice, CARD_DAY, &out, &report) == CS_DUPLICATE_ACCOUNT);
    CHECK(cs_last_error_row() == 3 && strcmp(cs_last_error_column(), "plan") == 0);
    CHECK(table.arrays_released == 1 && out.array.release == NULL && report == NULL);
    name_accounts(&table);
    CHECK(score(&table, "{}", CARD_DAY, &out, &report) == CS_INVALID_DOCUMENT);
    name_accounts(&table);
    CHECK(score(&table, listed, CARD_DAY, &out, NULL) == CS_NULL_POINTER && out.array.release == NULL);
    CHECK(table.arrays_released == 1);
}

int main(void) {
    RUN(an_override_finds_its_account);
    RUN(an_override_that_has_expired_changes_nothing);
    RUN(what_is_shown_follows_the_override);
    RUN(what_is_refused_writes_nothing);
    return report();
}
