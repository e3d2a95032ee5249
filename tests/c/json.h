/* Compares two JSON texts that are known to be well formed: what is expected must be there, numbers within a tolerance. */
#ifndef JSON_H
#define JSON_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline const char *space(const char *at) {
    return at + strspn(at, " \t\r\n");
}

/* Behind a text that begins here. */
static inline const char *behind_text(const char *at) {
    for (at++; *at != '"'; at++) {
        at += *at == '\\';
    }
    return at + 1;
}

/* Behind the value that begins here. */
static inline const char *behind(const char *at) {
    int depth = 0;
    do {
        at = space(at);
        if (*at == '"') {
            at = behind_text(at);
        } else {
            depth += *at == '{' || *at == '[';
            depth -= *at == '}' || *at == ']';
            at += strchr("{}[],:", *at) ? 1 : strcspn(at, "{}[],:\" \t\r\n");
        }
    } while (depth > 0);
    return space(at);
}

/* The value of this field (a text with its quotes), NULL where there is none. */
static inline const char *member(const char *object, const char *name, size_t length) {
    const char *at = space(object + 1);
    while (*at == '"') {
        const char *value = space(space(behind_text(at)) + 1);
        if ((size_t)(behind_text(at) - at) == length && memcmp(at, name, length) == 0) {
            return value;
        }
        at = behind(value);
        at = *at == ',' ? space(at + 1) : at;
    }
    return NULL;
}

static inline int is_alike(const char *found, const char *expected, double tolerance) {
    found = space(found), expected = space(expected);
    if (*expected == '{') {
        const char *at = space(expected + 1);
        if (*found != '{') {
            return 0;
        }
        while (*at == '"') {
            const char *end = behind_text(at), *value = space(space(end) + 1);
            const char *own = member(found, at, (size_t)(end - at));
            if (own == NULL || !is_alike(own, value, tolerance)) {
                return 0;
            }
            at = behind(value);
            at = *at == ',' ? space(at + 1) : at;
        }
        return 1;
    }
    if (*expected == '[') {
        if (*found != '[') {
            return 0;
        }
        found = space(found + 1), expected = space(expected + 1);
        while (*expected != ']') {
            if (*found == ']' || !is_alike(found, expected, tolerance)) {
                return 0;
            }
            found = behind(found), expected = behind(expected);
            found = *found == ',' ? space(found + 1) : found;
            expected = *expected == ',' ? space(expected + 1) : expected;
        }
        return *found == ']';
    }
    if (strchr("-0123456789", *expected) && strchr("-0123456789", *found)) {
        double one = strtod(found, NULL), other = strtod(expected, NULL);
        size_t digits = strspn(expected, "-0123456789");
        if (tolerance == 0 && digits == strcspn(expected, ",]} ") && strspn(found, "-0123456789") == strcspn(found, ",]} ")) {
            return strncmp(found, expected, digits) == 0 && strspn(found, "-0123456789") == digits; /* to the last digit */
        }
        return fabs(one - other) <= tolerance * fmax(fabs(other), 1);
    }
    {
        size_t length = *expected == '"' ? (size_t)(behind_text(expected) - expected) : strcspn(expected, ",]} ");
        return strncmp(found, expected, length) == 0;
    }
}

#endif
