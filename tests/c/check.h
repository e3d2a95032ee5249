/* A test is a function; CHECK says what it needs. The file ends with a line that `run` adds up. */
#ifndef CHECK_H
#define CHECK_H

#include <customer_success.h>
#include <stdio.h>
#include <string.h>

static int passed, failed, wrong;

#define CHECK(condition)                                                                        \
    do {                                                                                        \
        if (!(condition)) {                                                                     \
            printf("%s:%d: not so: %s (last error: %s)\n", __FILE__, __LINE__, #condition,      \
                   cs_last_error_message());                                                    \
            wrong++;                                                                            \
        }                                                                                       \
    } while (0)

#define RUN(test)                                                                               \
    do {                                                                                        \
        wrong = 0;                                                                              \
        test();                                                                                 \
        if (wrong) {                                                                            \
            printf("FAILED %s\n", #test);                                                       \
            failed++;                                                                           \
        } else {                                                                                \
            passed++;                                                                           \
        }                                                                                       \
    } while (0)

static size_t shown_values;

/* Whether the last error shows this of the value, "" for nothing; NULL leaves it open. */
static inline int shows(const char *expected) {
    shown_values += expected != NULL && *expected != '\0';
    return expected == NULL || strcmp(cs_last_error_value(), expected) == 0;
}

/* What every test file returns: nothing failed, and nothing that the library gave is left. */
static int report(void) {
    if (cs_live_objects() != 0) {
        printf("not freed: %lu objects\n", (unsigned long)cs_live_objects());
        failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}

static inline int says(const char *text, const char *part) {
    return strstr(text, part) != NULL;
}

#endif
