/* Every function with each of its pointers NULL in turn: an error that names it, or fine where the header says so. */
#include "accounts.h"
#include "table_json.h"

typedef struct {
    const char *function, *argument;
    cs_status (*call)(void);
    int fine;
    unsigned moved; /* which structures of tables go in, a bit each */
} null_case;

static accounts tables[2];
static const cs_decimal one = {1, 0, 0};
static struct ArrowArray out[2]; /* the largest thing that comes out; nothing may */
static char *health;

static struct {
    cs_scorecard *scorecard;
    cs_scorecard_set *scorecard_set;
    cs_fitting *fitting;
    cs_band_tracker *band_tracker;
    cs_touch_policy *touch_policy;
    cs_touch_fitting *touch_fitting;
    cs_touch_ties *touch_ties;
    cs_movements *movements;
    cs_cohorts *cohorts;
} some;

#include "nulls.h"

static const char set_json[] = "{\"kind\": \"scorecard_set\", \"version\": 1, \"name\": \"test\", \"cards\": "
                               "[{\"name\": \"all\", \"shipped\": \"simple\"}], \"scores\": "
                               "[{\"name\": \"health\", \"otherwise\": \"all\"}]}";
static const char policy_json[] = "{\"kind\": \"touch_policy\", \"version\": 1, \"name\": \"test\", \"by\": {\"input\": \"logins\"}, "
                                  "\"cut\": {\"shares\": {\"high\": 0.2, \"tech\": 0.8}}}";

static void make_some(void) {
    static const char *const accounts_of[] = {"a"};
    static const int64_t months[] = {0}, amounts[] = {5};
    static const plain_column ledger[] = {
        {"account", "u", accounts_of, 1}, {"month", "l", months, 1}, {"mrr", "l", amounts, 1}, {NULL, NULL, NULL, 0}};
    static made_table table;
    some.scorecard = make_card();
    CHECK(cs_scorecard_score_json(some.scorecard, "{\"logins\": 3}", 13, CARD_DAY, &health) == CS_OK);
    CHECK(cs_scorecard_set_from_json(set_json, sizeof set_json - 1, &some.scorecard_set) == CS_OK);
    CHECK(cs_band_tracker_from_json("{\"margin\": 3}", 13, &some.band_tracker) == CS_OK);
    CHECK(cs_touch_policy_from_json(policy_json, sizeof policy_json - 1, &some.touch_policy) == CS_OK);
    fill(&tables[0]);
    CHECK(cs_scorecard_fit_part_arrow(some.scorecard, &tables[0].table, &tables[0].schema, CARD_DAY, &some.fitting) == CS_OK);
    fill(&tables[0]);
    CHECK(cs_touch_policy_fit_part_arrow(some.touch_policy, &tables[0].table, &tables[0].schema, CARD_DAY, &some.touch_fitting) ==
          CS_OK);
    CHECK(cs_touch_fitting_ties(some.touch_fitting, &some.touch_ties) == CS_OK);
    make_table(&table, ledger);
    CHECK(cs_movements_from_arrow("{}", 2, &table.array, &table.schema, &some.movements) == CS_OK);
    release_made(&table);
    make_table(&table, ledger);
    CHECK(cs_cohorts_from_arrow("{}", 2, &table.array, &table.schema, &some.cohorts) == CS_OK);
    release_made(&table);
}

static void free_some(void) {
    CHECK(cs_string_free(health) == CS_OK);
    CHECK(cs_scorecard_free(some.scorecard) == CS_OK);
    CHECK(cs_scorecard_set_free(some.scorecard_set) == CS_OK);
    CHECK(cs_fitting_free(some.fitting) == CS_OK);
    CHECK(cs_band_tracker_free(some.band_tracker) == CS_OK);
    CHECK(cs_touch_policy_free(some.touch_policy) == CS_OK);
    CHECK(cs_touch_fitting_free(some.touch_fitting) == CS_OK);
    CHECK(cs_touch_ties_free(some.touch_ties) == CS_OK);
    CHECK(cs_movements_free(some.movements) == CS_OK);
    CHECK(cs_cohorts_free(some.cohorts) == CS_OK);
}

/* What was handed over was released, and nothing else was. */
static int is_moved(const null_case *it) {
    int at;
    for (at = 0; at < 2; at++) {
        if (tables[at].arrays_released != (int)(it->moved >> (2 * at) & 1) ||
            tables[at].schemas_released != (int)(it->moved >> (2 * at + 1) & 1)) {
            return 0;
        }
    }
    return 1;
}

static void each_pointer_is_asked_for_by_name(void) {
    struct ArrowArray before[2];
    size_t i, refused = 0;
    for (i = 0; i < sizeof null_cases / sizeof *null_cases; i++) {
        const null_case *it = &null_cases[i];
        cs_status status;
        fill(&tables[0]), fill(&tables[1]);
        memset(out, 0x5a, sizeof out);
        memcpy(before, out, sizeof out);
        status = it->call();
        if (it->fine ? status != CS_OK
                     : status != CS_NULL_POINTER || strcmp(cs_last_error_path(), it->argument) != 0 || memcmp(before, out, sizeof out) != 0) {
            printf("%s, %s: %s at \"%s\": ", it->function, it->argument, cs_status_name(status), cs_last_error_path());
            CHECK(!"as the header says");
        }
        if (!is_moved(it)) {
            printf("%s, %s: ", it->function, it->argument);
            CHECK(!"released once");
        }
        refused += status == CS_NULL_POINTER;
    }
    printf("%lu pointers, %lu of them required\n", (unsigned long)i, (unsigned long)refused);
    CHECK(refused > 200);
}

int main(void) {
    make_some();
    RUN(each_pointer_is_asked_for_by_name);
    free_some();
    return report();
}
