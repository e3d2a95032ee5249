/* Calls of the library on tables so long that several threads are worth it, and what they give, to be compared. */
#ifndef TABLE_CALLS_H
#define TABLE_CALLS_H

#include "accounts.h"
#include "columns.h"

/* Three threads are worth it, of a ledger two: a row more than two, or one, have. */
enum { ACCOUNTS = 2 * 65536 + 1, LEDGER = 262144 + 1, FIELDS = 10, MOST = 3, MOST_OF_LEDGER = 2 };

static double logins[ACCOUNTS];
static int32_t plan_offsets[ACCOUNTS + 1], tier_offsets[ACCOUNTS + 1], seen[ACCOUNTS];
static char plan_text[5 * ACCOUNTS], tier_text[4 * ACCOUNTS];
static uint8_t tier_known[ACCOUNTS / 8 + 1];
static int64_t account[ACCOUNTS], client[LEDGER], month[LEDGER], mrr[LEDGER], opening[LEDGER], churned[LEDGER];

static int32_t put(char *texts, int32_t at, const char *text) {
    memcpy(texts + at, text, strlen(text));
    return at + (int32_t)strlen(text);
}

static void make_rows(void) {
    int64_t row;
    for (row = 0; row < ACCOUNTS; row++) {
        logins[row] = row % 11 == 0 ? (double)NAN : (double)(row * 7919 % 997) / 31;
        plan_offsets[row + 1] = put(plan_text, plan_offsets[row], row % 3 ? "pro" : "basic");
        tier_offsets[row + 1] = put(tier_text, tier_offsets[row], row % 5 ? "" : row % 2 ? "high" : "tech");
        tier_known[row / 8] |= (uint8_t)((row % 5 == 0) << row % 8);
        seen[row] = CARD_DAY - (int32_t)(row * 31 % 400);
        account[row] = 3 * row;
    }
    for (row = 0; row < LEDGER; row++) {
        client[row] = row * 7919 % 20011;
        month[row] = 640 + row * 31 % 12;
        mrr[row] = 100 + row * 37 % 900;
        opening[row] = 50 + row % 100;
        churned[row] = row * 13 % 50;
    }
}

/* The first rows of all columns, as their producer hands them over. */
typedef struct {
    const void *buffers[FIELDS][3], *none[1];
    struct ArrowArray arrays[FIELDS], *array_pointers[FIELDS], array;
    struct ArrowSchema schemas[FIELDS], *schema_pointers[FIELDS], schema;
} lent;

static void field(lent *to, int at, const char *name, const char *format, const int32_t *offsets, const void *values) {
    struct ArrowArray *array = &to->arrays[at];
    to->buffers[at][1] = offsets ? (const void *)offsets : values;
    to->buffers[at][2] = values;
    array->length = to->array.length;
    array->n_buffers = offsets ? 3 : 2;
    array->buffers = to->buffers[at];
    array->release = nothing_array;
    to->schemas[at].name = name;
    to->schemas[at].format = format;
    to->schemas[at].release = nothing_schema;
    to->array_pointers[at] = array;
    to->schema_pointers[at] = &to->schemas[at];
}

static void lend(lent *to, int64_t rows) {
    memset(to, 0, sizeof *to);
    to->array.length = rows;
    to->array.n_buffers = 1;
    to->array.buffers = to->none;
    to->array.n_children = to->schema.n_children = FIELDS;
    to->array.children = to->array_pointers;
    to->array.release = nothing_array;
    to->schema.format = "+s";
    to->schema.children = to->schema_pointers;
    to->schema.release = nothing_schema;
    field(to, 0, "logins", "g", NULL, logins);
    field(to, 1, "plan", "u", plan_offsets, plan_text);
    field(to, 2, "seen", "tdD", NULL, seen);
    field(to, 3, "was", "u", tier_offsets, tier_text);
    to->buffers[3][0] = tier_known;
    to->arrays[3].null_count = -1;
    field(to, 4, "id", "l", NULL, account);
    field(to, 5, "account", "l", NULL, client);
    field(to, 6, "month", "l", NULL, month);
    field(to, 7, "mrr", "l", NULL, mrr);
    field(to, 8, "opening", "l", NULL, opening);
    field(to, 9, "churned", "l", NULL, churned);
}

/* What a call gave: columns, a text, or both. */
typedef struct {
    result columns;
    char *text;
} answer;

static void drop(answer *of) {
    if (of->columns.array.release) {
        release(&of->columns);
    }
    CHECK(cs_string_free(of->text) == CS_OK);
}

static size_t width(const char *format) {
    switch (format[0]) {
        case 'g': case 'l': case 'L': return 8;
        case 'i': case 'I': case 'f': case 't': return 4; /* of times only days come, "tdD" */
        case 'c': case 'C': return 1;
        default: return 0;
    }
}

