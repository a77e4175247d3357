/**
 * Says what a fault did to the data, when all is quiet: by the verifier, by the applications' journal, and by SQL that shares no code with
 * either. Start at {@link dev.changeover.torture.oracle.Oracle}. Knows no fault and no process.
 */
@NullMarked
package dev.changeover.torture.oracle;

import org.jspecify.annotations.NullMarked;
