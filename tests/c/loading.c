/* `loading LIBRARY COPY`: two libraries in one process share nothing, and unloading under a living thread is no crash. */
#define _POSIX_C_SOURCE 200809L
#include <customer_success.h>

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    void *library;
    cs_status (*shipped)(const char *name, size_t name_len, cs_scorecard **card);
    cs_status (*to_json)(const cs_scorecard *card, char **document);
    cs_status (*card_free)(cs_scorecard *card);
    cs_status (*string_free)(char *text);
    const char *(*last_error_code)(void);
    uint64_t (*live_objects)(void);
} library;

static int wrong;

#define CHECK(condition)                                                         \
    do {                                                                         \
        if (!(condition)) {                                                      \
            printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);       \
            wrong++;                                                             \
        }                                                                        \
    } while (0)

/* C has no conversion from what dlsym gives to a function. */
static void find(const library *in, const char *name, void *function) {
    void *found = dlsym(in->library, name);
    CHECK(found != NULL);
    memcpy(function, &found, sizeof found);
}

static library load(const char *path) {
    library of;
    memset(&of, 0, sizeof of);
    of.library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CHECK(of.library != NULL);
    find(&of, "cs_scorecard_shipped", &of.shipped);
    find(&of, "cs_scorecard_to_json", &of.to_json);
    find(&of, "cs_scorecard_free", &of.card_free);
    find(&of, "cs_string_free", &of.string_free);
    find(&of, "cs_last_error_code", &of.last_error_code);
    find(&of, "cs_live_objects", &of.live_objects);
    return of;
}

static library one, other;
static pthread_barrier_t met, unloaded;

/* A thread with an error of its own in both libraries, which must be dropped when it ends. */
static void *outlives_the_library(void *argument) {
    CHECK(one.card_free((cs_scorecard *)argument) == CS_STALE_HANDLE);
    CHECK(other.card_free((cs_scorecard *)argument) == CS_STALE_HANDLE);
    pthread_barrier_wait(&met);
    pthread_barrier_wait(&unloaded);
    return NULL;
}

int main(int argc, char **argv) {
    cs_scorecard *card = NULL;
    char *text = NULL;
    pthread_t thread;
    if (argc != 3) {
        return 2;
    }
    one = load(argv[1]), other = load(argv[2]);
    CHECK(one.library != other.library);
    CHECK(one.shipped("plg", 3, &card) == CS_OK && one.to_json(card, &text) == CS_OK);
    CHECK(other.to_json(card, &text) == CS_STALE_HANDLE && other.card_free(card) == CS_STALE_HANDLE);
    CHECK(other.string_free(text) == CS_STALE_HANDLE);
    CHECK(strcmp(other.last_error_code(), "stale_handle") == 0 && strcmp(one.last_error_code(), "") == 0);
    CHECK(one.live_objects() == 2 && other.live_objects() == 0);
    CHECK(one.string_free(text) == CS_OK && one.card_free(card) == CS_OK);
    CHECK(pthread_barrier_init(&met, NULL, 2) == 0 && pthread_barrier_init(&unloaded, NULL, 2) == 0);
    CHECK(pthread_create(&thread, NULL, outlives_the_library, card) == 0);
    pthread_barrier_wait(&met);
    CHECK(dlclose(one.library) == 0 && dlclose(other.library) == 0);
    pthread_barrier_wait(&unloaded);
    pthread_join(thread, NULL);
    return wrong != 0;
}
