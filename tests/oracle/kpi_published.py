"""Worked examples that others have published: name, KPI, inputs, the printed value, its tolerance, source."""

from __future__ import annotations

CHARTMOGUL = "https://help.chartmogul.com/hc/en-us/articles/"
POSTHOG = "https://github.com/PostHog/posthog.com/pull/8391"
STRIPE = "https://docs.stripe.com/billing/subscriptions/analytics/glossary"
SKOK = "https://www.forentrepreneurs.com/"
SWRVE = "https://www.swrve.com/weblog/how-1-reduction-in-churn-equals-5-increase-in-lifetime-value"
MUE = "https://agent.mue.app/articles/a-small-monthly-churn-is-bigger-than-it-looks"
MULTIPLE = "https://ealhamed.github.io/frameworks-library/ms/m02.html"
PHILANTHROPY = "https://github.com/PhilanthroPy-Project/PhilanthroPy/pull/81"
KNOWMBA = "https://www.knowmba.com/tools/churn-impact-simulator"
SUPER_CALC = "https://super-calc.com/calculators/saas-quick-ratio-calculator"
CONVENTIONS = "one period under every convention (computed)"
GUIDE = "guide to lifetime value and health, worked example"
TELCO = "IBM Telco customer churn, 1869 of 7043"

Case = tuple[str, str, dict[str, str], str, str, str]


def churn(opening: int, churned: int) -> dict[str, str]:
    return {"opening": str(opening), "churned": str(churned)}


def net(opening: int, expansion: int, contraction: int, churned: int) -> dict[str, str]:
    return gross(opening, contraction, churned) | {"expansion": str(expansion)}


def gross(opening: int, contraction: int, churned: int) -> dict[str, str]:
    return {"opening": str(opening), "contraction": str(contraction), "churned": str(churned)}


def gains(new: int, expansion: int, contraction: int, churned: int, reactivation: int = 0) -> dict[str, str]:
    values = {"new_business": new, "expansion": expansion, "reactivation": reactivation}
    values |= {"contraction": contraction, "churned": churned}
    return {name: str(value) for name, value in values.items()}


def yearly(monthly: str) -> dict[str, str]:
    return {"rate": monthly, "from_period": "month", "to_period": "year"}


def present(churned: str, discount: str, timing: str, margin: str = "1") -> dict[str, str]:
    return {"margin": margin, "monthly_churn": churned, "discount_rate": discount, "timing": timing}