/* Equal to the last bit: what is known, numbers, keys of dictionaries and their texts, texts. */
static int same_column(const struct ArrowArray *a, const struct ArrowArray *b, const struct ArrowSchema *schema) {
    size_t bytes = width(schema->format);
    int64_t row;
    int same = a->length == b->length && a->offset == 0 && b->offset == 0;
    for (row = 0; same && row < a->length; row++) {
        same = is_known(a, row) == is_known(b, row);
    }
    if (same && strcmp(schema->format, "u") == 0) {
        size_t offsets = sizeof(int32_t) * (size_t)(a->length + 1);
        return memcmp(a->buffers[1], b->buffers[1], offsets) == 0 &&
               memcmp(a->buffers[2], b->buffers[2], (size_t)((const int32_t *)a->buffers[1])[a->length]) == 0;
    }
    CHECK(bytes != 0);
    same = same && memcmp(a->buffers[1], b->buffers[1], bytes * (size_t)a->length) == 0;
    return same && (!schema->dictionary || same_column(a->dictionary, b->dictionary, schema->dictionary));
}

static int same_answer(const answer *a, const answer *b) {
    int64_t at;
    if ((a->text == NULL) != (b->text == NULL) || (a->text && strcmp(a->text, b->text) != 0) ||
        a->columns.array.n_children != b->columns.array.n_children) {
        return 0;
    }
    for (at = 0; at < a->columns.array.n_children; at++) {
        const struct ArrowSchema *schema = a->columns.schema.children[at];
        if (strcmp(schema->format, b->columns.schema.children[at]->format) != 0 ||
            !same_column(a->columns.array.children[at], b->columns.array.children[at], schema)) {
            return 0;
        }
    }
    return 1;
}

static cs_scorecard *card;
static cs_scorecard_set *set;
static cs_touch_policy *policy, *fitted;

static const char set_json[] =
    "{\"kind\": \"scorecard_set\", \"version\": 1, \"name\": \"set\", \"cards\": [{\"name\": \"all\", \"indicators\": ["
    "{\"name\": \"logins\", \"input\": \"logins\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 20}}}]}],"
    "\"scores\": [{\"name\": \"health\", \"otherwise\": \"all\"}]}";

/* Of each measure there are more than a hundred accounts: ties are split by account. */
static const char policy_json[] =
    "{\"kind\": \"touch_policy\", \"version\": 1, \"name\": \"test\", \"by\": {\"input\": \"logins\"}, \"cut\": {\"shares\": "
    "{\"high\": 0.1, \"medium\": 0.3, \"tech\": 0.6, \"ties\": {\"split\": \"id\"}}}, \"stickiness\": 0.1}";

#define TABLE(rows) \
    lent in;        \
    lend(&in, rows)
#define IN &in.array, &in.schema
#define OUT &to->columns.array, &to->columns.schema
#define TEXT(text) text, sizeof text - 1

static cs_status scores(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_score_arrow(card, IN, CARD_DAY, OUT);
}

static cs_status scores_with(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_score_arrow_with(card, IN, CARD_DAY, CS_INVALID_MISSING, OUT);
}

static cs_status chosen_scores(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_score_arrow_columns(
        card, IN, CARD_DAY, CS_INVALID_MISSING,
        TEXT("[\"health_score\", \"health_missing\", \"health_errored\", \"health_shown\", \"health_low\"]"), OUT);
}

#define OVERRIDES                                                                                   \
    "{\"kind\": \"overrides\", \"version\": 1, \"overrides\": [{\"account\": 196611, \"set\": 12.5, " \
    "\"reason\": \"x\", \"by\": \"Ana\", \"expires_on\": \"2026-10-31\"}]}"

static cs_status overridden(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_score_overridden_arrow(card, IN, TEXT("id"), TEXT(OVERRIDES), CARD_DAY, CS_INVALID_ERROR, OUT,
                                               &to->text);
}

static cs_status chosen_overridden(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_score_overridden_arrow_columns(card, IN, TEXT("id"), TEXT(OVERRIDES), CARD_DAY, CS_INVALID_ERROR,
                                                       TEXT("[\"health_score\"]"), OUT, &to->text);
}

static cs_status set_scores(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_set_score_arrow(set, IN, CARD_DAY, CS_INVALID_ERROR, OUT);
}

static cs_status chosen_set_scores(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_set_score_arrow_columns(set, IN, CARD_DAY, CS_INVALID_ERROR,
                                                TEXT("[\"health_score\", \"health_missing\"]"), OUT);
}

static cs_status explained(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_explain_arrow(card, IN, CARD_DAY, OUT);
}

static cs_status explained_with(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_explain_arrow_with(card, IN, CARD_DAY, CS_INVALID_MISSING, OUT);
}

static cs_status explained_wide(answer *to) {
    TABLE(ACCOUNTS);
    return cs_scorecard_explain_wide_arrow(card, IN, CARD_DAY, CS_INVALID_MISSING, OUT);
}

static cs_status cut_offs(answer *to) {
    cs_touch_policy *own = NULL;
    cs_status status;
    TABLE(ACCOUNTS);
    status = cs_touch_policy_fit_arrow(policy, IN, CARD_DAY, &own);
    CHECK(status != CS_OK || cs_touch_policy_to_json(own, &to->text) == CS_OK);
    CHECK(cs_touch_policy_free(own) == CS_OK);
    return status;
}

