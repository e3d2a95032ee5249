/* Many threads, one card: the same answers, errors of their own, and a card that is freed meanwhile. */
#define _POSIX_C_SOURCE 200809L
#include "accounts.h"

#include <pthread.h>

enum { THREADS = 8, CALLS = 25, ROUNDS = 5 };

static const char facts[] = "{\"logins\": 14, \"plan\": \"pro\", \"seen\": \"2026-10-28\"}";

typedef struct {
    cs_scorecard *card;
    const char *expected;
    int good, stale, wrong;
} work;

static void *score(void *argument) {
    work *own = (work *)argument;
    int i;
    for (i = 0; i < CALLS; i++) {
        char *health = NULL;
        cs_status status = cs_scorecard_score_json(own->card, facts, sizeof facts - 1, CARD_DAY, &health);
        if (status == CS_OK && strcmp(health, own->expected) == 0 && cs_string_free(health) == CS_OK) {
            own->good++;
        } else if (status == CS_STALE_HANDLE && health == NULL && strcmp(cs_last_error_code(), "stale_handle") == 0) {
            own->stale++;
        } else {
            own->wrong++;
        }
    }
    return NULL;
}

static void run(int free_meanwhile) {
    pthread_t threads[THREADS];
    work works[THREADS];
    cs_scorecard *card = make_card();
    char *expected = NULL;
    int i;
    CHECK(cs_scorecard_score_json(card, facts, sizeof facts - 1, CARD_DAY, &expected) == CS_OK);
    for (i = 0; i < THREADS; i++) {
        works[i].card = card;
        works[i].expected = expected;
        works[i].good = works[i].stale = works[i].wrong = 0;
        CHECK(pthread_create(&threads[i], NULL, score, &works[i]) == 0);
    }
    if (free_meanwhile) {
        CHECK(cs_scorecard_free(card) == CS_OK);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(works[i].wrong == 0);
        CHECK(works[i].good + works[i].stale == CALLS);
        CHECK(free_meanwhile || works[i].good == CALLS);
    }
    CHECK(cs_string_free(expected) == CS_OK);
    CHECK(cs_scorecard_free(card) == (free_meanwhile ? CS_STALE_HANDLE : CS_OK));
}

static void one_card_serves_many_threads(void) {
    run(0);
}

static void a_card_freed_meanwhile_scores_whole_or_not_at_all(void) {
    int i;
    for (i = 0; i < ROUNDS; i++) {
        run(1);
    }
}

static void *sees_no_error(void *argument) {
    cs_decimal value;
    int *good = (int *)argument;
    *good = strcmp(cs_last_error_code(), "") == 0 && strcmp(cs_last_error_message(), "") == 0 &&
            cs_last_error_row() == -1;
    *good &= cs_kpi_churn_rate(1, 2, &value) == CS_INCONSISTENT;
    *good &= strcmp(cs_last_error_code(), "inconsistent") == 0;
    return NULL;
}

static void errors_belong_to_their_thread(void) {
    pthread_t thread;
    cs_decimal value;
    int good = 0;
    CHECK(cs_kpi_churn_rate(0, 0, &value) == CS_ZERO_DENOMINATOR);
    CHECK(pthread_create(&thread, NULL, sees_no_error, &good) == 0);
    pthread_join(thread, NULL);
    CHECK(good);
    CHECK(strcmp(cs_last_error_code(), "zero_denominator") == 0);
}

static void *is_refused_unread(void *argument) {
    static char deep[1 << 20];
    cs_scorecard *card = NULL;
    memset(deep, '[', sizeof deep);
    *(int *)argument = cs_scorecard_from_json(deep, sizeof deep, &card) == CS_LIMIT && card == NULL;
    return NULL;
}

/* The card with a rule that nests as deep as a document may. */
static void *is_read_and_scored(void *argument) {
    char rule[512] = "", document[1024];
    cs_scorecard *card = NULL;
    char *health = NULL;
    int *good = (int *)argument, level;
    for (level = 0; level < 28; level++) {
        strcat(rule, "{\"not\": ");
    }
    strcat(rule, "{\"fact\": \"x\", \"is\": true}");
    for (level = 0; level < 28; level++) {
        strcat(rule, "}");
    }
    sprintf(document, "%.*s, \"exceptions\": [{\"when\": %s, \"cap\": 5, \"reason\": \"x\"}]}", (int)sizeof card_json - 2,
            card_json, rule);
    *good = cs_scorecard_from_json(document, strlen(document), &card) == CS_OK;
    *good &= cs_scorecard_score_json(card, "{\"x\": true}", 11, CARD_DAY, &health) == CS_OK;
    *good &= health && strstr(health, "\"exceptions\":[\"x\"]") != NULL;
    cs_string_free(health);
    cs_scorecard_free(card);
    return NULL;
}

static int runs_on(void *(*call)(void *), size_t stack) {
    pthread_attr_t small;
    pthread_t thread;
    int good = 0;
    CHECK(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, stack) == 0);
    CHECK(pthread_create(&thread, &small, call, &good) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&small);
    return good;
}

static void a_small_stack_is_enough(void) {
    CHECK(runs_on(is_refused_unread, 64 << 10));
    CHECK(runs_on(is_read_and_scored, 512 << 10)); /* half of it where the library is built for speed, as the header says */
}

static void *makes_and_leaves(void *argument) {
    *(cs_scorecard **)argument = make_card();
    return NULL;
}

static void objects_outlive_the_thread_that_made_them(void) {
    pthread_t thread;
    cs_scorecard *card = NULL;
    char *health = NULL;
    CHECK(pthread_create(&thread, NULL, makes_and_leaves, &card) == 0);
    pthread_join(thread, NULL);
    CHECK(cs_scorecard_score_json(card, facts, sizeof facts - 1, CARD_DAY, &health) == CS_OK);
    CHECK(cs_string_free(health) == CS_OK);
    CHECK(cs_scorecard_free(card) == CS_OK);
}

int main(void) {
    RUN(one_card_serves_many_threads);
    RUN(a_card_freed_meanwhile_scores_whole_or_not_at_all);
    RUN(errors_belong_to_their_thread);
    RUN(a_small_stack_is_enough);
    RUN(objects_outlive_the_thread_that_made_them);
    return report();
}
