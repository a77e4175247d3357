/**
 * Checks that both servers undergo alike. Start at {@link dev.changeover.cutover.preflight.server.ServerExaminations}.
 */
@NullMarked
package dev.changeover.cutover.preflight.server;

import org.jspecify.annotations.NullMarked;
