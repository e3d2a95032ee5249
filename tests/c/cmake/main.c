#include <customer_success.h>

int main(void) {
    cs_decimal churn;
    return cs_kpi_churn_rate(200, 6, &churn) == CS_OK && churn.low == 3 && churn.scale == 2 ? 0 : 1;
}
