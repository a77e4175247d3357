/**
 * What every step's task needs beside its stores: where its messages go, and the counts that it shows. Start at {@link
 * dev.changeover.transform.task.Outlet}. Knows messages, and nothing of what the steps do.
 */
@NullMarked
package dev.changeover.transform.task;

import org.jspecify.annotations.NullMarked;
