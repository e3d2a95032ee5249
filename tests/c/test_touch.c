/* Touch policies: fitted on a portfolio, applied to columns. Expected tiers are counted by hand from the shares. */
#include "accounts.h"
#include "columns.h"

static const char policy_json[] =
    "{\"kind\": \"touch_policy\", \"version\": 1, \"name\": \"test\", \"by\": {\"input\": \"logins\"}, \"cut\": "
    "{\"shares\": {\"high\": 0.25, \"medium\": 0.25, \"tech\": 0.5}}, \"overrides\": "
    "[{\"when\": {\"fact\": \"plan\", \"equals\": \"strategic\"}, \"tier\": \"high\", \"reason\": \"strategic\"}]}";

static cs_touch_policy *policy, *fitted;

static cs_status apply(cs_touch_policy *by, accounts *table, const char *previous, result *to) {
    return cs_touch_policy_apply_arrow(by, &table->table, &table->schema, previous, strlen(previous), CARD_DAY,
                                       &to->array, &to->schema);
}

/* Logins 14, 3.5, missing, 25, missing: three count. The boundaries sit at round(3 * 0.25) = 1 and round(3 * 0.5) = 2, half
 * up, so 25 is high, 14 medium, 3.5 tech. */
static void shares_are_fitted_and_applied(void) {
    static accounts table;
    char *document = NULL;
    result tiers;
    fill(&table);
    CHECK(cs_touch_policy_from_json(policy_json, sizeof policy_json - 1, &policy) == CS_OK);
    CHECK(cs_touch_policy_fit_arrow(policy, &table.table, &table.schema, CARD_DAY, &fitted) == CS_OK);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    CHECK(cs_touch_policy_to_json(fitted, &document) == CS_OK);
    CHECK(says(document, "\"thresholds\""));
    CHECK(cs_string_free(document) == CS_OK);
    fill(&table);
    CHECK(apply(fitted, &table, "", &tiers) == CS_OK);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    CHECK(strcmp(tiers.schema.children[0]->name, "touch_tier") == 0);
    CHECK(strcmp(tiers.schema.children[0]->format, "C") == 0 && strcmp(tiers.schema.children[1]->format, "i") == 0);
    CHECK(((const uint8_t *)tiers.array.children[0]->buffers[1])[1] == 3); /* the key is the rank */
    CHECK(is_label(&tiers, 0, 3, "high") && is_label(&tiers, 1, 3, "measure") && number(&tiers, 2, 3) == 25);
    CHECK(is_label(&tiers, 0, 0, "medium"));
    CHECK(is_label(&tiers, 0, 1, "tech"));
    CHECK(!is_known(tiers.array.children[0], 2) && is_label(&tiers, 1, 2, "missing") && isnan(number(&tiers, 2, 2)));
    release(&tiers);
}

static void overrides_come_before_the_cut(void) {
    static accounts table;
    result tiers;
    fill(&table);
    memcpy(table.plan_text, "strategic", 9);
    table.plan_offsets[1] = 9;
    table.plan_offsets[2] = table.plan_offsets[3] = table.plan_offsets[4] = table.plan_offsets[5] = 9;
    CHECK(apply(fitted, &table, "", &tiers) == CS_OK);
    CHECK(is_label(&tiers, 0, 0, "high") && is_label(&tiers, 1, 0, "strategic"));
    release(&tiers);
}

/* The second account was high, the fourth medium; the texts of the others are empty. */
static void was(accounts *table) {
    static const int32_t offsets[ROWS + 1] = {0, 0, 4, 4, 10, 10};
    fill(table);
    memcpy(table->plan_text, "highmedium", 10);
    memcpy(table->plan_offsets, offsets, sizeof offsets);
}

static void previous_tiers_stick_within_the_margin(void) {
    static const uint8_t known[1] = {0x0a};
    static accounts table;
    result tiers;
    was(&table);
    CHECK(apply(fitted, &table, "plan", &tiers) == CS_INVALID_ARGUMENT); /* an empty text is no tier */
    CHECK(strcmp(cs_last_error_column(), "plan") == 0 && cs_last_error_row() == 0);
    was(&table);
    table.buffers[1][0] = known;
    table.logins[1] = 23; /* less than 10 % below the cut-off of 25 */
    table.logins[3] = 26; /* less than 10 % above it */
    CHECK(apply(fitted, &table, "plan", &tiers) == CS_OK);
    CHECK(is_label(&tiers, 0, 1, "high") && is_label(&tiers, 1, 1, "kept"));
    CHECK(is_label(&tiers, 0, 3, "medium") && is_label(&tiers, 1, 3, "kept"));
    CHECK(is_label(&tiers, 0, 0, "medium") && is_label(&tiers, 1, 0, "measure"));
    release(&tiers);
    fill(&table);
    CHECK(apply(fitted, &table, "tier_before", &tiers) == CS_MISSING_COLUMN);
}

static void shares_that_are_not_fitted_are_refused(void) {
    static accounts table;
    result tiers;
    fill(&table);
    CHECK(apply(policy, &table, "", &tiers) == CS_NOT_FITTED);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
    fill(&table);
    CHECK(apply(NULL, &table, "", &tiers) == CS_NULL_POINTER);
    CHECK(table.arrays_released == 1 && table.schemas_released == 1);
}

static void nobody_to_rank_is_an_error(void) {
    static accounts table;
    cs_touch_policy *none = NULL;
    fill(&table);
    table.logins_known[0] = 0;
    CHECK(cs_touch_policy_fit_arrow(policy, &table.table, &table.schema, CARD_DAY, &none) == CS_NO_POPULATION);
    CHECK(none == NULL);
}

int main(void) {
    RUN(shares_are_fitted_and_applied);
    RUN(overrides_come_before_the_cut);
    RUN(previous_tiers_stick_within_the_margin);
    RUN(shares_that_are_not_fitted_are_refused);
    RUN(nobody_to_rank_is_an_error);
    CHECK(cs_touch_policy_free(policy) == CS_OK);
    CHECK(cs_touch_policy_free(fitted) == CS_OK);
    return report();
}
