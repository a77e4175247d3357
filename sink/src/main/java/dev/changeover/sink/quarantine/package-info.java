/**
 * What an operator decides about the quarantine. Start at {@link dev.changeover.sink.quarantine.QuarantineRetry}. Trying itself is {@code
 * dev.changeover.sink.apply}'s, on which this must not depend.
 */
@NullMarked
package dev.changeover.sink.quarantine;

import org.jspecify.annotations.NullMarked;
