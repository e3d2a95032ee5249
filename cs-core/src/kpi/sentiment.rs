//! What customers say in surveys. Counts give the numbers here; [`Nps`](super::Nps) adds shares, band and interval.

use super::row::kpis;

kpis! {
    family: Sentiment, numbers: whole;

    /// Share of the answers that are satisfied: on a scale of five, the two highest.
    csat(responses as survey_responses: Count, satisfied as satisfied_responses: Count) -> Share {
        en: "customer satisfaction (CSAT)", ja: "顧客満足度（CSAT）", better: Higher, source: "common practice of customer surveys",
        requires: satisfied <= responses,
        undefined: responses == 0 => NoPopulation,
        formula: "satisfied ÷ responses",
        value: satisfied / responses,
        example: (50, 30) => "0.6",
    }

    /// Net promoter score: promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6. Unrounded.
    nps(promoters: Count, passives: Count, detractors: Count) -> Points {
        en: "net promoter score (NPS)", ja: "ネットプロモータースコア（NPS）", better: Higher, source: "guide to a success organisation in five steps",
        undefined: promoters + passives + detractors == 0 => NoPopulation,
        formula: "100 · (promoters − detractors) ÷ (promoters + passives + detractors)",
        value: whole(100) * (promoters - detractors) / (promoters + passives + detractors),
        example: (50, 30, 20) => "30",
    }
}
