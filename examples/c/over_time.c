/* One account over time: its trend by Theil-Sen, and its band with a margin. The state of a reading goes into the next.
 * (Slopes in points per 30 days: -3, -6, -4.5, -9, -5.25, -1.5; the mean of the middle two is -4.875.)
 * Prints:
 * {"direction":"falling","slope":-4.875,"points":4,"span_days":90,"last_on":"2026-10-31","last_score":66.5,"change":-1.5}
 * {"band":"healthy","held":"healthy","since":"2026-08-02","as_of":"2026-08-02"}
 * {"band":"healthy","held":"healthy","since":"2026-08-02","as_of":"2026-09-01"}
 * {"band":"healthy","held":"healthy","since":"2026-08-02","as_of":"2026-10-01"}
 * {"band":"caution","held":"caution","since":"2026-10-31","as_of":"2026-10-31"}
 */
#include <customer_success.h>
#include <stdio.h>
#include <string.h>

static const double scores[] = {80, 77, 68, 66.5};
static const cs_day days[] = {20667, 20697, 20727, 20757}; /* 2026-08-02 to 2026-10-31, 30 days apart */
static const char readings[] =
    "{\"window_days\": 100, \"readings\": [{\"day\": \"2026-08-02\", \"score\": 80}, {\"day\": \"2026-09-01\", \"score\": 77},"
    " {\"day\": \"2026-10-01\", \"score\": 68}, {\"day\": \"2026-10-31\", \"score\": 66.5}]}";

int main(void) {
    cs_band_tracker *tracker = NULL;
    char *trend = NULL, *state = NULL;
    size_t at;
    int failed = cs_trend_json(readings, strlen(readings), cs_date(2026, 10, 31), &trend) != CS_OK ||
                 cs_band_tracker_from_json("{\"margin\": 3}", 13, &tracker) != CS_OK;
    if (!failed) {
        puts(trend);
    }
    for (at = 0; !failed && at < sizeof scores / sizeof *scores; at++) {
        char *next = NULL;
        failed = cs_band_tracker_step_json(tracker, state, state ? strlen(state) : 0, scores[at], days[at], &next) != CS_OK;
        cs_string_free(state); /* NULL is fine */
        state = next;
        if (!failed) {
            puts(state);
        }
    }
    if (failed) {
        fprintf(stderr, "%s: %s\n", cs_last_error_code(), cs_last_error_message());
    }
    cs_string_free(state);
    cs_string_free(trend);
    cs_band_tracker_free(tracker);
    return failed;
}
