/* Columns by the Arrow C Data Interface that are refused: nothing is written, and what was handed over is released once. */
#include "scored.h"

/* Scores a broken table; says whether this was refused in full. */
static int refuses(accounts *table, cs_status expected) {
    result before, after;
    cs_status status;
    memset(&before, 0x5a, sizeof before);
    memcpy(&after, &before, sizeof after);
    status = score(table, &after);
    if (status != expected) {
        printf("%s instead of %s: ", cs_status_name(status), cs_status_name(expected));
    }
    return status == expected && was_released_once(table) && memcmp(&before, &after, sizeof after) == 0;
}

static void broken_structures_are_errors(void) {
    static accounts table;
    int32_t far_offset = INT32_MAX;
    fill(&table), table.schema.format = "g";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    fill(&table), table.schema.format = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.table.length = -1;
    CHECK(refuses(&table, CS_LIMIT));
    fill(&table), table.table.offset = INT64_MAX;
    CHECK(refuses(&table, CS_LIMIT));
    fill(&table), table.table.n_children = COLUMNS - 1;
    CHECK(refuses(&table, CS_LENGTH_MISMATCH));
    fill(&table), table.table.n_children = INT64_MIN;
    CHECK(refuses(&table, CS_LIMIT));
    fill(&table), table.table.children = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.array_pointers[0] = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.schema_pointers[0] = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.arrays[0].length = ROWS - 1;
    CHECK(refuses(&table, CS_LENGTH_MISMATCH));
    CHECK(strcmp(cs_last_error_column(), "logins") == 0);
    fill(&table), table.arrays[0].length = INT64_MAX;
    CHECK(refuses(&table, CS_LIMIT));
    fill(&table), table.arrays[0].n_buffers = 1;
    CHECK(refuses(&table, CS_LENGTH_MISMATCH));
    fill(&table), table.buffers[0][1] = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.arrays[0].buffers = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.arrays[0].release = NULL;
    CHECK(refuses(&table, CS_RELEASED));
    fill(&table), table.buffers[1][1] = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    fill(&table), table.plan_text[1] = (char)0xff;
    CHECK(refuses(&table, CS_INVALID_TEXT));
    CHECK(strcmp(cs_last_error_column(), "plan") == 0);
    fill(&table), table.plan_offsets[2] = 1;
    CHECK(refuses(&table, CS_INVALID_TEXT));
    fill(&table), table.plan_offsets[1] = far_offset;
    CHECK(refuses(&table, CS_INVALID_TEXT));
    fill(&table), table.plan_offsets[ROWS] = -1;
    CHECK(refuses(&table, CS_LENGTH_MISMATCH));
    fill(&table), table.plan_offsets[0] = -1;
    CHECK(refuses(&table, CS_LENGTH_MISMATCH));
}

static void columns_of_another_kind_are_errors(void) {
    static accounts table;
    fill(&table), table.schemas[0].format = "tsm:UTC";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    CHECK(says(cs_last_error_message(), "date32"));
    fill(&table), table.schemas[0].format = "+s";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    fill(&table), table.schemas[0].format = "_pli128"; /* a type of polars alone */
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    CHECK(strcmp(cs_last_error_column(), "logins") == 0);
    fill(&table), table.schemas[0].format = "w:-1";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    fill(&table), table.schemas[1].format = "\xff";
    CHECK(refuses(&table, CS_INVALID_TEXT));
    fill(&table), table.schemas[2].format = "g", table.buffers[2][1] = table.logins;
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    fill(&table), table.schemas[0].name = "Logins";
    CHECK(refuses(&table, CS_MISSING_COLUMN));
    CHECK(strcmp(cs_last_error_column(), "logins") == 0);
    CHECK(says(cs_last_error_message(), "did you mean \"Logins\"?"));
    fill(&table), table.schemas[2].name = "logins";
    CHECK(refuses(&table, CS_DUPLICATE) || refuses(&table, CS_TYPE_MISMATCH));
}

