/* Tables of accounts by a card, for the tests of the Arrow C Data Interface. */
#ifndef SCORED_H
#define SCORED_H

#include "accounts.h"
#include "columns.h"

static cs_scorecard *card;

static cs_status score(accounts *table, result *to) {
    return cs_scorecard_score_arrow(card, &table->table, &table->schema, CARD_DAY, &to->array, &to->schema);
}

static int was_released_once(const accounts *table) {
    return table->arrays_released == 1 && table->schemas_released == 1 && table->table.release == NULL &&
           table->schema.release == NULL;
}

/* A table whose plans are a dictionary with these keys. */
static void dictionary(accounts *table, struct ArrowArray *names, struct ArrowSchema *schema, int8_t *keys) {
    fill(table);
    *names = table->arrays[1];
    *schema = table->schemas[1];
    table->arrays[1].n_buffers = 2;
    table->arrays[1].buffers = table->buffers[COLUMNS];
    table->arrays[1].dictionary = names;
    table->buffers[COLUMNS][1] = keys;
    table->buffers[COLUMNS][0] = NULL;
    table->schemas[1].format = "c";
    table->schemas[1].dictionary = schema;
}

#endif
