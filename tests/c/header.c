/* The header stands alone, twice, and the copy without directives declares the same things. */
#include <customer_success.h>
#include <customer_success.h>

typedef int translation_unit_is_not_empty;