static void a_row_that_is_wrong_is_named(void) {
    static accounts table;
    fill(&table), table.logins[3] = INFINITY;
    CHECK(refuses(&table, CS_NON_FINITE));
    CHECK(strcmp(cs_last_error_column(), "logins") == 0 && cs_last_error_row() == 3);
    fill(&table), table.logins[2] = INFINITY; /* its bit says that it is missing */
    table.seen[1] = INT32_MIN;
    CHECK(refuses(&table, CS_INVALID_DATE));
    CHECK(strcmp(cs_last_error_column(), "seen") == 0 && cs_last_error_row() == 1);
}

static void dictionaries_that_do_not_hold_are_errors(void) {
    static accounts table;
    struct ArrowArray names;
    struct ArrowSchema schema;
    int8_t keys[ROWS] = {0, 1, 2, 3, 4};
    keys[4] = ROWS;
    dictionary(&table, &names, &schema, keys);
    CHECK(refuses(&table, CS_OUT_OF_RANGE));
    CHECK(strcmp(cs_last_error_column(), "plan") == 0 && cs_last_error_row() == 4);
    keys[4] = -1;
    dictionary(&table, &names, &schema, keys);
    CHECK(refuses(&table, CS_OUT_OF_RANGE));
    dictionary(&table, &names, &schema, keys);
    table.arrays[1].dictionary = NULL;
    CHECK(refuses(&table, CS_NULL_POINTER));
    dictionary(&table, &names, &schema, keys);
    names.length = -7;
    CHECK(refuses(&table, CS_LIMIT));
    dictionary(&table, &names, &schema, keys);
    schema.format = "w:-1";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    dictionary(&table, &names, &schema, keys);
    table.schemas[1].format = "g";
    CHECK(refuses(&table, CS_TYPE_MISMATCH));
    CHECK(strcmp(cs_last_error_column(), "plan") == 0);
}

static void a_table_is_taken_once(void) {
    static accounts table;
    result scored;
    fill(&table);
    CHECK(score(&table, &scored) == CS_OK);
    release(&scored);
    CHECK(score(&table, &scored) == CS_RELEASED);
    CHECK(was_released_once(&table));
}

static void a_table_is_released_whatever_is_wrong(void) {
    static accounts table;
    cs_scorecard *other = NULL;
    result scored;
    fill(&table);
    CHECK(cs_scorecard_score_arrow(NULL, &table.table, &table.schema, CARD_DAY, &scored.array, &scored.schema) ==
          CS_NULL_POINTER);
    CHECK(was_released_once(&table));
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, &table.table, &table.schema, CARD_DAY, NULL, &scored.schema) ==
          CS_NULL_POINTER);
    CHECK(was_released_once(&table));
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, &table.table, &table.schema, CARD_DAY, &scored.array, NULL) ==
          CS_NULL_POINTER);
    CHECK(was_released_once(&table));
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, &table.table, NULL, CARD_DAY, &scored.array, &scored.schema) ==
          CS_NULL_POINTER);
    CHECK(table.arrays_released == 1 && table.schemas_released == 0);
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, NULL, &table.schema, CARD_DAY, &scored.array, &scored.schema) ==
          CS_NULL_POINTER);
    CHECK(table.arrays_released == 0 && table.schemas_released == 1);
    fill(&table);
    CHECK(cs_scorecard_score_arrow(card, &table.table, &table.schema, INT32_MIN, &scored.array, &scored.schema) ==
          CS_INVALID_DATE);
    CHECK(was_released_once(&table));
    fill(&table);
    CHECK(cs_scorecard_fit_arrow(card, &table.table, &table.schema, CARD_DAY, NULL) == CS_NULL_POINTER);
    CHECK(was_released_once(&table));
    fill(&table);
    CHECK(cs_scorecard_fit_arrow(card, &table.table, &table.schema, CARD_DAY, &other) == CS_OK);
    CHECK(was_released_once(&table));
    CHECK(cs_scorecard_free(other) == CS_OK);
}

int main(void) {
    card = make_card();
    RUN(broken_structures_are_errors);
    RUN(columns_of_another_kind_are_errors);
    RUN(a_row_that_is_wrong_is_named);
    RUN(dictionaries_that_do_not_hold_are_errors);
    RUN(a_table_is_taken_once);
    RUN(a_table_is_released_whatever_is_wrong);
    cs_scorecard_free(card);
    return report();
}
