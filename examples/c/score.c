/* Scores one account: the scorecard is a document, facts and the answer with its reasons are JSON.
 * (0.75 * 70 + 0.25 * 60 = 67.5)
 * Prints:
 * {"card":"example","fingerprint":"a85d54606b7f2f95","as_of":"2026-10-31","score":67.5,"band":"caution","color":"#f9a825","whole":68.0,"shown":68.0,"reason":null,"coverage":1.0,"low":67.5,"high":67.5,"computed_score":67.5,"computed_band":"caution","adjustment":0.0,"card_score":67.5,"card_band":"caution","override":null,"missing":0,"errored":0,"exceptions":[],"groups":[],"contributions":[{"indicator":"logins","group":null,"raw":14.0,"score":70.0,"weight":0.75,"points":52.5,"attainable":75.0,"lost":22.5,"status":"scored"},{"indicator":"tickets","group":null,"raw":0.2,"score":60.0,"weight":0.25,"points":15.0,"attainable":25.0,"lost":10.0,"status":"scored"}]}
 */
#include <customer_success.h>
#include <stdio.h>
#include <string.h>

static const char document[] =
    "{\"kind\": \"scorecard\", \"version\": 1, \"name\": \"example\", \"indicators\": ["
    "{\"name\": \"logins\", \"weight\": 3, \"input\": \"logins_30d\", \"scale\": {\"linear\": {\"from\": 0, \"to\": 20}}},"
    "{\"name\": \"tickets\", \"input\": {\"ratio\": {\"of\": \"tickets_90d\", \"per\": \"seats\"}},"
    " \"scale\": {\"linear\": {\"from\": 0.5, \"to\": 0}}}]}";
static const char facts[] = "{\"logins_30d\": 14, \"tickets_90d\": 5, \"seats\": 25}";

int main(void) {
    cs_scorecard *card = NULL;
    char *health = NULL;
    int failed = cs_scorecard_from_json(document, strlen(document), &card) != CS_OK ||
                 cs_scorecard_score_json(card, facts, strlen(facts), cs_date(2026, 10, 31), &health) != CS_OK;
    if (failed) {
        fprintf(stderr, "%s: %s\n", cs_last_error_code(), cs_last_error_message()); /* this thread's last error */
    } else {
        puts(health);
    }
    cs_string_free(health); /* NULL is fine */
    cs_scorecard_free(card);
    return failed;
}