static cs_status ties(answer *to) {
    cs_touch_fitting *fitting = NULL;
    cs_touch_ties *asked = NULL, *part = NULL;
    cs_status status;
    TABLE(ACCOUNTS);
    CHECK(cs_touch_policy_fit_part_arrow(policy, IN, CARD_DAY, &fitting) == CS_OK);
    CHECK(cs_touch_fitting_ties(fitting, &asked) == CS_OK);
    lend(&in, ACCOUNTS);
    status = cs_touch_ties_fit_part_arrow(asked, IN, &part);
    CHECK(status != CS_OK || cs_touch_ties_to_json(part, &to->text) == CS_OK);
    CHECK(cs_touch_fitting_free(fitting) == CS_OK && cs_touch_ties_free(asked) == CS_OK);
    CHECK(cs_touch_ties_free(part) == CS_OK);
    return status;
}

static cs_status tiers(answer *to) {
    TABLE(ACCOUNTS);
    return cs_touch_policy_apply_arrow(fitted, IN, TEXT("was"), CARD_DAY, OUT);
}

static cs_status tiers_with(answer *to) {
    TABLE(ACCOUNTS);
    return cs_touch_policy_apply_arrow_with(fitted, IN, NULL, 0, CARD_DAY, CS_INVALID_MISSING, OUT);
}

static cs_status summary(answer *to) {
    TABLE(ACCOUNTS);
    return cs_touch_policy_summary_arrow(fitted, IN, TEXT("logins"), TEXT("was"), CARD_DAY, CS_INVALID_MISSING, &to->text);
}

static cs_status moves(answer *to) {
    TABLE(ACCOUNTS);
    return cs_touch_policy_movements_arrow(fitted, IN, NULL, 0, TEXT("was"), CARD_DAY, CS_INVALID_MISSING, &to->text);
}

static cs_status movements(answer *to) {
    cs_movements *own = NULL;
    cs_status status;
    TABLE(LEDGER);
    status = cs_movements_from_arrow(TEXT("{}"), IN, &own);
    CHECK(status != CS_OK || cs_movements_to_json(own, &to->text) == CS_OK);
    CHECK(cs_movements_free(own) == CS_OK);
    return status;
}

static cs_status cohorts(answer *to) {
    cs_cohorts *own = NULL;
    cs_status status;
    TABLE(LEDGER);
    status = cs_cohorts_from_arrow(TEXT("{}"), IN, &own);
    CHECK(status != CS_OK || cs_cohorts_to_json(own, &to->text) == CS_OK);
    CHECK(cs_cohorts_free(own) == CS_OK);
    return status;
}

static cs_status details(answer *to) {
    TABLE(LEDGER);
    return cs_movements_details_arrow(TEXT("{}"), IN, OUT);
}

static cs_status conventions(answer *to) {
    TABLE(LEDGER);
    return cs_movements_conventions_arrow(TEXT("{}"), IN, OUT);
}

static cs_status conventions_json(answer *to) {
    TABLE(LEDGER);
    return cs_movements_conventions_json(TEXT("{}"), IN, &to->text);
}

static cs_status kpi_by_row(answer *to) {
    TABLE(LEDGER);
    return cs_kpi_table_arrow(TEXT("{\"kpi\": \"churn_rate\", \"digits\": \"float\"}"), IN, OUT);
}

static cs_status kpi_by_group(answer *to) {
    TABLE(LEDGER);
    return cs_kpi_table_arrow(TEXT("{\"kpi\": \"churn_rate\", \"by\": [\"month\"], \"digits\": \"float\"}"), IN, OUT);
}

typedef struct {
    const char *name;
    cs_status (*call)(answer *);
    int most; /* threads that are worth it */
} table_call;

static const table_call calls[] = {
    {"scores", scores, MOST}, {"scores_with", scores_with, MOST}, {"chosen_scores", chosen_scores, MOST},
    {"overridden", overridden, MOST}, {"chosen_overridden", chosen_overridden, MOST},
    {"set_scores", set_scores, MOST}, {"chosen_set_scores", chosen_set_scores, MOST}, {"explained", explained, MOST},
    {"explained_with", explained_with, MOST}, {"explained_wide", explained_wide, MOST}, {"cut_offs", cut_offs, MOST},
    {"ties", ties, MOST}, {"tiers", tiers, MOST}, {"tiers_with", tiers_with, MOST}, {"summary", summary, MOST},
    {"moves", moves, MOST}, {"movements", movements, MOST_OF_LEDGER}, {"cohorts", cohorts, MOST_OF_LEDGER},
    {"details", details, MOST_OF_LEDGER}, {"conventions", conventions, MOST_OF_LEDGER},
    {"conventions_json", conventions_json, MOST_OF_LEDGER}, {"kpi_by_row", kpi_by_row, MOST_OF_LEDGER},
    {"kpi_by_group", kpi_by_group, MOST_OF_LEDGER}};

#endif