PUBLISHED: list[Case] = [
    ("CM-02", "net_revenue_churn_rate", net(100, 10, 10, 10), "0.10", "0", CHARTMOGUL + "203359341-Metric-MRR-Churn-Rate"),
    ("CM-04", "net_revenue_churn_rate", net(100, 10, 0, 0), "-0.10", "0", CHARTMOGUL + "4414075567250-Metric-Net-MRR-Churn-Rate"),
    ("CM-05", "churn_rate", churn(100, 10), "0.10", "0", CHARTMOGUL + "207340419-Churn-rate-formulas"),
    ("CM-07", "ltv_from_churn", {"arpa": "100", "monthly_churn": "0.05"}, "2000", "0", CHARTMOGUL + "203359061-Metric-Customer-Lifetime-Value-LTV-"),
    ("ST-03 with starting and new customers as opening", "churn_rate", churn(1100, 100), "0.0909090909090909", "1e-12", STRIPE),
    ("ST-06 from customers, not from a rounded rate", "ltv_from_customers", {"arpa": "500", "opening": "110", "churned": "10"}, "5500", "0", STRIPE),
    ("ST-06 lifetime from unrounded churn", "ltv", {"arpa": "500", "lifetime_months": "11"}, "5500", "0", STRIPE),
    ("ST-08", "net_revenue_retention", net(1000, 75, 0, 100), "0.975", "0", STRIPE),
    ("SK-01", "lifetime_months", {"monthly_churn": "0.03"}, "33.3333333333", "1e-9", SKOK),
    ("SK-02 customers", "churn_rate", churn(2, 1), "0.5", "0", SKOK),
    ("SK-02 revenue before expansion", "gross_revenue_churn_rate", gross(6000, 0, 1000), "0.16666666666666666", "1e-12", SKOK),
    ("SK-02 revenue after expansion", "net_revenue_retention", net(6000, 2000, 0, 1000), "1.1666666666666667", "1e-12", SKOK),
    ("LV-01 at 25 %", "ltv", {"arpa": "10", "lifetime_months": "48", "gross_margin": "0.70"}, "336", "0", SWRVE),
    ("LV-01 at 24 %", "ltv", {"arpa": "10", "lifetime_months": "50", "gross_margin": "0.70"}, "350", "0", SWRVE),
    ("LV-02 at 2 %", "ltv_from_churn", {"arpa": "300", "monthly_churn": "0.02", "gross_margin": "0.80"}, "12000", "0", MUE),
    ("LV-02 at 5 %", "ltv_from_churn", {"arpa": "300", "monthly_churn": "0.05", "gross_margin": "0.80"}, "4800", "0", MUE),
    ("LV-03 at 2 %", "compound", yearly("0.02"), "0.215283276265", "1e-9", MUE),
    ("LV-03 at 5 %", "compound", yearly("0.05"), "0.459639912347", "1e-9", MUE),
    ("LV-06", "discounted_ltv", present("0.2", "0.1", "on_renewal"), "2.6666666667", "1e-9", MULTIPLE),
    ("LV-08 at 0.5", "discounted_ltv", present("0.5", "0.05", "end_of_period", "1000"), "1818.18", "0.005", PHILANTHROPY),
    ("LV-08 at 0.8", "discounted_ltv", present("0.2", "0.05", "end_of_period", "1000"), "4000", "0.005", PHILANTHROPY),
    ("LV-08 at 0.8 and 3 %", "discounted_ltv", present("0.2", "0.03", "end_of_period", "1000"), "4347.83", "0.005", PHILANTHROPY),
    ("LV-08 at 0.9", "discounted_ltv", present("0.1", "0.10", "end_of_period", "1000"), "5000", "0.005", PHILANTHROPY),
    ("LV-09 on renewal", "discounted_ltv", present("0.2", "0.10", "on_renewal"), "2.6666666667", "1e-9", PHILANTHROPY),
    ("LV-09 at the end", "discounted_ltv", present("0.2", "0.10", "end_of_period"), "3.3333333333", "1e-9", PHILANTHROPY),
    ("LV-09 at once", "discounted_ltv", present("0.2", "0.10", "immediate"), "3.6666666667", "1e-9", PHILANTHROPY),
    ("WI-02 at 8 %", "compound", yearly("0.08"), "0.632333612345", "1e-9", KNOWMBA),
    ("WI-02 at 4 %", "compound", yearly("0.04"), "0.38729024267", "1e-9", KNOWMBA),
    ("WI-03 lifetime", "lifetime_months", {"monthly_churn": "0.02"}, "50", "0", "closed forms of SK-01"),
    ("WI-03 annual churn", "compound", yearly("0.03"), "0.306157639005", "1e-9", "closed forms of LV-03"),
    ("CH-02 gross", "gross_revenue_churn_rate", gross(100000, 0, 17000), "0.17", "0", POSTHOG),
    ("CH-02 net", "net_revenue_churn_rate", net(100000, 3000, 0, 17000), "0.14", "0", POSTHOG),
    ("QR-01", "quick_ratio", gains(20000, 8000, 3000, 5000), "3.5", "0", "https://pitchkit.net/resources/glossary/quick-ratio"),
    ("QR-03", "quick_ratio", gains(95000, 28000, 7000, 18000), "4.92", "0", SUPER_CALC),
    ("QR-04", "quick_ratio", gains(40000, 5000, 8000, 32000), "1.125", "0", SUPER_CALC),
    ("QR-06 with reactivation", "quick_ratio", gains(8000, 4000, 2000, 3000, 1000), "2.6", "0", "https://mowt.pages.dev/tools/mrr-calculator"),
    ("QR-06 without reactivation", "quick_ratio", gains(8000, 4000, 2000, 3000), "2.4", "0", "https://mowt.pages.dev/tools/mrr-calculator"),
    ("CS-01", "csat", {"responses": "107", "satisfied": "74"}, "0.69158878504673", "1e-11", "https://help.delighted.com/article/240-how-is-csat-calculated"),
    ("CS-02", "csat", {"responses": "50", "satisfied": "30"}, "0.60", "0", "https://intercom.help/voc-metrics/en/articles/9647540-what-is-csat-and-how-is-csat-score-calculated"),
    ("NP-01", "nps", {"promoters": "58", "passives": "25", "detractors": "17"}, "41", "0", "https://profound-tips.com/common/is-40-a-good-nps-score/"),
    ("RV-01 customers", "churn_rate", churn(3, 1), "0.3333333333333333", "1e-12", CONVENTIONS),
    ("RV-01 snapshot net", "net_revenue_retention", net(300, 20, 20, 100), "0.6666666666666666", "1e-12", CONVENTIONS),
    ("RV-01 snapshot gross", "gross_revenue_retention", gross(300, 20, 100), "0.6", "0", CONVENTIONS),
    ("RV-01 movements net", "net_revenue_retention", net(300, 60, 40, 200), "0.4", "0", CONVENTIONS),
    ("RV-01 movements gross", "gross_revenue_retention", gross(300, 40, 200), "0.2", "0", CONVENTIONS),
    ("RV-01 quick ratio", "quick_ratio", gains(50, 60, 40, 200), "0.4583333333333333", "1e-12", CONVENTIONS),
    ("RV-01 quick ratio with reactivation", "quick_ratio", gains(50, 60, 40, 200, 80), "0.7916666666666666", "1e-12", CONVENTIONS),
    ("TV-01", "onboarding_completion_rate", {"started": "7", "completed": "5"}, "0.7142857142857143", "1e-12", "https://gaspwiki.pages.dev/v1/metrics/onboarding"),
    ("LTV of the guide", "ltv", {"arpa": "50000", "lifetime_months": "12", "gross_margin": "0.75"}, "450000", "0", GUIDE),
    ("telco", "churn_rate", churn(7043, 1869), "0.26537", "5e-6", TELCO),
]  # fmt: skip
