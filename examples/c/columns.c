/* Scores a table by the Arrow C Data Interface: your arrays go in as they are, no Arrow library is needed.
 * Prints:
 * account 0: 70.0 healthy
 * account 1: 17.5 danger
 * account 2: no score, unknown
 */
#include <customer_success.h>
#include <stdio.h>
#include <string.h>

static const char document[] =
    "{\"kind\": \"scorecard\", \"version\": 1, \"name\": \"example\", \"indicators\": ["
    "{\"name\": \"logins\", \"input\": \"logins_30d\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 20}}}]}";

/* The memory below is static, so there is nothing to free when the library has read it. */
static void release_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static void print(const struct ArrowArray *scored) {
    const struct ArrowArray *scores = scored->children[0], *bands = scored->children[1];
    const uint8_t *known = (const uint8_t *)scores->buffers[0]; /* NULL: all are known */
    const int32_t *offsets = (const int32_t *)bands->dictionary->buffers[1];
    const char *names = (const char *)bands->dictionary->buffers[2];
    int64_t row;
    for (row = 0; row < scored->length; row++) {
        uint8_t band = ((const uint8_t *)bands->buffers[1])[row];
        printf("account %d: ", (int)row);
        if (known == NULL || (known[row / 8] >> (row % 8) & 1)) {
            printf("%.1f ", ((const double *)scores->buffers[1])[row]);
        } else {
            printf("no score, ");
        }
        printf("%.*s\n", (int)(offsets[band + 1] - offsets[band]), names + offsets[band]);
    }
}

int main(void) {
    static const double logins[] = {14.0, 3.5, 0.0};
    static const uint8_t logins_known[] = {0x03}; /* nothing is known of the third account */
    static const void *logins_buffers[] = {logins_known, logins}, *no_buffers[] = {NULL};
    struct ArrowArray column = {3, -1, 0, 2, 0, logins_buffers, NULL, NULL, release_array, NULL};
    struct ArrowSchema column_schema = {"g", "logins_30d", NULL, ARROW_FLAG_NULLABLE, 0, NULL, NULL, release_schema, NULL};
    struct ArrowArray *columns[1], accounts = {3, 0, 0, 1, 1, no_buffers, NULL, NULL, release_array, NULL}, scored;
    struct ArrowSchema *schemas[1], schema = {"+s", "", NULL, 0, 1, NULL, NULL, release_schema, NULL}, scored_schema;
    cs_scorecard *card = NULL;
    int failed;

    columns[0] = &column, accounts.children = columns;
    schemas[0] = &column_schema, schema.children = schemas;
    failed = cs_scorecard_from_json(document, strlen(document), &card) != CS_OK ||
             cs_scorecard_score_arrow(card, &accounts, &schema, cs_date(2026, 10, 31), &scored, &scored_schema) != CS_OK;
    if (failed) {
        fprintf(stderr, "%s: %s\n", cs_last_error_code(), cs_last_error_message());
    } else {
        print(&scored);
        scored.release(&scored);
        scored_schema.release(&scored_schema);
    }
    cs_scorecard_free(card);
    return failed;
}
