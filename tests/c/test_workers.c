/* Long tables on several threads: the same bits on one and on more of them, whatever the system lets start. */
#ifndef _GNU_SOURCE /* for RTLD_NEXT; C++ has it */
#define _GNU_SOURCE
#endif
#include "table_calls.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __cplusplus
#define THROWS_NOTHING noexcept
#else
#define THROWS_NOTHING
#endif

/* Every thread that is started in this process, by the library too, is started here. */
typedef int starting(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int started, left_to_start = 1 << 20;

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *argument) THROWS_NOTHING {
    starting *real;
    void *found = dlsym(RTLD_NEXT, "pthread_create");
    int refused;
    memcpy(&real, &found, sizeof real);
    pthread_mutex_lock(&counting);
    refused = left_to_start == 0;
    started += !refused;
    left_to_start -= !refused;
    pthread_mutex_unlock(&counting);
    return refused ? 11 /* EAGAIN */ : real(thread, how, run, argument);
}

/* Runs a call on so many threads; gives how many were started for it. */
static int run(cs_status (*call)(answer *), uint32_t threads, answer *to) {
    int before = started;
    memset(to, 0, sizeof *to);
    CHECK(cs_threads_set(threads) == CS_OK);
    CHECK(call(to) == CS_OK);
    CHECK(cs_threads_set(1) == CS_OK);
    return started - before;
}

/* On one thread and on as many as are worth it. */
static void bits_do_not_depend_on_threads(void) {
    size_t at;
    for (at = 0; at < sizeof calls / sizeof *calls; at++) {
        answer alone, several;
        int none = run(calls[at].call, 1, &alone), others = run(calls[at].call, (uint32_t)calls[at].most, &several);
        if (none != 0 || others < calls[at].most - 1 || !same_answer(&several, &alone)) {
            printf("%s started %d threads, and for %d threads %d: ", calls[at].name, none, calls[at].most, others);
            CHECK(!"the same bits, on more threads");
        }
        drop(&several);
        drop(&alone);
    }
}

static cs_status two_threads_long(answer *to) {
    TABLE(65536 + 1);
    return cs_scorecard_score_arrow(card, IN, CARD_DAY, OUT);
}

static cs_status one_thread_long(answer *to) {
    TABLE(65536);
    return cs_scorecard_score_arrow(card, IN, CARD_DAY, OUT);
}

static cs_status short_ledger(answer *to) {
    TABLE(262144);
    return cs_kpi_table_arrow(TEXT("{\"kpi\": \"churn_rate\", \"digits\": \"float\"}"), IN, OUT);
}

static void a_short_table_stays_on_the_calling_thread(void) {
    static cs_status (*const lengths[])(answer *) = {one_thread_long, two_threads_long, scores, short_ledger};
    static const int expected[] = {0, 1, 2, 0};
    int at;
    for (at = 0; at < 4; at++) {
        answer own;
        CHECK(run(lengths[at], UINT32_MAX, &own) == expected[at]);
        drop(&own);
    }
}

static void no_thread_at_all_is_refused(void) {
    answer own;
    int before = started;
    CHECK(cs_threads_set(2) == CS_OK);
    CHECK(cs_threads_set(0) == CS_OUT_OF_RANGE);
    CHECK(strcmp(cs_last_error_path(), "threads") == 0 && strcmp(cs_last_error_value(), "0") == 0);
    memset(&own, 0, sizeof own);
    CHECK(scores(&own) == CS_OK); /* still on two */
    CHECK(started == before + 1);
    drop(&own);
    CHECK(cs_threads_set(0) == CS_OUT_OF_RANGE);
    CHECK(cs_threads_set(1) == CS_OK && strcmp(cs_last_error_code(), "") == 0);
}

/* Where a cgroup or a limit lets none or one more start, the others' work is done by those that are there. */
static void a_system_that_starts_no_more_slows_a_call_and_nothing_else(void) {
    answer alone, few;
    int most;
    run(scores, 1, &alone);
    for (most = 0; most < 2; most++) {
        left_to_start = most;
        CHECK(run(scores, MOST, &few) == most);
        CHECK(same_answer(&few, &alone));
        drop(&few);
    }
    left_to_start = 1 << 20;
    drop(&alone);
}

