/**
 * The demonstration: two databases and a broker on this machine, the reference data, both applications at work, and every capability shown
 * once. Start at {@link dev.changeover.app.demo.Demonstration}. Of the app, only this and the embedded broker
 * use the module {@code local}.
 */
@NullMarked
package dev.changeover.app.demo;

import org.jspecify.annotations.NullMarked;
