/**
 * What would change if users were assembled again, without changing anything. Compares documents, and reads topics; where the rows come
 * from is the caller's.
 */
@NullMarked
package dev.changeover.transform.preview;

import org.jspecify.annotations.NullMarked;
