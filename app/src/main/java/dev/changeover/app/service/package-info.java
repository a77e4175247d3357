/**
 * A stage as a service: its health over HTTP. Start at {@link dev.changeover.app.service.HealthEndpoint}. Must not know which stage it is.
 */
@NullMarked
package dev.changeover.app.service;

import org.jspecify.annotations.NullMarked;
