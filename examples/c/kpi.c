/* Exact KPIs: no floats between your numbers and the answer.
 * Prints:
 * churn 0.03
 * LTV 450000
 * zero_denominator at opening
 */
#include <customer_success.h>
#include <stdio.h>

static void print(const char *name, const cs_decimal *value) {
    char *digits = NULL;
    if (cs_decimal_to_string(value, &digits) == CS_OK) {
        printf("%s %s\n", name, digits);
    }
    cs_string_free(digits);
}

int main(void) {
    cs_decimal churn, ltv;
    cs_decimal arpa = {50000, 0, 0}, months = {12, 0, 0}, margin = {75, 0, 2};

    if (cs_kpi_churn_rate(200, 6, &churn) == CS_OK) {
        print("churn", &churn);
    }
    if (cs_kpi_ltv(&arpa, &months, &margin, NULL, NULL, &ltv) == CS_OK) { /* NULL: the default */
        print("LTV", &ltv);
    }
    if (cs_kpi_churn_rate(0, 0, &churn) != CS_OK) { /* churn is left as it was */
        printf("%s at %s\n", cs_last_error_code(), cs_last_error_path());
    }
    return 0;
}
