/* Reading the columns of a result. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "check.h"

#include <math.h>

typedef struct {
    struct ArrowArray array;
    struct ArrowSchema schema;
} result;

static inline void release(result *of) {
    of->array.release(&of->array);
    of->schema.release(&of->schema);
}

static inline int is_known(const struct ArrowArray *array, int64_t row) {
    const uint8_t *known = (const uint8_t *)array->buffers[0];
    return known == NULL || (known[row / 8] >> (row % 8) & 1);
}

static inline double number(const result *of, int column, int64_t row) {
    const struct ArrowArray *array = of->array.children[column];
    return is_known(array, row) ? ((const double *)array->buffers[1])[row] : (double)NAN;
}

/* The key of a row: a byte for categories, else an int32. */
static inline int32_t key_of(const struct ArrowArray *array, const struct ArrowSchema *schema, int64_t row) {
    return strcmp(schema->format, "C") == 0 ? ((const uint8_t *)array->buffers[1])[row]
                                            : ((const int32_t *)array->buffers[1])[row];
}

static inline int is_label(const result *of, int column, int64_t row, const char *expected) {
    const struct ArrowArray *array = of->array.children[column], *names = array->dictionary;
    int32_t key = key_of(array, of->schema.children[column], row);
    const int32_t *offsets = (const int32_t *)names->buffers[1];
    size_t length = (size_t)(offsets[key + 1] - offsets[key]);
    return is_known(array, row) && length == strlen(expected) &&
           memcmp((const char *)names->buffers[2] + offsets[key], expected, length) == 0;
}

/* Bit for bit; missing is missing. */
static inline int same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

#endif