static void the_first_row_that_is_wrong_is_named(void) {
    uint32_t threads;
    answer own;
    logins[70000] = logins[ACCOUNTS - 1] = (double)INFINITY;
    for (threads = 1; threads <= MOST; threads++) {
        memset(&own, 0, sizeof own);
        CHECK(cs_threads_set(threads) == CS_OK);
        CHECK(scores(&own) == CS_NON_FINITE && cs_last_error_row() == 70000);
        CHECK(own.columns.array.release == NULL);
    }
    CHECK(cs_threads_set(1) == CS_OK);
    logins[70000] = logins[ACCOUNTS - 1] = 1;
}

typedef struct {
    uint32_t threads; /* 0: nothing is chosen */
    const answer *expected;
    int good;
} work;

static void *score_again(void *argument) {
    work *own = (work *)argument;
    answer found;
    memset(&found, 0, sizeof found);
    own->good = (own->threads == 0 || cs_threads_set(own->threads) == CS_OK) && scores(&found) == CS_OK &&
                same_answer(&found, own->expected) && cs_string_free(found.text) == CS_OK;
    release(&found.columns);
    return NULL;
}

static void each_thread_chooses_for_itself(void) {
    static const uint32_t chosen[] = {0, 1, 2, 3};
    work works[4];
    pthread_t threads[4];
    answer alone;
    int at, before, others = 0;
    run(scores, 1, &alone);
    before = started;
    CHECK(cs_threads_set(2) == CS_OK); /* says nothing to the others */
    for (at = 0; at < 4; at++) {
        works[at].threads = chosen[at], works[at].expected = &alone, works[at].good = 0;
        CHECK(pthread_create(&threads[at], NULL, score_again, &works[at]) == 0);
    }
    for (at = 0; at < 4; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0 && works[at].good);
        others += chosen[at] > 1 ? (int)chosen[at] - 1 : 0;
    }
    CHECK(started - before == 4 + others);
    CHECK(cs_threads_set(1) == CS_OK);
    drop(&alone);
}

static void a_child_of_a_fork_keeps_the_choice(void) {
    answer own;
    pid_t child;
    int status = -1, before;
    run(scores, 1, &own);
    drop(&own);
    CHECK(cs_threads_set(MOST) == CS_OK);
    memset(&own, 0, sizeof own);
    CHECK(scores(&own) == CS_OK); /* its threads are gone when it returns */
    before = started;
    child = fork();
    if (child == 0) {
        answer again;
        memset(&again, 0, sizeof again);
        _exit(!(scores(&again) == CS_OK && same_answer(&again, &own) && started - before == MOST - 1));
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(cs_threads_set(1) == CS_OK);
    drop(&own);
}

int main(void) {
    lent in;
    make_rows();
    card = make_card();
    lend(&in, ACCOUNTS);
    CHECK(cs_scorecard_set_from_json(TEXT(set_json), &set) == CS_OK);
    CHECK(cs_touch_policy_from_json(TEXT(policy_json), &policy) == CS_OK);
    CHECK(cs_touch_policy_fit_arrow(policy, IN, CARD_DAY, &fitted) == CS_OK);
    RUN(bits_do_not_depend_on_threads);
    RUN(a_short_table_stays_on_the_calling_thread);
    RUN(no_thread_at_all_is_refused);
    RUN(a_system_that_starts_no_more_slows_a_call_and_nothing_else);
    RUN(the_first_row_that_is_wrong_is_named);
    RUN(each_thread_chooses_for_itself);
    RUN(a_child_of_a_fork_keeps_the_choice);
    CHECK(cs_touch_policy_free(policy) == CS_OK && cs_touch_policy_free(fitted) == CS_OK);
    CHECK(cs_scorecard_set_free(set) == CS_OK && cs_scorecard_free(card) == CS_OK);
    return report();
}
