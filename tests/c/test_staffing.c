/* Staffing: a request in, the answer out; tables of accounts counted and assigned. Expected values are counted by hand. */
#include "accounts.h"
#include "columns.h"

/* The plan of the five accounts is pro, basic, "", pro, basic; logins are 14, 3.5, missing, 25, missing. */
static const char rules[] = "{\"csms\": [{\"csm\": \"smith\"}, {\"csm\": \"mori\", \"hours\": 20}], \"balance\": {\"hours\": 1}}";

static void name(accounts *table, const char *texts, const int32_t *offsets) {
    memcpy(table->plan_text, texts, (size_t)offsets[ROWS]);
    memcpy(table->plan_offsets, offsets, sizeof table->plan_offsets);
}

static cs_status assign(accounts *table, const char *columns, const char *by, result *to, char **report) {
    return cs_staffing_books_arrow(columns, strlen(columns), by, strlen(by), &table->table, &table->schema, &to->array,
                                   &to->schema, report);
}

static void accounts_are_assigned(void) {
    static const int32_t offsets[ROWS + 1] = {0, 1, 2, 3, 4, 5};
    static accounts table;
    const char *columns = "{\"account\": \"plan\", \"hours\": \"logins\"}";
    char *report = NULL;
    result books;
    fill(&table);
    name(&table, "edcba", offsets);
    CHECK(assign(&table, columns, rules, &books, &report) == CS_OK);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    CHECK(strcmp(books.schema.children[0]->name, "csm") == 0 && strcmp(books.schema.children[1]->name, "csm_reason") == 0);
    CHECK(is_label(&books, 0, 3, "smith") && is_label(&books, 0, 0, "mori") && is_label(&books, 0, 1, "mori"));
    CHECK(is_label(&books, 1, 0, "placed"));
    CHECK(!is_known(books.array.children[0], 2) && is_label(&books, 1, 2, "missing_hours"));
    CHECK(says(report, "\"assigned\":3") && says(report, "\"csm\":\"mori\",\"accounts\":2,\"hours\":\"17.5\""));
    CHECK(cs_string_free(report) == CS_OK);
    release(&books);
}

static void bad_tables_and_rules_are_refused(void) {
    static accounts table;
    const char *columns = "{\"account\": \"plan\", \"hours\": \"logins\"}", *two = "{\"csms\": [{\"csm\": \"a\"}, {\"csm\": \"a\"}]}";
    char *report = NULL;
    result books;
    fill(&table);
    CHECK(assign(&table, columns, rules, &books, &report) == CS_INVALID_ARGUMENT); /* the third has no name */
    CHECK(strcmp(cs_last_error_column(), "plan") == 0 && cs_last_error_row() == 2 && report == NULL);
    fill(&table);
    table.plan_offsets[2] = table.plan_offsets[1] = 3, table.plan_offsets[3] = 8;
    CHECK(assign(&table, "{\"account\": \"seen\", \"hours\": \"logins\"}", rules, &books, &report) == CS_TYPE_MISMATCH);
    fill(&table);
    CHECK(assign(&table, columns, two, &books, &report) == CS_DUPLICATE);
    CHECK(strcmp(cs_last_error_path(), "csms[1].csm") == 0);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    fill(&table);
    CHECK(assign(&table, "{\"account\": \"nobody\", \"hours\": \"logins\"}", rules, &books, &report) == CS_MISSING_COLUMN);
    fill(&table);
    CHECK(assign(&table, columns, rules, &books, NULL) == CS_NULL_POINTER);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
}

/* Tiers high, tech, none, high, tech; four days of October 2026 and one of September. */
static void a_table_is_counted_into_a_portfolio(void) {
    static const int32_t offsets[ROWS + 1] = {0, 4, 8, 8, 12, 16};
    static accounts table;
    const char *columns = "{\"tier\": \"plan\", \"arr\": \"logins\", \"renews_on\": \"seen\"}";
    char *portfolio = NULL;
    fill(&table);
    name(&table, "hightechhightech", offsets);
    CHECK(cs_staffing_portfolio_arrow(columns, strlen(columns), &table.table, &table.schema, &portfolio) == CS_OK);
    CHECK(says(portfolio, "{\"tier\":\"high\",\"accounts\":2,\"arr\":\"39\"}"));
    CHECK(says(portfolio, "{\"tier\":\"tech\",\"accounts\":2}")); /* the ARR of one is not known */
    CHECK(says(portfolio, "{\"tier\":\"high\",\"month\":\"2026-10\",\"accounts\":2}"));
    CHECK(says(portfolio, "{\"tier\":\"tech\",\"month\":\"2026-09\",\"accounts\":1}") && says(portfolio, "\"unassigned\":1"));
    cs_string_free(portfolio);
    fill(&table);
    CHECK(cs_staffing_portfolio_arrow(columns, strlen(columns), &table.table, &table.schema, &portfolio) ==
          CS_INVALID_ARGUMENT); /* pro is no tier */
    CHECK(strcmp(cs_last_error_column(), "plan") == 0 && cs_last_error_row() == 0);
}

static void presets_have_a_source(void) {
    char *presets = NULL;
    CHECK(cs_staffing_presets_json(&presets) == CS_OK);
    CHECK(says(presets, "\"id\":\"five_step_guide\",\"source\":"));
    cs_string_free(presets);
}

int main(void) {
    RUN(accounts_are_assigned);
    RUN(bad_tables_and_rules_are_refused);
    RUN(a_table_is_counted_into_a_portfolio);
    RUN(presets_have_a_source);
    return report();
}
